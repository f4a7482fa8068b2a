# SPDX-License-Identifier: BSD-3-Clause
"""One component of a vector or a matrix is called by its own symbol."""

import numpy as np
import pytest
import xarray

import pairtwist
from conftest import sample, time_axis
from figures import panels


@pytest.fixture
def data():
    """The mean spin, and the matrix of F_Q, which have symbols of the whole."""
    first, second = (xarray.Variable(name, ["x", "y", "z"]) for name in ("component", "component_prime"))
    found = sample(
        [], {"spin_mean": (lambda t, a: a - t, r"$\langle\mathbf{J}\rangle$")}, time=time_axis(), extra=[first]
    )
    matrix = sample([], {"qfi_matrix": (lambda t, a, b: a + b + t, "$F_{ab}$")}, time=time_axis(),
                    extra=[first, second])  # fmt: skip
    return found.assign(qfi_matrix=matrix["qfi_matrix"])


def label(figure):
    return panels(figure)[0].get_ylabel()


def test_a_component_of_a_vector(data):
    assert label(pairtwist.plot(data, "spin_mean")) == r"$\langle\mathbf{J}\rangle$"
    one = pairtwist.plot(data, "spin_mean", at={"component": "y"})
    assert label(one) == r"$\langle J_y\rangle$"
    data["spin_mean"].attrs["symbol"] = r"$\mathbf{n}$"
    assert label(pairtwist.plot(data, "spin_mean", at={"component": "x"})) == "$n_x$"


def test_a_component_that_was_selected_before(data):
    assert label(pairtwist.plot(data.isel(component=2), "spin_mean")) == r"$\langle J_z\rangle$"


def test_an_entry_of_a_matrix(data):
    chosen = {"component": "x", "component_prime": "z"}
    assert label(pairtwist.plot(data, "qfi_matrix", at=chosen, scale="1")) == "$F_{xz}$"
    row = pairtwist.plot(data, "qfi_matrix", at={"component": "x"}, scale="1")
    assert label(row) == "$F_{xb}$"
    assert np.isfinite(panels(row)[0].get_lines()[0].get_ydata()).all()
