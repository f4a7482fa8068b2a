# SPDX-License-Identifier: BSD-3-Clause
"""Reference lines that have no place: never reached, or far from all that is drawn."""

import numpy as np
import pytest

import pairtwist
from conftest import STATUSES, axis, coded, kappa_axis, sample, time_axis
from figures import cells, panels, text_of


@pytest.fixture
def waiting(curves):
    """qfi, and two events: one that half of the curves reach, and one that none does."""
    entries = [f'{{ name = "{name}", quantity = "qfi", above = 1 }}' for name in ("some", "none")]
    curves.attrs["resolved_config"] += f"events = [{', '.join(entries)}]\n"
    attributes = {"units": "1", "long_name": "t", "symbol": "$t$"}
    curves["some"] = ("kappa_tau_Q", [0.01, 0.02, np.nan, np.nan], attributes)
    curves["none"] = ("kappa_tau_Q", 4 * [np.nan], attributes)
    for name in ("some", "none"):
        curves[f"{name}_status"] = coded("kappa_tau_Q", np.zeros(4), STATUSES)
        curves[name].encoding["dtype"] = curves[name].dtype  # as of every variable of a file
    return curves


def upright(ax):
    return [one.get_xdata()[0] for one in ax.get_lines() if list(one.get_ydata()) == [0, 1]]


def level(ax):
    return [one.get_ydata()[0] for one in ax.get_lines() if list(one.get_xdata()) == [0, 1]]


def test_what_is_never_reached_costs_no_other_line(waiting):
    figure = pairtwist.plot(waiting, "qfi", vline="some,none,0.025")
    assert upright(figure.axes[0]) == [0.01, 0.02, 0.025]
    assert text_of(figure)[1] == (
        "no line some at 2 of 4 curves: never reached; no line none: never reached"
    )


def test_the_line_of_one_curve_has_its_colour(waiting):
    waiting["some"][1] = np.nan
    (ax,) = panels(pairtwist.plot(waiting, "qfi", vline="some"))
    (line,) = [one for one in ax.get_lines() if list(one.get_ydata()) == [0, 1]]
    assert line.get_color() == ax.get_lines()[0].get_color()


def test_lines_none_of_which_is_reached_are_refused(waiting):
    with pytest.raises(pairtwist.ChoiceError, match="^no line none: never reached$"):
        pairtwist.plot(waiting, "qfi", vline="none")


def test_what_is_lost_is_not_said_to_be_never_reached(waiting):
    waiting["none_status"][:] = 3
    with pytest.raises(pairtwist.ChoiceError, match="^no line none: no finite value$"):
        pairtwist.plot(waiting, "qfi", vline="none")


def test_a_single_event_that_is_never_reached_is_said_to_be_so(waiting):
    with pytest.raises(pairtwist.ChoiceError, match="none is a single number: never reached"):
        pairtwist.plot(waiting, "none", at={"kappa_tau_Q": 0})


def test_a_number_in_other_units_does_not_flatten_the_curves(curves, write, plot_command):
    figure = pairtwist.plot(curves, hline=[(3000, "mine"), 0.3])
    assert level(figure.axes[0]) == [0.3] and figure.axes[0].get_ylim()[1] < 1
    note = text_of(figure)[1]
    assert note == (
        "no line 3000 (mine): qfi / N^2 goes from 0 to 0.4999; ylim up to it makes room, "
        'scale="1" shows qfi itself'
    )
    done = plot_command(write(curves), "--hline", "3000:mine,0.3")
    note = note.replace("ylim", "--ylim").replace('scale="1"', "--scale 1")
    assert done.returncode == 0 and note in done.stderr.splitlines()
    assert level(pairtwist.plot(curves, hline=3000, scale="1").axes[0]) == [3000]
    assert level(pairtwist.plot(curves, hline=3000, ylim=(0, 4000)).axes[0]) == [3000]
    assert level(pairtwist.plot(curves, hline=2).axes[0]) == [2]  # the axis reaches there
    assert level(pairtwist.plot(curves, hline="bound").axes[0]) == [1]


@pytest.mark.parametrize(("value", "drawn"), [(1e3, True), (1e20, False), (1e-20, False)])
def test_on_a_logarithmic_axis_it_is_by_decades(value, drawn):
    data = sample([], {"purity": lambda t: 0.1 + 30 * t}, time=time_axis())
    figure = pairtwist.plot(data, log="y", hline=value)
    assert level(figure.axes[0]) == ([value] if drawn else [])
    side = "up" if value > 1 else "down"
    assert (f"ylim {side} to it makes room" in text_of(figure)[1]) != drawn


def test_what_is_beyond_the_limits_counts_as_there():
    """A line within all values stays, wherever along x the picture looks."""
    data = sample([], {"purity": lambda t: 10**t}, time=time_axis(6.0, 601))
    assert level(pairtwist.plot(data, xlim=(0, 2), hline=5000).axes[0]) == [5000]


def test_moments_and_values_of_the_other_sign_are_no_exception(curves):
    figure = pairtwist.plot(curves, vline=[5, 0.01], hline=-6)
    assert (upright(figure.axes[0]), level(figure.axes[0])) == ([0.01], [])
    note = text_of(figure)[1]
    assert "no line 5: time goes from 0 to 0.03; xlim up to it makes room" in note
    assert "no line -6: qfi / N^2 goes from 0 to 0.4999; ylim down to it makes room" in note


def test_lines_on_a_map_are_by_its_axes(plane):
    figure = pairtwist.plot(plane, hline=[1e30, 100], vline=1)
    ax, _ = cells(figure)
    assert level(ax) == [100] and upright(ax) == [1]
    assert text_of(figure)[1].startswith("no line 1e+30: eta goes from 7.499 to 1334")
    assert "scale" not in text_of(figure)[1]


def test_a_line_beside_the_cells_of_a_map_is_seen_on_its_ground(plane):
    ax, _ = cells(pairtwist.plot(plane, hline=[100, 3000], vline=[1, 0.01]))
    across = [line for line in ax.get_lines() if len(line.get_xdata()) == 2]
    assert [line.get_color() for line in across] == ["white", "0.4", "white", "0.4"]


def test_a_line_far_from_a_constant_of_zero_is_drawn():
    data = sample([], {"purity": lambda t: 0 * t}, time=time_axis())
    assert level(pairtwist.plot(data, hline=1).axes[0]) == [1]


@pytest.mark.parametrize(
    ("quantity", "scale", "text", "value"),
    [
        ("bell", "1", r"$(N-2)\,\ln 2$", 98 * np.log(2)),
        ("bell", "N", r"$(1-2/N)\,\ln 2$", 0.98 * np.log(2)),
        ("entropy", "N^2", r"$\ln(N+1)/N^2$", np.log(101) / 1e4),
        ("qfi", "N", "Heisenberg limit", 100),
    ],
)
def test_a_bound_is_called_what_it_is_on_its_axis(quantity, scale, text, value):
    data = sample([kappa_axis([1.0, 2.0])], {quantity: lambda k, t: k + t}, time=time_axis())
    (ax,) = panels(pairtwist.plot(data, scale=scale, hline="bound"))
    assert [one.get_text() for one in ax.texts] == [text]
    assert value in [pytest.approx(one, rel=1e-12) for one in level(ax)]


@pytest.fixture
def expecting(curves):
    """qfi over N² and purity, with an event of each: qfi at half of N², called so."""
    curves.attrs["resolved_config"] += (
        'events = [{ name = "half", quantity = "qfi", above = 0.5, scale = "N^2", label = "a half" }, '
        '{ name = "mixed", quantity = "purity", below = 0.25 }]\n'
    )
    curves["purity"] = curves["qfi"] / 1e4
    return curves


def test_an_event_is_a_line_across_at_its_level(expecting):
    figure = pairtwist.plot(expecting, "qfi", hline="half")
    assert level(figure.axes[0]) == [0.5] and figure.axes[0].texts[0].get_text() == "a half"
    figure = pairtwist.plot(expecting, "qfi", hline="half:mine", scale="1")
    assert level(figure.axes[0]) == [0.5 * 100**2]
    assert figure.axes[0].texts[0].get_text() == "mine"


def test_an_event_is_a_line_in_the_panels_of_its_quantity(expecting):
    above, below = panels(pairtwist.plot(expecting, ["qfi", "purity"], hline="half,mixed"))
    assert (level(above), level(below)) == ([0.5], [0.25])
    with pytest.raises(pairtwist.ChoiceError, match="half: it is an event of qfi, and purity is drawn"):
        pairtwist.plot(expecting, "purity", hline="half")
    with pytest.raises(pairtwist.ChoiceError, match="no level 'halt'; did you mean 'half'"):
        pairtwist.plot(expecting, "qfi", hline="halt")


def test_the_level_of_an_event_follows_the_atoms_of_each_curve():
    """Over no power of N, what an event waits for in N² is another level for each curve."""
    atoms = axis("atoms", np.array([10, 20]), "$N$", "model.atoms")
    data = sample([atoms], {"qfi": lambda n, t: n**2 * np.sin(30 * t)}, time=time_axis())
    event = 'events = [{ name = "half", quantity = "qfi", above = 0.5, scale = "N^2" }]'
    data.attrs["resolved_config"] += f"\n{event}\n"
    assert level(panels(pairtwist.plot(data, hline="half", scale="1"))[0]) == [50.0, 200.0]
    assert level(panels(pairtwist.plot(data, hline="half"))[0]) == [0.5]
    with pytest.raises(pairtwist.ChoiceError, match="number of atoms, which is the x axis"):
        pairtwist.plot(data, at={"time": 0.01}, hline="half", scale="1")


def test_names_of_moments_keep_apart_when_a_legend_makes_the_axes_narrower(curves):
    figure = pairtwist.plot(curves, vline=[(0.0105, "first"), (0.0135, "second")], size=(5.6, 3.8))
    figure.canvas.draw()
    (axes,) = panels(figure)
    first, second = (text.get_window_extent() for text in axes.texts)
    assert not first.overlaps(second)


def test_where_there_is_no_moment_at_all_that_is_said(curves):
    with pytest.raises(pairtwist.ChoiceError, match=r"no moment 'half' in this file\. There is none$"):
        pairtwist.plot(curves[["qfi"]], "qfi", vline="half")
