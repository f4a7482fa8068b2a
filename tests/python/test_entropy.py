# SPDX-License-Identifier: BSD-3-Clause
"""`entropy` is the light's, too, where atoms and light together are pure, and not where they are not.

The light's own density matrix comes from dense matrices on the whole space (small_space.py).
"""

import numpy as np
import pytest

import pairtwist as python_package
import small_space as small

ATOMS = 4
TIMES = [0.0, 0.7, 1.5]
CONFIG = f"""
[model]
atoms = {ATOMS}
W0 = {small.W0}
detuning = {small.DETUNING}
eta = {small.ETA}
[time]
values = {TIMES}
[output]
quantities = ["entropy"]
"""


def lights_entropy(t):
    """Of the light of +x atoms and a cavity pumped from the vacuum, U = 1: -Tr rho ln rho."""
    _, _, jz, _ = small.spin(ATOMS)
    h = np.kron(np.eye(ATOMS + 1), small.pumped(-small.DETUNING))
    h = h + np.kron(jz @ jz, 2 * small.W0 * small.NUMBER + np.eye(small.LEVELS))
    psi = small.propagator(h, t) @ np.kron(small.plus_x(ATOMS), small.VACUUM)
    psi = psi.reshape(ATOMS + 1, small.LEVELS)
    weights = np.linalg.eigvalsh(psi.T @ psi.conj())
    weights = weights[weights > 1e-15]
    return -np.sum(weights * np.log(weights))


@pytest.fixture
def entropy(pairtwist):
    def of(*settings):
        (pairtwist.folder / "pure.toml").write_text(CONFIG)
        pairtwist("run", "pure.toml", "--quiet", "--force", *settings)
        with python_package.open(pairtwist.folder / "pure.h5") as data:
            return data["entropy"].values.squeeze()

    return of


@pytest.mark.parametrize("method", ["closed_form", "fock", "joint"])
def test_is_the_lights_where_the_whole_is_pure(entropy, method):
    found = entropy("--set", f"solve.method={method}")
    known = [lights_entropy(t) for t in TIMES]
    assert found == pytest.approx(known, abs=1e-8)
    assert known[-1] > 0.5


def test_is_the_atoms_alone_where_light_is_lost(entropy):
    assert abs(entropy("--set", "model.kappa=1.0")[-1] - lights_entropy(TIMES[-1])) > 0.1
