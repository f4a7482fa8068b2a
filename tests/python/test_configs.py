"""Every file in configs/ runs, gives an openable result without failed points, and a plot.

The figures that physics.md gives numbers for are compared with them.
"""

import tomllib

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist as python_package
from conftest import ROOT

CONFIGS = sorted((ROOT / "configs").rglob("*.toml"))
SECONDS = 120  # each takes seconds; a loaded machine may take longer

# --at for results that have more axes than a plot.
FIXED = {"density_matrix": {"time": 0.03}}

# F_Q/N^2 at the times of the first row, half a unit of the last digit allowed (physics.md, 9).
FIG2C_TIMES = [0.005, 0.010, 0.015, 0.020, 0.030]
FIG2C = {
    0.0: [0.03175073, 0.32055101, 0.50230283, 0.50691018, 0.45255886],
    0.1: [0.03133032, 0.31140954, 0.50346011, 0.50736556, 0.42127013],
    1.0: [0.02801598, 0.23713343, 0.49852722, 0.50074572, 0.50334593],
    10.0: [0.01589071, 0.03948170, 0.07799949, 0.12721496, 0.24073236],
}
ONE_AXIS_TWISTING = [0.01241961, 0.01960817, 0.03135829, 0.04733529, 0.09009407]
FIG3 = {0.0005: 0.14720253, 0.001: 0.36250976, 0.002: 0.49832115, 0.005: 0.50499981}
BELL_TIMES = [0.0075, 0.01, 0.02, 0.03]
BELL = {
    0.0: [3.068895, 15.008595, 28.833955, 29.705548],
    1.0: [-0.01224, 11.65299, 27.567652, 29.473683],
}


@pytest.fixture
def run(pairtwist):
    """run(config) -> the opened result of a file below configs/."""
    opened = []

    def run_one(config):
        pairtwist("run", config, "--quiet", "-o", "result.h5", timeout=SECONDS)
        opened.append(python_package.open(pairtwist.folder / "result.h5"))
        return opened[-1]

    yield run_one
    for data in opened:
        data.close()
    plt.close("all")


def assert_rounds_to(values, printed, digits):
    np.testing.assert_allclose(values, printed, rtol=0, atol=0.5000001 * 10.0**-digits)


def test_there_are_configs_of_both_kinds():
    assert {path.parent.name for path in CONFIGS} == {"paper", "examples"}


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_says_what_it_shows(config):
    assert config.read_text().startswith("# ")
    assert tomllib.loads(config.read_text())["title"]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_runs_opens_and_plots(config, run):
    data = run(config)
    assert data.attrs["title"] == tomllib.loads(config.read_text())["title"]
    meanings = data["status"].attrs["flag_meanings"].split()
    harmless = [meanings.index("good"), meanings.index("below_precision")]
    assert np.isin(data["status"], harmless).all()
    for name in data.data_vars:
        if "time" in data[name].dims:
            assert np.isfinite(data[name]).any("time").all(), name
    figure = python_package.plot(data, at=FIXED.get(config.stem))
    figure.canvas.draw()


def test_fig2c_has_the_known_values(run):
    data = run(ROOT / "configs/paper/fig2c.toml").sel(time=FIG2C_TIMES, method="nearest")
    np.testing.assert_allclose(data["time"], FIG2C_TIMES, rtol=1e-12)
    for kappa_tau_Q, printed in FIG2C.items():
        curve = data.sel(kappa_tau_Q=kappa_tau_Q)
        assert_rounds_to(curve["qfi"] / 100**2, printed, 8)
        assert_rounds_to(curve["qfi_oat"] / 100**2, ONE_AXIS_TWISTING, 8)
    axes = python_package.plot(data).axes[0]
    assert len(axes.get_lines()) == 5


def test_fig3_has_the_known_values(run):
    lossless = run(ROOT / "configs/paper/fig3.toml").sel(kappa=0.0)
    values = lossless["qfi"].sel(time=list(FIG3), method="nearest")
    np.testing.assert_allclose(values["time"], list(FIG3), rtol=1e-12)
    assert_rounds_to(values / 100**2, list(FIG3.values()), 8)


def test_fig4_switches_off_at_the_first_maximum(run):
    data = run(ROOT / "configs/paper/fig4.toml")
    off, on = data["qfi"].sel(switch_off=2.0), data["qfi"].sel(switch_off=10.0)
    before = data["time"] <= 2.0
    # Not the same bits: each stretch of pump has its own phasors.
    np.testing.assert_allclose(off[before], on[before], rtol=1e-12)
    assert abs(float(off.sel(time=2.0, method="nearest")) / 50**2 - 0.510) < 1e-3
    photons = data["photon_number"].sel(switch_off=2.0)
    assert (np.diff(photons[data["time"] >= 2.0]) < 0).all()


def test_bell_has_the_known_values(run):
    data = run(ROOT / "configs/examples/bell.toml").sel(time=BELL_TIMES, method="nearest")
    np.testing.assert_allclose(data["time"], BELL_TIMES, rtol=1e-12)
    for kappa_tau_Q, printed in BELL.items():
        values = data["bell"].sel(kappa_tau_Q=kappa_tau_Q)
        for value, text in zip(values, printed):
            digits = 5 if text in (-0.01224, 11.65299) else 6
            assert_rounds_to(value, text, digits)
