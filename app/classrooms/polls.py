"""The polls of a room: put to the class, answered in one round or two, revealed. Pure, as the room is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.classrooms.outcome import Outcome, To, Told, refusal
from app.classrooms.poll import ROUNDS, Poll, Vote, poll_id, vote_id
from app.classrooms.poll_commands import (
    AskClass,
    CloseVote,
    GiveAnswer,
    HideSentence,
    PutAway,
    Reveal,
    Steering,
    VoteAgain,
)
from app.classrooms.poll_events import (
    OwnAnswer,
    OwnAnswersChanged,
    PollMoved,
    PollPresented,
    PollPut,
    PollShown,
    QuestionPut,
    SentenceSaid,
    SentenceShown,
    Tallies,
    VotesCounted,
)
from app.classrooms.seats import Kept, Removed
from app.classrooms.tally import count

MOST_POLLS = 100

_Place = tuple[int, int, str]  # question, round, member


class Polls:
    """All polls of one room, by number, and what was answered. One at most is before the class."""

    def __init__(self, room: str, kept: Iterable[Kept] = ()) -> None:
        self._room = room
        values = list(kept)
        polls = sorted((each for each in values if isinstance(each, Poll)), key=lambda poll: poll.number)
        self.polls = {poll.number: poll for poll in polls}
        self.votes: dict[int, dict[_Place, Vote]] = {number: {} for number in self.polls}
        votes = sorted((each for each in values if isinstance(each, Vote)), key=lambda vote: vote.given_at)
        for vote in votes:
            if vote.poll in self.votes:
                self.votes[vote.poll][vote.question, vote.round, vote.member] = vote
        self._uncounted: set[int] = set()

    @property
    def current(self) -> Poll | None:
        """The poll that is before the class."""
        return next((poll for poll in self.polls.values() if poll.shown), None)

    # what a teacher asks

    def steer(self, command: Steering, now: float) -> Outcome:
        """Do what a teacher asks."""
        match command:
            case AskClass(questions=questions, ticket=ticket):
                return self._ask(Poll("", len(self.polls) + 1, questions, ticket, now))
            case CloseVote(poll=number):
                return self._move(replace(self._poll(number, "open"), stage="closed"))
            case VoteAgain(poll=number):
                poll = self._poll(number, "closed")
                if poll.round == ROUNDS[-1]:
                    raise refusal("poll_elsewhere")
                return self._move(replace(poll, stage="open", round=poll.round + 1))
            case Reveal(poll=number):
                return self._reveal(replace(self._poll(number, "closed"), stage="revealed"))
            case PutAway(poll=number):
                return self._move(replace(self._poll(number), shown=False))
            case HideSentence():
                return self._hide(command)

    def _ask(self, poll: Poll) -> Outcome:
        if len(self.polls) >= MOST_POLLS:
            raise refusal("too_many_polls", most=MOST_POLLS)
        before = () if self.current is None else (replace(self.current, shown=False),)
        for old in before:
            self.polls[old.number] = old
        self.votes[poll.number] = {}
        asked = self._move(replace(poll, id=poll_id(self._room, poll.number)))
        return replace(asked, changes=(*before, *asked.changes))

    def _move(self, poll: Poll) -> Outcome:
        self.polls[poll.number] = poll
        self._uncounted.discard(poll.number)
        told = (Told(To.TEACHERS, PollMoved(poll=self.shown())), Told(To.MEMBERS, PollPresented(poll=self.put())))
        return Outcome((poll,), told)

    def _reveal(self, poll: Poll) -> Outcome:
        moved = self._move(poll)
        voters = dict.fromkeys(member for _, _, member in self.votes[poll.number])
        return replace(moved, told=(*moved.told, *(self._own_told(poll, member) for member in voters)))

    def _hide(self, command: HideSentence) -> Outcome:
        place = command.question, command.round, command.member
        vote = self.votes[self._poll(command.poll).number].get(place)
        if vote is None:
            raise refusal("member_unknown")
        return self._put(replace(vote, hidden=command.hidden))

    def _poll(self, number: int, stage: str | None = None) -> Poll:
        """The poll that is before the class, if it is this one at this stage: two teachers may steer it."""
        poll = self.current
        if poll is None or poll.number != number or stage not in (None, poll.stage):
            raise refusal("poll_elsewhere")
        return poll

    # what a member asks

    def answer(self, member: str, command: GiveAnswer, now: float) -> Outcome:
        """Count a member's answer, in the place of one given before in this round."""
        poll = self.current
        if poll is None or (poll.number, poll.round, poll.stage) != (command.poll, command.round, "open"):
            raise refusal("vote_closed")
        if command.question >= len(poll.questions) or not poll.questions[command.question].understands(command.answer):
            raise refusal("no_answer")
        name = vote_id(poll, command.question, poll.round, member)
        counted = self._put(Vote(name, poll.number, command.question, poll.round, member, command.answer, now))
        return replace(counted, told=(*counted.told, self._own_told(poll, member)))

    def forget(self, member: str) -> tuple[Removed, ...]:
        """A member is gone, and their answers are."""
        gone = [vote for votes in self.votes.values() for vote in votes.values() if vote.member == member]
        for vote in gone:
            del self.votes[vote.poll][vote.question, vote.round, member]
            self._uncounted.add(vote.poll)
        return tuple(Removed(Vote, vote.id) for vote in gone)

    def _put(self, vote: Vote) -> Outcome:
        self.votes[vote.poll][vote.question, vote.round, vote.member] = vote
        self._uncounted.add(vote.poll)
        if self.polls[vote.poll].questions[vote.question].kind != "sentence":
            return Outcome((vote,))
        return Outcome((vote,), (Told(To.TEACHERS, SentenceSaid(poll=vote.poll, sentence=_sentence(vote))),))

    # telling

    def tend(self) -> tuple[Told, ...]:
        """What teachers are told of the answers since the last time."""
        poll = self.current
        if poll is None or poll.number not in self._uncounted:
            return ()
        self._uncounted.clear()
        return (Told(To.TEACHERS, VotesCounted(poll=poll.number, tallies=self._tallies(poll))),)

    def shown(self) -> PollShown | None:
        """The poll before the class, for a teacher."""
        if (poll := self.current) is None:
            return None
        return PollShown(
            number=poll.number,
            questions=poll.questions,
            ticket=poll.ticket,
            stage=poll.stage,
            round=poll.round,
            tallies=self._tallies(poll),
        )

    def sentences(self) -> tuple[SentenceShown, ...]:
        """The answers in words to the poll before the class."""
        if (poll := self.current) is None:
            return ()
        votes = self.votes[poll.number].values()
        return tuple(_sentence(vote) for vote in votes if poll.questions[vote.question].kind == "sentence")

    def put(self) -> PollPut | None:
        """The poll before the class, for a member."""
        if (poll := self.current) is None:
            return None
        revealed = poll.stage == "revealed"
        questions = tuple(
            QuestionPut(kind=each.kind, text=each.text, choices=each.choices, right=each.right if revealed else None)
            for each in poll.questions
        )
        return PollPut(
            number=poll.number,
            questions=questions,
            ticket=poll.ticket,
            stage=poll.stage,
            round=poll.round,
            tallies=self._tallies(poll) if revealed else None,
        )

    def own(self, member: str) -> tuple[OwnAnswer, ...]:
        """What a member has answered to the poll before the class."""
        return () if (poll := self.current) is None else tuple(self._own(poll, member))

    def _own(self, poll: Poll, member: str) -> Iterator[OwnAnswer]:
        for number, question in enumerate(poll.questions):
            for in_round in ROUNDS:
                if (vote := self.votes[poll.number].get((number, in_round, member))) is not None:
                    right = question.mark(vote.given) if poll.stage == "revealed" else None
                    yield OwnAnswer(question=number, round=in_round, answer=vote.given, right=right)

    def _own_told(self, poll: Poll, member: str) -> Told:
        return Told(member, OwnAnswersChanged(poll=poll.number, answers=tuple(self._own(poll, member))))

    def _tallies(self, poll: Poll) -> Tallies:
        votes = self.votes[poll.number].values()
        return tuple(
            tuple(
                count(question, (vote for vote in votes if (vote.question, vote.round) == (number, in_round)))
                for in_round in ROUNDS[: poll.round]
            )
            for number, question in enumerate(poll.questions)
        )


def _sentence(vote: Vote) -> SentenceShown:
    return SentenceShown(
        question=vote.question, round=vote.round, member=vote.member, text=vote.given, hidden=vote.hidden
    )
