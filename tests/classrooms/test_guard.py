"""S3, the guard: a join code cannot be guessed, and one who tries does not keep a class out."""

from random import Random

from app.classrooms.code import ALPHABET, LENGTH
from app.classrooms.guard import WRONG_OF_ALL, WRONG_OF_ONE, Guard
from app.classrooms.school import MOST_ROOMS

DAY = 86_400.0


def test_a_day_of_guessing_by_a_thousand_visitors_hits_less_than_once_in_ten_thousand() -> None:
    """The guesser tries as often as the guard lets anybody, at every tenth of a second of a day."""
    guard, tries, dice = Guard(), 0, Random(1)
    now, end = 0.0, DAY / 24
    while now < end:
        visitor = str(dice.randrange(1000))
        if (wait := guard.wait(visitor, now)) == 0:
            guard.note_wrong(visitor, now)
            tries += 1
        now += min(max(wait, 0.1), 1.0)
    hits_a_day = 24 * tries * MOST_ROOMS / len(ALPHABET) ** LENGTH
    assert tries >= 0.9 * WRONG_OF_ALL * 60  # it did try
    assert hits_a_day < 1e-4


def test_one_who_types_badly_waits_and_the_others_do_not() -> None:
    guard = Guard()
    for _ in range(WRONG_OF_ONE):
        assert guard.wait("clumsy", 0.0) == 0
        guard.note_wrong("clumsy", 0.0)
    assert 0 < guard.wait("clumsy", 1.0) <= 60
    assert guard.wait("neighbour", 1.0) == 0


def test_after_a_minute_one_may_try_again() -> None:
    guard = Guard()
    for _ in range(WRONG_OF_ONE):
        guard.note_wrong("clumsy", 0.0)
    wait = guard.wait("clumsy", 20.0)
    assert wait == 40.0
    assert guard.wait("clumsy", 20.0 + wait) == 0


def test_right_tries_cost_nothing() -> None:
    """A class of three hundred behind one address comes in at once: none of them is counted."""
    guard = Guard()
    assert all(guard.wait(str(visitor), 0.0) == 0 for visitor in range(300))
