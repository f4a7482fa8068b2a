# SPDX-License-Identifier: BSD-3-Clause
"""Values far beyond the rest do not flatten a picture, and are counted."""

import numpy as np
import pytest

import pairtwist
from conftest import axis, sample, time_axis
from figures import cells, panels, text_of


def spiked(height):
    data = sample([], {"squeezing": lambda t: np.cos(100 * t)}, time=time_axis(samples=101))
    data["squeezing"][40] = height
    return data


def test_a_spike_does_not_flatten_the_rest_and_is_counted():
    figure = pairtwist.plot(spiked(1.8e8))
    low, high = panels(figure)[0].get_ylim()
    assert -1.2 < low <= -1.0 and 1.0 <= high < 1.2
    assert text_of(figure)[1] == "1 of 101 values is beyond the y axis, up to 1.8e+08"
    assert np.nanmax(panels(figure)[0].get_lines()[0].get_ydata()) == 1.8e8  # it is still there


def rising(companion):
    """F_Q that is at its plateau after two samples of 201, and one-axis twisting beside it."""
    plateau = {"qfi": (lambda t: 4650 - 4550 * (t < 1e-4 * 3) + 40 * np.sin(900 * t), "$F_Q$")}
    data = sample([], plateau | {"qfi_oat": (companion, "$F_Q$")}, time=time_axis(samples=201))
    return pairtwist.plot(data, "qfi")


def test_where_an_approximation_is_there_are_no_spikes():
    figure = rising(lambda t: 100 + 4500 * np.sin(100 * t) ** 2)
    bottom, top = figure.axes[0].get_ylim()
    assert bottom < 0.01 and top > 0.469 and not text_of(figure)[1]


def test_points_between_missing_ones_are_seen():
    """Bell correlators over N, which odd numbers of atoms have none of."""
    number = axis("atoms", np.arange(4.0, 61.0), "$N$", "model.atoms")
    data = sample([number], {"bell_final": lambda n: np.where(n % 2, np.nan, n)}, time=None)
    (line,) = (one for one in pairtwist.plot(data).axes[0].get_lines() if len(one.get_xdata()) > 2)
    assert line.get_marker() == "o" and np.isfinite(line.get_ydata()).sum() == 29


def test_what_a_spike_leaves_out_of_an_approximation_is_counted_too():
    """It leaves the range of the quantity itself, as short-time ones do."""
    figure = rising(lambda t: 4650 + 1e6 * t)
    assert figure.axes[0].get_ylim()[0] > 0.4
    assert "values are beyond the y axis" in text_of(figure)[1]
    assert "of 201 of the one-axis twisting" in text_of(figure)[1].replace("\n", " ")


def test_what_is_asked_for_shows_the_spike():
    for choices in ({"ylim": (None, 2e8)}, {"log": "y"}, {"xlim": (0.02, None)}):
        assert "beyond" not in text_of(pairtwist.plot(spiked(1.8e8), **choices))[1]


@pytest.mark.parametrize("height", [5.0, -9.0, np.nan])
def test_what_flattens_nothing_stays_in_the_picture(height):
    assert "beyond" not in text_of(pairtwist.plot(spiked(height)))[1]


def test_a_curve_that_grows_or_decays_is_no_spike():
    for law in (lambda t: np.exp(500 * t), lambda t: np.exp(-500 * t), lambda t: (t / 0.03) ** 9):
        data = sample([], {"squeezing": law}, time=time_axis(samples=101))
        assert text_of(pairtwist.plot(data))[1] == ""


def test_a_spike_of_a_map_saturates_its_colours(plane):
    plane["purity"] = plane["qfi"] / plane["qfi"].max()
    plane["purity"][4, 5] = 1e6
    figure = pairtwist.plot(plane, "purity")
    assert cells(figure)[1].get_clim()[1] < 2
    assert text_of(figure)[1] == "1 of 117 values is beyond the colour scale, up to 1e+06"
