# SPDX-License-Identifier: BSD-3-Clause
"""What a reader of a picture can make out: numbers, names of lines, legends, colours, heights."""

import matplotlib
import matplotlib.colors
import numpy as np
import pytest

import pairtwist
from conftest import axis, kappa_axis, sample, time_axis
from figures import cells, legend_texts, panels
from pairtwist import labels


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (1e4, "10000"),
        (123456.0, "123456"),
        (1e6, "$10^{6}$"),
        (-1e7, "$-10^{7}$"),
        (2.5e-5, r"$2.5\times10^{-5}$"),
        (12345.6, r"$1.235\times10^{4}$"),
    ],
)
def test_numbers_are_written_as_a_paper_has_them(value, text):
    assert labels.number_texts([value]) == [text]


def test_a_terminal_has_powers_as_one_types_them():
    assert labels.plain(r"$\kappa$ = $2.5\times10^{-5}$ kHz") == "kappa = 2.5e-5 kHz"
    assert labels.plain("$-10^{6}$") == "-1e6"


def test_a_legend_has_no_computers_exponents():
    kappa = axis("kappa", [1.0, 1e4, 1e7], r"$\kappa$", "model.kappa")
    data = sample([kappa], {"purity": lambda k, t: 1 / (1 + k * t)}, time=time_axis())
    names = [r"$\kappa$ = 1", r"$\kappa$ = 10000", r"$\kappa$ = $10^{7}$"]
    assert legend_texts(panels(pairtwist.plot(data))[0]) == names


def boxes(axes):
    axes.figure.canvas.draw()
    return {text.get_text(): text.get_window_extent() for text in axes.texts}


def test_names_of_lines_stay_within_the_axes_and_off_the_curves():
    time = time_axis(1.0)
    data = sample([], {"purity": lambda t: np.minimum(5 * t, 0.9)}, time=time)
    figure = pairtwist.plot(data, hline=[(1.0, "pure")], vline=[(0.5, "middle of it all")])
    (axes,) = panels(figure)
    found = boxes(axes)
    assert set(found) == {"pure", "middle of it all"}
    curve = axes.get_lines()[0]
    path = curve.get_transform().transform_path(curve.get_path())
    for box in found.values():
        assert axes.bbox.y0 <= box.y0 and box.y1 <= axes.bbox.y1
        assert not path.intersects_bbox(box, filled=False)


@pytest.mark.parametrize("size", [(5.6, 3.8), "column"])
def test_the_name_of_a_line_along_a_curve_is_beside_both(size):
    """Of shot noise, which F_Q lies on as long as nothing has entangled the atoms."""
    time = time_axis(1.0, 401)
    rise = 40 * np.maximum(time.values - 0.9, 0)
    values = 10 + 0.3 * np.sin(60 * time.values) + rise
    data = sample([], {"qfi": (lambda t: values, "$F_Q$")}, atoms=10, time=time)
    figure = pairtwist.plot(data, scale="N", hline="classical", size=size)
    (axes,) = panels(figure)
    box = boxes(axes)["shot noise"]
    curve = axes.get_lines()[0]
    path = curve.get_transform().transform_path(curve.get_path())
    assert not path.intersects_bbox(box, filled=False)
    level = axes.transData.transform((0, 1.0))[1]
    assert min(abs(box.y0 - level), abs(box.y1 - level)) < 12 * figure.dpi / 72


def test_names_of_close_lines_do_not_lie_on_each_other():
    data = sample([], {"purity": lambda t: t}, time=time_axis(1.0))
    figure = pairtwist.plot(data, vline=[(0.5, "first"), (0.502, "second"), (0.504, "third")])
    first, second, third = boxes(panels(figure)[0]).values()
    assert not (first.overlaps(second) or first.overlaps(third) or second.overlaps(third))


def test_a_line_beyond_the_limits_has_no_name():
    data = sample([], {"purity": lambda t: t}, time=time_axis(1.0))
    figure = pairtwist.plot(data, hline=[(5.0, "far")], ylim=(0, 1))
    assert not panels(figure)[0].texts


def test_the_end_of_the_pump_has_a_symbol():
    data = sample([kappa_axis([0.0, 1.0])], {"purity": lambda k, t: t + k}, time=time_axis())
    text = "absolute time at which the pump is switched off"
    data["switch_off_time"] = ("kappa_tau_Q", [0.01, 0.02], {"long_name": text})
    figure = pairtwist.plot(data, vline="switch_off_time")
    assert [text.get_text() for text in panels(figure)[0].texts] == [r"$t_\mathrm{off}$"]


def everywhere(k, t):
    """Curves that leave no corner of the axes free."""
    return np.sin(40 * t + k) * (1 + 0 * k)


@pytest.mark.parametrize("size", [None, "column"])
def test_a_legend_that_would_hide_curves_stands_outside(size):
    data = sample([kappa_axis([0.0, 1.5, 3.0])], {"purity": everywhere}, time=time_axis(1.0, 301))
    (axes,) = panels(pairtwist.plot(data, size=size))
    axes.figure.canvas.draw()
    assert not axes.get_legend().get_window_extent().overlaps(axes.bbox)
    assert axes.get_tightbbox().x1 <= axes.figure.bbox.x1 + 1
    assert axes.bbox.height > 0.45 * axes.figure.bbox.height


def test_a_legend_with_a_free_corner_stays_inside(curves):
    (axes,) = panels(pairtwist.plot(curves, at={"kappa_tau_Q": [0.0, 1.0]}))
    axes.figure.canvas.draw()
    box = axes.get_legend().get_window_extent()
    assert axes.bbox.x0 < box.x0 and box.x1 < axes.bbox.x1


@pytest.mark.parametrize(("shift", "colour"), [(0.0, "black"), (9.0, "white")])
def test_contours_are_seen_on_a_map_of_both_signs(shift, colour):
    kappa = axis("kappa", np.linspace(1, 5, 31), r"$\kappa$", "model.kappa")
    data = sample([kappa], {"purity": lambda k, t: k - 3 + t + shift}, time=time_axis())
    axes, mesh = cells(pairtwist.plot(data, contour=shift + 0.5))
    drawn = [c.get_edgecolor() for c in axes.collections if c is not mesh]
    shades = {tuple(one[:3]) for colours in drawn for one in colours}
    assert shades == {matplotlib.colors.to_rgb(colour)}


def rim_of(artist):
    (effect,) = artist.get_path_effects()
    return matplotlib.colors.to_hex(effect._gc["foreground"])


def test_each_contour_is_seen_on_its_colour_and_its_name_beside_it(plane):
    figure = pairtwist.plot(plane, contour=["0.1", "0.7:here"])
    axes, _ = cells(figure)
    inks = {text.get_text(): text.get_color() for text in axes.texts}
    assert {name: matplotlib.colors.to_hex(ink) for name, ink in inks.items()} == {
        "0.1": "#ffffff", "here": "#000000",
    }  # fmt: skip
    assert {text.get_text(): rim_of(text) for text in axes.texts} == {
        "0.1": "#000000", "here": "#ffffff",
    }  # fmt: skip


def test_lines_across_a_map_are_seen_on_all_of_its_colours(plane):
    axes, _ = cells(pairtwist.plot(plane, hline=["100:level", "3000:beyond"], vline="1:rate"))
    names = {text.get_text(): text for text in axes.texts}
    lines = [line for line in axes.get_lines() if line.get_color() == "white"]
    assert [rim_of(one) for one in [*lines, names["level"], names["rate"]]] == 4 * ["#000000"]
    assert not names["beyond"].get_path_effects()


@pytest.mark.parametrize(
    ("ends", "ticks"),
    [
        ((37, 513), ["50", "100", "200", "500"]),
        ((4e-3, 8e-3), ["0.004", "0.006", "0.008"]),
        ((1.01e-2, 1.68e-2), ["0.012", "0.014", "0.016"]),
        ((9e-8, 4.5e-7), [rf"${n}10^{{-7}}$" for n in ("", r"2\times", r"3\times", r"4\times")]),
    ],
)
def test_a_logarithmic_axis_of_few_decades_has_numbers(ends, ticks):
    kappa = axis("kappa", np.geomspace(*ends, 9), r"$\kappa$", "model.kappa", "log")
    (axes,) = panels(pairtwist.plot(sample([kappa], {"purity": lambda k: k}), xlim=ends))
    axes.figure.canvas.draw()
    assert [text.get_text() for text in axes.get_xticklabels()] == ticks


def test_a_logarithmic_axis_of_many_decades_is_matplotlibs():
    kappa = axis("kappa", np.geomspace(1e-3, 1e3, 9), r"$\kappa$", "model.kappa", "log")
    (axes,) = panels(pairtwist.plot(sample([kappa], {"purity": lambda k: k})))
    axes.figure.canvas.draw()
    assert all(r"\mathdefault{10^" in text.get_text() for text in axes.get_xticklabels())


@pytest.mark.parametrize("log", ["", "y"])
def test_the_height_is_that_of_what_is_seen(log):
    data = sample([], {"purity": lambda t: 10**t}, time=time_axis(6.0, 601))
    (axes,) = panels(pairtwist.plot(data, xlim=(0, 2), log=log))
    low, high = axes.get_ylim()
    assert 100 < high < 140 and low < 1
    (axes,) = panels(pairtwist.plot(data, xlim=(0, 2), log=log, hline=[5000.0]))
    assert axes.get_ylim()[1] > 5000
    (axes,) = panels(pairtwist.plot(data, xlim=(0, 2), log=log, ylim=(1, None)))
    assert axes.get_ylim()[1] > 1e6


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"xlim": 3}, "xlim 3: expected two numbers"),
        ({"xlim": ["0"]}, "xlim 0: expected two numbers"),
        ({"ylim": "0;1"}, "ylim '0;1': expected two numbers"),
        ({"size": 3}, "size 3: expected width and height"),
        ({"log": True}, "log True: expected x, y and z"),
        ({"color": "red"}, "no choice 'color'"),
        ({"titel": "x"}, "no choice 'titel'; did you mean 'title'"),
    ],
)
def test_a_choice_of_a_wrong_kind_is_named(curves, choices, message):
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves, **choices)


def test_characters_that_the_font_lacks_are_said_once(curves, write, plot_command):
    """Also those beside mathtext, which matplotlib logs; its own warnings name lines of its code."""
    title = "\N{CJK UNIFIED IDEOGRAPH-8154} of $N$ \N{CJK UNIFIED IDEOGRAPH-539F}"
    done = plot_command(write(curves), "--title", title)
    assert done.returncode == 0
    assert done.stderr.splitlines()[:-2] == [
        "the font has no glyph of \N{CJK UNIFIED IDEOGRAPH-539F} \N{CJK UNIFIED IDEOGRAPH-8154}: "
        "a box stands for each; name one that has, as font.family in matplotlibrc"
    ]
