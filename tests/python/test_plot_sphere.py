# SPDX-License-Identifier: BSD-3-Clause
"""The Husimi function: on the sphere from both sides, or flat."""

import numpy as np
import pytest
import xarray

import pairtwist
from conftest import axis, sample
from figures import cells, panels
from pairtwist.carried import hemisphere


def brightest(image):
    """Where an image of the square -1 ... 1 is brightest: right, up."""
    row, column = np.unravel_index(np.argmax(image), image.shape)
    side = np.linspace(-1, 1, len(image))
    return side[column], side[row]


@pytest.mark.parametrize(
    ("place", "facing", "right", "up"),
    [
        ((1, 0, 0), 1, 0, 0),
        ((-1, 0, 0), -1, 0, 0),
        ((0.6, 0.8, 0), 1, 0.8, 0),
        ((-0.6, 0.8, 0), -1, -0.8, 0),
        ((0.6, 0, 0.8), 1, 0, 0.8),
        ((-0.48, -0.64, -0.6), -1, 0.64, -0.6),
    ],
)
def test_a_spot_is_where_one_sees_it(place, facing, right, up):
    theta, phi = np.linspace(0, np.pi, 181), np.linspace(-np.pi, np.pi, 361)
    t, p = np.meshgrid(theta, phi, indexing="ij")
    towards = np.sin(t) * np.cos(p) * place[0] + np.sin(t) * np.sin(p) * place[1]
    q = axis_array(towards + np.cos(t) * place[2], theta, phi)
    seen = brightest(hemisphere(q, facing))
    np.testing.assert_allclose(seen, (right, up), atol=0.02)
    # A linear function of the direction is seen as one, to the grid's step squared.
    side = np.linspace(-1, 1, 401)
    across, along = np.meshgrid(side, side)
    depth = np.sqrt(np.maximum(1 - across**2 - along**2, 0))
    expected = facing * depth * place[0] + facing * across * place[1] + along * place[2]
    inside = across**2 + along**2 < 0.999
    np.testing.assert_allclose(hemisphere(q, facing)[inside], expected[inside], atol=2e-4)


def axis_array(values, theta, phi):
    return xarray.DataArray(values, {"theta": theta, "phi": phi}, ("theta", "phi"))


def test_both_sides_are_shown_by_default(ball):
    figure = pairtwist.plot(ball, at={"time": 0})
    (axes,) = panels(figure)
    front, back = (np.asarray(image.get_array()) for image in axes.get_images())
    assert front.max() == pytest.approx(1.0) and back.max() < 0.01
    assert {text.get_text() for text in axes.texts} >= {"from $+x$", "from $-x$"}
    assert axes.get_aspect() == 1


def test_each_of_a_few_times_has_a_sphere(ball):
    figure = pairtwist.plot(ball)
    titles = [a.get_title(loc="left") for a in panels(figure)]
    assert titles == ["A sample, $N$ = 100\n$t$ = 0", "$t$ = 0.03"]
    for axes, place in zip(panels(figure), ((0, 0), (-1, 0))):
        front = np.asarray(axes.get_images()[0].get_array())
        np.testing.assert_allclose(brightest(front), place, atol=0.02)


def test_flat_is_a_map_with_the_pole_above(ball):
    axes, mesh = cells(pairtwist.plot(ball, at={"time": 0}, flat=True))
    assert (axes.get_xlabel(), axes.get_ylabel()) == (r"$\phi$ (rad)", r"$\theta$ (rad)")
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    np.testing.assert_allclose(mesh.get_array().reshape(19, 37), ball["husimi"][0])
    assert [t.get_text() for t in axes.get_yticklabels()] == [
        "0", r"$\pi/4$", r"$\pi/2$", r"$3\pi/4$", r"$\pi$"
    ]  # fmt: skip


def test_a_cut_through_the_sphere_is_a_curve(ball):
    (axes,) = panels(pairtwist.plot(ball, at={"time": 0, "theta": np.pi / 2}))
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), ball["husimi"][0, 9])
    assert r"$-\pi/2$" in [t.get_text() for t in axes.get_xticklabels()]


def test_rounding_below_zero_does_not_make_it_signed(ball):
    ball["husimi"][0, 0, 0] = -1e-18
    (axes,) = panels(pairtwist.plot(ball, at={"time": 0}))
    assert axes.get_images()[0].get_cmap().name == "magma"


def test_logarithmic_colours(ball):
    (axes,) = panels(pairtwist.plot(ball, at={"time": 0}, log="z"))
    norm = axes.get_images()[0].norm
    assert norm.vmin == pytest.approx(np.exp(-16.0)) and norm.vmax == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"xlim": (0, 1)}, "^xlim: husimi is drawn as a sphere.*flat"),
        ({"hline": 1}, "^hline: husimi is drawn as a sphere"),
        ({"log": "x"}, "^log x,y: husimi is drawn as a sphere"),
        ({"fit": "power"}, "^fit power: husimi is drawn as a sphere, not as curves"),
    ],
)
def test_what_a_sphere_has_no_place_for(ball, choices, message):
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(ball, at={"time": 0}, **choices)


def test_flat_needs_a_husimi_function(curves):
    message = "^flat is about the sphere of husimi, and qfi is not drawn as one"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves, flat=True)
    with pytest.raises(pairtwist.ChoiceError, match="no quantity 'husimi' in this file"):
        pairtwist.plot(curves, "husimi")


def test_more_spheres_than_a_page_takes_are_refused(ball):
    many = ball.isel(time=[0, 1, 0, 1, 0]).assign_coords(time=np.arange(5.0))
    with pytest.raises(pairtwist.ChoiceError, match=r"3 axes \(time, theta, phi\).*at={.time.: 2}"):
        pairtwist.plot(many)


def test_a_sphere_without_a_value_is_refused(ball):
    ball["husimi"][:] = np.nan
    ball["status"][()] = 3
    with pytest.raises(pairtwist.ChoiceError, match="husimi has no value. 1 of 1 .* 1 diverged"):
        pairtwist.plot(ball, at={"time": 0})


def test_one_point_of_a_scan_is_fixed_first(ball):
    data = sample(
        [axis("U", [1.0, 2.0], "$U$", "model.U")],
        {"husimi": lambda u, t, p: u * np.sin(t) + 0 * p},
        extra=[ball["theta"].variable, ball["phi"].variable],
    )
    titles = [a.get_title(loc="left") for a in panels(pairtwist.plot(data))]
    assert titles == ["A sample, $N$ = 100\n$U$ = 1", "$U$ = 2"]


def test_spheres_have_one_colour_scale_where_none_would_be_dark(ball):
    ball["husimi"][1] *= 0.5
    figure = pairtwist.plot(ball)
    norms = [image.norm for axes in panels(figure) for image in axes.get_images()]
    assert [(norm.vmin, norm.vmax) for norm in norms] == [(0, 1)] * 4
    assert len(figure.axes) - len(panels(figure)) == 1
    figure = pairtwist.plot(ball, log="z")
    norms = [image.norm for axes in panels(figure) for image in axes.get_images()]
    assert {norm.vmax for norm in norms} == {1.0} and len({norm.vmin for norm in norms}) == 1
    ball["husimi"][1] *= 0.4
    figure = pairtwist.plot(ball)
    highest = [axes.get_images()[0].norm.vmax for axes in panels(figure)]
    assert highest == pytest.approx([1.0, 0.2]) and len(figure.axes) - len(panels(figure)) == 2
