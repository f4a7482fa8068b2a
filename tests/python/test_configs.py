# SPDX-License-Identifier: BSD-3-Clause
"""Every file in configs/paper and configs/examples runs, gives an openable result without failed points, and a plot.

The numbers of the paper's figures are in test_paper.py.
"""

import tomllib

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist as python_package
from conftest import ROOT

CONFIGS = sorted(p for kind in ("paper", "examples") for p in (ROOT / "configs" / kind).glob("*.toml"))
SECONDS = 120  # each takes seconds; a loaded machine may take longer

# --at for results that have more axes than a plot.
FIXED = {
    "density_matrix": {"time": 0.03},
    "fig2b": {"time": 0.025},
    "fig3a": {"time": 0.025},
    "fig3b": {"time": 4.0},
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


def test_there_are_configs_of_both_kinds():
    assert {path.parent.name for path in CONFIGS} == {"paper", "examples"}


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_says_what_it_shows(config):
    assert config.read_text().startswith("# ")
    assert tomllib.loads(config.read_text())["title"]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda path: path.stem)
def test_no_title_holds_a_number_that_a_key_has(config):
    title = tomllib.loads(config.read_text())["title"]
    assert not any(letter.isdigit() for letter in title) and "million" not in title


# Those of the paper's panels are solved and drawn by test_paper.py, too.
@pytest.mark.parametrize(
    "config",
    [
        pytest.param(path, id=path.stem, marks=pytest.mark.long if path.parent.name == "paper" else ())
        for path in CONFIGS
    ],
)
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


def test_the_time_to_entangle_falls_with_the_sixth_root_of_the_number_of_atoms(run):
    data = run(ROOT / "configs/examples/scaling.toml")
    slope = np.polyfit(np.log(data["atoms"]), np.log(data["quarter"]), 1)[0]
    assert slope == pytest.approx(-1 / 6, abs=1e-3)
    assert (data["atoms"][[0, -1]] == [100, 1000000]).all()


def test_the_picture_of_docs_interface_says_the_exponent(pairtwist):
    pairtwist("run", ROOT / "configs/examples/scaling.toml", "--quiet", timeout=SECONDS)
    options = ["--quantity", "quarter", "--log", "x,y", "--fit", "power"]
    said = pairtwist("plot", "scaling.h5", *options).stderr.splitlines()[0]
    assert said.startswith("fit quarter ~ atoms^b: b = -0.16637") and said.endswith("17 points")
    assert said in (ROOT / "docs/interface.md").read_text(encoding="utf-8")
