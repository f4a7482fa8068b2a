# SPDX-License-Identifier: BSD-3-Clause
"""scripts/paper.sh: one page of every panel, whose numbers are those of docs/physics.md."""

import os
import pathlib
import re
import subprocess
import shutil
import sys
import tomllib

import matplotlib.image
import numpy as np
import pytest

import closed_atoms
import pairtwist as python_package
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts" / "paper"))
import make
from panels import PANELS

SECONDS = 240  # half a minute; a loaded machine may take longer


def make_page(*arguments):
    script = ROOT / "scripts" / "paper" / "make.py"
    return subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "python")},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """The folder that make.py fills."""
    program = os.environ.get("PAIRTWIST_PROGRAM")
    if not program:
        pytest.skip("PAIRTWIST_PROGRAM does not name the program")
    folder = tmp_path_factory.mktemp("paper")
    done = make_page("--program", pathlib.Path(program).resolve(), "--folder", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_there_is_a_config_for_every_panel():
    assert {panel.name for panel in PANELS} == {
        path.stem for path in (ROOT / "configs" / "paper").glob("*.toml")
    }


def name_of(entry):
    return "-".join([entry["panel"], entry["quantity"], *map(str, entry.get("at", {}).values())])


@pytest.mark.parametrize("entry", make.load_numbers(), ids=name_of)
def test_has_the_known_numbers(entry, paper):
    with python_package.open(paper / f"{entry['panel']}.h5") as data:
        for time, known, found in make.compare(data, entry):
            if not isinstance(time, str):
                nearest = float(data["time"].sel(time=time, method="nearest"))
                assert nearest == pytest.approx(time, rel=1e-12)
            assert abs(found - known) <= make.allowed(entry, known), (time, found, known)


def test_numbers_that_an_edited_config_does_not_have_are_no_error(paper):
    entry = next(one for one in make.load_numbers() if one["panel"] == "fig2c" and "at" in one)
    with python_package.open(paper / "fig2c.h5") as data:
        other = entry | {"at": {"kappa_tau_Q": 0.123}}
        for without in (make.compare(data, other), make.compare(data.drop_vars(entry["quantity"]), entry)):
            assert [known for _, known, _ in without] == entry["value"]
            assert all(np.isnan(found) for *_, found in without)


def test_the_pump_goes_off_at_the_first_maximum(paper):
    with python_package.open(paper / "fig4_left.h5") as data:
        assert float(data["switch_off_time"]) == pytest.approx(0.0247, abs=5e-5)
        assert float(data["qfi"].max()) / 50**2 == pytest.approx(0.51027, abs=5e-6)
        off = float(data["switch_off_time"]) / float(data["time_scale"])
        assert (np.diff(data["photon_number"].squeeze()[data["time"] > off]) < 0).all()


@pytest.mark.parametrize("panel", ["fig4_left", "fig4_right"])
def test_without_its_pump_the_light_decays_and_leaves_the_atoms_alone(panel, paper):
    with python_package.open(paper / f"{panel}.h5") as data:
        time = data["time"].values * float(data["time_scale"])
        dark = time > float(data["switch_off_time"])
        photons = np.log(data["photon_number"].values.squeeze()[dark])
        np.testing.assert_allclose(np.diff(photons), -float(data["kappa"]) * np.diff(time[dark]), rtol=1e-8)
        qfi = data["qfi"].values.squeeze() / 50**2
        assert qfi.max() == pytest.approx(0.5103, abs=5e-5)
        if panel == "fig4_right":  # U = 0
            assert abs(np.diff(qfi[-20:])).max() < 1e-5
            np.testing.assert_allclose(data["qfi_oat"], 50.0, rtol=1e-14)


def test_entanglement_stays_where_one_axis_twisting_comes_back(paper):
    with python_package.open(paper / "fig2a_inset.h5") as data:
        time = data["time"].values
        assert time[-1] > np.pi
        known = 100 + 4950 * (1 - np.cos(2 * time) ** 98)
        np.testing.assert_allclose(data["qfi_oat"].squeeze(), known, rtol=1e-9)
        later = data["qfi"].squeeze()[time > 0.1] / 100**2
        assert 0.43 < float(later.min()) and float(later.max()) < 0.51


def test_the_fringes_of_counting_are_seen_one_by_one(paper):
    """Fewer angles than some of each fringe of pi/N make broad bands that are none."""
    for panel in ("fig5a", "fig5b", "fig5c"):
        with python_package.open(paper / f"{panel}.h5") as data:
            assert np.diff(data["angle"]).max() < np.pi / model_of(panel)["atoms"] / 5


def test_counting_tells_all_at_a_quarter_turn_and_nowhere_more(paper):
    for panel in ("fig5a", "fig5b", "fig5c"):
        with python_package.open(paper / f"{panel}.h5") as data:
            quarter = data["cfi"].sel(angle=np.pi / 2, method="nearest")
            np.testing.assert_allclose(quarter, data["qfi"], atol=1e-8 * 100**2)
            assert float((data["cfi"] - data["qfi"]).max()) <= 2e-8 * 100**2


def model_of(panel):
    return tomllib.loads((ROOT / "configs" / "paper" / f"{panel}.toml").read_text())["model"]


@pytest.mark.parametrize("panel, alpha", [("fig2b", 0.0), ("fig3a", 0.0), ("fig3b", 40**0.5)])
def test_husimi_functions_are_those_of_the_equations(panel, alpha, paper):
    model = model_of(panel)
    with python_package.open(paper / f"{panel}.h5") as data:
        scale = float(data.get("time_scale", 1.0))
        for time in data["time"].values:
            rho = closed_atoms.density_matrix(model, time * scale, alpha=alpha)
            ball = data["husimi"].sel(time=time).squeeze()[::12, ::24]
            known = np.empty(ball.shape)
            for i, theta in enumerate(ball["theta"].values):
                for k, phi in enumerate(ball["phi"].values):
                    state = closed_atoms.coherent_spin(model["atoms"], theta, phi)
                    known[i, k] = (state.conj() @ rho @ state).real
            np.testing.assert_allclose(ball, known, atol=1e-8)
            assert known.max() > 0.01  # the points see something


@pytest.mark.parametrize("panel", ["fig5a", "fig5b", "fig5c"])
def test_counting_tells_what_dense_matrices_say(panel, paper):
    model = model_of(panel)
    with python_package.open(paper / f"{panel}.h5") as data:
        for time in data["time"].values[[20, 40, 120]]:
            rho = closed_atoms.density_matrix(model, time, float(data["kappa"]))
            for angle in data["angle"].values[[0, 135, 240, 355, 364]]:
                found = float(data["cfi"].sel(time=time, angle=angle))
                known = closed_atoms.classical_fisher_information(rho, angle)
                assert found == pytest.approx(known, abs=2e-8 * model["atoms"] ** 2)


@pytest.mark.parametrize(
    "panel, every", [("fig2a_inset", 330), ("fig3c", 50), ("fig4_left", 50), ("fig4_right", 50)]
)
def test_the_fisher_information_is_that_of_the_equations(panel, every, paper):
    model, alpha = model_of(panel), 40**0.5 if panel == "fig3c" else 0.0
    with python_package.open(paper / f"{panel}.h5") as data:
        scale, off = float(data.get("time_scale", 1.0)), float(data.get("switch_off_time", np.inf))
        for kappa in np.atleast_1d(data["kappa"].values):
            curve = data["qfi"].sel(kappa=kappa) if "kappa" in data.dims else data["qfi"]
            for sample in curve.squeeze()[::every]:
                rho = closed_atoms.density_matrix(model, float(sample["time"]) * scale, kappa, alpha, off)
                known = closed_atoms.fisher_information(rho)
                assert float(sample) == pytest.approx(known, abs=2e-8 * model["atoms"] ** 2)


def test_husimi_functions_are_normalised(paper):
    for panel in ("fig2b", "fig3a", "fig3b"):
        with python_package.open(paper / f"{panel}.h5") as data:
            theta, phi = data["theta"].values, data["phi"].values
            over_phi = np.trapezoid if hasattr(np, "trapezoid") else np.trapz
            ring = over_phi(data["husimi"].squeeze().values, phi, axis=-1)
            total = over_phi(ring * np.sin(theta), theta, axis=-1)
            np.testing.assert_allclose(101 / (4 * np.pi) * total, 1.0, rtol=1e-3)


def test_the_page_needs_nothing_else(paper):
    text = (paper / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="(?!data:image/png;base64,|#)[^"]*"', text) == []
    assert "http://" not in text and "https://" not in text and "<script" not in text
    assert text.count("<img ") == len(PANELS)
    for panel in PANELS:
        assert f'id="{panel.name}"' in text


def test_every_row_of_what_the_print_has_wrong_is_on_the_page(paper):
    document = (ROOT / "docs" / "physics.md").read_text(encoding="utf-8")
    table = document.split("\n## 7.")[1].split("\n## 8.")[0]
    first = re.findall(r"^\| ([^|]+) \|.*test_.*\|$", table, re.MULTILINE)  # a row names its test
    assert len(first) >= 20 and {"Eq. 7", "A16d against A1", "B37b", "App. C"} <= set(first)
    text = (paper / "index.html").read_text(encoding="utf-8")
    part = text.split('<h2 id="print">')[1]
    assert re.findall(r"<tr><td>(.*?)</td>", part) == first
    assert "<code>test_b28</code>: 12.5 instead of 4.1" in part and "exp(-½(|γ|²+|γ'|²) t)" in part
    assert not re.search(r"`|\]\(|\\\|", part)  # nothing of Markdown is left
    assert '<a href="#print">' in text


# What a browser makes of the page, as texts in its own elements: the sizes of all pictures, and how
# far it goes to the right of the window.
ASK = """<script>addEventListener("load", () => {
  const of = i => [i.complete, i.naturalWidth, i.naturalHeight, i.width].join(" ");
  const over = document.documentElement.scrollWidth - innerWidth;
  const seen = [...[...document.images].map(of), over].join(";");
  document.body.append(Object.assign(document.createElement("output"), { textContent: seen }));
});</script>"""


def test_a_browser_shows_every_picture(paper, tmp_path):
    browser = shutil.which("chromium")
    if not browser:
        pytest.skip("chromium is not installed")
    page = (paper / "index.html").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(page.replace("</body>", ASK + "</body>"), encoding="utf-8")
    shown = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900",
         f"--user-data-dir={tmp_path / 'browser'}", "--dump-dom", (tmp_path / "page.html").as_uri()],
        capture_output=True, text=True, timeout=180)  # fmt: skip
    *pictures, over = re.search(r"<output>(.*?)</output>", shown.stdout)[1].split(";")
    assert int(over) <= 0
    assert len(pictures) == len(PANELS)
    for panel, picture in zip(PANELS, pictures):
        complete, width, height, on_page = picture.split()
        assert complete == "true"
        image = matplotlib.image.imread(paper / f"{panel.name}.png")
        assert (int(height), int(width)) == image.shape[:2]
        assert int(on_page) > 600


@pytest.mark.parametrize("panel", ["fig4_left", "fig4_right"])
def test_no_name_of_a_line_touches_a_curve(panel, paper):
    """Nor the ink beside its middle, by a point."""
    with python_package.open(paper / f"{panel}.h5") as data:
        figure = next(one for one in PANELS if one.name == panel).draw(data)
    axes = figure.axes[0]
    (name,) = (text for text in axes.texts if text.get_text() == "pump off")
    box = name.get_window_extent(figure.canvas.get_renderer())
    for line in axes.get_lines():
        path = line.get_transform().transform_path(line.get_path())
        ink = (line.get_linewidth() / 2 + 1) * figure.dpi / 72
        assert not path.intersects_bbox(box.padded(ink), filled=False), line


def test_an_unknown_panel_is_refused(tmp_path):
    done = make_page("--program", "/bin/false", "--folder", tmp_path, "--only", "fig9")
    assert done.returncode == 2
    assert "fig9" in done.stderr and "fig2a" in done.stderr


def test_a_panel_that_cannot_be_computed_is_named(tmp_path):
    done = make_page("--program", "/bin/false", "--folder", tmp_path, "--only", "fig2a")
    assert done.returncode == 1
    assert "fig2a was not computed" in done.stderr


def test_help_needs_nothing_built(tmp_path):
    done = subprocess.run(
        ["bash", ROOT / "scripts" / "paper.sh", "--help"],
        capture_output=True, text=True, timeout=SECONDS, check=True,
        env=os.environ | {"PAIRTWIST_PROGRAM": str(tmp_path / "none")},
    )  # fmt: skip
    assert done.stdout.startswith("usage: scripts/paper.sh [--only") and "Packages" not in done.stdout
