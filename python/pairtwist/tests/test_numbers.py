# SPDX-License-Identifier: BSD-3-Clause
"""Numbers that pairtwist.solve takes: whole floats, large integers, complex ones."""

import numpy as np
import pytest

import pairtwist


def test_integers_of_more_than_64_bits_are_numbers_of_real_keys(config):
    found = pairtwist.plan(config, kappa=10**30)
    assert found.points == 1
    config["model"]["kappa"] = -(10**30)
    with pytest.raises(pairtwist.UsageError, match="model.kappa: found -1e.30 .*, allowed: a finite"):
        pairtwist.plan(config)


def test_one_complex_number_is_what_it_was(config):
    number = pairtwist.solve(config, eta=3 + 4j).photon_number
    assert float(number[-1]) > 0
    for eta in ([3.0, 4.0], 3 + 4j, {"abs": 5.0, "phase": float(np.arctan2(4, 3))}):
        config["model"]["eta"] = eta
        np.testing.assert_allclose(pairtwist.solve(config).photon_number, number, rtol=1e-12)
    config["model"]["eta"] = np.array([3.0, 4.0])
    for given in (config, pairtwist.Config(**config)):
        with pytest.raises(pairtwist.UsageError, match="model.eta: found an array"):
            pairtwist.solve(given)


def test_whole_floats_are_integers(config):
    config["model"]["atoms"] = 10.0
    for data in (pairtwist.solve(config), pairtwist.solve(config, atoms=10.0)):
        assert "\natoms = 10\n" in data.attrs["resolved_config"]
    axis = pairtwist.solve(config, scan=pairtwist.scan(atoms=[10.0, 20.0])).atoms
    assert axis.values.tolist() == [10, 20]
    with pytest.raises(pairtwist.UsageError, match="found 10.5 .*allowed: an integer"):
        pairtwist.solve(config, atoms=10.5)


@pytest.mark.parametrize("n", [2.0, np.float64(2), np.float32(2), np.int64(2), np.array(2.0)])
def test_whole_floats_are_photons_of_a_fock_state(config, n):
    """A key that is an integer for one light and a number for others."""
    for data in (
        pairtwist.solve(config, light="fock", light_n=n),
        pairtwist.solve(config, light={"state": "fock", "n": n}),
        pairtwist.solve({**config, "light": {"state": "fock", "n": n}}),
        pairtwist.solve(config, light="fock", scan=pairtwist.scan(light_n=[0.0, n])).isel(n=1),
    ):
        assert float(data.photon_number[0]) == 2
    axis = [{"key": "light.n", "values": np.linspace(0, 2, 3)}]
    data = pairtwist.solve(config, light="fock", scan={"axes": axis})
    assert data.n.values.tolist() == [0, 1, 2]
    thermal = pairtwist.solve(config, light={"state": "thermal", "n": n})
    assert float(thermal.photon_number[0]) == pytest.approx(2)
    with pytest.raises(pairtwist.UsageError, match="light.n: found 2.5 .*allowed: an integer"):
        pairtwist.solve(config, light="fock", light_n=2.5)
