"""The program: straight-line, nothing allocated in a step, every name an array, and a walk is the step itself."""

import tracemalloc

import numpy as np
import pytest

from engine import Design, Trainer
from engine.activations import ACTIVATIONS
from engine.losses import CrossEntropy
from engine.program.arena import Arena
from tests.engine.worlds import bits, changed, moving_world, network_of, one_neuron

PHASES = ["forward", "loss", "backward", "update"]
FULL = {
    "regularizer": {"kind": "elastic"},
    "clipping": {"kind": "norm"},
    "schedule": {"kind": "cosine"},
    "optimizer": {"kind": "adamw"},
}
LAYERS = [
    {"kind": "dense", "units": 6, "frozen": ["bias"]},
    {"kind": "batch_norm"},
    {"kind": "dropout"},
    {"kind": "activation", "activation": "softmax"},
    {"kind": "dense", "units": 4, "activation": "gelu"},
    {"kind": "dense", "units": 1, "activation": "sigmoid"},
]


def full_world(**fields):
    return moving_world(**{"layers": LAYERS} | FULL | fields)


def allocated_in(step):
    """Bytes that were newly held at the worst moment of a few steps, after a few to warm up."""
    for _ in range(3):
        step()
    tracemalloc.start()
    try:
        step()
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(5):
            step()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


BUFFER = 70_000  # NumPy's own, of 8,192 numbers at most, wherever one operand is a row or a column


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_no_array_is_allocated_in_a_step(optimizer):
    layers = [
        {"kind": "dense", "units": 200, "activation": "relu"},
        {"kind": "batch_norm"},
        {"kind": "dropout"},
        {"kind": "dense", "units": 200, "activation": "softmax"},
        {"kind": "dense", "units": 10, "activation": "softmax"},
    ]
    fields = {"data": {"kind": "digits"}, "layers": layers, "loss": CrossEntropy(), "batch_size": 250}
    trainer = Trainer(full_world(**fields, optimizer={"kind": optimizer}))
    program = trainer.program
    trainer.batches.load(program)
    assert program.arrays["layers/0/z"].nbytes == 400_000
    assert trainer.network.flat.nbytes > 400_000

    def step():
        program.judge()
        program.learn()

    assert allocated_in(step) < BUFFER


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_activation_allocates_on_its_way_forward_or_back(activation):
    layers = [{"kind": "dense", "units": 300, "activation": activation}, {"kind": "dense", "units": 1}]
    trainer = Trainer(one_neuron().model_copy(update={"layers": Design(layers=layers).layers}))
    program = trainer.network.compile(100, loss=trainer.design.loss, training=True, backward=True)
    program.inputs[...] = np.linspace(-3, 3, 100)
    program.targets[...] = 0
    assert program.arrays["layers/0/z"].nbytes == 240_000
    assert allocated_in(program.run) < BUFFER


@pytest.mark.parametrize("loss", ["squared_error", "absolute_error", "huber", "hinge"])
def test_no_loss_allocates(loss):
    layers = [{"kind": "dense", "units": 300, "activation": "linear"}]
    design = Design(layers=layers, loss={"kind": loss})
    network = network_of(*design.layers, features=1)
    program = network.compile(100, loss=design.loss, training=True, backward=True)
    program.inputs[...] = np.linspace(-3, 3, 100)
    program.targets[...] = 1
    assert allocated_in(program.run) < BUFFER


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_long_run_does_not_grow(dtype):
    trainer = Trainer(full_world(dtype=dtype))
    trainer.step(1100)  # the curve is full
    tracemalloc.start()
    try:
        trainer.step(300)
        before = tracemalloc.get_traced_memory()[0]
        trainer.step(300)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 40_000  # the curve's own numbers


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    "design",
    [
        full_world(),
        full_world(regularizer={"kind": "l1"}, clipping={"kind": "value"}, optimizer={"kind": "nesterov"}),
        full_world(optimizer={"kind": "rmsprop"}, schedule={"kind": "constant"}),
        moving_world(loss={"kind": "huber"}, optimizer={"kind": "adagrad"}),
        one_neuron(),
    ],
    ids=["adamw", "nesterov", "rmsprop", "adagrad", "sgd"],
)
def test_every_name_that_an_instruction_speaks_of_is_an_array_or_a_number(design):
    program = Trainer(design).program
    names = {name for i in program.instructions for name in (*i.inputs, *i.outputs)}
    assert [name for name in sorted(names) if name not in program.arrays and not is_number(name)] == []


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_the_names_of_every_activation_are_arrays(kind):
    layers = [{"kind": "activation", "activation": kind}, {"kind": "dense", "units": 1, "activation": "sigmoid"}]
    program = Trainer(moving_world(layers=layers)).program
    names = {name for i in program.instructions for name in (*i.inputs, *i.outputs)}
    assert [name for name in sorted(names) if name not in program.arrays and not is_number(name)] == []


def test_an_instruction_writes_what_it_names_and_nothing_else():
    trainer = Trainer(full_world())
    trainer.step(3)
    program = trainer.program
    trainer.batches.load(program)
    for instruction in program.instructions:
        before = {name: array.copy() for name, array in program.arrays.items()}
        instruction.call(*instruction.arguments)
        written = [program.arrays[name] for name in instruction.outputs]
        for name, array in program.arrays.items():
            if not np.array_equal(array, before[name]):
                assert any(np.shares_memory(array, other) for other in written), (str(instruction), name)


def test_what_an_instruction_reads_was_written_before_or_outlives_steps():
    trainer = Trainer(full_world())
    program = trainer.program
    lasting = {"inputs", "targets", "parameters", "weights", "trainable", "m", "v", "learning_rate"}
    lasting |= {f"correction{k}" for k in (1, 2)} | set(trainer.parameters) | set(trainer.network.moments_layout)
    written = [program.arrays[name] for name in lasting if name in program.arrays]
    for instruction in program.instructions:
        for name in instruction.inputs:
            if not is_number(name):
                array = program.arrays[name]
                constant = name.rpartition("/")[2] in ("share", "each", "ones", "slope")
                assert constant or any(np.shares_memory(array, other) for other in written), (str(instruction), name)
        written += [program.arrays[name] for name in instruction.outputs]


def test_phases_come_in_order_and_layers_go_up_and_down():
    program = Trainer(full_world()).program
    places = [PHASES.index(i.phase) for i in program.instructions]
    assert places == sorted(places)
    up = [i.layer for i in program.instructions if i.phase == "forward"]
    down = [i.layer for i in program.instructions if i.phase == "backward"]
    assert up == sorted(up) and set(up) == set(range(6))
    assert down == sorted(down, reverse=True) and set(down) == {0, 1, 2, 3, 4, 5}
    assert {i.layer for i in program.instructions if i.phase == "update"} == {None}


def test_every_instruction_says_its_rule():
    program = Trainer(full_world()).program
    assert all(instruction.rule for instruction in program.instructions)
    assert str(program.instructions[0]).startswith("forward layer 0: layers/0/z = dot(")


@pytest.mark.parametrize("portion", [1, 2, 7, 1000])
def test_walking_a_step_in_pieces_is_the_step_bit_for_bit(portion):
    stepped, walked = Trainer(full_world()), Trainer(full_world())
    for _ in range(7):
        stepped.step()
        program = walked.program
        walked.batches.load(program)
        for start in range(0, len(program.instructions), portion):
            program.run(start, start + portion)
        walked.loss = float(program.loss)
        walked.curve.add(walked.loss)
        walked.curve.close(walked.evaluate().loss)
    assert stepped.keyframe().arrays.keys() == walked.keyframe().arrays.keys()
    for name, array in stepped.keyframe().arrays.items():
        assert np.array_equal(array, walked.keyframe().arrays[name])
    assert (stepped.step_count, stepped.loss) == (walked.step_count, walked.loss)


def test_judging_and_then_learning_is_running():
    first, second = Trainer(full_world()), Trainer(full_world())
    for trainer in (first, second):
        trainer.batches.load(trainer.program)
    first._program(8).run()
    second._program(8).judge()
    second._program(8).learn()
    assert bits(first) == bits(second)


def test_judging_leaves_every_parameter_alone():
    trainer = Trainer(full_world())
    program = trainer.program
    trainer.batches.load(program)
    before = trainer.network.flat.copy()
    program.judge()
    assert np.array_equal(trainer.network.flat, before)
    program.learn()
    assert not np.array_equal(trainer.network.flat, before)


def test_programs_of_all_batch_sizes_share_one_block_of_parameters():
    trainer = Trainer(full_world())
    small, large = trainer.network.compile(1), trainer.network.compile(50)
    for program in (small, large):
        assert np.shares_memory(program.arrays["layers/0/weight"], trainer.network.flat)
        program.inputs[...] = 0.5
        program.run()
    assert np.allclose(small.output[:, 0], large.output[:, 7], rtol=1e-12)


def test_weights_have_a_row_a_unit_and_biases_one_number_a_unit():
    trainer = Trainer(full_world())
    shapes = {name: array.shape for name, array in trainer.parameters.items()}
    assert shapes["layers/0/weight"] == (6, 2) and shapes["layers/4/weight"] == (4, 6)
    assert shapes["layers/0/bias"] == (6,) and shapes["layers/1/scale"] == (6,)
    x = np.ones((2, 1))
    program = trainer.network.compile(1)
    program.inputs[...] = x
    program.run()
    expected = trainer.parameters["layers/0/weight"] @ x + trainer.parameters["layers/0/bias"][:, None]
    assert np.allclose(program.arrays["layers/0/z"], expected, rtol=1e-15)


def test_an_arena_hands_out_aligned_arrays_that_do_not_overlap():
    measured = Arena("float32")
    for arena in (measured, Arena("float32", None)):
        shapes = [(3, 5), (1,), (), (17, 2)]
        for i, shape in enumerate(shapes):
            arena.allocate(f"a{i}", shape)
    arena = Arena("float32", measured.size)
    arrays = [arena.allocate(f"a{i}", shape) for i, shape in enumerate(shapes)]
    for i, array in enumerate(arrays):
        assert array.shape == shapes[i] and array.flags.c_contiguous
        assert arena.offset(array) % 16 == 0
        assert array.__array_interface__["data"][0] % 64 == 0
        assert all(not np.shares_memory(array, other) for other in arrays[:i])
    assert list(arena) == ["a0", "a1", "a2", "a3"]


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_what_an_update_computes_lies_apart_from_what_a_batch_does(optimizer):
    program = Trainer(full_world(optimizer={"kind": optimizer})).program
    assert program.arena.flat.size == Trainer(moving_world(layers=LAYERS)).program.arena.flat.size
    updated = {name for i in program.instructions if i.phase == "update" for name in i.outputs}
    assert "change" in updated
    assert all(not np.shares_memory(program.arrays[name], program.arena.flat) for name in updated)


def test_an_arena_knows_one_array_under_a_name():
    arena = Arena("float64", 64)
    arena.allocate("z", (2, 2))
    with pytest.raises(ValueError, match="already holds 'z'"):
        arena.allocate("z", (1,))


def test_a_name_in_another_block_of_another_dtype_is_the_same_place():
    trainer = Trainer(full_world())
    layout = trainer.network.layout
    single = trainer.network.flat.astype(np.float32)
    for name, array in trainer.parameters.items():
        assert np.array_equal(layout.view_of(single, name), array.astype(np.float32))


def test_a_revision_compiles_new_programs():
    trainer = Trainer(full_world())
    before = trainer.program
    trainer.revise(changed(trainer.design, batch_size=3))
    assert trainer.program is not before
    assert trainer.program.batch == 3
