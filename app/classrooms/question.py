"""A question to the class: choices, a number or a sentence, and which answers are right, if any are."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from engine.inspection.mistakes import close
from engine.inspection.questions import read_number
from engine.spec import Spec

LONGEST_QUESTION, LONGEST_CHOICE, LONGEST_ANSWER = 300, 120, 200  # characters
MOST_CHOICES = 6


def one_line(text: str) -> str:
    """A text without line breaks and what cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _said(text: str) -> str:
    if not text:
        raise ValueError("there is nothing in it")
    return text


Line = AfterValidator(one_line)
Said = AfterValidator(_said)


class Question(Spec):
    """`right`: the right choices by their places, or the number as the teacher wrote it. A sentence has none."""

    kind: Literal["choice", "number", "sentence"]
    text: Annotated[str, Field(max_length=LONGEST_QUESTION), Line, Said]
    choices: Annotated[
        tuple[Annotated[str, Field(max_length=LONGEST_CHOICE), Line, Said], ...], Field(max_length=MOST_CHOICES)
    ] = ()
    right: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=MOST_CHOICES)] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind == "choice") != (len(self.choices) > 1):
            raise ValueError("a choice has two answers or more, and nothing else has any")
        if len(self.right) > {"choice": len(self.choices), "number": 1, "sentence": 0}[self.kind]:
            raise ValueError("there are more right answers than there can be")
        if not all(self.understands(answer) for answer in self.right):
            raise ValueError("a right answer is none at all")
        return self

    def understands(self, answer: str) -> bool:
        """Whether this is an answer at all."""
        if self.kind == "choice":
            return answer in (str(place) for place in range(len(self.choices)))
        return bool(answer) and (self.kind == "sentence" or read_number(answer) is not None)

    def mark(self, answer: str) -> bool | None:
        """Whether an answer is right: a number within 1 % or two digits. None: the question has no right answer."""
        if not self.right:
            return None
        if self.kind == "choice":
            return answer in self.right
        given, right = read_number(answer), read_number(self.right[0])
        return given is not None and right is not None and close(given, right)

    def spell(self, answer: str) -> str:
        """An answer in words."""
        return self.choices[int(answer)] if self.kind == "choice" else answer
