"""A room: who has a seat in it and what each may do. It does no IO, reads no clock and has no dice of its own.

Whatever happens gives an `Outcome`: what is to be written, who is to be told what once it is, and whose seats are gone.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from random import Random

from app.classrooms import token
from app.classrooms.code import draw_code, spell
from app.classrooms.commands import (
    AnyMemberCommand,
    AnyTeacherCommand,
    ChooseAddress,
    Invite,
    InviteHelp,
    Keep,
    Kick,
    Lock,
    NewCode,
    Nudge,
    PauseAll,
    RaiseHand,
    Reroll,
    Revoke,
    TakeHandDown,
)
from app.classrooms.events import (
    ClassPaused,
    Counted,
    EndMoved,
    Invited,
    MemberChanged,
    MemberRemoved,
    MemberShown,
    MemberState,
    Nudged,
    TeachersChanged,
    TeacherShown,
    TeacherState,
    TermsChanged,
    TermsShown,
    YouChanged,
)
from app.classrooms.outcome import Outcome, To, Told, refusal
from app.classrooms.poll_commands import GiveAnswer
from app.classrooms.polls import Polls
from app.classrooms.pseudonym import draw_pseudonym
from app.classrooms.seats import Invitation, Kept, Member, Removed, Teacher, Terms

MOST_MEMBERS = 400
MOST_TEACHERS = 6
MOST_INVITATIONS = 6
REROLLS = 5
AWAY_SECONDS = 4.0  # a page that is loaded anew is not gone
INVITATION_SECONDS = 3600.0
HOUR = 3600.0


class Room:
    """One room, from its opening until it is deleted."""

    def __init__(self, terms: Terms, kept: Collection[Kept] = ()) -> None:
        self.terms = terms
        self.teachers = {each.id: each for each in kept if isinstance(each, Teacher)}
        self.members = {each.id: each for each in kept if isinstance(each, Member)}
        self.invitations = {each.token: each for each in kept if isinstance(each, Invitation)}
        self.polls = Polls(terms.id, kept)
        self.paused = False  # as long as the server runs
        self.helped: set[str] = set()  # members who let a teacher steer their network
        self._saved = True
        self._pages: Counter[str] = Counter()  # open, by seat
        self._here: set[str] = set()
        self._left_at: dict[str, float] = {}  # seats whose last page has just closed
        self._counted = 0

    # coming in

    def install(self, owner: Teacher) -> Outcome:
        """The room is new: this is whose it is."""
        self.teachers[owner.id] = owner
        return Outcome((self.terms, owner))

    def join(self, seat: str, word: str, now: float, dice: Random) -> Outcome:
        """A new member with this id and token."""
        if self.terms.locked:
            raise refusal("code_unknown")
        if len(self.members) >= MOST_MEMBERS:
            raise refusal("room_full", most=MOST_MEMBERS)
        return self._put(Member(seat, token.hash_of(word), self._pseudonym(dice), now, REROLLS))

    def accept(self, invitation: str, seat: str, word: str, now: float) -> Outcome:
        """One more teacher, who has been invited; the invitation is used up."""
        found = token.found(invitation, self.invitations.values())
        if found is None or found.ends_at <= now:
            raise refusal("invitation_unknown")
        if len(self.teachers) >= MOST_TEACHERS:
            raise refusal("too_many_teachers", most=MOST_TEACHERS)
        del self.invitations[found.token]
        teacher = Teacher(seat, token.hash_of(word), owner=False, joined_at=now)
        self.teachers[seat] = teacher
        return Outcome((Removed(Invitation, found.token), teacher), self._teachers_told())

    def teacher_with(self, word: str) -> Teacher | None:
        """The teacher whose token this is."""
        return token.found(word, self.teachers.values())

    def member_with(self, word: str) -> Member | None:
        """The member whose token this is."""
        return token.found(word, self.members.values())

    # what a teacher asks

    def teach(self, seat: str, command: AnyTeacherCommand, now: float, dice: Random) -> Outcome:
        """Do what this teacher asks."""
        match command:
            case Lock(locked=locked):
                return self._agree(replace(self.terms, locked=locked))
            case NewCode():
                return self._agree(replace(self.terms, code=draw_code(dice)))
            case ChooseAddress(address=address):
                return self._agree(replace(self.terms, address=address))
            case Keep(hours=hours):
                agreed = self._agree(replace(self.terms, expires_at=now + hours * HOUR))
                return replace(
                    agreed, told=(*agreed.told, Told(To.MEMBERS, EndMoved(expires_at=self.terms.expires_at)))
                )
            case Kick(member=member):
                return self.leave(self._member(member).id)
            case TakeHandDown(member=member):
                return self._put(replace(self._member(member), hand=None))
            case PauseAll(paused=paused):
                return self._pause(paused)
            case Nudge(member=member, note=note):
                return Outcome(told=(Told(self._member(member).id, Nudged(note=note)),))
            case Invite():
                return self._invite(seat, now, dice)
            case Revoke(teacher=teacher):
                return self._revoke(seat, teacher)
            case _:
                return self.polls.steer(command, now)

    def _invite(self, seat: str, now: float, dice: Random) -> Outcome:
        over = [each for each in self.invitations.values() if each.ends_at <= now]
        if len(self.invitations) - len(over) >= MOST_INVITATIONS or len(self.teachers) >= MOST_TEACHERS:
            raise refusal("too_many_teachers", most=MOST_TEACHERS)
        for each in over:
            del self.invitations[each.token]
        word = token.draw_token(dice)
        invitation = Invitation(token.hash_of(word), now + INVITATION_SECONDS)
        self.invitations[invitation.token] = invitation
        told = Told(seat, Invited(invitation=word, ends_at=invitation.ends_at))
        return Outcome((*(Removed(Invitation, each.token) for each in over), invitation), (told,))

    def _revoke(self, seat: str, teacher: str) -> Outcome:
        if teacher not in self.teachers or self.teachers[teacher].owner or not self.teachers[seat].owner:
            raise refusal("not_yours_to_revoke")
        del self.teachers[teacher]
        self._forget_presence(teacher)
        return Outcome((Removed(Teacher, teacher),), self._teachers_told(), (teacher,))

    def _pause(self, paused: bool) -> Outcome:
        if paused == self.paused:
            return Outcome()
        self.paused = paused
        event = ClassPaused(paused=paused)
        return Outcome(told=(Told(To.TEACHERS, event), Told(To.MEMBERS, event)))

    def _agree(self, terms: Terms) -> Outcome:
        self.terms = terms
        return Outcome((terms,), self._terms_told())

    # what a member asks

    def take_part(self, seat: str, command: AnyMemberCommand, now: float, dice: Random) -> Outcome:
        """Do what this member asks."""
        member = self._member(seat)
        match command:
            case RaiseHand(raised=raised):
                return self._put(replace(member, hand=(member.hand or now) if raised else None))
            case InviteHelp(invited=invited):
                (self.helped.add if invited else self.helped.discard)(seat)
                return replace(self._put(member), changes=())
            case Reroll():
                if member.rerolls == 0:
                    raise refusal("no_rerolls_left")
                name = self._pseudonym(dice)
                return self._put(replace(member, pseudonym=name, rerolls=member.rerolls - 1))
            case GiveAnswer():
                return self.polls.answer(seat, command, now)

    def work_in(self, seat: str, session: str) -> Outcome:
        """This member works on that network now."""
        member = replace(self._member(seat), session=session)
        self.members[seat] = member
        return Outcome((member,))

    def leave(self, seat: str) -> Outcome:
        """This member's seat is no more."""
        member = self.members.pop(self._member(seat).id)
        self.helped.discard(seat)
        self._forget_presence(seat)
        told = Told(To.TEACHERS, MemberRemoved(member=member.id))
        return Outcome((Removed(Member, member.id), *self.polls.forget(seat)), (told,), (member.id,))

    # coming and going

    def open_page(self, seat: str) -> Outcome:
        """One more page of this seat is there."""
        self._pages[seat] += 1
        self._left_at.pop(seat, None)
        if seat in self._here:
            return Outcome()
        self._here.add(seat)
        return self._presence_told(seat)

    def close_page(self, seat: str, now: float) -> None:
        """A page of this seat is gone; `tend` notices when none comes back."""
        self._pages[seat] -= 1
        if self._pages[seat] <= 0:
            del self._pages[seat]
            if seat in self.teachers or seat in self.members:
                self._left_at[seat] = now

    def tend(self, now: float, saved: bool) -> Outcome:
        """Time has passed: who is away by now, how many are here, and whether the last change is on the disk."""
        told: list[Told] = []
        for seat in [seat for seat, left_at in self._left_at.items() if now - left_at >= AWAY_SECONDS]:
            del self._left_at[seat]
            self._here.discard(seat)
            told += self._presence_told(seat).told
        if self._counted != len(self._here & self.members.keys()):
            self._counted = len(self._here & self.members.keys())
            told.append(Told(To.MEMBERS, Counted(here=self._counted)))
        told += self.polls.tend()
        if self._saved != saved:
            self._saved = saved
            told += self._terms_told()
        return Outcome(told=tuple(told))

    # telling

    def teacher_state(self, seat: str) -> TeacherState:
        """The whole room, for this teacher."""
        return TeacherState(
            you=seat,
            terms=self._terms_shown(),
            teachers=self._teachers_shown(),
            members=tuple(self._shown(member) for member in self.members.values()),
            poll=self.polls.shown(),
            sentences=self.polls.sentences(),
            paused=self.paused,
        )

    def member_state(self, seat: str) -> MemberState:
        """What this member is told of the room."""
        member = self._member(seat)
        return MemberState(
            pseudonym=member.pseudonym,
            rerolls=member.rerolls,
            hand=member.hand,
            here=len(self._here & self.members.keys()),
            expires_at=self.terms.expires_at,
            poll=self.polls.put(),
            answers=self.polls.own(seat),
            paused=self.paused,
            helped=seat in self.helped,
        )

    def _put(self, member: Member) -> Outcome:
        self.members[member.id] = member
        you = YouChanged(
            pseudonym=member.pseudonym, rerolls=member.rerolls, hand=member.hand, helped=member.id in self.helped
        )
        return Outcome((member,), (Told(To.TEACHERS, MemberChanged(member=self._shown(member))), Told(member.id, you)))

    def _presence_told(self, seat: str) -> Outcome:
        if seat in self.teachers:
            return Outcome(told=self._teachers_told())
        return Outcome(told=(Told(To.TEACHERS, MemberChanged(member=self._shown(self.members[seat]))),))

    def _terms_told(self) -> tuple[Told, ...]:
        return (Told(To.TEACHERS, TermsChanged(terms=self._terms_shown())),)

    def _teachers_told(self) -> tuple[Told, ...]:
        return (Told(To.TEACHERS, TeachersChanged(teachers=self._teachers_shown())),)

    def _terms_shown(self) -> TermsShown:
        terms = self.terms
        return TermsShown(
            code=spell(terms.code),
            address=terms.address,
            locked=terms.locked,
            created_at=terms.created_at,
            expires_at=terms.expires_at,
            saved=self._saved,
        )

    def _teachers_shown(self) -> tuple[TeacherShown, ...]:
        return tuple(
            TeacherShown(id=each.id, owner=each.owner, here=each.id in self._here) for each in self.teachers.values()
        )

    def _shown(self, member: Member) -> MemberShown:
        return MemberShown(
            id=member.id,
            pseudonym=member.pseudonym,
            joined_at=member.joined_at,
            here=member.id in self._here,
            hand=member.hand,
            helped=member.id in self.helped,
        )

    def _member(self, seat: str) -> Member:
        if (member := self.members.get(seat)) is None:
            raise refusal("member_unknown")
        return member

    def _pseudonym(self, dice: Random) -> str:
        return draw_pseudonym({member.pseudonym for member in self.members.values()}, dice)

    def _forget_presence(self, seat: str) -> None:
        self._here.discard(seat)
        self._left_at.pop(seat, None)
