"""A pseudonym is drawn, unique in its room, and nobody can mind it."""

from random import Random

from app.classrooms.pseudonym import draw_pseudonym
from app.texts.pseudonyms_en import ADJECTIVES, ANIMALS

UNKIND = {
    "ape", "baboon", "cow", "dog", "donkey", "goat", "gorilla", "hog", "leech", "louse", "maggot", "monkey", "mule",
    "pig", "rat", "sheep", "shrimp", "skunk", "slug", "snake", "sow", "vulture", "weasel", "whale", "worm",
}  # fmt: skip


def test_four_hundred_in_one_room_all_differ() -> None:
    dice, taken = Random(2), set()
    for _ in range(400):
        taken.add(draw_pseudonym(taken, dice))
    assert len(taken) == 400
    assert not any(name[-1].isdigit() for name in taken)


def test_a_room_that_has_every_name_counts() -> None:
    every = {f"{adjective} {animal}" for adjective in ADJECTIVES for animal in ANIMALS}
    first = draw_pseudonym(every, Random(3))
    assert first.endswith(" 2")
    assert draw_pseudonym(every | {first}, Random(3)).endswith(" 3")


def test_no_animal_is_a_word_of_abuse_and_no_word_stands_twice() -> None:
    assert not UNKIND & {animal.lower() for animal in ANIMALS}
    assert len(set(ADJECTIVES)) == len(ADJECTIVES)
    assert len(set(ANIMALS)) == len(ANIMALS)


def test_nobody_is_a_swift_swift() -> None:
    assert not any(len(set(draw_pseudonym((), Random(seed)).split())) == 1 for seed in range(3000))
