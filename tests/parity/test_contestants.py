"""The bench races steps that do the same: engine, PyTorch and plain NumPy go from one start to the same loss."""

from typing import get_args

import pytest

from bench.training import learn_the_same
from bench.workload import W1, W2, W3, W4, OptimizerName, Workload

pytestmark = pytest.mark.parity


@pytest.mark.parametrize("optimizer", get_args(OptimizerName))
@pytest.mark.parametrize("workload", [W1, W2, W3, W4], ids=lambda workload: workload.code)
def test_contestants_learn_the_same(workload: Workload, optimizer: OptimizerName) -> None:
    learn_the_same(workload, optimizer)


@pytest.mark.parametrize("workload", [W1, W3], ids=lambda workload: workload.code)
def test_one_that_learns_otherwise_is_noticed(workload: Workload) -> None:
    with pytest.raises(AssertionError, match="PlainStep"):
        learn_the_same(workload, "sgd", plain="adam")
