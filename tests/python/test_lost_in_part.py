# SPDX-License-Identifier: BSD-3-Clause
"""A sample of cfi that is lost at some angles: the others are drawn, and those are counted."""

import numpy as np
import pytest

import pairtwist
from conftest import STATUSES, angle_axis, coded, sample, time_axis
from figures import panels, text_of

PARTLY, BELOW_PRECISION = STATUSES.index("partly"), STATUSES.index("below_precision")


@pytest.fixture
def lost():
    """Of three samples the first lacks one of its four angles."""
    angle = angle_axis("angle", 0.0, 1.5, 4)
    data = sample([], {"cfi": lambda t, a: 1 + t + a}, time=time_axis(samples=3), extra=[angle])
    data["cfi"][0, 2] = np.nan
    data["cfi_status"] = coded("time", [PARTLY, 0, 0], STATUSES)
    return data


def test_the_other_angles_are_drawn(lost):
    figure = pairtwist.plot(lost, ["cfi"], at={"time": 0}, scale="1")
    (ax,) = panels(figure)
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [1, 1.5, np.nan, 2.5])
    assert "1 of 4 values missing: 1 lost" in text_of(figure)


def test_a_map_counts_the_values(lost):
    assert "1 of 12 values missing: 1 lost" in text_of(pairtwist.plot(lost, ["cfi"]))


def test_samples_that_are_lost_as_a_whole_are_counted_beside(lost):
    lost["cfi"][1] = np.nan
    lost["cfi_status"][1] = BELOW_PRECISION
    assert "5 of 12 values missing: 4 below_precision, 1 lost" in text_of(
        pairtwist.plot(lost, ["cfi"])
    )


def test_where_all_samples_are_whole_they_are_counted(lost):
    lost["cfi"][0] = np.nan
    lost["cfi_status"][0] = BELOW_PRECISION
    assert "1 of 3 samples missing: 1 below_precision" in text_of(pairtwist.plot(lost, ["cfi"]))
