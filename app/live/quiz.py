"""The quiz of a session: whether one predicts before the microscope reveals, the card that is open, and the tally.

What a card hides stays here until it is answered or given up.
"""

from zlib import crc32

from pydantic import Field

from app.protocol.event import Event
from app.protocol.walk_events import (
    Predicting,
    QuestionAsked,
    QuestionHinted,
    QuestionMissed,
    QuestionSettled,
    Tally,
)
from engine import Trainer
from engine.inspection.examiner import Examiner
from engine.inspection.questions import HINTS, Question
from engine.inspection.walk import Walk
from engine.spec import Spec


class Attempt(Spec):
    """What was tried on one question: wrong answers, and how many hints were taken."""

    wrong: tuple[str, ...] = ()
    hints: int = 0


class Kept(Spec):
    """What of a quiz outlives a worker. `walk` marks the step it speaks of; `seen` is how far each column was shown."""

    on: bool = False
    tally: Tally = Tally()
    walk: int = 0
    seen: dict[int, int] = Field(default_factory=dict)
    attempts: dict[str, Attempt] = Field(default_factory=dict)


def mark_of(trainer: Trainer, walk: Walk) -> int:
    """Equal for two walks of which every number is equal."""
    mark = crc32(f"{trainer.step_count} {trainer.design.model_dump_json()}".encode())
    for array in (walk.begin.arrays["parameters"], walk.begin.arrays["moments"], walk.inputs, walk.targets):
        mark = crc32(array.tobytes(), mark)
    return mark


class Quiz:
    """Holds the cursor of a walk before what is asked about; what it remembers of it all is `kept`."""

    def __init__(self, kept: Kept | None = None) -> None:
        self.kept = kept or Kept()
        self.question: Question | None = None

    @property
    def on(self) -> bool:
        """Whether one predicts."""
        return self.kept.on

    def _keep(self, **changes: object) -> None:
        self.kept = self.kept.model_copy(update=changes)

    # the walk

    def stand(self, mark: int) -> None:
        """Another walk begins, or the same anew: no card is open, and of another nothing was seen."""
        self.question = None
        if mark != self.kept.walk:
            self._keep(walk=mark, seen={}, attempts={})

    def saw(self, column: int, cursor: int) -> None:
        """So many events were shown for a column."""
        if cursor > self.kept.seen.get(column, 0):
            self._keep(seen={**self.kept.seen, column: cursor})

    def hides(self, event: int) -> bool:
        """Whether an event is still to be predicted."""
        return self.on and event >= max(self.kept.seen.values(), default=0)

    def hold(self, examiner: Examiner, start: int, stop: int, column: int) -> int:
        """How far one comes from one event towards another: to the first that there is a card on."""
        self.question = None
        shown = max(self.kept.seen.values(), default=0)
        for event in range(start, stop) if self.on else ():
            own = self.kept.seen.get(column, 0) if examiner.by_sample(event) else shown
            if event >= own and (question := examiner.question(event, column)) is not None:
                self.question = question
                return event
        return stop

    # the card

    def asked(self) -> list[Event]:
        """The card that is open, with what was tried on it."""
        if self.question is None:
            return []
        key = self._key(self.question)
        if key not in self.kept.attempts:
            self._note(Attempt(), asked=1)
        attempt = self.kept.attempts[key]
        asked = QuestionAsked(card=self.question.card, wrong=attempt.wrong)
        return [asked, self.predicting(), *self._hinted(self.question, attempt)]

    def predicting(self) -> Predicting:
        """Whether one predicts, and how well."""
        return Predicting(on=self.on, tally=self.kept.tally)

    def switch(self, on: bool) -> list[Event]:
        """Begin or end predicting; an open card is put away."""
        self._keep(on=on)
        self.question = None
        return [self.predicting()]

    def answer(self, event: int, answer: str) -> list[Event]:
        """Mark an answer; what is no answer at all is no try."""
        question = self._open(event)
        if question is None:
            return []
        marked = question.mark(answer)
        if not question.understands(answer):
            return [QuestionMissed(event=event, given=answer, mistake=marked.mistake)]
        attempt = self.kept.attempts[self._key(question)]
        if marked.right:
            self._note(attempt, tries=1, first=int(not attempt.wrong))
            return self._settle(question, answer)
        self._note(Attempt(wrong=(*attempt.wrong, answer)[-_MOST_WRONG:], hints=attempt.hints), tries=1)
        return [QuestionMissed(event=event, given=answer, mistake=marked.mistake), self.predicting()]

    def hint(self, event: int) -> list[Event]:
        """The next hint; the last is the answer."""
        question = self._open(event)
        if question is None:
            return []
        attempt = self.kept.attempts[self._key(question)]
        attempt = Attempt(wrong=attempt.wrong, hints=attempt.hints + 1)
        self._note(attempt, hints=1)
        if attempt.hints >= len(HINTS):
            return self._settle(question, None)
        return [*self._hinted(question, attempt), self.predicting()]

    def skip(self, event: int) -> list[Event]:
        """Give up: the answer shows."""
        question = self._open(event)
        return [] if question is None else self._settle(question, None)

    def _open(self, event: int) -> Question | None:
        """The question on an event, if it is the one that is open: anything else comes too late."""
        return self.question if self.question is not None and self.question.card.event == event else None

    def _settle(self, question: Question, given: str | None) -> list[Event]:
        self.question = None
        settled = QuestionSettled(
            event=question.card.event,
            given=given,
            answer=question.answer,
            element=question.element,
            mistake=question.slips.get(question.answer),
        )
        return [settled, self.predicting()]

    @staticmethod
    def _hinted(question: Question, attempt: Attempt) -> list[Event]:
        if attempt.hints == 0:
            return []
        working = question.hint() if attempt.hints > 1 else ()
        event = question.card.event
        return [QuestionHinted(event=event, hints=attempt.hints, rule=question.rule, working=working)]

    @staticmethod
    def _key(question: Question) -> str:
        return f"{question.card.event} {question.card.column}"

    def _note(self, attempt: Attempt, **more: int) -> None:
        """Remember an attempt at the open question, and add to the tally."""
        assert self.question is not None
        tally = self.kept.tally
        added = {name: getattr(tally, name) + count for name, count in more.items()}
        attempts = {**self.kept.attempts, self._key(self.question): attempt}
        self._keep(attempts=attempts, tally=tally.model_copy(update=added))


_MOST_WRONG = 20  # wrong answers that are remembered of one question
