# SPDX-License-Identifier: BSD-3-Clause
"""Several quantities of a result are panels, one below the other."""

import numpy as np
import pytest

import pairtwist
from conftest import angle_axis, axis, sample, time_axis
from figures import colourbar_labels, legend_texts, panels, text_of


def test_quantities_are_panels_over_one_x_axis(curves):
    curves["purity"] = curves["qfi"] / 1e4
    curves["purity"].attrs["symbol"] = "$P$"
    above, below = panels(pairtwist.plot(curves, ["purity", "qfi_oat"]))
    assert (above.get_ylabel(), below.get_ylabel()) == ("$P$", "$F_Q/N^2$")
    assert (above.get_xlabel(), below.get_xlabel()) == ("", "$t$")
    assert above.get_shared_x_axes().joined(above, below)
    assert above.get_position().x0 == pytest.approx(below.get_position().x0, abs=1e-3)
    np.testing.assert_allclose(above.get_lines()[2].get_ydata(), curves["purity"][2])
    np.testing.assert_allclose(below.get_lines()[2].get_ydata(), curves["qfi_oat"][2] / 1e4)


def test_a_legend_that_would_say_the_same_is_not_repeated(curves):
    curves["purity"] = curves["qfi"] / 1e4
    above, middle, below = panels(pairtwist.plot(curves, ["purity", "qfi_oat", "qfi"]))
    assert len(legend_texts(above)) == 4 and middle.get_legend() is None
    assert legend_texts(below)[-1] == "one-axis twisting"


def test_a_curve_and_a_map_are_panels_over_the_same_time():
    angle = angle_axis("angle", 0, np.pi, 5)
    data = sample([], {"cfi": lambda t, a: t * a * 1e4}, time=time_axis(), extra=[angle])
    data["qfi"] = data["cfi"].isel(angle=-1, drop=True)
    figure = pairtwist.plot(data, ["qfi", "cfi"])
    above, below = panels(figure)
    assert above.get_shared_x_axes().joined(above, below)
    assert below.get_ylabel() == r"$\angle$ (rad)" and len(colourbar_labels(figure)) == 1
    figure.canvas.draw()
    left, right = above.get_position(), below.get_position()
    assert (left.x0, left.x1) == pytest.approx((right.x0, right.x1), abs=2e-3)


def test_maps_are_panels(plane):
    plane["bell"] = plane["qfi"] - 500
    figure = pairtwist.plot(plane, ["qfi", "bell"])
    above, below = panels(figure)
    assert above.get_xlabel() == "" and below.get_xlabel() == r"$\kappa$ (kHz)"
    assert len(above.collections) == len(below.collections) == 1
    assert len(colourbar_labels(figure)) == 2


def test_panels_over_different_axes_share_none(ball):
    ball["qfi"] = ball["husimi"].isel(theta=0, phi=0, drop=True)
    _, below = panels(pairtwist.plot(ball, ["husimi", "qfi"], at={"phi": 0}))
    assert below.get_xlabel() == "$t$"
    above, below = panels(
        pairtwist.plot(ball, ["husimi", "qfi"], at={"phi": 0, "theta": np.pi / 2})
    )
    assert above.get_shared_x_axes().joined(above, below)


def test_an_axis_is_fixed_where_there_is_one():
    angle = angle_axis("angle", 0, np.pi, 5)
    data = sample([], {"cfi": lambda t, a: t * a * 1e4}, time=time_axis(), extra=[angle])
    data["qfi"] = data["cfi"].isel(angle=-1, drop=True)
    figure = pairtwist.plot(data, ["qfi", "cfi"], at={"angle": np.pi})
    for axes in panels(figure):
        np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), np.pi * data["time"])
    titles = [axes.get_title(loc="left") for axes in panels(figure)]
    assert titles == ["A sample, $N$ = 100", r"$\angle$ = 3.142 rad"]
    message = r"qfi has no axis 'phi'; its axes are: time"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(data, ["qfi", "cfi"], at={"phi": 0})


def test_notes_of_panels_name_the_quantity(curves):
    curves["qfi"][1] = np.nan
    curves["status"][1] = 3
    figure = pairtwist.plot(curves, ["qfi_oat", "qfi"])
    assert text_of(figure)[1] == "qfi: 1 of 4 points missing: 1 diverged"


def test_a_quantity_is_shown_once(curves):
    with pytest.raises(pairtwist.ChoiceError, match="quantity 'qfi' is asked for twice"):
        pairtwist.plot(curves, ["qfi", "qfi"])


def test_classical_information_over_time_and_angle():
    angle = angle_axis("angle", 0, np.pi, 9)
    data = sample([], {"cfi": lambda t, a: t * np.sin(a)}, time=time_axis(), extra=[angle])
    (axes,) = panels(pairtwist.plot(data))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$t$", r"$\angle$ (rad)")
    assert len(axes.collections) == 1
    ticks = [text.get_text() for text in axes.get_yticklabels()]
    assert ticks == ["0", r"$\pi/4$", r"$\pi/2$", r"$3\pi/4$", r"$\pi$"]
    (axes,) = panels(pairtwist.plot(data, at={"angle": np.pi / 2}))
    assert axes.get_xlabel() == "$t$" and len(axes.get_lines()) == 1
    (axes,) = panels(pairtwist.plot(data, at={"time": 0.03}))
    assert axes.get_xlabel() == r"$\angle$ (rad)"
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), 3e-6 * np.sin(angle), atol=1e-20)
    eta = axis("eta", [1.0, 2.0], r"$\eta$", "model.eta")
    data = sample([eta], {"cfi": lambda e, a: e * a}, extra=[angle])
    (axes,) = panels(pairtwist.plot(data))
    assert len(axes.get_lines()) == 2 and axes.get_xlabel() == r"$\angle$ (rad)"
