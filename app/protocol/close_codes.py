"""Why a socket is closed, by number: a page decides by it whether to come back."""

GOING_AWAY = 1001  # the server stops; come back
BAD_MESSAGE = 4000  # not a text of ours
REMOVED = 4403  # this seat in a room is no more
UNKNOWN_SESSION = 4404  # dropped, or never was: ask for a new one
SLOW = 4408  # too far behind; come back, and perhaps resume
ROOM_OVER = 4410  # the room was deleted
FULL = 4429  # no place for another session just now


def all_codes() -> dict[str, int]:
    """Every code by its name."""
    return {name: value for name, value in globals().items() if name.isupper()}
