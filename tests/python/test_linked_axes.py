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
