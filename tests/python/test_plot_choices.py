# SPDX-License-Identifier: BSD-3-Clause
"""Logarithms, limits, reference lines, title, size and style; each way to get one wrong."""

import matplotlib
import numpy as np
import pandas
import pytest
import xarray

import pairtwist
from pairtwist.choices import choose, lines
from conftest import angle_axis, axis, kappa_axis, sample, time_axis
from figures import cells, panels, text_of


def test_an_axis_is_fixed_by_the_keyword_that_made_it():
    """scan(eta_abs=...) makes an axis `abs`."""
    pump = axis("abs", [100.0, 200.0], r"$|\eta|$", "model.eta.abs")
    data = sample([pump], {"purity": lambda eta, t: eta * t}, time=time_axis())
    for name in ("abs", "eta_abs", "model_eta_abs", "model.eta.abs"):
        (line,) = panels(pairtwist.plot(data, at={name: 200}))[0].get_lines()
        assert line.get_ydata()[-1] == pytest.approx(200 * 0.03)
    with pytest.raises(pairtwist.ChoiceError, match="abs is given twice, as eta_abs, too"):
        pairtwist.plot(data, at={"abs": 100, "eta_abs": 200})
    with pytest.raises(pairtwist.ChoiceError, match="no axis 'eta_phase'; its axes are: abs, time"):
        pairtwist.plot(data, at={"eta_phase": 0})


# --------------------------------------------------------------------------------------- logarithms


def test_what_has_no_logarithm_is_masked_and_counted():
    data = sample([], {"bell": lambda t: t - 0.01}, time=time_axis())
    figure = pairtwist.plot(data, log="y")
    (axes,) = panels(figure)
    (line,) = axes.get_lines()  # the line at zero has no place
    assert axes.get_yscale() == "log" and np.isnan(line.get_ydata()).sum() == 11
    assert text_of(figure)[1] == "11 of 31 values of bell are not above 0: no logarithm, left out"


def test_the_first_time_is_cut_from_a_logarithmic_axis():
    data = sample([], {"purity": lambda t: 1 - t}, time=time_axis())
    figure = pairtwist.plot(data, log="x")
    (line,) = panels(figure)[0].get_lines()
    assert line.get_xdata()[0] == pytest.approx(0.001) and len(line.get_xdata()) == 30
    assert text_of(figure)[1] == "1 of 31 values of time is not above 0: no logarithm, left out"


def test_a_map_with_logarithmic_time_and_colours():
    kappa = kappa_axis(np.linspace(1, 10, 31))
    data = sample([kappa], {"purity": lambda k, t: k * t - 0.002}, time=time_axis())
    figure = pairtwist.plot(data, log="x,y,z")
    axes, mesh = cells(figure)
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert isinstance(mesh.norm, matplotlib.colors.LogNorm)
    values = np.ma.filled(mesh.get_array(), np.nan)
    assert values.size == 31 * 30 and np.nanmin(values) > 0
    assert text_of(figure)[1] == (
        "1 of 31 values of time is not above 0: no logarithm, left out; "
        "5 of 930 values of purity are not above 0: no logarithm, left out"
    )


def test_a_map_of_both_signs_loses_the_negative_ones_to_the_logarithm():
    eta = axis("eta", [1.0, 2.0, 4.0], r"$\eta$", "model.eta")
    data = sample([eta, kappa_axis([1.0, 3.0])], {"bell": lambda e, k: e - k})
    figure = pairtwist.plot(data, log="z")
    assert cells(figure)[1].get_cmap().name == "viridis"
    assert text_of(figure)[1].startswith("3 of 6 values of bell are not above 0")


def test_colours_of_a_single_value_have_a_logarithm():
    eta = axis("eta", [1.0, 2.0, 4.0], r"$\eta$", "model.eta")
    data = sample([eta, kappa_axis([1.0, 3.0])], {"purity": lambda e, k: 1.0 + 0 * e * k})
    figure = pairtwist.plot(data, log="z")
    figure.canvas.draw()
    assert np.ma.filled(cells(figure)[1].get_array(), np.nan).min() == 1.0


def test_approximations_are_masked_too(curves):
    curves["qfi_oat"] = curves["qfi_oat"] - 100
    (axes,) = panels(pairtwist.plot(curves, log="y"))
    assert np.nanmin(axes.get_lines()[4].get_ydata()) > 0


def test_a_logarithmic_x_axis_is_that_of_all_panels(curves):
    above, below = panels(pairtwist.plot(curves, ["qfi", "qfi_oat"], log="x"))
    assert (above.get_xscale(), below.get_xscale()) == ("log", "log")


def test_each_choice_is_for_the_panels_that_have_a_place_for_it():
    angle = angle_axis("angle", 0, np.pi, 5)
    data = sample([], {"cfi": lambda t, a: (t + 1) * (a + 1)}, time=time_axis(), extra=[angle])
    data["qfi"] = data["cfi"].isel(angle=-1, drop=True)
    above, below = panels(pairtwist.plot(data, ["qfi", "cfi"], log="z", fit="power"))
    assert (above.get_yscale(), below.get_yscale()) == ("linear", "linear")
    assert isinstance(below.collections[0].norm, matplotlib.colors.LogNorm)
    assert len(above.get_lines()) == 2


# ----------------------------------------------------------------------------------- limits, lines


def test_limits_are_those_asked_for(curves):
    axes = pairtwist.plot(curves, xlim=(0.01, 0.02), ylim=(0.5, 0)).axes[0]
    assert axes.get_xlim() == (0.01, 0.02) and axes.get_ylim() == (0.5, 0.0)
    axes = pairtwist.plot(curves, xlim=(0.01, None), ylim=(0, None)).axes[0]
    assert axes.get_xlim() == (0.01, 0.03) and axes.get_ylim()[0] == 0.0


def test_what_the_command_line_takes_is_taken_as_text():
    as_text = choose("qfi, purity", xlim="0,.02", ylim=",1", size="5,4")
    assert as_text == choose(["qfi", "purity"], xlim=(0, 0.02), ylim=(None, 1), size=(5, 4))
    with pytest.raises(pairtwist.ChoiceError, match="title 5: expected a text"):
        choose(title=5)


def test_limits_of_a_map(plane):
    axes, _ = cells(pairtwist.plot(plane, xlim=(1, 10)))
    assert axes.get_xlim() == (1.0, 10.0) and axes.get_ylim()[1] > 1000


def test_reference_lines_with_and_without_a_name(curves):
    lines = {"hline": [0.25, (0.6, "bound")], "vline": [(0.01, "here"), 0.04]}
    axes = pairtwist.plot(curves, **lines).axes[0]
    levels = [line.get_ydata() for line in axes.get_lines() if list(line.get_xdata()) == [0, 1]]
    assert levels == [[0.25, 0.25], [0.6, 0.6]]
    assert [text.get_text() for text in axes.texts] == ["bound", "here"]
    assert axes.get_xlim() == (0.0, 0.04) and axes.get_ylim()[1] > 0.6


def test_a_name_stands_once_above_a_shared_axis(curves):
    above, below = panels(pairtwist.plot(curves, ["qfi", "qfi_oat"], vline=(0.01, "here")))
    assert len(above.texts) == 1 and not below.texts
    assert [0.01, 0.01] in [list(line.get_xdata()) for line in below.get_lines()]


def test_lines_beyond_a_map_widen_it(plane):
    axes, _ = cells(pairtwist.plot(plane, vline=1e4, hline=1))
    assert axes.get_xlim()[1] == 1e4 and axes.get_ylim()[0] == 1


def test_title_size_and_style(curves):
    choices = {"title": "Mine: 5 $", "size": (4, 2.5), "style": "ggplot"}
    figure = pairtwist.plot(curves, at={"time": 0.01}, **choices)
    assert text_of(figure)[0] == r"Mine: 5 \$" and tuple(figure.get_size_inches()) == (4, 2.5)
    assert figure.axes[0].get_lines()[0].get_color() in ("#E24A33", "C0")
    assert text_of(pairtwist.plot(curves, title=""))[0] == ""


@pytest.mark.parametrize("style", ["default", "dark_background", "fivethirtyeight", "bmh"])
def test_styles_draw_every_kind(style, curves, plane, ball):
    for data, choices in ((curves, {}), (plane, {}), (ball, {"at": {"time": 0}})):
        pairtwist.plot(data, style=style, **choices).canvas.draw()
    line = pairtwist.plot(curves, style="dark_background").axes[0].get_lines()[4]
    assert line.get_color() == "white"


# ------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"log": "w"}, "log 'w': there are x, y and, of a map's colours, z"),
        ({"log": "z"}, "^log z: qfi is drawn as curves, without a colour scale"),
        ({"xlim": (1, 1)}, "xlim: both ends are 1"),
        ({"xlim": (1, 2, 3)}, "xlim .* expected two numbers, A,B"),
        ({"xlim": ("a", 2)}, "xlim: 'a' is not a number"),
        ({"ylim": (None, None)}, "ylim: at least one of both ends must be given"),
        ({"ylim": (0, 1), "log": "y"}, "^ylim: 0 has no place on the y axis of qfi"),
        ({"xlim": (-1, 1), "log": "x"}, "^xlim: -1 has no place on the x axis of qfi"),
        ({"hline": -1, "log": "y"}, "^hline: -1 has no place on the y axis of qfi"),
        ({"vline": 0, "log": "x"}, "^vline: 0 has no place on the x axis of qfi"),
        ({"hline": "high"}, "^hline: no level 'high'. There are: bound, classical"),
        ({"hline": "1 2"}, "hline: '1 2' is not a number"),
        ({"vline": float("nan")}, "vline: nan is not finite"),
        ({"size": (5,)}, "size .* expected width and height in inches"),
        ({"size": (5, 0)}, "size: 0 inches; allowed are 0.5 ... 100"),
        ({"size": (5, 1e6)}, "size: 1e.06 inches"),
        ({"style": "gplot"}, "no style 'gplot'; did you mean 'ggplot'.*There are: .*bmh"),
    ],
)
def test_wrong_choices_name_the_right_ones(curves, choices, message):
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves, **choices)


def test_nothing_to_take_a_logarithm_of():
    data = sample([], {"bell": lambda t: -1 - t}, time=time_axis())
    with pytest.raises(pairtwist.ChoiceError, match="no value of bell is above 0"):
        pairtwist.plot(data, log="y")
    tilt = axis("tilt", [-2.0, -1.0], r"$\delta$", "model.tilt")
    data = sample([tilt], {"purity": lambda d: d**2})
    message = "^log x: 0 of the 2 values of tilt are above 0, and the picture needs 2"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(data, log="x")


def test_words_have_no_logarithm():
    state = xarray.Variable("state", np.array(["coherent", "vacuum"]), {"symbol": "light"})
    data = sample([state], {"purity": lambda s: s + 1.0})
    message = "^log x: state is no number: coherent, vacuum"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(data, log="x")
    with pytest.raises(pairtwist.ChoiceError, match="^fit power: state is no number"):
        pairtwist.plot(data, fit="power")


def test_lines_are_texts_as_on_the_command_line(curves):
    (axes,) = panels(pairtwist.plot(curves, vline="0.01:mid", hline="bound,0.25:a quarter"))
    assert {text.get_text() for text in axes.texts} == {"mid", "Heisenberg limit", "a quarter"}
    with pytest.raises(pairtwist.ChoiceError, match="vline: 'x y' is not a number"):
        pairtwist.plot(curves, vline="x y:mid")
    with pytest.raises(pairtwist.ChoiceError, match=r"hline: \(1, 2, 3\) is not a number"):
        pairtwist.plot(curves, hline=[(1, 2, 3)])


def test_limits_that_are_turned_turn_the_axis(curves, plane):
    (axes,) = panels(pairtwist.plot(curves, ylim=(1, 0), xlim=(0.02, None)))
    assert axes.get_ylim() == (1, 0)
    axes, _ = cells(pairtwist.plot(plane, ylim=(500, 20)))
    assert axes.get_ylim() == (500, 20)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"xlim": (1, 2)}, "^xlim 1,2: nothing of qfi is there, time goes from 0 to 0.03$"),
        ({"xlim": (None, -1)}, "^xlim ,-1: nothing"),
        ({"ylim": (2, None), "at": {"kappa_tau_Q": 0}}, "^ylim 2,: .* qfi / N.2 goes from 0 to 0."),
        ({"ylim": (-2, -1)}, "^ylim -2,-1: nothing of qfi is there"),
        ({"xlim": (0, 0.01), "ylim": (0.2, 0.1), "quantity": "purity"}, "purity goes .* 0.01"),
    ],
)
def test_limits_that_show_nothing_are_refused_with_the_range(curves, choices, message):
    curves["purity"] = curves["qfi"] * 0 + curves["time"]
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves, **choices)


def test_limits_of_a_map_that_show_nothing_are_refused(plane):
    with pytest.raises(pairtwist.ChoiceError, match="ylim 2000,: .* eta goes from 7.498.* to 133"):
        pairtwist.plot(plane, ylim=(2000, None))
    pairtwist.plot(plane, ylim=(1200, None))  # half of the uppermost cells


def test_limits_between_two_samples_show_the_line(curves):
    pairtwist.plot(curves, xlim=(0.0101, 0.0104))
    curves["purity"] = curves["qfi"] * 0 + curves["time"]
    pairtwist.plot(curves, "purity", xlim=(0.0101, 0.0124), ylim=(0.0121, 0.0123))


def test_a_panel_without_anything_between_the_limits_says_so(curves):
    curves["purity"] = curves["qfi"] * 0 + 1
    curves["qfi_oat"] *= 0
    note = "ylim 0.9,1.1: nothing of qfi is there, qfi / N^2 goes from 0 to 0."
    assert f"qfi: {note}" in text_of(pairtwist.plot(curves, ["qfi", "purity"], ylim=(0.9, 1.1)))[1]


def test_limits_that_show_nothing_are_exit_2(curves, write, plot_command):
    done = plot_command(write(curves), "--xlim", "1,2")
    assert done.returncode == 2
    assert "--xlim 1,2: nothing of qfi is there" in done.stderr


def test_a_list_that_is_as_linspace_makes_it_takes_the_nearest_value():
    """As of pairtwist.scan(kappa=np.linspace(...)), which is a list."""
    for values, given, taken in (
        (np.linspace(0.0, 4.0, 20), 2.2, 2.105263158),
        (np.geomspace(0.1, 100.0, 10), 20.0, 21.5443469),
    ):
        data = sample([axis("kappa", values, r"$\kappa$", "model.kappa", "list")],
                      {"purity": lambda kappa, t: kappa + 0 * t}, time=time_axis())  # fmt: skip
        with pytest.warns(UserWarning, match=f"no kappa = {given} in this file; taken is {taken}"):
            (line,) = panels(pairtwist.plot(data, at={"kappa": given}))[0].get_lines()
        assert line.get_ydata()[0] == pytest.approx(taken)
    few = data.isel(kappa=slice(9))
    with pytest.raises(pairtwist.ChoiceError, match="no kappa = 7.0 in this file; the nearest of"):
        pairtwist.plot(few, at={"kappa": 7.0})


@pytest.mark.parametrize(
    ("given", "places"),
    [
        (np.float64(0.3), [0.3]),
        (np.array([0.2, 0.3]), [0.2, 0.3]),
        (xarray.DataArray(0.3), [0.3]),
        (pandas.Series([0.2, 0.3]), [0.2, 0.3]),
        ((0.2, 0.3), [0.2, 0.3]),
        ((0.2, 0.3, "0.4:top"), [0.2, 0.3, 0.4]),
        ([np.int64(0), ("0.25", "a, b")], [0.0, 0.25]),
        ((0.2, "one, with a comma"), [0.2]),
        (None, []),
    ],
)
def test_lines_are_numbers_of_any_kind(given, places):
    for name in ("hline", "vline", "contour"):
        assert [line.value for line in lines(name, given)] == places
    with pytest.raises(pairtwist.ChoiceError, match="^hline: .* is not a number"):
        lines("hline", [(0.2, 0.3)])


def test_a_scale_divides_no_times():
    """Those of an extremum beside it stay what they are."""
    data = sample(
        [axis("eta", [1.0, 2.0, 3.0], r"$\eta$", "model.eta")],
        {"bell_max": (lambda x: 10 * x, "max $Q$"), "bell_max_time": (lambda x: x, "$t$ of max $Q$")},
        atoms=10,
    )
    for panel, label in zip(
        panels(pairtwist.plot(data, ["bell_max", "bell_max_time"], scale="N")),
        ("max $Q/N$", "$t$ of max $Q$"),
    ):
        curves = [list(line.get_ydata()) for line in panel.get_lines()]
        assert [1.0, 2.0, 3.0] in curves and panel.get_ylabel() == label
    with pytest.raises(pairtwist.ChoiceError, match="^scale: bell_max_time is a time, which"):
        pairtwist.plot(data, "bell_max_time", scale="N")
