"""The pages of a classroom: its front door, the join page, the teacher's, and the student's, which is a playground."""

from functools import cache

from app.assets import asset_folder
from app.classrooms.commands import HOURS
from app.modules import modules_of
from app.playground.page import SCRIPTS, Theme, front_page
from app.templating import render
from app.texts import room_texts

USUAL_HOURS = 24


@cache
def _modules(*scripts: str) -> tuple[str, ...]:
    return modules_of(asset_folder("static"), scripts)


def classroom_page(theme: Theme, *, passphrase: bool, reachable: bool) -> str:
    """The front door: open a room, or join one."""
    return render(
        "classrooms/classroom.html",
        theme=theme,
        texts=room_texts(),
        modules=_modules("js/pages/classroom.js"),
        hours=HOURS,
        usual_hours=USUAL_HOURS,
        passphrase=passphrase,
        reachable=reachable,
    )


def join_page(theme: Theme) -> str:
    """Where a class types its code, or lands from the QR code."""
    return render("classrooms/join.html", theme=theme, texts=room_texts(), modules=_modules("js/pages/classroom.js"))


def invitation_page(theme: Theme, room: str) -> str:
    """The teacher's page for somebody without a teacher's seat: an invitation in the address is exchanged for one."""
    return render(
        "classrooms/invitation.html",
        theme=theme,
        room=room,
        texts=room_texts(),
        modules=_modules("js/pages/classroom.js"),
    )


def teacher_page(theme: Theme, room: str) -> str:
    """The room as a teacher has it."""
    return render(
        "classrooms/teacher.html",
        theme=theme,
        room=room,
        hours=HOURS,
        texts=room_texts(),
        modules=_modules("js/pages/teacher.js"),
    )


def watch_page(theme: Theme, room: str, member: str) -> str:
    """One student's network, as a teacher looks at it."""
    modules = _modules("js/pages/watch.js", "js/editor/index.js")
    return front_page(
        theme, "classrooms/watch.html", room=room, member=member, room_texts=room_texts(), modules=modules
    )


def student_page(theme: Theme, room: str) -> str:
    """The playground, with a bar of the room above it."""
    modules = _modules(*SCRIPTS, "js/pages/student.js")
    return front_page(theme, "classrooms/student.html", room=room, room_texts=room_texts(), modules=modules)
