# SPDX-License-Identifier: BSD-3-Clause
"""Power laws through curves: the numbers, the line, its exponent in the legend, what has none."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pairtwist
from conftest import axis, kappa_axis, sample, time_axis
from figures import legend_texts, panels, text_of
from pairtwist.carried_axes import place_legend
from pairtwist.carried_fits import exponent_text, power_law

NO_LAW = "not a power law over this range: "


def test_the_law_and_its_standard_error():
    rng = np.random.default_rng(1)
    x = np.geomspace(1, 1e4, 40)
    y = 2 * x**-0.7 * np.exp(0.05 * rng.standard_normal(40))
    factor, exponent, error = power_law(x, y)
    (slope, level), covariance = np.polyfit(np.log(x), np.log(y), 1, cov=True)
    assert (factor, exponent) == pytest.approx((np.exp(level), slope), rel=1e-10)
    assert error == pytest.approx(np.sqrt(covariance[0, 0]), rel=1e-10)
    assert abs(exponent + 0.7) < 4 * error


def test_points_without_a_logarithm_do_not_count():
    x, y = [0, 1, 2, 4, 8, np.nan], [5, -1, 4, 16, np.nan, 3]
    factor, exponent, error = power_law(x, y)
    assert (factor, exponent) == pytest.approx((1, 2)) and np.isnan(error)
    assert np.isnan(power_law([1, 1], [2, 3])).all() and np.isnan(power_law([1], [2])).all()


@pytest.mark.parametrize(
    ("exponent", "error", "text"),
    [
        (-0.166377, 0.000073, r"-0.166377 \pm 0.000073"),
        (1.94, 0.21, r"1.94 \pm 0.21"),
        (12.3, 40.0, r"12 \pm 40"),
        (0.5, 1e-16, "0.50000"),
        (0.5, np.nan, "0.50000"),
        (-1e-17, np.nan, "0.00000"),
    ],
)
def test_as_many_digits_as_mean_something(exponent, error, text):
    assert exponent_text(exponent, error) == text


def test_the_line_lies_on_the_curve_and_the_legend_has_the_exponent(power):
    (axes,) = panels(pairtwist.plot(power, log="x,y", fit="power"))
    curve, line = axes.get_lines()
    x, y = line.get_data()
    np.testing.assert_allclose(y, curve.get_ydata()[0] * (x / x[0]) ** (-1 / 3), rtol=1e-9)
    assert (x[0], x[-1]) == pytest.approx((curve.get_xdata()[0], curve.get_xdata()[-1]))
    assert len(x) > 100  # smooth on every axis
    assert legend_texts(axes) == ["$t_{45}$", r"$\propto N^{-0.33333}$"]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


def test_each_curve_has_its_own():
    kappa = kappa_axis([1.0, 2.0])
    data = sample([kappa], {"purity": lambda k, t: t**k}, time=time_axis())
    (axes,) = panels(pairtwist.plot(data, fit="power"))
    assert [t for t in legend_texts(axes) if "propto" in t] == [
        "$\\propto t^{1.00000}$", "$\\propto t^{2.00000}$"
    ]  # fmt: skip
    first, fit, *_ = axes.get_lines()
    assert first.get_color() == fit.get_color() and fit.get_linestyle() == "--"


def test_only_what_the_limits_show_is_fitted(power):
    power["t45"][:3] = 1.0
    for xlim in ((1e5, 1e7), (1e7, 1e5), (0.9e5, None)):
        (axes,) = panels(pairtwist.plot(power, fit="power", xlim=xlim))
        assert legend_texts(axes)[1] == r"$\propto N^{-0.33333}$"
        assert axes.get_lines()[1].get_xdata().min() == pytest.approx(1e5)


def test_times_in_a_scale_of_their_own_stand_in_brackets():
    data = sample([], {"purity": lambda t: 2 * t}, time=time_axis(units="tau_Q"))
    (axes,) = panels(pairtwist.plot(data, fit="power"))
    assert legend_texts(axes)[1] == r"$\propto (t/\tau_Q)^{1.00000}$"


def test_a_product_stands_in_brackets(curves):
    data = curves.isel(time=-1).isel(kappa_tau_Q=slice(1, None))
    (axes,) = panels(pairtwist.plot(data, "purity" if "purity" in data else "qfi", fit="power"))
    assert any(r"\propto (\kappa\,\tau_Q)^{" in text for text in legend_texts(axes))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.isel(atoms=[0, 1]) * -1, "0 points above 0, needed are 2"),
        (lambda d: d.where(d.atoms < 500), "1 point above 0, needed are 2"),
    ],
)
def test_a_fit_needs_two_points(power, change, message):
    power["t45"] = change(power["t45"])
    with pytest.raises(pairtwist.ChoiceError, match=f"no fit t45 ~ atoms.b: {message}"):
        pairtwist.plot(power, fit="power")


def test_a_fit_needs_two_points_within_the_limits(power):
    with pytest.raises(pairtwist.ChoiceError, match="1 point above 0 within xlim, needed are 2"):
        pairtwist.plot(power, fit="power", xlim=(1, 500))


def test_maps_and_bars_have_no_fit(plane):
    with pytest.raises(pairtwist.ChoiceError, match="qfi is drawn as a map.*; fix an axis with at"):
        pairtwist.plot(plane, fit="power")
    photons = axis("photons", np.arange(4.0), "$n$", "")
    data = sample([], {"photon_distribution": lambda n: n}, extra=[photons])
    with pytest.raises(pairtwist.ChoiceError, match="is drawn as bars, not as curves"):
        pairtwist.plot(data, fit="power")
    with pytest.raises(pairtwist.ChoiceError, match="fit 'linear': there is power"):
        pairtwist.plot(plane, fit="linear")


def test_the_program_says_exponent_error_and_points(power, write, plot_command):
    power["t45"] *= [1.01, 0.99, 1.01, 0.99, 1.01, 0.99]
    done = plot_command(write(power), "--fit", "power", "--log", "x,y")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("fit t45 ~ atoms^b: b = -0.3341 ± 0.0012, 6 points\n")


def test_a_curve_without_a_law_is_named_beside_those_that_have_one(write, plot_command):
    kappa = kappa_axis([-1.0, 2.0])
    data = sample([kappa], {"purity": lambda k, t: k * t}, time=time_axis())
    done = plot_command(write(data), "--fit", "power")
    assert done.returncode == 0, done.stderr
    first, second, *_ = done.stderr.splitlines()
    assert first == (
        "no fit purity ~ time^b (kappa tau_Q = -1): 0 points above 0, needed are 2"
    )
    assert second == "fit purity ~ time^b (kappa tau_Q = 2): b = 1.00000, 30 points"


def test_a_panel_without_a_law_stands_beside_one_that_has_one(write, plot_command):
    values = {"purity": lambda t: 3 * t, "qfi": lambda t: np.where(t == t.max(), 1.0, -t)}
    done = plot_command(
        write(sample([], values, time=time_axis())), "--quantity", "purity,qfi", "--fit", "power"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[:2] == [
        "fit purity ~ time^b: b = 1.00000, 30 points",
        "no fit qfi / N^2 ~ time^b: 1 point above 0, needed are 2",
    ]


def test_panels_none_of_which_has_a_law_are_refused_with_every_reason():
    values = {"purity": lambda t: -t, "qfi": lambda t: np.where(t == t.max(), 1.0, -t)}
    data = sample([], values, time=time_axis())
    why = "fit power: no fit purity .* 0 points above 0.*; no fit qfi .* 1 point above 0"
    with pytest.raises(pairtwist.ChoiceError, match=why):
        pairtwist.plot(data, ["purity", "qfi"], fit="power")


def test_what_is_no_power_law_is_said(write, plot_command):
    x = axis("eta", np.geomspace(1, 100, 30), r"$\eta$", "model.eta", "log")
    rng = np.random.default_rng(2)
    noise = np.exp(0.02 * rng.standard_normal(30))
    law = sample([x], {"purity": lambda eta: eta**-0.7 * noise})
    figure = pairtwist.plot(law, fit="power")
    assert text_of(figure)[1] == "" and legend_texts(figure.axes[0])[1].endswith("}$")
    bent = sample([x], {"purity": lambda eta: eta**2 / (30 + eta) ** 2 * noise})
    figure = pairtwist.plot(bent, fit="power")
    note = text_of(figure)[1]
    low, high = re.fullmatch(NO_LAW + "the local exponent is between (.+) and (.+)", note).groups()
    assert 0.3 < float(low) < 0.9 and 1.7 < float(high) < 2.4
    assert legend_texts(figure.axes[0])[1].endswith("}$, not a power law")
    done = plot_command(write(bent), "--fit", "power")
    assert done.returncode == 0 and note in done.stderr.splitlines()
    # What bends by less than its points scatter, and what is too short to tell, is left alone.
    coarse = np.exp(0.5 * rng.standard_normal(30))
    wild = sample([x], {"purity": lambda eta: eta ** (-0.7 + 0.02 * np.log(eta)) * coarse})
    assert text_of(pairtwist.plot(wild, fit="power"))[1] == ""
    assert text_of(pairtwist.plot(bent.isel(eta=[0, 9, 19, 29]), fit="power"))[1] == ""


def test_of_several_curves_those_that_are_no_power_laws_are_counted(write, plot_command):
    x = axis("eta", np.geomspace(1, 100, 30), r"$\eta$", "model.eta", "log")
    kappa = kappa_axis([0.0, 1.0, 2.0])
    data = sample([kappa, x], {"purity": lambda k, eta: np.where(k == 1, eta / (1 + eta), eta**k)})
    figure = pairtwist.plot(data, at={"kappa_tau_Q": [0, 1, 2]}, fit="power")
    note = text_of(figure)[1]
    said = "1 of 3 curves, whose local exponents are between (.+) and 0.46 at most"
    assert re.fullmatch(NO_LAW + said + r" \(\$\\kappa\\,\\tau_Q\$ = 1\)", note)
    marked = [text for text in legend_texts(figure.axes[0]) if text.endswith("not a power law")]
    assert len(marked) == 1
    done = plot_command(write(data), "--at", "kappa_tau_Q=0,1,2", "--fit", "power")
    assert done.stderr.splitlines()[-3].endswith(" at most (kappa tau_Q = 1)")


def test_the_law_and_a_closed_approximation_do_not_look_alike(curves):
    (axes,) = panels(pairtwist.plot(curves.isel(kappa_tau_Q=0), "qfi", fit="power"))
    _, law, twisting = axes.get_lines()
    assert law.get_linewidth() < twisting.get_linewidth()
    assert law._dash_pattern[1][0] > twisting._dash_pattern[1][0]


@pytest.mark.parametrize("choices", [{}, {"size": "column"}, {"style": "seaborn-v0_8-talk"}])
def test_the_law_is_thinner_than_the_curve_in_every_size(curves, choices):
    (axes,) = panels(pairtwist.plot(curves.isel(kappa_tau_Q=0), "qfi", fit="power", **choices))
    curve, law, twisting = axes.get_lines()
    assert law.get_linewidth() <= 0.7 * curve.get_linewidth()


def test_a_flat_beginning_has_an_exponent_of_0():
    x = axis("eta", np.geomspace(1e-3, 10, 40), r"$\eta$", "model.eta", "log")
    data = sample([x], {"purity": lambda eta: 1 / (1 + eta**2)})
    note = text_of(pairtwist.plot(data, fit="power"))[1]
    assert re.fullmatch(NO_LAW + r"the local exponent is between -(1\.\d|2) and 0", note)


def test_through_points_the_law_is_a_solid_line(power):
    points, law = pairtwist.plot(power, fit="power").axes[0].get_lines()
    assert (points.get_linestyle(), law.get_linestyle()) == ("None", "-")


@pytest.mark.parametrize("curves", [1, 2, 3])
def test_a_law_stands_below_its_curve_in_a_legend_below_the_axes(curves):
    """Of three curves and their laws a column of three would part the second from its own."""
    figure, ax = plt.subplots(figsize=(6, 4))
    for i in range(curves):
        ax.plot([0, 1], [0, i], label=f"curve {i}")
        ax.plot([0, 1], [0, i], label=f"law {i}")
    texts = place_legend(ax, "below", inside=False, pairs=True).get_texts()
    figure.canvas.draw()
    places = [text.get_window_extent().x0 for text in texts]
    assert len(texts) == 2 * curves
    assert all(abs(curve - law) < 1 for curve, law in zip(places[::2], places[1::2]))
