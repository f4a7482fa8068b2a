# SPDX-License-Identifier: BSD-3-Clause
"""benchmarks/cavity.py: the answers in 80-bit numbers, which every tool beside the program is held to."""

import pathlib
import sys

import numpy as np
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "benchmarks"))
cavity = pytest.importorskip("cavity")
peers = pytest.importorskip("peers")


def test_coherent_light_follows_its_amplitude():
    eta, kappa, omega, start = 0.6 - 0.8j, 1.5, 0.7, 0.5j
    block = cavity.Cavity(40, omega, omega, eta, kappa, 3.0, 7, alpha=start)
    rate = 1j * omega + 0.5 * kappa
    decay = np.exp(-rate * block.times)
    alpha = start * decay - eta / rate * (1 - decay)
    assert abs(cavity.reference(block) - abs(alpha) ** 2).max() < 1e-14


def test_coherence_is_that_of_the_closed_form():
    block = cavity.Cavity(40, -1.0, 7.0, 30.0, 8.8, 0.05, 6)
    model = peers.Model(3, 30.0, 8.8, block.times, U=0.0)
    wanted = model.coherence(np.array([0]), np.array([2]))[0]
    assert abs(cavity.reference(block) - wanted).max() < 1e-13
    assert abs(wanted[-1] - 1) > 0.1


def test_thermal_coherence_is_that_of_the_closed_form():
    block = cavity.Cavity(60, -1.0, 7.0, 10.0, 8.8, 0.05, 6, thermal=0.5)
    model = peers.Model(3, 10.0, 8.8, block.times, U=0.0)
    wanted = model.thermal_coherence(np.array([0]), np.array([2]), 0.5)[0]
    assert abs(cavity.reference(block) - wanted).max() < 1e-13


def test_a_bath_fills_the_cavity():
    block = cavity.Cavity(40, 0.3, 0.3, 0.0, 2.0, 0.5, 3, thermal_photons=0.4, fock=2)
    wanted = 0.4 + (2 - 0.4) * np.exp(-2.0 * block.times)
    assert abs(cavity.reference(block) - wanted).max() < 1e-13


def test_squeezed_light_has_its_photons():
    block = cavity.Cavity(50, 0.0, 0.0, 0.0, 1.0, 0.5, 3, squeezing=0.5)
    wanted = np.sinh(0.5) ** 2 * np.exp(-block.times)
    assert abs(cavity.reference(block) - wanted).max() < 1e-13


def test_kerr_page_ends_where_it_is_published():
    # On 32 levels there; 20 have the same three digits.
    block = cavity.Cavity(20, 0.0, 0.0, 3.0j, 1.5, 5.0, 2, kerr=-2.0, alpha=2.0)
    assert cavity.reference(block)[-1] == pytest.approx(1.434, abs=5e-4)


def test_one_goes_through_json():
    block = cavity.Cavity(8, 0.1, 0.2, 1 - 2j, 1.0, 1.0, 3, alpha=0.5j)
    assert cavity.Cavity.from_json(block.to_json()) == block


def test_committed_kerr_config_is_read():
    pytest.importorskip("tomllib")
    path = pathlib.Path(cavity.__file__).parent / "configs" / "kerr_cavity.toml"
    block = cavity.Cavity.of_config(path)
    assert (block.levels, block.omega, block.eta, block.kerr) == (50, 0.1, 2.0j, 0.05)
    assert (block.kappa, block.thermal_photons, block.exact) == (1.0, 0.2, True)
