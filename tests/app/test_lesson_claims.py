"""What the lessons say is so: every number is computed, every run that they describe is run, over several seeds."""

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest

from app.lessons.lesson import Challenge, ChoiceQuestion, Lesson, NumberQuestion, Position, Record, Setup
from app.lessons.shelf import NAMES, lesson_file, lesson_named
from engine import Design, Diverged, Trainer, read_design
from engine.design import cost
from engine.inspection.walk import Walk
from engine.training.evaluation import Evaluation

SEEDS = (1, 2, 3, 4, 5)


def setups(name: str) -> list[tuple[str, Setup]]:
    """What each step of a lesson sets up, by the step's title."""
    steps = lesson_named(name).steps
    return [(step.title, part) for step in steps for part in step.parts if isinstance(part, Setup)]


def designed(name: str, title: str) -> Design:
    design = dict(setups(name))[title].design
    assert design is not None
    return design


def trained(design: Design, steps: int, seed: int | None = None, **change: object) -> Trainer:
    value = design.model_dump(mode="json") | change
    if seed is not None:
        value["seed"] = seed
    trainer = Trainer(read_design(value))
    trainer.run(steps=steps)
    return trainer


def validated(trainer: Trainer) -> tuple[float, float]:
    """Accuracy and loss of the validation part."""
    found = trainer.evaluate("validation")
    assert found.accuracy is not None
    assert found.loss is not None
    return found.accuracy, found.loss


def question(name: str, ask: str) -> NumberQuestion:
    """The question that begins with these words."""
    found = [q for q in _questions(lesson_named(name)) if isinstance(q, NumberQuestion) and q.ask.startswith(ask)]
    assert len(found) == 1, ask
    return found[0]


def _questions(lesson: Lesson) -> Iterator[object]:
    return (part for step in lesson.steps for part in step.parts)


def right_answer(name: str, ask: str) -> str:
    found = [q for q in _questions(lesson_named(name)) if isinstance(q, ChoiceQuestion) and q.ask.startswith(ask)]
    assert len(found) == 1, ask
    return next(choice.answer for choice in found[0].choices if choice.right)


def challenge(name: str, title: str) -> Challenge:
    step = next(step for step in lesson_named(name).steps if step.title == title)
    return next(part for part in step.parts if isinstance(part, Challenge))


def is_answer(name: str, ask: str, value: float) -> bool:
    asked = question(name, ask)
    return abs(asked.number - value) <= asked.tolerance + 1e-9


@cache
def walked(name: str, title: str) -> dict[str, list[float]]:
    """Every array of the step that a lesson looks into, once all of it is computed, by name; the first sample's."""
    walk = Walk(Trainer(designed(name, title)))
    walk.seek(len(walk.events))
    arrays = {array: values.ravel().tolist() for array, values in walk.program.arrays.items()}
    walk.leave()
    return arrays


def reached_at(design: Design, accuracy: float, most: int, seed: int | None = None) -> bool:
    trainer = trained(design, 0, seed)
    for _ in range(most // 25):
        trainer.run(steps=25)
        if validated(trainer)[0] >= accuracy:
            return True
    return False


# what holds of every lesson


@pytest.mark.parametrize("name", NAMES)
def test_every_position_in_a_step_is_there(name: str) -> None:
    for title, setup in setups(name):
        if setup.microscope is not None:
            assert setup.design is not None
            events = Walk(Trainer(setup.design)).events
            assert place_of(events, setup.microscope) > 0, title


def place_of(events: object, position: Position) -> int:
    """How many events lie before the end of the one that is meant, as the page finds it; 0 if there is none."""
    for number, event in enumerate(events, 1):  # type: ignore[var-annotated, arg-type]
        layer = position.layer is None or event.layer == position.layer - 1
        quantity = position.quantity is None or event.quantity == position.quantity
        if event.phase == position.phase and layer and quantity:
            return number
    return 0


@pytest.mark.parametrize(
    ("name", "title", "done", "not_yet"),
    [
        ("forward-pass", "The next layer does the same", 4, 3),  # of 15 events
        ("backward-pass", "Slopes that vanish", 31, 30),
        ("backward-pass", "A whole network", 11, 10),
    ],
)
def test_a_walk_is_over_where_the_lesson_says(name: str, title: str, done: int, not_yet: int) -> None:
    events = Walk(Trainer(designed(name, title))).events
    (goal,) = challenge(name, title).goal
    assert goal.at_least is not None
    assert 100 * not_yet / len(events) < goal.at_least <= 100 * done / len(events)
    last = events[done - 1]
    assert (last.phase, last.quantity) == (("forward", "a") if name == "forward-pass" else ("backward", "gradient"))
    assert events[done].phase != last.phase


# the neuron


def test_the_sums_of_the_first_lesson_are_those_of_the_engine() -> None:
    assert is_answer("neuron", "What is z", walked("neuron", "A weighted sum")["layers/0/z"][0])
    bend = walked("neuron", "The bend")
    assert is_answer("neuron", "What is the sum z", round(bend["layers/0/z"][0], 12))
    assert "0.525" in lesson_file("neuron")
    assert round(bend["layers/0/a"][0], 3) == 0.525


def test_a_weight_of_four_mends_the_neuron() -> None:
    design = designed("neuron", "Turn the weight yourself").model_dump(mode="json")
    before = Trainer(read_design(design)).evaluate("train").loss
    weight = question("neuron", "With the bias left at 1").number
    design["layers"][0]["initial"]["weight"] = [[weight]]
    (goal,) = challenge("neuron", "Turn the weight yourself").goal
    assert before == 4
    assert goal.at_most is not None
    assert (Trainer(read_design(design)).evaluate("train").loss or 0) <= goal.at_most < before


@pytest.mark.parametrize("seed", SEEDS)
def test_one_neuron_separates_two_clouds_but_not_exclusive_or(seed: int) -> None:
    assert validated(trained(designed("neuron", "A neuron draws a line"), 300, seed))[0] >= 0.95
    assert right_answer("neuron", "Watch the accuracy").startswith("Between 40 % and 65 %")
    for steps in (200, 1000, 2000):
        assert 0.4 <= validated(trained(designed("neuron", "What one neuron cannot do"), steps, seed))[0] <= 0.65


# layers and activations


def test_a_hidden_layer_does_what_one_neuron_cannot() -> None:
    assert reached_at(designed("layers-and-activations", "A hidden layer bends the border"), 0.9, 400)


@pytest.mark.parametrize("seed", SEEDS)
def test_layers_without_a_bend_are_worth_one(seed: int) -> None:
    design = designed("layers-and-activations", "Layers without a bend")
    assert validated(trained(design, 1500, seed))[0] <= 0.65
    bent = [{**layer, "activation": a} for layer, a in zip(_layers(design), ("tanh", "sigmoid"), strict=True)]
    assert reached_at(read_design(design.model_dump(mode="json") | {"layers": bent}), 0.9, 1500, seed)


def _layers(design: Design) -> list[dict[str, object]]:
    layers: list[dict[str, object]] = design.model_dump(mode="json")["layers"]
    return layers


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sigmoid_is_the_slowest_of_the_three_side_by_side(seed: int) -> None:
    losses = {
        kind: validated(trained(designed("layers-and-activations", f"Side by side: {kind}"), 300, seed))[1]
        for kind in ("ReLU", "sigmoid", "tanh")
    }
    assert right_answer("layers-and-activations", "After the same 300 steps") == "The sigmoid"
    assert losses["sigmoid"] > max(losses["ReLU"], losses["tanh"])


def test_a_relu_says_nothing_below_zero() -> None:
    arrays = walked("layers-and-activations", "Three functions")
    assert arrays["layers/0/z"] == [-3]
    assert arrays["layers/0/a"] == [question("layers-and-activations", "What does a ReLU say").number]


def test_two_hidden_neurons_cannot_enclose_the_disc_and_three_can() -> None:
    design = designed("layers-and-activations", "A challenge")
    assert not any(reached_at(design, 0.95, 1500, seed) for seed in SEEDS)
    three = [{**layer, "units": units} for layer, units in zip(_layers(design), (3, 1), strict=True)]
    wider = read_design(design.model_dump(mode="json") | {"layers": three})
    assert sum(reached_at(wider, 0.95, 1500, seed) for seed in SEEDS) >= 3


# the forward pass, the loss and the backward pass of the textbook's network


def test_every_number_of_the_forward_pass_is_the_engines() -> None:
    arrays = walked("forward-pass", "The bend")
    assert is_answer("forward-pass", "What is its sum z", arrays["layers/0/z"][0])
    assert is_answer("forward-pass", "What is the activation of the first hidden", arrays["layers/0/a"][0])
    assert is_answer("forward-pass", "What does the network say at its first", arrays["layers/1/a"][0])
    for value in (arrays["layers/0/a"][1], arrays["layers/1/z"][0], arrays["layers/1/a"][1]):
        assert f"{value:.4f}" in lesson_file("forward-pass")


def test_a_changed_weight_changes_what_the_lesson_says_and_nothing_else() -> None:
    value = designed("forward-pass", "Change one number").model_dump(mode="json")
    before = walked("forward-pass", "Change one number")
    value["layers"][0]["initial"]["weight"][0][0] = 5
    walk = Walk(Trainer(read_design(value)))
    walk.seek(4)
    after = {name: walk.program.arrays[name].ravel().tolist() for name in ("layers/0/a", "layers/1/a")}
    walk.leave()
    assert right_answer("forward-pass", "Which activations change").startswith(
        "That of the first hidden neuron, and both"
    )
    assert after["layers/0/a"][0] != before["layers/0/a"][0]
    assert after["layers/0/a"][1] == before["layers/0/a"][1]
    assert all(one != other for one, other in zip(after["layers/1/a"], before["layers/1/a"], strict=True))


def test_every_loss_is_the_engines() -> None:
    assert is_answer(
        "loss",
        "What is the loss?",
        Trainer(designed("loss", "One number for how wrong it is")).evaluate("train").loss or 0,
    )
    parts = [
        (a - t) ** 2 / 2
        for a, t in zip(walked("loss", "Two outputs, one loss")["layers/1/a"], (0.01, 0.99), strict=True)
    ]
    assert is_answer("loss", "How much does the first output", parts[0])
    assert f"{parts[1]:.4f}" in lesson_file("loss")
    whole = Trainer(designed("loss", "Two outputs, one loss")).evaluate("train").loss
    assert whole == pytest.approx(sum(parts))
    assert is_answer("loss", "Together the two make", whole or 0)
    sure = Trainer(designed("loss", "Sure and wrong")).evaluate("train").loss or 0
    assert round(sure, 3) == 0.644
    assert is_answer("loss", "The loss is −ln 0.525", -math.log(0.01))
    assert is_answer("loss", "What would the loss be for a probability of exactly 1", -math.log(1))
    assert math.exp(-0.1) == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loss_of_the_clouds_falls_below_a_tenth(seed: int) -> None:
    design = designed("loss", "Watch it fall")
    assert validated(trained(design, 800, seed))[1] < 0.1
    accuracy, loss = validated(trained(design, 300, seed))
    later_accuracy, later = validated(trained(design, 1200, seed))
    assert later < loss
    assert accuracy == later_accuracy, "all right, and surer"


def test_every_slope_of_the_backward_pass_is_the_engines() -> None:
    one = walked("backward-pass", "From the output to the weight")
    assert is_answer("backward-pass", "What is ∂L/∂a, the slope", one["layers/0/da"][0])
    assert is_answer("backward-pass", "And ∂L/∂b", one["gradient/layers/0/bias"][0])
    gradients = [q for q in _questions(lesson_named("backward-pass")) if isinstance(q, NumberQuestion)]
    assert [q.number for q in gradients if q.ask == "What is ∂L/∂w?"] == [
        one["gradient/layers/0/weight"][0],
        walked("backward-pass", "A slope of zero")["gradient/layers/0/weight"][0],
    ]
    fork = walked("backward-pass", "Where paths meet")
    assert is_answer("backward-pass", "What is ∂L/∂a of the neuron that feeds both", fork["layers/1/dx"][0])
    assert [w * d for w, d in zip((2, -3), fork["layers/1/da"], strict=True)] == [4, 24]
    chain = walked("backward-pass", "Slopes that vanish")
    assert f"{chain['gradient/layers/5/weight'][0]:.3f}" == "0.195"
    assert f"{chain['gradient/layers/0/weight'][0]:.6f}" == "0.000144"
    assert f"{0.25**5:.5f}" == "0.00098"


# updates


def test_the_updates_of_one_neuron_are_those_in_the_text() -> None:
    trainer = trained(designed("updates", "One step downhill"), 1)
    assert is_answer("updates", "What is the new weight", trainer.parameters["layers/0/weight"].item())
    assert trainer.parameters["layers/0/bias"].item() == pytest.approx(1.2)
    assert is_answer("updates", "What is the loss after this step", round(trainer.evaluate("train").loss or 0, 12))
    quarters = [trained(designed("updates", "Step by step"), steps).evaluate("train").loss for steps in range(7)]
    assert quarters == pytest.approx([4 / 4**steps for steps in range(7)])


def losses_seen(design: Design, steps: int) -> list[float]:
    """What the bar shows after each step: the loss of its batch, before the update."""
    trainer, seen = Trainer(design), []
    for _ in range(steps):
        trainer.step()
        assert trainer.loss is not None
        seen.append(trainer.loss)
    return seen


def test_a_learning_rate_of_a_tenth_mends_all_at_once_and_others_do_not() -> None:
    goal = challenge("updates", "Larger steps").goal[0].at_most
    assert goal is not None
    design = designed("updates", "Larger steps").model_dump(mode="json")
    for rate, good in ((0.05, False), (0.09, False), (0.1, True), (0.11, False), (0.2, False)):
        design["optimizer"]["learning_rate"] = rate
        assert (losses_seen(read_design(design), 2)[1] <= goal) is good


def test_a_fifth_bounces_and_three_tenths_fly_off() -> None:
    assert losses_seen(designed("updates", "Too large"), 6) == pytest.approx([4] * 6)
    flying = losses_seen(designed("updates", "Flying off"), 6)
    assert flying[:4] == pytest.approx([4, 16, 64, question("updates", "Each step multiplies").number])
    with pytest.raises(Diverged):
        trained(designed("updates", "Flying off"), 1000)


def test_the_right_learning_rate_is_hundreds_of_times_the_wrong_one() -> None:
    design = designed("updates", "A real network")
    assert not reached_at(design, 0.9, 500)
    rates = {rate: reached_at(_with_rate(design, rate), 0.9, 500) for rate in (0.03, 0.5)}
    assert rates == {0.03: False, 0.5: True}


def _with_rate(design: Design, rate: float) -> Design:
    return read_design(design.model_dump(mode="json") | {"optimizer": {"kind": "sgd", "learning_rate": rate}})


# starting simple


def test_the_baseline_is_the_larger_class() -> None:
    targets = Trainer(designed("starting-simple", "One neuron")).dataset.targets
    benign = int((targets == 1).sum())
    assert (benign, len(targets)) == (357, 569)
    assert is_answer("starting-simple", "How often is a program right", 100 * benign / len(targets))


@pytest.mark.parametrize("seed", SEEDS)
def test_thirty_one_numbers_do_better_than_two_thousand(seed: int) -> None:
    small, large = designed("starting-simple", "One neuron"), designed("starting-simple", "Something large")
    assert (cost(small).parameters, cost(large).parameters) == (
        31,
        question("starting-simple", "How many weights").number,
    )
    simple, grand = (validated(trained(design, 500, seed)) for design in (small, large))
    assert simple[0] >= 0.93
    assert simple[0] >= grand[0]
    assert simple[1] < grand[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_squares_let_one_neuron_enclose_a_disc(seed: int) -> None:
    assert validated(trained(designed("starting-simple", "When simple is too simple"), 1000, seed))[0] <= 0.65
    design = designed("starting-simple", "Better inputs instead of a larger network")
    data = {**design.model_dump(mode="json")["data"], "features": ["x1_squared", "x2_squared"]}
    told = trained(design, 300, seed, data=data)
    assert validated(told)[0] >= 0.95
    assert sum(array.size for array in told.parameters.values()) == 3


def test_one_feature_and_two_numbers_do_exclusive_or() -> None:
    design = designed("starting-simple", "A challenge")
    data = {**design.model_dump(mode="json")["data"], "features": ["x1_x2"]}
    assert cost(trained(design, 0, data=data).design).parameters == 2
    assert reached_at(trained(design, 0, data=data).design, 0.9, 1000)


# enough data


@pytest.mark.parametrize("seed", SEEDS)
def test_more_samples_give_more_accuracy(seed: int) -> None:
    titles = ("20 samples", "50 samples", "200 samples", "1,000 samples")
    trainers = [trained(designed("enough-data", title), 2000, seed) for title in titles]
    assert [len(trainer.splits.train) for trainer in trainers] == [20, 50, 200, 1000]
    assert {len(trainer.splits.validation) for trainer in trainers} == {250}
    accuracies = [validated(trainer)[0] for trainer in trainers]
    assert accuracies == sorted(accuracies)
    assert 0.5 <= accuracies[0] <= 0.65
    assert accuracies[3] >= 0.97
    assert (trainers[0].evaluate("train").loss or 0) < 0.01, "its own samples it knows by heart"
    assert sum(array.size for array in trainers[0].parameters.values()) == 205


def test_the_first_samples_bring_the_most_and_the_last_the_least() -> None:
    """As the learner's own table shows it, with the lesson's own seed."""
    titles = ("20 samples", "50 samples", "200 samples", "1,000 samples")
    accuracies = [validated(trained(designed("enough-data", title), 2000))[0] for title in titles]
    gains = [after - before for before, after in pairwise(accuracies)]
    assert right_answer("enough-data", "Read your table") == "From 20 to 50"
    assert gains[0] > gains[1] > gains[2] > 0


def test_a_hundred_and_thirty_samples_can_do() -> None:
    design = designed("enough-data", "What if data is dear?")
    split = {"train": 0.1, "validation": 0.14, "test": 0.76}
    assert any(reached_at(trained(design, 0, seed, split=split).design, 0.9, 2500, seed) for seed in (1, *SEEDS))
    assert len(trained(design, 0, split=split).splits.train) <= 130


# train, validation and test; overfitting


def test_the_first_network_learns_from_240_of_400() -> None:
    trainer = Trainer(designed("train-validation-test", "Three parts"))
    assert is_answer("train-validation-test", "How many samples", len(trainer.splits.train))
    assert (len(trainer.splits.validation), len(trainer.splits.test)) == (80, 80)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_regularisation_the_gap_grows_and_with_it_it_shrinks(seed: int) -> None:
    free, bound = designed("overfitting", "Learning by heart"), designed("overfitting", "A price on large weights")
    curve = [_both(trained(free, steps, seed)) for steps in (200, 2000)]
    (early_train, early), (late_train, late) = curve
    assert late_train < 0.05 < early_train
    assert early < 0.25
    assert late > 0.5
    kept_train, kept = _both(trained(bound, 2000, seed))
    assert kept_train > late_train
    assert kept < 0.4 < late
    assert kept - kept_train < late - late_train
    assert len(trained(free, 0).splits.train) == 48
    assert sum(array.size for array in trained(free, 0).parameters.values()) == 205


def _both(trainer: Trainer) -> tuple[float, float]:
    found: list[Evaluation] = [trainer.evaluate("train"), trainer.evaluate("validation")]
    return found[0].loss or 0.0, found[1].loss or 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_too_much_regularisation_guesses(seed: int) -> None:
    trainer = trained(designed("overfitting", "Too much of it"), 500, seed)
    assert validated(trainer)[1] == pytest.approx(math.log(2), abs=0.05)


def test_early_stopping_and_l2_meet_their_challenges() -> None:
    stopping = challenge("train-validation-test", "Choosing by validation").goal[0].at_most
    assert stopping is not None
    design = designed("train-validation-test", "Choosing by validation")
    assert min(validated(trained(design, steps))[1] for steps in range(50, 401, 50)) <= stopping
    cured = challenge("overfitting", "Other cures").goal[0].at_most
    assert cured is not None
    l2 = {"kind": "l2", "rate": 0.02}
    assert validated(trained(designed("overfitting", "Other cures"), 1500, regularizer=l2))[1] <= cured


# batch normalisation


@pytest.mark.parametrize("seed", SEEDS)
def test_normalisation_gets_the_stuck_network_moving(seed: int) -> None:
    stuck = trained(designed("batch-normalisation", "A network that does not move"), 600, seed)
    assert validated(stuck)[1] > 0.65
    moving = trained(designed("batch-normalisation", "The same with normalisation"), 300, seed)
    goal = challenge("batch-normalisation", "The same with normalisation").goal[0].at_most
    assert goal is not None
    assert validated(moving)[1] <= goal


def test_two_samples_are_normalised_by_hand() -> None:
    arrays = walked("batch-normalisation", "By hand")
    assert is_answer("batch-normalisation", "What is the mean", arrays["layers/1/mean"][0])
    assert is_answer("batch-normalisation", "And their deviation", math.sqrt(arrays["layers/1/variance"][0]))
    low, high = sorted(arrays["layers/1/normal"])
    assert is_answer("batch-normalisation", "What does 2 become", low)
    assert high == pytest.approx(1, abs=1e-3)


def test_a_batch_of_one_is_refused() -> None:
    design = designed("batch-normalisation", "A batch of one").model_dump(mode="json")
    with pytest.raises(Exception, match="batch_norm_needs_two"):
        Trainer(read_design(design | {"batch_size": 1}))


def test_the_last_challenge_can_be_met_in_both_ways() -> None:
    design = designed("batch-normalisation", "A challenge")
    with_normalisation = designed("batch-normalisation", "The same with normalisation").model_dump(mode="json")[
        "layers"
    ]
    tanh = [{**layer, "activation": "tanh"} for layer in _layers(design)[:-1]] + _layers(design)[-1:]
    for layers in (with_normalisation, tanh):
        assert reached_at(read_design(design.model_dump(mode="json") | {"layers": layers}), 0.95, 600)
    assert not reached_at(design, 0.95, 600)


# what a record measures must be there


@pytest.mark.parametrize("name", NAMES)
def test_tables_of_one_name_have_the_same_columns(name: str) -> None:
    columns: dict[str, tuple[str, ...]] = {}
    for part in _questions(lesson_named(name)):
        if isinstance(part, Record):
            assert columns.setdefault(part.table, part.columns) == part.columns
