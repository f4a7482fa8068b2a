# SPDX-License-Identifier: BSD-3-Clause
"""A second plot into the same axes: bars beside bars, no map on a map, curves that are told apart."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist
from conftest import axis, kappa_axis, qfi_values, sample, time_axis
from figures import legend_texts


def photons(kappa, count=5):
    """P(n) of one loss rate."""
    numbers = axis("photons", np.arange(float(count)), "$n$", "")
    data = sample([], {"photon_distribution": (lambda n: 0.1 / (1 + n + kappa), "$P(n)$")},
                  extra=[numbers])  # fmt: skip
    data.attrs["resolved_config"] += f"[light]\nn = {kappa}\n"
    return data


def ends_of_bars(ax):
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]


# -------------------------------------------------------------------------------------------- bars


def test_bars_of_several_plots_stand_beside_one_another():
    _, ax = plt.subplots()
    data = [photons(kappa) for kappa in (0, 1, 2)]
    for one in data:
        pairtwist.plot(one, ax=ax)
    ends = sorted(ends_of_bars(ax))
    assert len(ends) == 15
    assert all(right <= left + 1e-12 for (_, right), (left, _) in zip(ends, ends[1:]))
    assert ends[0][0] == pytest.approx(-0.4) and ends[2][1] == pytest.approx(0.4)
    assert legend_texts(ax) == ["$n_0$ = 0", "$n_0$ = 1", "$n_0$ = 2"]
    groups = [ax.patches[i : i + 5] for i in (0, 5, 10)]
    assert len({group[0].get_facecolor() for group in groups}) == 3
    for one, group, handle in zip(data, groups, ax.get_legend().get_patches()):
        np.testing.assert_allclose([bar.get_height() for bar in group], one.photon_distribution)
        assert handle.get_facecolor() == group[0].get_facecolor()


def test_the_legend_lies_on_no_bar():
    _, ax = plt.subplots()
    for n in (0, 40):
        pairtwist.plot(photons(n), ax=ax)
    box = ax.get_legend().get_window_extent()
    assert not box.count_overlaps([bar.get_window_extent() for bar in ax.patches])


def test_standard_errors_go_with_their_bars():
    _, ax = plt.subplots()
    for kappa in (0, 1):
        data = photons(kappa)
        data["photon_distribution_error"] = 0.1 * data.photon_distribution
        data.photon_distribution_error.encoding["dtype"] = data.photon_distribution.dtype
        pairtwist.plot(data, ax=ax)
    segments = [line for one in ax.collections for line in one.get_segments()]
    middles = [sum(ends) / 2 for ends in ends_of_bars(ax)]
    np.testing.assert_allclose([segment[:, 0].mean() for segment in segments], middles)
    heights = [bar.get_height() for bar in ax.patches]
    np.testing.assert_allclose([np.ptp(s[:, 1]) for s in segments], 0.2 * np.array(heights))


# -------------------------------------------------------------------------------------------- maps


@pytest.mark.parametrize("twin", [False, True])
def test_nothing_goes_onto_a_map_and_no_map_onto_curves(plane, twin):
    figure, ax = plt.subplots()
    pairtwist.plot(plane, ax=ax)
    other = ax.twinx() if twin else ax
    count = len(figure.axes)
    with pytest.raises(pairtwist.ChoiceError, match="ax: it has a map of an earlier plot, and a map of"
                       r" qfi cannot .*; take other axes, or ax.clear\(\) these"):  # fmt: skip
        pairtwist.plot(plane, ax=other)
    with pytest.raises(pairtwist.ChoiceError, match=r"a line of your own on the map: ax.plot\(x, y\)"):
        pairtwist.plot(plane, at={"eta": 10}, ax=other)
    assert len(figure.axes) == count and not other.get_lines()
    _, ax = plt.subplots()
    pairtwist.plot(plane, at={"eta": 10}, ax=ax)
    with pytest.raises(pairtwist.ChoiceError, match="ax: it has curves of an earlier plot, and a map"):
        pairtwist.plot(plane, ax=ax)


def test_no_sphere_on_a_sphere(ball):
    _, ax = plt.subplots()
    pairtwist.plot(ball, at={"time": 0}, ax=ax)
    with pytest.raises(pairtwist.ChoiceError, match="ax: it has a sphere of an earlier plot"):
        pairtwist.plot(ball, at={"time": 0.03}, ax=ax)


def many_curves(stop=10.0):
    kappa = kappa_axis(np.linspace(0, stop, 20))
    return sample([kappa], {"purity": qfi_values}, time=time_axis())


@pytest.mark.parametrize("layout", ["constrained", None])
def test_axes_that_were_cleared_have_one_colour_bar_where_it_was(plane, layout):
    for data in (plane, many_curves()):
        figure, ax = plt.subplots(layout=layout)
        places = []
        for _ in range(3):
            ax.clear()
            pairtwist.plot(data, ax=ax)
            figure.canvas.draw()
            assert len(figure.axes) == 2
            places.append([one.get_position().bounds for one in figure.axes])
        np.testing.assert_allclose(places[1], places[0], atol=0.02)
        np.testing.assert_allclose(places[2], places[0], atol=0.02)


def test_a_second_colour_bar_of_curves_is_refused():
    figure, ax = plt.subplots()
    pairtwist.plot(many_curves(), ax=ax)
    with pytest.raises(pairtwist.ChoiceError, match="curves with a colour bar of an earlier plot.*cut "
                       "kappa_tau_Q at a few values with at, or take other axes"):  # fmt: skip
        pairtwist.plot(many_curves(5.0), ax=ax)
    assert len(figure.axes) == 2


# -------------------------------------------------------------------------------- curves that are alike


def curve(height, source=""):
    data = sample([], {"purity": lambda t: height * (1 - t)}, time=time_axis())
    data.encoding["source"] = source
    return data


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        (["", ""], ["plot 1", "plot 2"]),
        (["a.h5", "there/b.h5"], ["a", "b"]),
        (["a.h5", "there/a.h5"], ["plot 1", "plot 2"]),
    ],
)
def test_curves_whose_configs_tell_nothing_apart_have_names(sources, names):
    _, ax = plt.subplots()
    for height, source in zip((1, 2), sources):
        pairtwist.plot(curve(height, source), ax=ax)
    assert legend_texts(ax) == names
    first, second = ax.get_lines()
    assert first.get_color() != second.get_color()


def test_data_arrays_have_names_and_colours_of_their_own():
    _, ax = plt.subplots()
    for height in (1, 2, 3):
        curve(height).purity.pairtwist.plot(ax=ax)
    assert legend_texts(ax) == ["plot 1", "plot 2", "plot 3"]
    assert len({line.get_color() for line in ax.get_lines()}) == 3


def test_a_curve_on_an_earlier_one_is_dashed():
    _, ax = plt.subplots()
    for height in (1, 2, 1, 1):
        pairtwist.plot(curve(height), ax=ax)
    styles = [line.get_linestyle() for line in ax.get_lines()]
    assert styles == ["-", "-", "--", "--"]
    third, fourth = (line._dash_pattern for line in ax.get_lines()[2:])
    assert third != fourth  # and each one's gaps show the others
    assert {line.get_linestyle() for line in ax.get_legend().get_lines()} == {"-"}


def test_a_note_within_the_axes_lies_beside_the_legend(curves):
    """There is no room for it below axes that end where the figure does."""
    curves["qfi"][1] = np.nan
    curves["status"][1] = 3
    figure, ax = plt.subplots()
    figure.subplots_adjust(bottom=0.07)
    pairtwist.plot(curves, "qfi", ax=ax, at={"kappa_tau_Q": [0.0, 0.1, 1.0, 10.0]})
    figure.canvas.draw()
    (note,) = [text for text in ax.texts if "missing" in text.get_text()]
    box = note.get_window_extent()
    assert ax.bbox.y0 <= box.y0 and not box.overlaps(ax.get_legend().get_window_extent())
