# SPDX-License-Identifier: BSD-3-Clause
"""What a picture does by itself: logarithms, cells of lists, dashes, the range of a constant."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray
from matplotlib.colors import to_rgba_array

import pairtwist
from conftest import axis, kappa_axis, sample, time_axis
from figures import cells, legend_texts, panels, text_of
from pairtwist.spacing import is_geometric, list_ticks

# ------------------------------------------------------------------------------------------- axes


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 10, 100], True),
        ([1, 2, 4], True),
        ([100, 1, 10], True),
        ([1, 2, 5, 10, 20, 50], True),
        ([1, 2, 3, 4], False),
        ([1, 10], False),
        ([0, 1, 10, 100], False),
        ([-1, -10, -100], False),
        ([1, 3, 10, 1000], False),
        ([0.1, 1, 1, 10], False),
        (["a", "b", "c"], False),
    ],
)
def test_geometric_values_are_told(values, expected):
    assert is_geometric(np.array(values)) == expected


def test_a_list_of_powers_is_logarithmic_by_itself_unless_told():
    kappa = axis("kappa", [0.1, 1.0, 10.0], r"$\kappa$", "model.kappa")
    data = sample([kappa], {"purity": lambda k: k})
    assert panels(pairtwist.plot(data))[0].get_xscale() == "log"
    assert panels(pairtwist.plot(data, log="none"))[0].get_xscale() == "linear"


def test_geometric_times_after_the_first_are_logarithmic_and_that_is_said():
    time = axis("time", [0.0, *np.geomspace(1e-3, 1, 7)], "$t$", "time")
    figure = pairtwist.plot(sample([], {"purity": lambda t: 1 - t}, time=time))
    (axes,) = panels(figure)
    assert axes.get_xscale() == "log" and len(axes.get_lines()[0].get_xdata()) == 7
    assert text_of(figure)[1] == "1 of 8 values of time is not above 0: no logarithm, left out"


def uneven_map(values):
    eta = axis("eta", values, r"$\eta$", "model.eta")
    return sample([eta, kappa_axis([0.0, 1.0, 2.0])], {"purity": lambda e, k: 10 * e + k})


def test_an_uneven_list_has_cells_of_equal_width_named_by_its_values():
    axes, mesh = cells(pairtwist.plot(uneven_map([7.0, 0.0, 1.0])))
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], [-0.5, 0.5, 1.5, 2.5])
    assert [text.get_text() for text in axes.get_yticklabels()] == ["0", "1", "7"]
    np.testing.assert_allclose(mesh.get_array().reshape(3, 3)[2], [70, 71, 72])
    # The other axis is even: to scale, and without a loss rate below 0.
    np.testing.assert_allclose(mesh.get_coordinates()[0, :, 0], [0.0, 0.5, 1.5, 2.5])


def test_limits_and_lines_draw_an_uneven_list_to_scale():
    axes, mesh = cells(pairtwist.plot(uneven_map([7.0, 0.0, 1.0]), hline=3))
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], [0.0, 0.5, 4.0, 10.0])


def test_words_are_cells_too():
    state = xarray.Variable("state", ["coherent", "fock", "vacuum"], {"key": "light.state"})
    data = sample([state, kappa_axis([0.0, 1.0])], {"purity": lambda s, k: s + 0.1 * k})
    axes, mesh = cells(pairtwist.plot(data))
    assert [t.get_text() for t in axes.get_yticklabels()] == ["coherent", "fock", "vacuum"]
    np.testing.assert_allclose(mesh.get_array().reshape(3, 2)[1], [1.0, 1.1])


def test_only_lists_of_a_scan_are_cells_of_equal_width():
    assert list_ticks(axis("time", [0.0, 1.0, 7.0], "$t$", "time")) == []
    assert list_ticks(axis("kappa", [1.0, 0.0], "", "model.kappa")) == ["0", "1"]
    assert list_ticks(axis("kappa", [0.0], "", "model.kappa")) == []
    assert list_ticks(axis("kappa", [0.0, 1.0], "", "model.kappa", "linear")) == []
    assert list_ticks(axis("kappa", [0.0, 1.0, 7.0], "", "model.kappa", "log")) == []
    assert list_ticks(axis("kappa", [0.0, 1.0, 2.0], "", "model.kappa")) == []


@pytest.mark.parametrize("ends", [(20, 400), (150, 3000), (110, 900), (30, 45), (2, 30), (1, 1e4)])
def test_labels_of_a_logarithmic_axis_do_not_touch(ends):
    eta = axis("eta", np.geomspace(*ends, 30), r"$\eta$", "model.eta", "log")
    figure = pairtwist.plot(sample([eta], {"purity": lambda e: 1 / e}))
    figure.canvas.draw()
    x = panels(figure)[0].xaxis
    low, high = x.get_view_interval()
    shown = [
        tick.label1
        for tick in [*x.get_major_ticks(), *x.get_minor_ticks()]
        if tick.label1.get_text() and low <= tick.get_loc() <= high
    ]
    boxes = sorted((label.get_window_extent() for label in shown), key=lambda box: box.x0)
    assert len(boxes) > 1
    assert all(left.x1 < right.x0 for left, right in zip(boxes, boxes[1:]))


# ------------------------------------------------------------------------------- curves on curves


def test_coinciding_curves_are_dashed_so_that_each_is_seen():
    data = sample(
        [kappa_axis([0.0, 1e-9, 2e-9, 5.0])], {"purity": lambda k, t: k + t}, time=time_axis()
    )
    styles = [line.get_linestyle() for line in panels(pairtwist.plot(data))[0].get_lines()]
    assert styles == ["-", "--", "--", "-"]
    # The three take turns: each dash pattern leaves gaps for the two others.
    patterns = [line._unscaled_dash_pattern for line in
                panels(pairtwist.plot(data))[0].get_lines()[1:3]]  # fmt: skip
    assert patterns == [(6, (6, 12)), (12, (6, 12))]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_coinciding_curves_have_as_much_ink_each(count):
    data = sample(
        [kappa_axis(1e-9 * np.arange(count))], {"purity": lambda k, t: k + t}, time=time_axis()
    )
    figure = pairtwist.plot(data)
    (axes,) = panels(figure)
    axes.get_legend().remove()
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3].reshape(-1, 3)
    inks = [to_rgba_array(line.get_color())[0, :3] for line in axes.get_lines()]
    seen = [int((np.abs(pixels / 255 - ink).max(axis=1) < 0.01).sum()) for ink in inks]
    assert len(seen) == count and min(seen) > 0.6 * max(seen)


def test_each_coinciding_curve_is_seen_in_the_legend():
    """A gap of four curves is longer than a legend's line, which would show nothing."""
    data = sample(
        [kappa_axis([0.0, 1e-9, 2e-9, 3e-9])], {"purity": lambda k, t: k + t}, time=time_axis()
    )
    axes = panels(pairtwist.plot(data))[0]
    assert [line.get_linestyle() for line in axes.get_lines()] == ["-", "--", "--", "--"]
    assert [line.get_linestyle() for line in axes.get_legend().get_lines()] == 4 * ["-"]


def test_a_curve_without_values_is_said_to_have_none_in_the_legend():
    data = sample([kappa_axis([0.0, 1.0, 5.0])], {"purity": lambda k, t: 1 + k * t},
                  time=time_axis())  # fmt: skip
    data["purity"][1] = np.nan
    data["purity"][2] *= -1
    first = r"$\kappa\,\tau_Q$ = 0"
    texts = legend_texts(panels(pairtwist.plot(data))[0])
    assert texts == [first, r"$\kappa\,\tau_Q$ = 1 (no values)", r"$\kappa\,\tau_Q$ = 5"]
    texts = legend_texts(panels(pairtwist.plot(data, log="y"))[0])
    assert texts[1:] == [
        r"$\kappa\,\tau_Q$ = 1 (no values)",
        r"$\kappa\,\tau_Q$ = 5 (no values above 0)",
    ]
    _, ax = plt.subplots()
    pairtwist.plot(data, ax=ax)
    pairtwist.plot(data, at={"kappa_tau_Q": 0}, ax=ax)
    assert sum("no values" in text for text in legend_texts(ax)) == 1


def test_curves_of_two_files_that_coincide_are_dashed():
    one = sample([], {"purity": lambda t: 1 - t}, time=time_axis())
    other = one.copy(deep=True)
    other.attrs["resolved_config"] = other.attrs["resolved_config"].replace("100", "200")
    lines = panels(pairtwist.plot([one, other]))[0].get_lines()
    assert [line.get_linestyle() for line in lines] == ["-", "--"]


def test_a_curve_with_gaps_that_lies_on_another_is_dashed():
    """As of a method that loses samples which another has."""
    data = sample([kappa_axis([0.0, 1e-9, 1.0])], {"purity": lambda k, t: k + t}, time=time_axis())
    data["purity"][1, 5:9] = np.nan
    styles = [line.get_linestyle() for line in panels(pairtwist.plot(data))[0].get_lines()]
    assert styles == ["-", "--", "-"]
    data["purity"][0, 10:] = data["purity"][1, :20] = np.nan  # nowhere both
    styles = [line.get_linestyle() for line in panels(pairtwist.plot(data))[0].get_lines()]
    assert styles == ["-", "-", "-"]


def test_ticks_are_those_whose_labels_were_seen_not_to_touch():
    """Matplotlib counts them anew when the axes get a little wider, as by the layout of the image."""
    data = sample([], {"purity": lambda t: 1 - t}, time=time_axis(stop=0.02))
    figure = pairtwist.plot(data, size="column")
    (axes,) = panels(figure)
    ticks = axes.get_xticks()
    figure.set_size_inches(1.5 * figure.get_size_inches())
    figure.canvas.draw()
    assert list(axes.get_xticks()) == list(ticks)


def test_logarithms_keep_small_curves_apart():
    data = sample(
        [kappa_axis([1e-6, 2e-6, 1.0])], {"purity": lambda k, t: k + 0 * t}, time=time_axis()
    )
    assert [line.get_linestyle() for line in panels(pairtwist.plot(data))[0].get_lines()][1] == "--"
    lines = panels(pairtwist.plot(data, log="y"))[0].get_lines()
    assert [line.get_linestyle() for line in lines] == 3 * ["-"]


# -------------------------------------------------------------------------------------- constants


def rounded(t):
    """1, off by rounding."""
    return 1 + 1e-15 * np.sin(1e5 * t)


@pytest.mark.parametrize(
    ("values", "choices", "limits"),
    [
        (rounded, {}, (0.95, 1.05)),
        (rounded, {"xlim": (0, 0.01)}, (0.95, 1.05)),
        (lambda t: 0.7 + 0 * t, {"xlim": (0, 0.01)}, (0.665, 0.735)),
        (lambda t: np.where(t > 0.02, t, rounded(t)), {"xlim": (0, 0.015)}, (0.95, 1.05)),
        (lambda t: 1e-17 * np.sin(1e5 * t), {}, (-0.05, 0.05)),
        (rounded, {"log": "y"}, (0.1, 10)),
        (rounded, {"hline": 0.5}, (0.475, 1.025)),
        (rounded, {"ylim": (0, None)}, (0, 1.05)),
    ],
)
def test_a_constant_has_an_axis_round_it_and_no_rounding(values, choices, limits):
    (axes,) = panels(pairtwist.plot(sample([], {"purity": values}, time=time_axis()), **choices))
    assert axes.get_ylim() == pytest.approx(limits)
    axes.figure.canvas.draw()
    assert axes.yaxis.get_offset_text().get_text() == ""


@pytest.mark.parametrize("values", [lambda t: 1 - 1e-5 * t, lambda t: 1e-15 * t])
def test_a_small_change_is_none_of_rounding(values):
    (axes,) = panels(pairtwist.plot(sample([], {"purity": values}, time=time_axis())))
    assert np.ptp(axes.get_ylim()) < 1e-6


def test_an_approximation_beside_a_constant_is_seen(curves):
    curves["qfi"][:] = 5000.0
    (axes,) = panels(pairtwist.plot(curves))
    assert axes.get_ylim()[1] > 0.3


@pytest.mark.parametrize("log", ["none", "z"])
def test_the_colours_of_a_constant_map_are_not_of_its_rounding(plane, log):
    plane["purity"] = 1 + 1e-15 * np.sin(plane["qfi"])
    low, high = cells(pairtwist.plot(plane, "purity", log=log))[1].get_clim()
    assert (low, high) == pytest.approx((0.95, 1.05) if log == "none" else (0.1, 10))


def test_constants_that_differ_by_rounding_lie_on_each_other(curves):
    curves["purity"] = 1 + 1e-14 * np.sin(1e4 * curves["qfi"])
    (axes,) = panels(pairtwist.plot(curves, "purity"))
    assert [line.is_dashed() for line in axes.get_lines()] == [False, True, True, True]
