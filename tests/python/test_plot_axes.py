# SPDX-License-Identifier: BSD-3-Clause
"""Plots into the caller's axes: several into one, on dark ground, with notes."""

import itertools
import warnings

import matplotlib
import matplotlib.colors
import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist
from conftest import STATUSES, axis, coded, kappa_axis, qfi_values, sample, time_axis
from figures import legend_texts
from pairtwist.script_curves import COLOURS


@pytest.fixture
def scan():
    """qfi and its short-time approximation over pump, loss and time."""
    axes = [axis("eta", [20.0, 40.0], r"$\eta$", "model.eta"), kappa_axis([0.0, 1.0])]
    return sample(
        axes,
        {
            "qfi": (lambda eta, k, t: eta / 40 * qfi_values(k, t), "$F_Q$"),
            "qfi_p8": (lambda eta, k, t: eta / 40 * 1e5 * t + 0 * k, "$F_Q$"),
            "purity": (lambda eta, k, t: 1 - k * t, "$P$"),
        },
        time=time_axis(),
    )


def lines_with_data(ax):
    return [line for line in ax.get_lines() if len(line.get_xdata())]


def test_a_second_plot_adds_to_the_first(scan):
    _, ax = plt.subplots()
    for eta in (20, 40):
        pairtwist.plot(scan, "qfi", at={"eta": eta, "kappa_tau_Q": 1}, ax=ax)
    assert ax.get_title() == r"A sample, $N$ = 100, $\kappa\,\tau_Q$ = 1"
    assert legend_texts(ax) == [r"$\eta$ = 20", r"$\eta$ = 40", "short-time approximation"]
    first, its_own, second, its_own_too = lines_with_data(ax)
    assert first.get_color() != second.get_color()
    assert its_own.get_color() == first.get_color() and its_own.get_linestyle() == "--"
    assert its_own_too.get_color() == second.get_color()
    np.testing.assert_allclose(second.get_ydata(), 2 * first.get_ydata())
    for text, line in zip(ax.get_legend().get_lines(), (first, second)):
        assert text.get_color() == line.get_color()


def test_plots_of_several_curves_add_up(scan):
    _, ax = plt.subplots()
    for eta in (20, 40):
        pairtwist.plot(scan, "purity", at={"eta": eta}, ax=ax)
    kappas = [rf"$\kappa\,\tau_Q$ = {kappa}" for kappa in (0, 1)]
    assert legend_texts(ax) == [
        rf"$\eta$ = {eta}, {kappa}" for eta, kappa in itertools.product((20, 40), kappas)
    ]
    assert len({line.get_color() for line in ax.get_lines()}) == 4


def test_selections_and_other_quantities_are_told_apart(scan):
    _, ax = plt.subplots()
    for kappa in (0, 1):
        pairtwist.plot(scan.sel(eta=20, kappa_tau_Q=kappa), "purity", ax=ax)
    pairtwist.plot(scan.sel(eta=20, kappa_tau_Q=1), "qfi", ax=ax, log="none")
    assert legend_texts(ax)[:3] == [
        r"$\kappa\,\tau_Q$ = 0, $P$",
        r"$\kappa\,\tau_Q$ = 1, $P$",
        r"$\kappa\,\tau_Q$ = 1, $F_Q/N^2$",
    ]
    assert ax.get_ylabel() == "$P$, $F_Q/N^2$"


@pytest.mark.parametrize("layout", [None, "tight", "constrained", "compressed"])
def test_twins_are_one_picture_in_every_layout(scan, layout):
    """Also in one that moves the first axes when the first plot is drawn, before there is a twin."""
    _, ax = plt.subplots(layout=layout)
    at = {"eta": 20, "kappa_tau_Q": 0}
    pairtwist.plot(scan, "purity", at=at, ax=ax)
    twin = ax.twinx()
    pairtwist.plot(scan, "qfi", at=at, log="none", ax=twin)
    assert ax.get_lines()[0].get_color() != twin.get_lines()[0].get_color()
    assert legend_texts(twin)[:2] == ["$P$", "$F_Q/N^2$"]
    titles = [one.get_title() + one.get_title(loc="left") for one in (ax, twin)]
    assert titles.count("") == 1


def test_all_curves_stay_in_sight(scan):
    _, ax = plt.subplots()
    at = {"eta": 20, "kappa_tau_Q": 1}
    pairtwist.plot(scan, "purity", at=at, ax=ax)
    pairtwist.plot(scan.isel(time=slice(3, 9)), "purity", at=at, ax=ax)
    assert ax.get_xlim() == (0.0, 0.03)


def test_what_the_caller_drew_keeps_its_name(scan):
    _, ax = plt.subplots()
    ax.plot([0, 0.03], [1, 1], label="mine")
    for eta in (20, 40):
        pairtwist.plot(scan, "qfi_p8", at={"eta": eta, "kappa_tau_Q": 1}, ax=ax)
    assert legend_texts(ax) == [r"$\eta$ = 20", r"$\eta$ = 40", "mine"]


def test_colours_go_on_behind_those_of_the_caller(scan):
    at = {"eta": 20, "kappa_tau_Q": 1}
    _, second, third, _, fifth = COLOURS[:5]

    def colours(ax, **more):
        pairtwist.plot(scan, "purity", at=at | more, ax=ax, hline=0.5)
        return [line.get_color() for line in ax.get_lines() if len(line.get_xdata()) == 31]

    _, ax = plt.subplots()
    ax.plot([0, 0.03], [1, 1], label="mine")
    assert colours(ax) == [second]
    assert colours(ax, eta=40) == [second, third]
    ax.scatter([0, 0.03], [1, 1], color="tab:red")
    assert colours(ax, kappa_tau_Q=0) == [second, third, fifth]
    _, ax = plt.subplots()
    ax.plot([0, 0.03], [1, 1], color="black")
    ax.axhline(0.5, color="red")
    ax.twinx().plot([0, 0.03], [1, 1], color="green")
    assert colours(ax) == [second]


@pytest.mark.parametrize("place", ["center", "left"])
def test_the_callers_title_takes_the_place_of_the_plots(scan, place):
    at = {"eta": 20, "kappa_tau_Q": 1}

    def titles(ax):
        return {ax.get_title(loc=loc) for loc in ("left", "center", "right")} - {""}

    with plt.rc_context({"axes.titlelocation": place}):
        _, ax = plt.subplots()
        pairtwist.plot(scan, "purity", at=at, ax=ax)
        ax.set_title("Mine")
        assert titles(ax) == {"Mine"}
        pairtwist.plot(scan, "purity", at=at | {"eta": 40}, ax=ax)
        assert titles(ax) == {"Mine"}
        pairtwist.plot(scan, "purity", at=at | {"kappa_tau_Q": 0}, ax=ax.twinx())
        assert [titles(one) for one in ax.figure.axes] == [{"Mine"}, set()]
        pairtwist.plot(scan, "purity", at=at | {"kappa_tau_Q": 0}, ax=ax, title="Asked for")
        assert titles(ax) == {"Asked for"}
        _, ax = plt.subplots()
        ax.set_title("Mine")
        pairtwist.plot(scan, "qfi", at={"time": 0.03}, ax=ax)  # a map
        assert titles(ax) == {"Mine"}


def test_the_callers_labels_stay(scan):
    def labels(axes):
        return axes.get_xlabel(), axes.get_ylabel()

    at = {"eta": 20, "kappa_tau_Q": 1}
    _, ax = plt.subplots()
    ax.set_xlabel("my time")
    pairtwist.plot(scan, "purity", at=at, ax=ax)
    assert labels(ax) == ("my time", "$P$")
    pairtwist.plot(scan, "purity", at=at | {"eta": 40}, ax=ax)
    pairtwist.plot(scan, "qfi", at=at, ax=ax)
    assert labels(ax) == ("my time", "$P$, $F_Q/N^2$")
    ax.set_ylabel("mine")
    pairtwist.plot(scan, "purity", at=at | {"kappa_tau_Q": 0}, ax=ax)
    assert labels(ax) == ("my time", "mine")
    twin = ax.twinx()
    pairtwist.plot(scan, "qfi", at=at, ax=twin)
    assert labels(twin) == ("", "$F_Q/N^2$")  # the caller's is below both
    twin.remove()
    ax.clear()
    pairtwist.plot(scan, "purity", at=at, ax=ax)
    assert labels(ax) == ("$t$", "$P$")


def test_cleared_axes_are_new(scan):
    _, ax = plt.subplots()
    at = {"eta": 20, "kappa_tau_Q": 1}
    pairtwist.plot(scan, "purity", at=at, ax=ax)
    colour = ax.get_lines()[0].get_color()
    ax.clear()
    pairtwist.plot(scan, "purity", at=at | {"eta": 40}, ax=ax)
    assert ax.get_lines()[0].get_color() == colour and ax.get_legend() is None
    assert ax.get_title() == r"A sample, $N$ = 100, $\eta$ = 40, $\kappa\,\tau_Q$ = 1"


def test_curves_over_something_else_are_refused(scan):
    _, ax = plt.subplots()
    pairtwist.plot(scan, "purity", at={"eta": 20}, ax=ax)
    with pytest.raises(pairtwist.ChoiceError, match=r"ax: it has curves over \$t\$ of an earlier"):
        pairtwist.plot(scan, "purity", at={"eta": 20, "time": 0.01}, ax=ax)


@pytest.mark.parametrize("layout", ["constrained", None])
def test_titles_of_axes_beside_each_other_are_not_cut(scan, layout):
    scan.attrs["title"] = 3 * "a title that is longer than its axes are wide "
    figure, axes = plt.subplots(1, 2, figsize=(6, 3), layout=layout)
    for ax in axes:
        pairtwist.plot(scan, "purity", at={"eta": 20, "kappa_tau_Q": 0}, ax=ax)
    figure.canvas.draw()
    left, right = (ax.title.get_window_extent() for ax in axes)
    assert not left.overlaps(right)
    assert max(left.y1, right.y1) <= figure.bbox.y1 and right.x1 <= figure.bbox.x1


# ------------------------------------------------------------------------------------------- notes


def gappy(scan):
    scan["purity"][0, 0, 4:9] = np.nan
    scan["purity_status"] = coded(scan["purity"].dims, scan["purity"].isnull(), STATUSES)
    return scan


@pytest.mark.parametrize("layout", ["constrained", None])
def test_the_note_lies_on_nothing(scan, layout):
    figure, axes = plt.subplots(2, 1, figsize=(4, 4), layout=layout)
    for ax in axes:
        pairtwist.plot(gappy(scan), "purity", at={"eta": 20, "kappa_tau_Q": 0}, ax=ax)
    figure.canvas.draw()
    for ax in axes:
        (note,) = ax.texts
        assert note.get_text() == "5 of 31 samples missing: 5 not_converged"
        box = note.get_window_extent()
        assert figure.bbox.y0 <= box.y0 and note.get_fontsize() == 7
        for line in ax.get_lines():
            assert not line.get_transform().transform_path(line.get_path()).intersects_bbox(box)
        for other in axes:
            if other is not ax:
                assert not box.overlaps(other.get_tightbbox())


def test_notes_of_several_plots_are_one(scan):
    _, ax = plt.subplots(layout="constrained")
    for quantity in ("purity", "qfi"):
        pairtwist.plot(gappy(scan), quantity, at={"eta": 20, "kappa_tau_Q": 0}, ax=ax)
    pairtwist.plot(gappy(scan), "purity", at={"eta": 20, "kappa_tau_Q": 0}, ax=ax)
    assert [text.get_text() for text in ax.texts] == ["5 of 31 samples missing: 5 not_converged"]


# -------------------------------------------------------------------------------------- dark ground


def luminance(colour):
    return float(np.dot(matplotlib.colors.to_rgb(colour), (0.299, 0.587, 0.114)))


def assert_seen(ax):
    ground = luminance(ax.get_facecolor())
    texts = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
    texts += ax.get_legend().get_texts() if ax.get_legend() else []
    for artist in [*lines_with_data(ax), *texts, *(ax.get_legend() or ax).get_lines()]:
        assert abs(luminance(artist.get_color()) - ground) > 0.25, artist
    if ax.get_legend() and ax.get_legend().get_frame_on():
        frame = luminance(ax.get_legend().get_frame().get_facecolor())
        for text in ax.get_legend().get_texts():
            assert abs(luminance(text.get_color()) - frame) > 0.25, text


@pytest.mark.parametrize("in_context", [True, False])
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("style", ["dark_background", "default", "Solarize_Light2"])
def test_everything_is_seen_whatever_the_style(scan, style, own, in_context):
    gappy(scan)
    with plt.style.context(style):
        ax = plt.subplots()[1] if own else None
        if in_context:
            found = pairtwist.plot(scan, ["qfi"], at={"eta": 20}, hline="bound", ax=ax)
    if not in_context:
        found = pairtwist.plot(scan, ["qfi"], at={"eta": 20}, hline="bound", ax=ax)
    assert_seen(found if own else found.axes[0])


@pytest.mark.parametrize("style", ["dark_background", "default", "ggplot", "Solarize_Light2"])
@pytest.mark.parametrize("own", [True, False])
def test_zero_lines_and_rims_are_seen_whatever_the_style(ball, style, own):
    bell = sample([], {"bell": lambda t: t - 0.01}, time=time_axis())
    with plt.style.context(style):
        axes = plt.subplots(2)[1] if own else (None, None)
        found = [
            pairtwist.plot(data, at=at, ax=ax)
            for data, at, ax in zip((bell, ball), ({}, {"time": 0}), axes)
        ]
    curves, sphere = found if own else [figure.axes[0] for figure in found]
    (zero,) = (line for line in curves.get_lines() if len(line.get_xdata()) == 2)
    assert zero.get_zorder() > 0.5  # of a grid, which may go there, too
    for ax, line, colour in [(curves, zero, zero.get_color())] + [
        (sphere, rim, rim.get_edgecolor()) for rim in sphere.patches
    ]:
        ground = ax.get_facecolor() if ax is curves else ax.figure.get_facecolor()
        assert line.get_alpha() * abs(luminance(colour) - luminance(ground)) > 0.15


def test_very_many_curves_are_seen_on_dark_ground():
    data = sample([kappa_axis(np.linspace(1, 10, 20))], {"purity": qfi_values}, time=time_axis())
    figure = pairtwist.plot(data, style="dark_background")
    assert_seen(figure.axes[0])


def test_a_style_gives_no_two_curves_the_same_colour():
    data = sample([kappa_axis(np.linspace(1, 10, 12))], {"purity": qfi_values}, time=time_axis())
    lines = pairtwist.plot(data, style="dark_background").axes[0].get_lines()
    assert len({matplotlib.colors.to_hex(line.get_color()) for line in lines}) == 12


def test_twin_axes_are_one_picture(scan):
    figure, ax = plt.subplots(figsize=(9, 6))
    twin = ax.twinx()
    pairtwist.plot(scan, "qfi", at={"eta": 20, "kappa_tau_Q": 0}, ax=ax)
    pairtwist.plot(scan, "purity", at={"eta": 20, "kappa_tau_Q": 1}, ax=twin)
    assert ax.get_title() == r"A sample, $N$ = 100, $\eta$ = 20"
    assert twin.get_title() == "" and ax.get_legend() is None
    first, second = lines_with_data(ax)[0], lines_with_data(twin)[0]
    assert first.get_color() != second.get_color()
    names = [r"$\kappa\,\tau_Q$ = 0, $F_Q/N^2$", r"$\kappa\,\tau_Q$ = 1, $P$"]
    assert legend_texts(twin) == [*names, "short-time approximation"]
    assert (ax.get_ylabel(), twin.get_ylabel()) == ("$F_Q/N^2$", "$P$")
    figure.canvas.draw()
    box = twin.get_legend().get_window_extent()
    for line in lines_with_data(ax) + lines_with_data(twin):
        path = line.get_transform().transform_path(line.get_path())
        assert not path.intersects_bbox(box, filled=False)
    with pytest.raises(pairtwist.ChoiceError, match="it has curves over"):
        pairtwist.plot(scan.isel(time=-1), "purity", ax=twin, at={"eta": 20})


def test_the_number_of_atoms_stays_where_all_have_it(scan):
    _, ax = plt.subplots()
    pairtwist.plot(scan, "purity", at={"eta": 20, "kappa_tau_Q": 1}, ax=ax)
    other = scan.copy()
    other.attrs["resolved_config"] = scan.attrs["resolved_config"].replace("100", "50")
    pairtwist.plot(other, "purity", at={"eta": 20, "kappa_tau_Q": 1}, ax=ax)
    assert ax.get_title() == r"A sample, $\eta$ = 20, $\kappa\,\tau_Q$ = 1"
    assert legend_texts(ax) == ["$N$ = 100", "$N$ = 50"]


@pytest.mark.parametrize("projection", ["polar", "3d"])
def test_axes_of_other_kinds_are_refused(scan, projection):
    _, ax = plt.subplots(subplot_kw={"projection": projection})
    with pytest.raises(pairtwist.ChoiceError, match=f"ax: found {projection} axes; allowed are"):
        pairtwist.plot(scan, "purity", at={"eta": 20}, ax=ax)


def test_a_quantity_that_lies_flat_is_said(scan):
    scan["photon_number"] = 100 * scan["purity"] * scan["time"] / 0.03
    at = {"eta": 20, "kappa_tau_Q": 1}
    _, (left, right) = plt.subplots(1, 2)
    pairtwist.plot(scan, "qfi", at=at, ax=left)
    with pytest.warns(pairtwist.PairtwistWarning, match=r"F_Q/N\^2 spans 0.2\d? on an axis where .*"
                      "spans 97: it lies flat; ax.twinx()"):  # fmt: skip
        pairtwist.plot(scan, "photon_number", at=at, ax=left)
    pairtwist.plot(scan, "qfi", at=at, ax=right)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairtwist.plot(scan, "photon_number", at=at, ax=right.twinx())


def test_default_colours_are_seen_on_the_dark(scan):
    with plt.style.context("dark_background"):
        (axes,) = pairtwist.plot(scan, "purity", at={"eta": 20}).axes
        for line in axes.get_lines():
            red, green, blue = matplotlib.colors.to_rgb(line.get_color())
            assert 0.299 * red + 0.587 * green + 0.114 * blue > 0.5
