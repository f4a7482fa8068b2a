# SPDX-License-Identifier: BSD-3-Clause
"""Cuts, nearest samples, lines by name, contours, and the power of N a quantity is shown over."""

import json

import numpy as np
import pytest

import pairtwist
from conftest import KAPPA, axis, kappa_axis, qfi_values, sample, time_axis
from figures import cells, colourbar_labels, legend_texts, panels, text_of


def test_several_values_of_an_axis_are_a_curve_each(curves):
    axes = panels(pairtwist.plot(curves, at={"kappa_tau_Q": [10, 0.1]}))[0]
    assert legend_texts(axes)[:2] == [rf"$\kappa\,\tau_Q$ = {kappa}" for kappa in ("0.1", "10")]
    np.testing.assert_allclose(
        axes.get_lines()[1].get_ydata(), qfi_values(10, curves["time"]) / 100**2
    )


@pytest.mark.parametrize("fit", [None, "power"])
def test_curves_are_in_the_order_of_their_numbers(curves, fit):
    """With all that is of a curve: its colour, its moment, its approximation, its fit."""
    moments = {"units": "1", "long_name": "a moment"}
    curves["tau_Q"] = ("kappa_tau_Q", [0.01, 0.011, 0.012, 0.013], moments)
    curves["qfi_p8"] = curves["qfi"] * 2
    mixed = curves.isel(kappa_tau_Q=[3, 0, 2, 1])

    def drawn(data):
        (axes,) = panels(pairtwist.plot(data, vline="tau_Q", fit=fit))
        lines = [(line.get_color(), *map(np.array, line.get_data())) for line in axes.get_lines()]
        return legend_texts(axes), lines

    (texts, lines), (expected_texts, expected) = drawn(mixed), drawn(curves)
    assert texts == expected_texts and len(lines) == len(expected) > 12
    for (colour, *line), (its_colour, *its) in zip(lines, expected):
        assert colour == its_colour
        np.testing.assert_array_equal(line, its)


def test_several_times_are_curves_over_the_other_axis(curves):
    figure = pairtwist.plot(curves, at={"time": np.array([0.01, 0.03])})
    axes = panels(figure)[0]
    assert axes.get_xlabel() == r"$\kappa\,\tau_Q$" and text_of(figure)[0] == "A sample, $N$ = 100"
    assert legend_texts(axes)[:2] == ["$t$ = 0.01", "$t$ = 0.03"]
    expected = qfi_values(curves["kappa_tau_Q"].values, 0.03) / 100**2
    np.testing.assert_allclose(axes.get_lines()[1].get_ydata(), expected)


def test_cuts_through_a_map_are_curves(plane):
    axes = panels(pairtwist.plot(plane, at={"kappa": [0.1, 100.0]}))[0]
    assert axes.get_xlabel() == r"$\eta$ (kHz)" and len(axes.get_lines()) == 2


def test_several_values_from_the_command_line(curves, write, plot_command, tmp_path):
    write(curves, "fig.h5")
    done = plot_command("fig.h5", "--at", "kappa_tau_Q=0.1,10,time=0.0101,0.02")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "no time = 0.0101 in this file; taken is 0.01"
    script = (tmp_path / "fig.plot.py").read_text()
    assert "data.isel(kappa_tau_Q=[1, 3], time=[10, 20])" in script


@pytest.mark.parametrize(
    ("units", "fixed", "along"),
    [
        ("1", "$t$ = 0.01", "$t$"),
        ("ms", "$t$ = 0.01 ms", "$t$ (ms)"),
        ("1/kHz", "$t$ = 0.01/kHz", "$t$ (1/kHz)"),
        ("tau_Q", r"$t$ = 0.01 $\tau_Q$", r"$t/\tau_Q$"),
    ],
)
def test_a_fixed_time_has_the_units_of_the_axis(units, fixed, along):
    data = sample([KAPPA], {"purity": lambda k, t: 1 - k * t / 9}, time=time_axis(units=units))
    (axes,) = panels(pairtwist.plot(data))
    assert axes.get_xlabel() == along
    (axes,) = panels(pairtwist.plot(data, at={"time": 0.01}))
    assert axes.get_title(loc="left") == f"A sample, $N$ = 100, {fixed}"
    (axes,) = panels(pairtwist.plot(data, at={"time": [0.01, 0.02]}))
    assert legend_texts(axes)[0] == fixed


def test_the_nearest_time_is_taken_and_the_title_names_it(curves):
    figure = pairtwist.plot(curves, at={"time": 0.01049})
    assert text_of(figure)[0] == "A sample, $N$ = 100, $t$ = 0.01"


def test_the_nearest_of_a_logarithmic_axis_is_by_its_logarithm(plane):
    figure = pairtwist.plot(plane, at={"eta": 13.3})  # between 10 and 17.8: their mean is 13.9
    assert text_of(figure)[0] == r"A sample, $N$ = 100, $\eta$ = 10 kHz"
    figure = pairtwist.plot(plane, at={"eta": 13.5})
    assert text_of(figure)[0] == r"A sample, $N$ = 100, $\eta$ = 17.78 kHz"


# ---------------------------------------------------------------------------------- lines by name


def moments(kappa, time=None):
    data = sample(
        [kappa_axis(kappa)], {"qfi": qfi_values}, time=time_axis() if time is None else time
    )
    data["tau_Q"] = ("kappa_tau_Q", 0.01 + 0 * np.asarray(kappa), {"symbol": r"$\tau_Q$"})
    data["switch_off_time"] = ("kappa_tau_Q", 0.002 * np.asarray(kappa), {"symbol": "$t_s$"})
    return data


def upright(figure):
    lines = panels(figure)[0].get_lines()
    return [line.get_xdata()[0] for line in lines if list(line.get_ydata()) == [0, 1]]


def test_a_moment_by_name_that_all_curves_share():
    figure = pairtwist.plot(moments([1.0, 2.0]), vline="tau_Q")
    assert upright(figure) == [0.01]
    assert [text.get_text() for text in panels(figure)[0].texts] == [r"$\tau_Q$"]


def test_a_moment_of_each_curve_has_its_colour():
    figure = pairtwist.plot(moments([1.0, 2.0]), vline=[("switch_off_time", "off"), 0.02])
    lines = panels(figure)[0].get_lines()
    np.testing.assert_allclose(upright(figure), [0.002, 0.004, 0.02])
    assert [line.get_color() for line in lines[2:4]] == [line.get_color() for line in lines[:2]]
    assert [text.get_text() for text in panels(figure)[0].texts] == ["off"]


def test_a_moment_that_the_first_curve_lacks_is_named_at_the_next():
    data = moments([1.0, 2.0, 3.0])
    data["switch_off_time"][0] = np.nan
    figure = pairtwist.plot(data, vline=("switch_off_time", "off"))
    np.testing.assert_allclose(upright(figure), [0.004, 0.006])
    assert [text.get_text() for text in panels(figure)[0].texts] == ["off"]


def test_a_moment_of_each_row_of_a_map_is_no_line():
    """One at the first row's moment would be wrong for all others."""
    rows = moments(np.linspace(1.0, 40.0, 40))
    with pytest.raises(pairtwist.ChoiceError, match="from 0.002 to 0.08 with kappa_tau_Q.*fix that axis with at"):
        pairtwist.plot(rows, vline="switch_off_time")
    assert upright(pairtwist.plot(rows, vline="tau_Q")) == [0.01]


def test_a_moment_in_units_of_each_points_own_time():
    data = moments([1.0, 2.0], time_axis(3.0, units="tau_Q"))
    data["time_scale"] = data["tau_Q"]
    assert upright(pairtwist.plot(data, vline="tau_Q")) == [1.0]


def test_levels_by_name(curves):
    def levels(data, **choices):
        lines = panels(pairtwist.plot(data, **choices))[0].get_lines()
        return [line.get_ydata()[0] for line in lines if list(line.get_xdata()) == [0, 1]]

    assert levels(curves, hline=["bound", "classical"]) == [1.0, 0.01]
    assert levels(curves, hline="bound", scale="N") == [100.0]
    bell = sample([], {"bell": lambda t: t - 0.01}, time=time_axis(), atoms=50)
    assert levels(bell, hline="bound")[1] == pytest.approx(48 * np.log(2))


def test_a_level_that_depends_on_the_atoms_of_each_curve():
    atoms = axis("atoms", [10, 100], "$N$", "model.atoms")
    data = sample([atoms], {"qfi": (lambda n, t: n**2 * t, "$F_Q$")}, time=time_axis())
    axes = panels(pairtwist.plot(data, hline="classical"))[0]
    assert [line.get_ydata()[0] for line in axes.get_lines()[2:4]] == [0.1, 0.01]


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"vline": "tau_C"}, "no moment 'tau_C' in this file; did you mean 'tau_Q'"),
        ({"vline": "qfi"}, "no moment 'qfi' in this file"),
        ({"vline": "tau_Q", "at": {"time": 0.01}}, "drawn over kappa_tau_Q"),
        ({"hline": "bond"}, "no level 'bond'; did you mean 'bound'"),
        ({"hline": "bound", "quantity": "tau_Q"}, "^hline bound: tau_Q has none"),
        ({"contour": 0.3}, "^contour: qfi is drawn as curves, and contours are of maps"),
        ({"scale": "N^3"}, r"scale 'N\^3': there are 1, N, N\^2"),
    ],
)
def test_a_name_without_a_line(choices, message):
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(moments([1.0, 2.0]), **choices)


def test_a_line_by_name_is_in_the_panels_that_it_has_a_meaning_in():
    values = {"qfi": (lambda t: 1e3 * t, "$F_Q$"), "photon_number": lambda t: t}
    data = sample([], {**values, "bell": lambda t: t - 0.01}, time=time_axis(), atoms=50)

    def levels(*quantities):
        found = panels(pairtwist.plot(data, list(quantities), hline="bound"))
        lines = [[line for line in ax.get_lines() if list(line.get_xdata()) == [0, 1]] for ax in found]
        return [[line.get_ydata()[0] for line in own] for own in lines]

    assert levels("qfi", "photon_number") == [[1.0], []]
    assert levels("photon_number", "qfi") == [[], [1.0]]
    assert levels("bell", "photon_number", "qfi")[1:] == [[], [1.0]]
    with pytest.raises(pairtwist.ChoiceError, match="^hline bound: photon_number has none"):
        levels("photon_number")


def test_a_moment_is_in_the_panels_over_time():
    data = moments([1.0, 2.0])
    data["last"] = data["qfi"].isel(time=-1, drop=True)
    found = panels(pairtwist.plot(data, ["last", "qfi"], vline="tau_Q"))
    assert [0.01, 0.01] not in [list(line.get_xdata()) for line in found[0].get_lines()]
    assert [0.01, 0.01] in [list(line.get_xdata()) for line in found[1].get_lines()]
    with pytest.raises(pairtwist.ChoiceError, match="has its place on a time axis"):
        pairtwist.plot(data, "last", vline="tau_Q")


# --------------------------------------------------------------------------------- contours, scale


@pytest.fixture
def eventful(plane):
    config = '[[output.events]]\nname = "half"\nquantity = "qfi"\nabove = 0.25\nscale = "N^2"\n'
    plane.attrs["resolved_config"] += config
    return plane


def contour_levels(figure):
    axes, _ = cells(figure)
    return sorted({text.get_text() for text in axes.texts})


@pytest.mark.parametrize("size", [None, "column"])
def test_a_contour_too_short_for_its_name_has_it_beside(plane, size):
    figure = pairtwist.plot(plane, contour=[(0.1, "where it is larger than anybody would think")], size=size)
    assert contour_levels(figure) == ["where it is larger than anybody would think"]


def names_in_axes(figure):
    """Each name of a contour with the corners of its box in pixels, which turn with it."""
    axes, _ = cells(figure)
    figure.canvas.draw()
    found = []
    for text in axes.texts:
        angle, place = text.get_rotation(), text.get_transform().transform(text.get_position())
        text.set_rotation(0)
        box = text.get_window_extent()
        text.set_rotation(angle)
        turn = np.exp(1j * np.radians(angle)) / 2
        corners = [turn * complex(x * box.width, y * box.height) for x in (-1, 1) for y in (-1, 1)]
        found.append((text.get_text(), complex(*place) + np.array(corners)))
    return axes, found


def apart(one, other):
    """Whether two rectangles share nothing: some side of one of them is between them."""
    for corners in (one, other):
        for side in (corners[1] - corners[0], corners[2] - corners[0]):
            a, b = ((box * side.conjugate()).real for box in (one, other))
            if a.max() < b.min() or b.max() < a.min():
                return True
    return False


@pytest.mark.parametrize("size", [None, "column"])
@pytest.mark.parametrize(
    "values",
    [
        lambda k, t: 1 / (1 + np.exp(-40 * (k - 2 - t / 2))),  # lines close to each other
        lambda k, t: np.sin(9 * k) * np.cos(300 * t),  # many closed lines
        lambda k, t: k / 3 + 0 * t,  # along the frame
    ],
)
def test_names_of_contours_are_neither_on_each_other_nor_over_the_frame(values, size):
    kappa = axis("kappa", np.linspace(1, 3, 41), r"$\kappa$", "model.kappa")
    data = sample([kappa], {"purity": values}, time=time_axis())
    levels = [0.34, 0.4, 0.5, 0.6, 0.7]
    axes, found = names_in_axes(pairtwist.plot(data, contour=levels, size=size))
    names = [name for name, _ in found]
    assert set(names) == {str(level) for level in levels}
    assert all(names.count(name) <= 4 for name in names)
    box = axes.bbox
    for i, (_, corners) in enumerate(found):
        assert box.x0 < corners.real.min() and corners.real.max() < box.x1
        assert box.y0 < corners.imag.min() and corners.imag.max() < box.y1
        assert all(apart(corners, other) for _, other in found[:i])


def test_an_event_is_a_contour_at_its_level(eventful):
    figure = pairtwist.plot(eventful, contour=["half", (0.1, "tenth")])
    figure.canvas.draw()
    assert contour_levels(figure) == ["half", "tenth"]
    segments = [
        vertices
        for collection in cells(figure)[0].collections[1:]
        for path in collection.get_paths()
        for vertices in path.vertices
    ]
    # qfi / N^2 = 9 eta / (1 + kappa) / 10^4: a vertex lies on one of the two levels, nearly.
    values = [9 * eta / (1 + kappa) / 1e4 for kappa, eta in segments]
    assert len(values) > 10
    assert all(min(abs(v / 0.25 - 1), abs(v / 0.1 - 1)) < 0.1 for v in values)


def test_an_event_of_another_quantity_is_said_to_be_its(eventful):
    eventful["purity"] = eventful["qfi"] / 1e4
    with pytest.raises(pairtwist.ChoiceError, match="none of purity, but half of qfi$"):
        pairtwist.plot(eventful, quantity="purity", contour="half")


def test_an_event_is_drawn_in_the_maps_of_its_quantity(eventful):
    eventful["purity"] = eventful["qfi"] / 1e4
    figure = pairtwist.plot(eventful, ["purity", "qfi"], contour="half")
    names = [{text.get_text() for text in axes.texts} for axes in panels(figure)]
    assert names == [set(), {"half"}]
    message = "no event 'halt' of purity or qfi; did you mean 'half'"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(eventful, ["purity", "qfi"], contour="halt")


def test_an_event_is_called_by_its_label(plane):
    plane.attrs["resolved_config"] += (
        '[[output.events]]\nname = "t4"\nquantity = "qfi"\nabove = 0.25\nscale = "N^2"\n'
        'label = "$t_{0.4}$"\n'
    )
    figure = pairtwist.plot(plane, contour="t4")
    figure.canvas.draw()
    assert contour_levels(figure) == ["$t_{0.4}$"]
    figure = pairtwist.plot(plane, contour=("t4", "mine"))
    figure.canvas.draw()
    assert contour_levels(figure) == ["mine"]


def test_a_level_of_an_event_follows_the_scale(eventful):
    figure = pairtwist.plot(eventful, contour="half", scale="1")
    assert contour_levels(figure) == ["half"]
    assert cells(figure)[1].get_array().max() == pytest.approx(eventful["qfi"].max())


def test_a_level_of_zero_is_that_of_every_number_of_atoms():
    """Over N, too: an event with another level has none that all of such a map share."""
    numbers = axis("atoms", [50.0, 60.0, 70.0], "$N$", "model.atoms")
    data = sample([numbers, KAPPA], {"qfi": lambda n, kappa: n - 60 + 0 * kappa})
    for name, above in (("zero", 0.0), ("one", 1.0)):
        data.attrs["resolved_config"] += (
            f'[[output.events]]\nname = "{name}"\nquantity = "qfi"\nabove = {above}\n'
        )
    figure = pairtwist.plot(data, "qfi", scale="N", contour="zero")
    assert contour_levels(figure) == ["zero"]
    with pytest.raises(pairtwist.ChoiceError, match="contour one: it depends on the number of atoms"):
        pairtwist.plot(data, "qfi", scale="N", contour="one")


def test_a_contour_that_is_nowhere_is_said(eventful, write, plot_command):
    write(eventful, "map.h5")
    done = plot_command("map.h5", "--contour", "7:far")
    assert done.returncode == 0
    assert done.stderr.splitlines()[0].startswith("no contour far: qfi is between 8.9")


def test_an_unknown_event_names_the_known(eventful):
    with pytest.raises(pairtwist.ChoiceError, match="no event 'halt' of qfi; did you mean 'half'"):
        pairtwist.plot(eventful, contour="halt")


@pytest.mark.parametrize(
    ("scale", "label", "divisor"),
    [("1", "$F_Q$", 1), ("N", "$F_Q/N$", 100), ("N^2", "$F_Q/N^2$", 1e4), (None, "$F_Q/N^2$", 1e4)],
)
def test_a_quantity_over_a_power_of_n(curves, scale, label, divisor):
    axes = panels(pairtwist.plot(curves, scale=scale))[0]
    assert axes.get_ylabel() == label
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), curves["qfi"][0] / divisor)
    np.testing.assert_allclose(axes.get_lines()[4].get_ydata(), curves["qfi_oat"][0] / divisor)


@pytest.mark.parametrize(
    ("quantity", "name"),
    [("bell", "classical bound"), ("squeezing_wineland", "coherent state")],
)
def test_what_no_entanglement_passes_has_a_name(quantity, name):
    data = sample([], {quantity: lambda t: 200 * t - 2}, time=time_axis())
    (axes,) = panels(pairtwist.plot(data, hline="classical"))
    assert [text.get_text() for text in axes.texts] == [name]
    value = {"bell": 0, "squeezing_wineland": 1}[quantity]
    levels = [line for line in axes.get_lines() if set(line.get_ydata()) == {value}]
    assert len(levels) == 1 and levels[0].is_dashed()  # of a Bell correlator no second one below


def eventful_map(plane, label="", **event):
    plane["t40"] = plane["qfi"] * 1e-4
    plane["t40"].attrs = {"units": "kHz-1", "symbol": label or "t40", "long_name": label or "t40"}
    event = {"name": "t40", "quantity": "qfi", "above": 0.4, "scale": "N^2", **event}
    event |= {"label": label} if label else {}
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in event.items())
    plane.attrs["resolved_config"] += f"[[output.events]]\n{lines}"
    return plane


@pytest.mark.parametrize(
    ("label", "event", "shown"),
    [
        ("", {}, r"$t$ (kHz-1) where $F_Q = 0.4\,N^2$"),
        ("", {"below": 20.0, "scale": "1"}, "$t$ (kHz-1) where $F_Q = 20$"),
        ("half of it", {}, "$t$ (kHz-1) where half of it"),
        (r"$F_Q = 0.4\,N^2$", {}, r"$t$ (kHz-1) where $F_Q = 0.4\,N^2$"),
        ("$t_{40}$", {}, "$t_{40}$ (kHz-1)"),
        ("time of nearly half", {}, "time of nearly half (kHz-1)"),
    ],
)
def test_the_time_of_an_event_says_that_it_is_one(plane, label, event, shown):
    data = eventful_map(plane, label, **event)
    if "below" in event:
        data.attrs["resolved_config"] = data.attrs["resolved_config"].replace("above = 0.4\n", "")
    assert colourbar_labels(pairtwist.plot(data, "t40")) == [shown]
    (axes,) = panels(pairtwist.plot(data, "t40", at={"eta": 100}))
    assert axes.get_ylabel() == shown


def test_a_moment_of_an_event_is_called_by_its_level(curves):
    curves["t40"] = ((), 0.01, {"units": "1", "symbol": "t40"})
    curves.attrs["resolved_config"] += (
        '[[output.events]]\nname = "t40"\nquantity = "qfi"\nabove = 0.4\nscale = "N^2"\n'
    )
    (axes,) = panels(pairtwist.plot(curves, vline="t40"))
    assert [text.get_text() for text in axes.texts] == [r"$F_Q = 0.4\,N^2$"]


@pytest.mark.parametrize(
    ("unit", "rate", "text"),
    [
        ("1", "1", "$t$ = 0.03"),
        ("1", "kHz", "$t$ = 0.03/kHz"),
        ("tau_Q", "kHz", r"$t$ = 0.03 $\tau_Q$"),
    ],
)
def test_the_title_says_the_time_of_a_result_at_the_last_one(plane, unit, rate, text):
    plane["qfi"].attrs["long_name"] = "quantum Fisher information of J_y at the final time"
    plane.attrs["final_time"] = "0.03"
    config = plane.attrs["resolved_config"].replace("[output]", f'rate_unit = "{rate}"\n[output]')
    plane.attrs["resolved_config"] = config + f'[time]\nunit = "{unit}"\n'
    assert text_of(pairtwist.plot(plane))[0] == f"A sample, $N$ = 100, {text}"
    assert text_of(pairtwist.plot(plane, at={"eta": 10}))[0].endswith(text + r", $\eta$ = 10 kHz")
    assert text not in text_of(pairtwist.plot(plane, "status"))[0]


def test_results_at_different_last_times_are_told_apart_by_these(plane):
    files = [plane.isel(eta=0), plane.isel(eta=0)]
    for data, time in zip(files, ("0.03", "0.04")):
        data["qfi"].attrs["long_name"] = "quantum Fisher information of J_y at the final time"
        data.attrs = data.attrs | {"final_time": time}
    assert legend_texts(pairtwist.plot(files).axes[0]) == ["$t$ = 0.03", "$t$ = 0.04"]


def test_an_axis_of_last_times_says_them_itself():
    stop = axis("stop", [0.1, 0.2], "$t$", "time.stop")
    data = sample([stop], {"purity": lambda t: t})
    data["purity"].attrs["long_name"] = "purity at the final time"
    data.attrs["final_time"] = "1"
    assert text_of(pairtwist.plot(data))[0] == "A sample, $N$ = 100"
