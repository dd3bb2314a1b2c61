"""Whatever is asked about a step is answered by the arrays of that very step, and is no matter of taste."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine import Trainer, read_design
from engine.inspection.examiner import OWN_RULES, Examiner
from engine.inspection.flat_blocks import FlatBlocks
from engine.inspection.formula import leaves
from engine.inspection.mistakes import CODES, close, mistakes
from engine.inspection.nudge import Twin
from engine.inspection.questions import KINDS, Element, Question
from engine.inspection.slips import CODES as SLIPS
from engine.inspection.snapshot import DRAWN
from engine.inspection.walk import Walk
from tests.engine.questions import DESIGNS, dense, walked

World = tuple[Trainer, Walk, list[Question]]


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    """Many steps of many networks, with every question on them."""
    return list(asked())


def asked() -> Iterator[World]:
    for design in DESIGNS.values():
        for seed in range(3):
            trainer, walk = walked({**design, "seed": seed}, steps=seed + 1)
            examiner = Examiner(trainer, walk)
            found = [examiner.question(k, c) for k in range(len(walk.events)) for c in range(len(walk.samples))]
            yield trainer, walk, list({q.card.model_dump_json(): q for q in found if q is not None}.values())


def truth(trainer: Trainer, walk: Walk, question: Question, element: Element | None = None) -> float:
    """What the arena itself says of a number, once its event has happened."""
    element = element or question.element
    walk.seek(question.card.event + 1)
    outputs = walk.events[question.card.event].outputs
    name, index = FlatBlocks(trainer).element(element.name, element.index, outputs)
    value = float(walk.program.arrays[name][index])
    walk.leave()
    return value


def of_kind(worlds: list[World], kind: str) -> list[tuple[Trainer, Walk, Question]]:
    found = [(trainer, walk, q) for trainer, walk, questions in worlds for q in questions if q.card.kind == kind]
    assert len(found) >= 5, f"hardly any question of the kind {kind}"
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_asked_and_its_answer_is_marked_right(worlds: list[World], kind: str) -> None:
    for _, _, question in of_kind(worlds, kind):
        assert question.mark(question.answer).right


def test_no_wrong_choice_is_marked_right_and_every_slip_has_a_known_code(worlds: list[World]) -> None:
    for _, _, questions in worlds:
        for question in questions:
            wrong = [choice.code for choice in question.card.choices if choice.code != question.answer]
            assert not any(question.mark(code).right for code in wrong)
            assert set(question.slips.values()) <= {*CODES, *SLIPS}
            assert {mistake.code for mistake in question.mistakes} <= set(CODES)


def test_a_number_is_the_arenas_own(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "number"):
        assert question.value == truth(trainer, walk, question)


def test_a_number_comes_out_of_what_is_shown_in_four_digits(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "number"):
        if not question.card.choices:
            assert question.mark(f"{truth(trainer, walk, question):.3e}").right
            assert question.mark(f"{truth(trainer, walk, question):.1e}").right


def test_numbers_to_choose_from_are_told_apart(worlds: list[World]) -> None:
    offered = [question for _, _, question in of_kind(worlds, "number") if question.card.choices]
    assert offered
    for question in offered:
        values = [choice.value for choice in question.card.choices]
        assert values == sorted(values)
        assert not any(close(a, b) for k, a in enumerate(values) for b in values[k + 1 :])


def test_what_is_diagnosed_is_what_the_mistake_comes_to(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "number"):
        event = walk.events[question.card.event]
        array = FlatBlocks(trainer).element(question.element.name, question.element.index, event.outputs)
        expression, value = walk.formula(question.card.event, *array)
        walk.leave()
        made = list(mistakes(expression, event.quantity))
        for code, wrong in made:
            first = next((c for c, v in made if close(wrong, v)), None)
            if question.card.choices:
                offered = [c.code for c in question.card.choices if c.value == wrong and c.code != question.answer]
                assert [question.slips[choice] for choice in offered] in ([], [first], [code])
            elif not close(wrong, value):
                assert question.mark(repr(wrong)).mistake == first


def test_a_sign_is_the_arenas_own_and_never_that_of_zero(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "sign"):
        value = truth(trainer, walk, question)
        assert abs(value) > 1e-9
        assert question.answer == ("positive" if value > 0 else "negative")


def test_the_direction_is_the_way_the_weight_goes(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "direction"):
        name = question.element.name.removeprefix("parameters/")
        walk.leave()
        before = float(trainer.network.parameters[name][question.element.index])
        assert question.answer == ("up" if truth(trainer, walk, question) > before else "down")


def test_the_larger_of_two_is_larger_by_a_tenth(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "larger"):
        by_value = question.card.quantity == "z"
        sizes = {
            choice.code: value if by_value else abs(value)
            for choice in question.card.choices
            if (value := truth(trainer, walk, question, choice.elements[0])) is not None
        }
        other = next(code for code in sizes if code != question.answer)
        assert sizes[question.answer] - sizes[other] >= 0.0999 * max(abs(size) for size in sizes.values())


def test_a_route_is_the_largest_product_of_the_sum(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "route"):
        event = walk.events[question.card.event]
        place = FlatBlocks(trainer).element(question.element.name, question.element.index, event.outputs)
        expression, _ = walk.formula(question.card.event, *place)
        walk.leave()
        values = {leaf.name + str(leaf.index): leaf.value for leaf in leaves(expression)}
        sizes = {
            choice.code: abs(float(np.prod([values[e.name + str(e.index)] for e in choice.elements])))
            for choice in question.card.choices
        }
        assert question.answer == max(sizes, key=lambda code: sizes[code])


def test_one_value_of_a_trace_is_wrong_and_it_is_the_one_that_is_meant(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "trace"):
        assert question.card.subject is None
        for choice in question.card.choices:
            value = truth(trainer, walk, question, choice.elements[0])
            assert (choice.value == value) == (choice.code != question.answer)
            assert choice.value is not None
            if choice.code == question.answer:
                assert not close(choice.value, value)
                assert question.slips[choice.code] in CODES


def test_what_if_is_answered_by_nudging_and_as_the_gradient_says(worlds: list[World]) -> None:
    for trainer, walk, question in of_kind(worlds, "whatif"):
        name, index = question.element.name.removeprefix("gradient/"), question.element.index
        slope = Twin(trainer, walk).nudge(name, index).derivative
        assert question.answer == ("up" if slope > 0 else "down")
        assert np.sign(slope) == np.sign(truth(trainer, walk, question))


def test_no_number_is_asked_for_that_stands_there_already(worlds: list[World]) -> None:
    for kind in ("number", "sign"):
        for trainer, walk, question in of_kind(worlds, kind):
            event = walk.events[question.card.event]
            place = FlatBlocks(trainer).element(question.element.name, question.element.index, event.outputs)
            expression, value = walk.formula(question.card.event, *place)
            walk.leave()
            assert all(leaf.value != value for leaf in leaves(expression))


def test_the_same_step_event_and_sample_have_the_same_question() -> None:
    def questions() -> list[Question | None]:
        trainer, walk = walked()
        return [Examiner(trainer, walk).question(k, 1) for k in range(len(walk.events))]

    assert questions() == questions()
    assert any(question is not None for question in questions())


def test_another_step_asks_other_questions() -> None:
    kinds = []
    for steps in range(4):
        trainer, walk = walked(steps=steps)
        found = [Examiner(trainer, walk).question(k, 0) for k in range(len(walk.events))]
        kinds.append([q and (q.card.kind, q.element) for q in found])
    assert any(one != kinds[0] for one in kinds)


def test_asking_leaves_the_run_where_it_stood() -> None:
    trainer, walk = walked()
    straight, _ = walked()
    examiner = Examiner(trainer, walk)
    for k in range(len(walk.events)):
        examiner.question(k, 0)
    walk.leave()
    trainer.step()
    straight.step()
    assert trainer.network.flat.tobytes() == straight.network.flat.tobytes()


def test_a_dead_neuron_is_not_asked_about() -> None:
    design = {**DESIGNS["one at a time"], "layers": [dense(1, "relu"), dense(1, "linear")]}
    trainer = Trainer(read_design(design))
    trainer.set_parameter("layers/0/bias", np.array([-50.0]), None)
    walk = Walk(trainer)
    examiner = Examiner(trainer, walk)
    for number, event in enumerate(walk.events):
        if event.layer == 0 and event.phase == "backward":
            assert examiner.question(number, 0) is None


def test_layers_with_rules_of_their_own_are_told_apart(worlds: list[World]) -> None:
    rules = {question.rule for _, _, questions in worlds for question in questions}
    assert {"a_dropout", "a_batch_norm", "delta_pair", "delta", "dx"} <= rules
    assert {rule for rule in rules if "_" in rule} <= {*OWN_RULES, "delta_pair"}


def test_of_a_wide_layer_only_units_that_are_drawn_are_asked_about() -> None:
    trainer, walk = walked({**DESIGNS["one at a time"], "layers": [dense(40, "tanh"), dense(1, "linear")]})
    examiner = Examiner(trainer, walk)
    asked_of = [q.element.index for k in range(len(walk.events)) if (q := examiner.question(k, 0)) is not None]
    assert len(asked_of) > 3
    assert all(place < DRAWN for index in asked_of for place in index)
