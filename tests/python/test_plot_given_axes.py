# SPDX-License-Identifier: BSD-3-Clause
"""The caller's axes keep their limits and logarithms; those that a plot sets fit all that is there."""

import warnings

import matplotlib.pyplot as plt
import pytest

import pairtwist
from conftest import sample, thermal, time_axis


def wave(height, stop=2.0):
    """A quantity that rises behind the middle."""
    return sample([], {"purity": (lambda t: height * (0.1 + (t / stop) ** 2), "$P$")}, time=time_axis(stop))


@pytest.fixture(autouse=True)
def no_warning_of_matplotlib():
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        yield


def heights(ax):
    low, high = ax.get_xlim()
    lines = [line for line in ax.get_lines() if len(line.get_xdata()) > 2]
    return [line.get_ydata()[(line.get_xdata() >= low) & (line.get_xdata() <= high)] for line in lines]


def is_all_in_sight(ax):
    bottom, top = ax.get_ylim()
    return all(bottom <= y.min() and y.max() <= top for y in heights(ax))


@pytest.mark.parametrize("first", ["asked of the plot", "set before", "set between"])
def test_limits_along_x_stay(first):
    _, ax = plt.subplots()
    if first == "set before":
        ax.set_xlim(0, 1)
    pairtwist.plot(wave(1.0), ax=ax, xlim=(0, 1) if first == "asked of the plot" else None)
    if first == "set between":
        ax.set_xlim(0, 1)
    pairtwist.plot(wave(3.0), ax=ax)
    assert ax.get_xlim() == (0, 1)
    assert is_all_in_sight(ax) or first == "set between"


def test_limits_along_y_stay():
    _, ax = plt.subplots()
    pairtwist.plot(wave(1.0), ax=ax, ylim=(0, 2))
    pairtwist.plot(wave(3.0), ax=ax)
    assert ax.get_ylim() == (0, 2)


def test_limits_that_nobody_asked_for_fit_all_plots():
    _, ax = plt.subplots()
    for height, stop in ((1.0, 1.0), (3.0, 2.0), (0.5, 0.5)):
        pairtwist.plot(wave(height, stop), ax=ax)
    assert ax.get_xlim() == (0, 2) and is_all_in_sight(ax)
    _, axes = plt.subplots(2, sharex=True)
    for one, stop in zip(axes, (1.0, 2.0)):
        pairtwist.plot(wave(1.0, stop), ax=one)
    assert axes[0].get_xlim() == (0, 2)


def test_ones_own_line_stays_in_sight():
    _, ax = plt.subplots()
    ax.plot([0, 5], [0, 1])
    ax.axhline(0.3)
    pairtwist.plot(wave(1.0), ax=ax)
    assert ax.get_xlim()[1] >= 5
    _, ax = plt.subplots()
    ax.axhline(0.3)
    pairtwist.plot(wave(1.0, 0.01), ax=ax)
    assert ax.get_xlim() == (0, 0.01)


def spike(height):
    """Something that would flatten all else."""
    return sample([], {"purity": (lambda t: height * (1 + t) + 1e4 * (t == t[50]), "$P$")}, time=time_axis(samples=201))


@pytest.mark.parametrize("order", [(1.0, 40.0), (40.0, 1.0)])
def test_limits_that_leave_spikes_out_leave_no_other_plot_out(order):
    _, ax = plt.subplots()
    for height in order:
        pairtwist.plot(spike(height), ax=ax)
    bottom, top = ax.get_ylim()
    assert bottom <= 1.0 and 40.0 <= top < 1e3


@pytest.mark.parametrize("by", ["the first plot", "the caller"])
def test_a_logarithmic_axis_stays_so(by):
    _, ax = plt.subplots()
    if by == "the caller":
        ax.set(xscale="log", yscale="log")
    else:
        pairtwist.plot(spike(40.0), ax=ax, log="x,y")
    pairtwist.plot(spike(1.0), ax=ax)
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert ax.get_xlim()[0] > 0 and ax.get_ylim()[1] > 1e4
    notes = [text.get_text() for text in [*ax.texts, *ax.figure.texts]]
    assert any("not above 0: no logarithm, left out" in note.replace("\n", " ") for note in notes)


@pytest.mark.parametrize("kind", ["bars", "map"])
def test_a_note_within_the_axes_is_seen_beside_bars_and_on_maps(kind, plane):
    """Axes without a layout have no room below; a map is everywhere, and gives the note a ground."""
    if kind == "map":
        data, quantity = plane, "purity"
        data["purity"] = data["qfi"] / data["qfi"].max()
        data["purity"][4, 5] = 1e6
    else:
        data, quantity = thermal(8).isel(photons=slice(4)), "photon_distribution"
    figure, ax = plt.subplots(figsize=(5, 3))
    pairtwist.plot(data, quantity, at={} if kind == "map" else {"time": 0.03}, ax=ax)
    (note,) = ax.texts
    if kind == "map":
        assert "beyond the colour scale" in note.get_text().replace("\n", " ")
        assert note.get_bbox_patch() is not None
    else:
        box = note.get_window_extent()
        assert "is above n = 3" in note.get_text().replace("\n", " ")
        assert not box.count_overlaps([bar.get_window_extent() for bar in ax.patches])
