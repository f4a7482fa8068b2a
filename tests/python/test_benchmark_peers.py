# SPDX-License-Identifier: BSD-3-Clause
"""benchmarks/peers.py: what is written down plainly and what uses the symmetry are one thing."""

import pathlib
import sys

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "benchmarks"))
peers = pytest.importorskip("peers")

TIMES = np.linspace(0.0, 0.03, 7)


@pytest.mark.parametrize("atoms", [2, 10, 60])
def test_plain_sums_are_those_with_the_symmetry(atoms):
    amplitudes = peers.plus_x(atoms)
    plain = peers.plain_qfi(atoms, 400.0, 1.0, TIMES)
    assert abs(plain - peers.qfi(atoms, 400.0, 1.0, TIMES, amplitudes)).max() < 1e-13 * atoms**2
    plain = peers.plain_density_matrix(atoms, 320.0, 8.8, TIMES)
    wanted = peers.density_matrix(atoms, 320.0, 8.8, TIMES, amplitudes)
    assert plain.shape == (7, atoms + 1, atoms + 1)
    assert abs(plain - wanted).max() < 1e-14
