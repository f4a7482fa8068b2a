# SPDX-License-Identifier: BSD-3-Clause
"""F_Q over N^2 of selections and joins: N comes from where it is, or its lack is named."""

import numpy as np
import pandas
import pytest
import xarray

import pairtwist
from conftest import axis, kappa_axis, sample, time_axis
from pairtwist.number_of_atoms import atoms


def of_atoms(n):
    """A state with F_Q = N^2/2 at all times, of which a coordinate says nothing."""
    return sample([], {"qfi": (lambda t: n**2 / 2 + 0 * t, "$F_Q$")}, n, time=time_axis())


def scanned():
    """A scan over atoms, with its config."""
    numbers = axis("atoms", [10.0, 20.0], "$N$", "model.atoms")
    data = sample([numbers, kappa_axis([0.0, 1.0])],
                  {"qfi": (lambda n, k, t: n**2 / 2 + 0 * t, "$F_Q$")}, 10, time=time_axis())  # fmt: skip
    data.attrs["resolved_config"] += (
        '[scan]\nmode = "grid"\naxes = [{ key = "model.atoms", values = [10, 20] },'
        ' { key = "model.kappa_tau_Q", values = [0.0, 1.0] }]\n'
    )
    return data


def heights(figure):
    return [line.get_ydata() for line in figure.axes[0].get_lines()]


@pytest.mark.parametrize("name", ["atoms", "N"])
def test_results_joined_along_their_numbers_are_each_over_their_own(name):
    joined = xarray.concat([of_atoms(10), of_atoms(20)], pandas.Index([10, 20], name=name))
    figure = pairtwist.plot(joined)
    np.testing.assert_allclose(heights(figure), 0.5)
    assert figure.axes[0].get_title(loc="left") == "A sample"


def test_results_joined_along_anything_else_need_their_numbers():
    parts = [of_atoms(10), of_atoms(20)]
    for dim in ("run", pandas.Index(["first", "second"], name="run")):
        joined = xarray.concat(parts, dim)
        for choices in ({}, {"scale": "N"}):
            with pytest.raises(pairtwist.ChoiceError, match="qfi over N.*: it runs over 'run', which is"
                               " no axis of its config.*data.assign_coords\\(atoms=\\(\"run\""):  # fmt: skip
                pairtwist.plot(joined, **choices)
        with pytest.raises(pairtwist.ChoiceError, match="hline bound: .*it runs over 'run'"):
            pairtwist.plot(joined, scale="1", hline="bound")
        figure = pairtwist.plot(joined, scale="1")
        np.testing.assert_allclose([line[0] for line in heights(figure)], [50, 200])
        assert "$N$" not in figure.axes[0].get_title(loc="left")
        figure = pairtwist.plot(joined.assign_coords(atoms=("run", [10, 20])))
        np.testing.assert_allclose(heights(figure), 0.5)
        with pytest.raises(pairtwist.ChoiceError, match="it runs over 'run'"):
            pairtwist.plot(joined[["qfi"]])


def test_results_joined_along_another_key_have_the_number_of_their_config():
    parts = [of_atoms(10), of_atoms(10)]
    for one in parts:
        one.attrs["resolved_config"] = one.attrs["resolved_config"].replace(
            "atoms = 10", "atoms = 10\nkappa = 1.0"
        )
    joined = xarray.concat(parts, pandas.Index([1.0, 2.0], name="kappa"))
    np.testing.assert_allclose(heights(pairtwist.plot(joined)), 0.5)


def test_parts_with_their_number_as_a_coordinate_keep_it():
    data = scanned()
    joined = xarray.concat([data.sel(atoms=n) for n in (20, 10)], "run")
    np.testing.assert_allclose(heights(pairtwist.plot(joined.sel(kappa_tau_Q=0))), 0.5)


def test_what_lost_its_number_says_so():
    data = scanned()
    for lost in (data.sel(atoms=20, drop=True), data.isel(atoms=1).drop_vars("atoms")):
        with pytest.raises(pairtwist.ChoiceError, match=r"qfi over N\^2: its config scans model.atoms, "
                           "and it has no coordinate .*; or draw it undivided: scale=\"1\""):  # fmt: skip
            pairtwist.plot(lost)
        assert "$N$" not in pairtwist.plot(lost, scale="1").axes[0].get_title(loc="left")
        assert atoms(lost) is None
    mean = pairtwist.plot(data.mean("atoms", keep_attrs=True))  # is no value of any N
    np.testing.assert_allclose(heights(mean), (10**2 + 20**2) / 4)
    assert "$N$" not in mean.axes[0].get_title(loc="left")
    back = data.sel(atoms=20, drop=True).assign_coords(atoms=20)
    np.testing.assert_allclose(heights(pairtwist.plot(back)), 0.5)
    np.testing.assert_allclose(heights(pairtwist.plot(data.sel(atoms=20))), 0.5)


def test_a_dimension_of_ones_own_beside_the_quantity_changes_nothing():
    data = of_atoms(10).assign(mine=("own", [1.0, 2.0]))
    np.testing.assert_allclose(heights(pairtwist.plot(data, "qfi")), 0.5)


@pytest.mark.parametrize("wrong", [0.5, 0.0, -2.0, np.inf])
def test_a_coordinate_of_what_is_no_number_of_atoms_is_named(wrong):
    data = scanned().isel(kappa_tau_Q=0)
    data = data.assign_coords(atoms=("atoms", [10.0, wrong], data["atoms"].attrs))
    with pytest.raises(pairtwist.ChoiceError, match=f"'atoms' has {wrong:g}, which is no number of atoms"):
        pairtwist.plot(data, "qfi")


def test_a_place_without_a_number_of_atoms_leaves_the_others():
    data = scanned().isel(kappa_tau_Q=0)
    data = data.assign_coords(atoms=("atoms", [10.0, np.nan], data["atoms"].attrs))
    first = pairtwist.plot(data, "qfi").axes[0].get_lines()[0]
    np.testing.assert_allclose(first.get_ydata(), 0.5)
