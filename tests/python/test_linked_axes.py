# SPDX-License-Identifier: BSD-3-Clause
"""Axes of keys that run together: what changes along them is all named."""

import numpy as np
import pytest
import xarray

import pairtwist
from conftest import sample, time_axis


def along(points, **keys):
    """A Dataset of a zip: F_Q over its points and the time."""
    point = xarray.Variable("point", np.arange(float(points)), {"long_name": "number of the scan point"})
    data = sample([point], {"qfi": lambda point, time: point + time}, time=time_axis(samples=4))
    for name, (values, symbol, units) in keys.items():
        attributes = {"key": f"model.{name}", "symbol": symbol, "units": units, "long_name": name}
        data = data.assign_coords({name: ("point", values, attributes)})
    return data


KAPPA = (np.linspace(1, 3, 40), r"$\kappa$", "kHz")
ETA = (np.linspace(10, 30, 40), r"$\eta$", "kHz")
SAME = (np.full(40, 2.0), "$U$", "kHz")


def axes_of(data, **choices):
    return pairtwist.plot(data, "qfi", **choices).axes


def test_a_curve_along_several_keys_names_them_all():
    data = along(40, kappa=KAPPA, eta=ETA, U=SAME)
    assert axes_of(data, at={"time": 0.02})[0].get_xlabel() == r"$\kappa$ (kHz), together with $\eta$"
    alone = along(40, U=SAME, eta=ETA)
    assert axes_of(alone, at={"time": 0.02})[0].get_xlabel() == r"$\eta$ (kHz)"


def test_a_map_over_points_names_what_changes():
    (ax, *_) = axes_of(along(40, kappa=KAPPA, eta=ETA, U=SAME))
    assert ax.get_ylabel() == r"number of the scan point, together with $\kappa$, $\eta$"


def test_words_that_run_together_are_named():
    states = (np.array(["vacuum"] * 20 + ["cat"] * 20), "light", "1")
    (ax, *_) = axes_of(along(40, eta=ETA, state=states), at={"time": 0.02})
    assert ax.get_xlabel() == r"$\eta$ (kHz), together with light"


@pytest.mark.parametrize("extent", [2.2, 6])
def test_the_label_has_room(extent):
    figure = pairtwist.plot(along(40, kappa=KAPPA, eta=ETA), "qfi", at={"time": 0.02}, size=(extent, 3))
    figure.canvas.draw()
    (ax,) = figure.axes
    box, whole = ax.xaxis.label.get_window_extent(), figure.bbox
    assert whole.x0 <= box.x0 and box.x1 <= whole.x1


FEW = {"eta": ([1.0, 2.0], r"$\eta$", "kHz"), "kappa": ([0.1, 0.2], r"$\kappa$", "kHz")}


def few():
    """Two points, with the config of their scan."""
    data = along(2, **FEW)
    axes = ", ".join(f'{{ key = "model.{name}", values = {values} }}' for name, (values, *_) in FEW.items())
    data.attrs["resolved_config"] += f'[scan]\nmode = "zip"\naxes = [{axes}]\n'
    return data


@pytest.mark.parametrize(
    "change, legend, label",
    [
        (lambda data: data.swap_dims(point="kappa"), r"$\kappa$ = 0.2 kHz, $\eta$ = 2 kHz", r"$\kappa$ (kHz), together with $\eta$"),
        (lambda data: data.drop_vars("eta"), r"$\kappa$ = 0.2 kHz, $\eta$ unknown", r"$\kappa$ (kHz), together with $\eta$"),
        (lambda data: data.drop_vars("point"), r"$\eta$ = 2 kHz, $\kappa$ = 0.2 kHz", r"$\eta$ (kHz), together with $\kappa$"),
        (
            lambda data: data.set_index(point="kappa"),
            r"point = 0.2, $\eta$ = 2 kHz, $\kappa$ unknown",
            r"point, together with $\eta$, $\kappa$",
        ),
        (
            lambda data: data.drop_vars(["point", "eta", "kappa"]),
            r"point[1], $\eta$ unknown, $\kappa$ unknown",
            r"position along point, together with $\eta$, $\kappa$",
        ),
    ],
    ids=["swap_dims", "a lost key", "no number", "set_index", "all lost"],
)  # fmt: skip
def test_whatever_becomes_of_coordinates_what_changes_is_said(change, legend, label):
    data = change(few())
    (ax,) = axes_of(data)
    entries = {text.get_text() for text in ax.get_legend().get_texts()}
    assert len(entries) == 2 and {*legend.split(", ")} in [{*one.split(", ")} for one in entries]
    assert axes_of(data, at={"time": 0.02})[0].get_xlabel() == label


def test_values_along_a_swapped_axis_are_chosen_by_either_key():
    (ax,) = axes_of(few().swap_dims(point="kappa"), at={"eta": 2.0})
    assert ax.get_title(loc="left") == r"A sample, $N$ = 100, $\eta$ = 2 kHz, $\kappa$ = 0.2 kHz"


def test_an_axis_without_values_is_only_counted():
    axis = xarray.Variable("eta", [10.0, 20.0], {"key": "model.eta", "symbol": r"$\eta$"})
    quantities = {"photon_number": lambda eta, time: eta * time}
    data = sample([axis], quantities, time=time_axis(samples=4)).drop_vars("eta")
    ax = pairtwist.plot(data, "photon_number").axes[0]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["eta[0]", "eta[1]"]
    last = pairtwist.plot(data, "photon_number", at={"time": 0.02})
    assert last.axes[0].get_xlabel() == "position along eta"
