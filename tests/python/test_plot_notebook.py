# SPDX-License-Identifier: BSD-3-Clause
"""Figures in notebooks and in figures of one's own: no pyplot, once, DataArrays, ds.pairtwist."""

import os
import pickle
import re
import subprocess
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist
from conftest import ROOT
from figures import legend_texts, panels


def python(code, *arguments):
    """Runs it in a fresh Python and returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "python")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_plotting_leaves_pyplot_and_the_backend_alone(curves, write):
    code = (
        "import sys, pairtwist; figure = pairtwist.plot(sys.argv[1]);"
        "figure.savefig(sys.argv[1] + '.png'); import matplotlib;"
        "print('matplotlib.pyplot' in sys.modules, matplotlib.get_backend.__name__)"
    )
    assert python(code, write(curves)).split()[0] == "False"


def test_pyplot_does_not_keep_the_figure(curves):
    pairtwist.plot(curves)
    assert plt.get_fignums() == []


def test_a_figure_without_a_window_says_how_it_is_seen(curves):
    with pytest.raises(pairtwist.UsageError, match=r"figure.savefig\(.*ax=ax.*plt.show\(\)"):
        pairtwist.plot(curves).show()


def test_a_cell_shows_it_as_an_image(curves):
    assert pairtwist.plot(curves)._repr_png_().startswith(b"\x89PNG")


def test_the_style_is_there_when_it_is_drawn_later(curves):
    figure = pairtwist.plot(curves)
    with matplotlib.rc_context({"xtick.direction": "out"}):
        figure.canvas.draw()
    tick = figure.axes[0].xaxis.get_major_ticks()[0]
    assert tick.get_tickdir() == "in" and matplotlib.rcParams["xtick.direction"] == "out"


def test_a_figure_can_be_pickled(curves):
    copy = pickle.loads(pickle.dumps(pairtwist.plot(curves)))
    assert legend_texts(copy.axes[0])[-1] == "one-axis twisting"


@pytest.mark.parametrize("style", [None, "ggplot"])
def test_vector_images_hold_letters(curves, tmp_path, style):
    figure = pairtwist.plot(curves, title="Searchable", style=style)
    figure.savefig(tmp_path / "a.pdf")
    figure.savefig(tmp_path / "a.svg")
    assert b"/Type42" in (tmp_path / "a.pdf").read_bytes() or fonts_are_truetype(tmp_path / "a.pdf")
    assert re.search(r"<text[^>]*>Searchable", (tmp_path / "a.svg").read_text())


def fonts_are_truetype(path):
    text = path.read_bytes()
    return b"/CIDFontType2" in text and b"/Type3" not in text


# -------------------------------------------------------------------------------------- given axes


def test_into_axes_of_ones_own(curves):
    fig, (left, right) = plt.subplots(1, 2)
    assert pairtwist.plot(curves, ax=left) is left
    assert curves.pairtwist.plot("qfi_oat", ax=right, title="Right") is right
    assert len(left.get_lines()) == 5 and right.get_title() == "Right"
    assert left.get_ylabel() == "$F_Q/N^2$" and legend_texts(left)[-1] == "one-axis twisting"
    assert len(fig.axes) == 2


def test_a_map_in_ones_own_axes_has_its_colour_bar(plane):
    fig, ax = plt.subplots()
    pairtwist.plot(plane, ax=ax)
    assert len(fig.axes) == 2


def test_panels_into_several_axes_and_missing_points_in_them(curves):
    curves["qfi"][1] = np.nan
    curves["status"][1] = 3
    _, axes = plt.subplots(2, 1)
    pairtwist.plot(curves, ["qfi", "qfi_oat"], ax=axes)
    assert axes[0].get_xlabel() == axes[1].get_xlabel() == "$t$"
    _, ax = plt.subplots()
    pairtwist.plot(curves, ax=ax)
    assert "1 of 4 points missing: 1 diverged" in [text.get_text() for text in ax.texts]


def test_the_callers_style_stays(curves):
    with matplotlib.rc_context({"lines.linewidth": 7}):
        _, ax = plt.subplots()
        pairtwist.plot(curves, ax=ax)
    assert ax.get_lines()[0].get_linewidth() == 7


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"size": (3, 3)}, "size is of a figure"),
        ({"style": "ggplot"}, "style is of a figure"),
        ({"quantity": ["qfi", "qfi_oat"]}, "1 axes are given, and the picture has 2 panels"),
    ],
)
def test_what_given_axes_have_no_place_for(curves, choices, message):
    _, ax = plt.subplots()
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves, ax=ax, **choices)


# ------------------------------------------------------------------------ selections, DataArrays


def test_a_data_array_is_drawn_as_it_is(curves):
    for array in (curves.qfi, curves.qfi / 100**2, curves.qfi.drop_vars("kappa_tau_Q")):
        axes = panels(pairtwist.plot(array))[0]
        np.testing.assert_allclose(axes.get_lines()[1].get_ydata(), array[1])
    axes = panels(curves.qfi.max("time").pairtwist.plot())[0]
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), curves.qfi.max("time"))


def test_a_selection_without_status_is_drawn(curves):
    axes = panels(pairtwist.plot(curves[["qfi"]].isel(kappa_tau_Q=slice(2))))[0]
    np.testing.assert_allclose(axes.get_lines()[1].get_ydata(), curves.qfi[1] / 100**2)
    curves["qfi"][1] = np.nan
    figure = pairtwist.plot(curves[["qfi"]])
    assert figure._supxlabel.get_text() == "31 of 124 values missing"


def test_a_data_array_knows_no_atoms(curves):
    with pytest.raises(pairtwist.ChoiceError, match="qfi over N: nothing says how many atoms there are"):
        pairtwist.plot(curves.qfi, scale="N")


def test_one_journal_column(curves):
    figure = pairtwist.plot(curves, size="column")
    width, height = figure.get_size_inches()
    assert width == 3.4 and 2 < height < 3
    assert figure.axes[0].xaxis.label.get_size() == 8
    assert figure.axes[0].get_lines()[0].get_linewidth() == 1.0


def test_the_import_is_quick():
    code = (
        "import time, sys; t = time.perf_counter(); import pairtwist;"
        "print(time.perf_counter() - t, 'xarray' in sys.modules, 'matplotlib' in sys.modules)"
    )
    seconds, *imported = python(code).split()
    assert float(seconds) < 0.3 and imported == ["False", "False"]


def test_names_are_listed_and_others_refused():
    assert {"open", "plot", "FileError"} <= set(dir(pairtwist))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        pairtwist.nonsense  # noqa: B018


def test_the_accessor_is_known_where_xarray_came_first(curves, write):
    code = (
        "import sys, xarray, pairtwist;"
        "data = xarray.open_dataset(sys.argv[1], engine='h5netcdf');"
        "print(type(data.pairtwist.plot()).__name__)"
    )
    assert python(code, write(curves)).strip() == "NotebookFigure"


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda data: data.assign(z=data.qfi * 1j).pairtwist.plot("z"), r"z is complex, .*data\.z\.real"),
        (lambda data: (data.qfi * 1j).pairtwist.plot(), r"qfi is complex, .*abs\(data.qfi\)"),
        (lambda data: data.assign(z=data.qfi > 5).pairtwist.plot("z"), r"z is of type bool, .*astype\(float\)"),
        (
            lambda data: data.assign(z=("kappa_tau_Q", list("abcd"))).pairtwist.plot("z"),
            r"z is of type <U1 \('a', ...\), and a plot is of numbers; draw another variable",
        ),
        (
            lambda data: data.assign(z=("time", np.arange(31).astype("M8[ns]"))).pairtwist.plot("z"),
            r"z is of type datetime64\[ns\], .*; \(data.z - data.z.min\(\)\) / numpy.timedelta64",
        ),
        (
            lambda data: data.groupby_bins("kappa_tau_Q", [-1, 0.5, 20]).mean().pairtwist.plot("qfi"),
            r"kappa_tau_Q_bins holds intervals \(\(-1.0, 0.5\], ...\), as groupby_bins makes them, .*over "
            r"their middles: data.assign_coords\(kappa_tau_Q_bins=\[one.mid for one in data",
        ),
        (
            lambda data: data.assign_coords(
                kappa_tau_Q=np.array(["2020", "2021", "2022", "2023"], "M8[ns]")
            ).pairtwist.plot("qfi"),
            r"kappa_tau_Q holds .*, and an axis has numbers or words",
        ),
    ],
)
def test_what_is_no_number_is_told_what_is(curves, draw, message):
    with pytest.raises(pairtwist.ChoiceError, match=message):
        draw(curves)


def test_middles_of_bins_are_drawn(curves):
    bins = curves.groupby_bins("kappa_tau_Q", [-1, 0.5, 20]).mean()
    middles = [one.mid for one in bins.kappa_tau_Q_bins.values]
    data = bins.assign_coords(kappa_tau_Q_bins=middles)
    assert len(panels(pairtwist.plot(data.qfi))[0].get_lines()) == 2
