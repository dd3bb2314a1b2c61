"""The tables of the rooms: a row for each value that a room keeps, and the room that it belongs to."""

import json
from dataclasses import fields
from typing import Annotated, Any, ClassVar

from sqlalchemy import Dialect, Double, String, Text, TypeDecorator
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from app.classrooms.poll import Poll, Stage, Vote
from app.classrooms.question import Question
from app.classrooms.seats import Invitation, Kept, Member, Teacher, Terms
from app.database import Base

Key = Annotated[str, mapped_column(String(32), primary_key=True)]
OfRoom = Annotated[str, mapped_column(String(32), index=True)]
Hash = Annotated[str, mapped_column(String(64))]
Time = Annotated[float, mapped_column(Double)]

LongKey = Annotated[str, mapped_column(String(80), primary_key=True)]


class Questions(TypeDecorator[tuple[Question, ...]]):
    """Questions as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Question, ...] | None, dialect: Dialect) -> str:
        """As it is written."""
        return json.dumps([question.model_dump() for question in value or ()])

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Question, ...]:
        """As it was."""
        return tuple(Question.model_validate(question) for question in json.loads(value))


class RoomRow(Base):
    """The terms of a room."""

    __tablename__ = "rooms"
    value: ClassVar[type[Terms]] = Terms

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(200))
    locked: Mapped[bool]
    created_at: Mapped[Time]
    expires_at: Mapped[Time]


class TeacherRow(Base):
    """Somebody who may steer it."""

    __tablename__ = "teachers"
    value: ClassVar[type[Teacher]] = Teacher

    id: Mapped[Key]
    room: Mapped[OfRoom]
    token: Mapped[Hash]
    owner: Mapped[bool]
    joined_at: Mapped[Time]


class MemberRow(Base):
    """A student who has a seat in it."""

    __tablename__ = "members"
    value: ClassVar[type[Member]] = Member

    id: Mapped[Key]
    room: Mapped[OfRoom]
    token: Mapped[Hash]
    pseudonym: Mapped[str] = mapped_column(String(80))
    joined_at: Mapped[Time]
    rerolls: Mapped[int]
    hand: Mapped[float | None] = mapped_column(Double)
    session: Mapped[str | None] = mapped_column(String(64))


class InvitationRow(Base):
    """An invitation that has not been used."""

    __tablename__ = "invitations"
    value: ClassVar[type[Invitation]] = Invitation

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    room: Mapped[OfRoom]
    ends_at: Mapped[Time]


class PollRow(Base):
    """Questions that were put to the class."""

    __tablename__ = "polls"
    value: ClassVar[type[Poll]] = Poll

    id: Mapped[LongKey]
    room: Mapped[OfRoom]
    number: Mapped[int]
    questions: Mapped[tuple[Question, ...]] = mapped_column(Questions)
    ticket: Mapped[bool]
    asked_at: Mapped[Time]
    stage: Mapped[Stage] = mapped_column(String(8))
    round: Mapped[int]
    shown: Mapped[bool]


class VoteRow(Base):
    """A member's answer in one round."""

    __tablename__ = "votes"
    value: ClassVar[type[Vote]] = Vote

    id: Mapped[LongKey]
    room: Mapped[OfRoom]
    poll: Mapped[int]
    question: Mapped[int]
    round: Mapped[int]
    member: Mapped[str] = mapped_column(String(32))
    given: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[Time]
    hidden: Mapped[bool]


OfRoomRow = TeacherRow | MemberRow | InvitationRow | PollRow | VoteRow
AnyRow = RoomRow | OfRoomRow
OF_ROOM: tuple[type[OfRoomRow], ...] = (TeacherRow, MemberRow, InvitationRow, PollRow, VoteRow)
ROWS: dict[type[Kept], type[AnyRow]] = {row.value: row for row in (RoomRow, *OF_ROOM)}
KEYS: dict[type[Kept], InstrumentedAttribute[str]] = {
    Terms: RoomRow.id,
    Teacher: TeacherRow.id,
    Member: MemberRow.id,
    Invitation: InvitationRow.token,
    Poll: PollRow.id,
    Vote: VoteRow.id,
}


def row_of(room: str, kept: Kept) -> AnyRow:
    """The row that keeps this value of a room."""
    values: dict[str, Any] = {field.name: getattr(kept, field.name) for field in fields(kept)}
    return ROWS[type(kept)](**values, **({} if isinstance(kept, Terms) else {"room": room}))


def value_of(row: AnyRow) -> Kept:
    """The value that a row keeps."""
    return row.value(**{field.name: getattr(row, field.name) for field in fields(row.value)})
