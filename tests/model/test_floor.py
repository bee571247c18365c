"""What HiGHS says when only solutions worth more than a floor are looked for: never more than is true."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import sparse

from planner.model.solve import Program, solve


def knapsacks(seed: int) -> tuple[Program, float]:
    """Three limits over ten options, with a constant and an option that no limit touches, and the optimum by counting."""
    rng = np.random.default_rng(seed)
    gain, use = rng.integers(1, 60, 11).astype(float), rng.integers(1, 40, (3, 11)).astype(float)
    use[:, 10] = 0.0
    space = np.floor(use.sum(axis=1) * 0.4)
    program = Program(
        gain,
        1000.0 * (seed - 5),
        sparse.csr_array(use),
        np.full(3, -np.inf),
        space,
        np.zeros(11),
        np.ones(11),
        np.ones(11, bool),
    )
    every = np.array(list(itertools.product((0.0, 1.0), repeat=11)))
    worth = (every @ gain)[(every @ use.T <= space).all(axis=1)]
    return program, float(worth.max()) + program.constant


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("below", [200.0, 10.0, 0.5, -0.5, -10.0, -200.0])
def test_a_better_solution_is_found_or_the_bound_is_the_floor(seed: int, below: float):
    program, best = knapsacks(seed)
    answer = solve(program, floor=best - below)
    if below > 0:  # the optimum lies above the floor
        assert answer.objective == pytest.approx(best, abs=1e-6)
        assert answer.bound == pytest.approx(best, abs=1e-6)
    else:  # nothing does: no plan, or one that is worth less; and that nothing is worth more than the floor
        assert answer.bound == pytest.approx(best - below, abs=1e-6)
        assert answer.solution is None or answer.objective <= best + 1e-6
