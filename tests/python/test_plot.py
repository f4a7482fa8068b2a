# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist.plot: figures read back, that is, their curves, labels, limits, scales and cells."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray

import pairtwist
from conftest import axis, kappa_axis, qfi_values, sample, time_axis
from figures import cells, colourbar_labels, legend_texts, text_of
from pairtwist.labels import is_fisher_information


# ------------------------------------------------------------------------------------------- curves


def test_one_curve_per_scan_value_and_the_companion_once(curves):
    figure = pairtwist.plot(curves)
    (axes,) = figure.axes
    lines = axes.get_lines()
    assert len(lines) == 5
    for line, kappa in zip(lines, curves["kappa_tau_Q"].values):
        np.testing.assert_allclose(line.get_xdata(), curves["time"])
        np.testing.assert_allclose(line.get_ydata(), qfi_values(kappa, curves["time"]) / 100**2)
        assert line.get_linestyle() == "-"
    assert len({line.get_color() for line in lines}) == 5
    np.testing.assert_allclose(lines[4].get_ydata(), 1e5 * curves["time"] / 100**2)
    assert lines[4].get_linestyle() == "--" and lines[4].get_color() == "black"
    assert legend_texts(axes) == [
        *(rf"$\kappa\,\tau_Q$ = {value}" for value in ("0", "0.1", "1", "10")),
        "one-axis twisting",
    ]
    assert axes.get_xlabel() == "$t$" and axes.get_ylabel() == "$F_Q/N^2$"
    assert axes.get_xlim() == (0.0, 0.03)
    assert axes.get_xscale() == "linear"
    assert text_of(figure) == ("A sample, $N$ = 100", "")


def test_a_companion_that_depends_on_the_scan_is_drawn_for_each(curves):
    curves["qfi_p8"] = curves["qfi"] * 0.5
    axes = pairtwist.plot(curves).axes[0]
    dotted = [line for line in axes.get_lines() if line.get_linestyle() == ":"]
    drawn = [line for line in dotted if len(line.get_xdata())]
    assert len(drawn) == 4 and len(dotted) == 5  # the fifth is the legend's black one
    assert [line.get_color() for line in drawn] == [
        line.get_color() for line in axes.get_lines()[:4]
    ]


def test_a_companion_of_some_curves_has_the_colour_of_none(curves):
    factors = xarray.DataArray([1.0, 2.0, 2.0, 3.0], dims="kappa_tau_Q")
    curves["qfi_p8"] = curves["qfi_oat"] * factors
    axes = pairtwist.plot(curves).axes[0]
    colours = [line.get_color() for line in axes.get_lines()[:4]]
    drawn = {
        round(float(line.get_ydata()[-1]), 9): line.get_color()
        for line in axes.get_lines()
        if line.get_linestyle() == ":" and len(line.get_xdata())
    }
    assert drawn == {0.3: colours[0], 0.6: "black", 0.9: colours[3]}


def test_only_qfi_gets_companions(curves):
    axes = pairtwist.plot(curves, "qfi_oat").axes[0]
    assert len(axes.get_lines()) == 4


def test_companion_of_a_failed_point_comes_from_a_good_one(curves):
    curves["qfi"][0] = curves["qfi_oat"][0] = np.nan
    curves["status"][0] = 3
    axes = pairtwist.plot(curves).axes[0]
    np.testing.assert_allclose(axes.get_lines()[4].get_ydata(), 1e5 * curves["time"] / 100**2)


def test_a_single_point_is_one_curve(curves):
    axes = pairtwist.plot(curves, at={"kappa_tau_Q": 1}).axes[0]
    assert len(axes.get_lines()) == 2
    assert text_of(axes.figure)[0] == r"A sample, $N$ = 100, $\kappa\,\tau_Q$ = 1"


@pytest.mark.parametrize(
    ("count", "legend"), [(7, True), (8, True), (12, True), (13, False), (30, False)]
)
def test_many_curves_get_a_colour_scale(count, legend):
    data = sample([kappa_axis(np.linspace(1, 10, count))], {"qfi": qfi_values}, time=time_axis())
    figure = pairtwist.plot(data)
    assert len(figure.axes[0].get_lines()) == count
    assert len({str(line.get_color()) for line in figure.axes[0].get_lines()}) == count
    assert (figure.axes[0].get_legend() is not None) == legend
    assert colourbar_labels(figure) == ([] if legend else [r"$\kappa\,\tau_Q$"])


def test_more_than_thirty_values_over_time_are_a_map():
    data = sample([kappa_axis(np.linspace(1, 10, 31))], {"qfi": qfi_values}, time=time_axis())
    axes, mesh = cells(pairtwist.plot(data))
    assert mesh.get_array().size == 31 * 31
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$t$", r"$\kappa\,\tau_Q$")


def test_over_one_axis_the_points_are_marked():
    kappa = axis("kappa", np.geomspace(0.1, 100, 7), r"$\kappa$", "model.kappa", "log", "kHz")
    data = sample([kappa], {"purity": (lambda k: 1 / (1 + k), r"$\mathrm{Tr}\,\rho^2$")})
    axes = pairtwist.plot(data).axes[0]
    (line,) = axes.get_lines()
    assert line.get_marker() == "o" and axes.get_legend() is None
    np.testing.assert_allclose(line.get_xdata(), kappa.values)
    assert axes.get_xscale() == "log" and axes.get_xlabel() == r"$\kappa$ (kHz)"
    assert axes.get_ylabel() == r"$\mathrm{Tr}\,\rho^2$"


def test_units_stand_in_labels_and_legend_but_one_does_not():
    U = axis("U", [1.0, 2.5], "$U$", "model.U", units="kHz")
    data = sample([U], {"bell": (lambda u, t: u * t, "$Q$")}, time=time_axis(units="1/kHz"))
    axes = pairtwist.plot(data).axes[0]
    assert axes.get_xlabel() == "$t$ (1/kHz)" and axes.get_ylabel() == "$Q$"
    assert legend_texts(axes) == ["$U$ = 1 kHz", "$U$ = 2.5 kHz"]


def test_time_in_a_scale_of_its_own():
    data = sample([], {"purity": lambda t: 1 - t}, time=time_axis(2.0, 5, units="tau_Q"))
    assert pairtwist.plot(data).axes[0].get_xlabel() == r"$t/\tau_Q$"
    figure = pairtwist.plot(
        sample(
            [axis("switch_off", [2.0, 9.0], "$s$", "pump.switch_off", units="tau_Q")],
            {"purity": lambda s, t: s * t},
            time=time_axis(),
        )
    )
    assert legend_texts(figure.axes[0]) == [r"$s$ = 2 $\tau_Q$", r"$s$ = 9 $\tau_Q$"]


def test_fisher_information_over_scanned_atoms_is_divided_by_each_ones_square():
    atoms = axis("atoms", [10, 100, 1000], "$N$", "model.atoms", "log")
    data = sample([atoms], {"qfi": (lambda n, t: n**2 / 2 + t * n, "$F_Q$")}, time=time_axis())
    axes = pairtwist.plot(data).axes[0]
    assert axes.get_ylabel() == "$F_Q/N^2$"
    for line, n in zip(axes.get_lines(), atoms.values):
        np.testing.assert_allclose(line.get_ydata(), 0.5 + data["time"] / n)


def test_fixing_the_atoms_normalises_by_that_number():
    atoms = axis("atoms", [10, 100], "$N$", "model.atoms")
    data = sample([atoms], {"qfi": (lambda n, t: n**2 * t, "$F_Q$")}, time=time_axis())
    axes = pairtwist.plot(data, at={"atoms": 10}).axes[0]
    assert axes.get_ylabel() == "$F_Q/N^2$"
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), data["time"], atol=1e-15)


def test_times_of_extrema_are_not_normalised():
    data = sample([kappa_axis([1.0, 2.0])], {"qfi_max_time": (lambda k: k, "$t$ of max $F_Q$")})
    axes = pairtwist.plot(data, "qfi_max_time").axes[0]
    assert axes.get_ylabel() == "$t$ of max $F_Q$"
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), [1.0, 2.0])


def test_a_quantity_of_extrema_means_its_maximum():
    data = sample(
        [kappa_axis([1.0, 2.0])],
        {"qfi_min": lambda k: k, "qfi_max": (lambda k: 1e4 * k, "max $F_Q$")},
    )
    axes = pairtwist.plot(data, "qfi").axes[0]
    assert axes.get_ylabel() == "max $F_Q/N^2$"
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), [1.0, 2.0])


def test_components_are_curves():
    component = xarray.Variable("component", np.array(["x", "y", "z"]))
    data = sample([], {"spin_mean": lambda t, c: t * c}, time=time_axis(), extra=[component])
    axes = pairtwist.plot(data).axes[0]
    assert legend_texts(axes) == ["x", "y", "z"]
    (line,) = pairtwist.plot(data, at={"component": "z"}).axes[0].get_lines()
    np.testing.assert_allclose(line.get_ydata(), 2 * data["time"])


def test_bell_has_a_line_at_zero():
    data = sample([], {"bell": lambda t: t - 0.01}, time=time_axis())
    levels = [line.get_ydata()[0] for line in pairtwist.plot(data).axes[0].get_lines()]
    assert 0 in levels and len(levels) == 2


def test_failed_points_are_missing_and_counted(curves):
    curves["qfi"][1:3] = np.nan
    curves["status"][1:3] = [3, 5]
    figure = pairtwist.plot(curves)
    assert np.isnan(figure.axes[0].get_lines()[1].get_ydata()).all()
    assert text_of(figure)[1] == "2 of 4 points missing: 1 diverged, 1 no_maximum"


def test_points_that_miss_single_values_are_not_called_missing(curves):
    curves["qfi"][1, 0] = np.nan
    curves["status"][1] = 2
    assert text_of(pairtwist.plot(curves))[1] == ""


# --------------------------------------------------------------------------------------------- maps


def test_two_axes_are_a_map_with_logarithmic_edges(plane):
    figure = pairtwist.plot(plane)
    axes, mesh = cells(figure)
    np.testing.assert_allclose(mesh.get_array().reshape(9, 13), plane["qfi"] / 100**2)
    assert (axes.get_xlabel(), axes.get_ylabel()) == (r"$\kappa$ (kHz)", r"$\eta$ (kHz)")
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    corners = mesh.get_coordinates()
    assert corners.shape == (10, 14, 2)
    x, y = corners[0, :, 0], corners[:, 0, 1]
    np.testing.assert_allclose(np.sqrt(x[1:] * x[:-1]), plane["kappa"])
    np.testing.assert_allclose(np.sqrt(y[1:] * y[:-1]), plane["eta"])
    np.testing.assert_allclose(axes.get_xlim(), [x[0], x[-1]])
    np.testing.assert_allclose(axes.get_ylim(), [y[0], y[-1]])
    assert colourbar_labels(figure) == ["$F_Q/N^2$"]


def test_a_map_at_a_time():
    eta = axis("eta", [1.0, 2.0, 4.0], r"$\eta$", "model.eta")
    data = sample(
        [eta, kappa_axis([0.0, 1.0])], {"qfi": lambda e, k, t: e * t + k}, time=time_axis()
    )
    axes, mesh = cells(pairtwist.plot(data, at={"time": 0.02}))
    expected = [[0.02, 1.02], [0.04, 1.04], [0.08, 1.08]]
    np.testing.assert_allclose(mesh.get_array().reshape(3, 2), np.array(expected) / 100**2)
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], np.sqrt([0.5, 2, 8, 32]))
    assert axes.get_yscale() == "log"  # each twice the one before
    assert text_of(axes.figure)[0] == "A sample, $N$ = 100, $t$ = 0.02"


def test_a_map_of_both_signs_is_centred_on_zero():
    eta = axis("eta", [1.0, 2.0, 4.0], r"$\eta$", "model.eta")
    data = sample([eta, kappa_axis([1.0, 3.0])], {"bell": lambda e, k: e - k})
    _, mesh = cells(pairtwist.plot(data))
    assert mesh.get_clim() == (-3.0, 3.0) or mesh.get_clim() == (-2.0, 2.0)
    assert -mesh.get_clim()[0] == mesh.get_clim()[1] == abs(data["bell"]).max()


def test_a_missing_cell_is_masked_and_counted(plane):
    plane["qfi"][2, 3] = np.nan
    plane["status"][2, 3] = 1
    figure = pairtwist.plot(plane)
    values = np.ma.filled(cells(figure)[1].get_array(), np.nan).reshape(9, 13)
    assert np.isnan(values[2, 3]) and np.isnan(values).sum() == 1
    assert text_of(figure)[1] == "1 of 117 points missing: 1 not_converged"


def test_values_scanned_in_any_order_are_drawn_in_theirs():
    eta = axis("eta", [4.0, 1.0, 2.0], r"$\eta$", "model.eta")
    data = sample([eta, kappa_axis([1.0, 0.0])], {"bell": lambda e, k: 10 * e + k})
    _, mesh = cells(pairtwist.plot(data))
    np.testing.assert_allclose(mesh.get_array().reshape(3, 2), [[10, 11], [20, 21], [40, 41]])
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], np.sqrt([0.5, 2, 8, 32]))
    _, line = pairtwist.plot(data, at={"kappa_tau_Q": 0}).axes[0].get_lines()
    np.testing.assert_allclose(line.get_xdata(), [1, 2, 4])
    np.testing.assert_allclose(line.get_ydata(), [10, 20, 40])


def test_density_matrix_at_a_time():
    m = axis("m", [-1.0, 0.0, 1.0], "$m$", "")
    m_prime = axis("m_prime", [-1.0, 0.0, 1.0], "$m'$", "")
    data = sample(
        [], {"rho_re": lambda t, a, b: a + 2 * b + t}, time=time_axis(), extra=[m, m_prime]
    )
    axes, mesh = cells(pairtwist.plot(data, "rho", at={"time": 0}))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$m'$", "$m$")
    np.testing.assert_allclose(
        mesh.get_array().reshape(3, 3), [[-3, -1, 1], [-2, 0, 2], [-1, 1, 3]]
    )


def test_the_matrix_of_one_point_has_its_own_m_alone():
    """Of a scan over 2 and 3 atoms m are of both, and the others' are missing."""
    m = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5])
    axes = [axis("m", m, "$m$", ""), axis("m_prime", m, "$m'$", "")]
    number = axis("atoms", [2.0, 3.0], "$N$", "model.atoms")
    own = lambda n, m: (2 * m - n) % 2 == 0  # noqa: E731
    data = sample([number], {"rho_re": lambda n, a, b: np.where(own(n, a) & own(n, b), a + 2 * b, np.nan)},
                  extra=axes)  # fmt: skip
    _, mesh = cells(pairtwist.plot(data, "rho_re", at={"atoms": 2}))
    np.testing.assert_allclose(
        mesh.get_array().reshape(3, 3), [[-3, -1, 1], [-2, 0, 2], [-1, 1, 3]]
    )


# ------------------------------------------------------------------------------------ photon numbers


def distribution(scan=(), time=None, count=5):
    """A made-up P(n), different in every cell."""
    photons = axis("photons", np.arange(count), "$n$", "")
    names = {"photon_distribution": (lambda *grids: sum(grids) / (1 + grids[-1]), "$P(n)$")}
    return sample(list(scan), names, time=time, extra=[photons])


def test_photon_numbers_over_time_are_a_map_however_few():
    data = distribution(time=time_axis(samples=4))
    figure = pairtwist.plot(data)
    axes, mesh = cells(figure)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$t$", "$n$")
    np.testing.assert_allclose(mesh.get_array().reshape(5, 4), data["photon_distribution"].T)
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], np.arange(6) - 0.5)
    assert colourbar_labels(figure) == ["$P(n)$"]
    figure.canvas.draw()
    assert all(tick == round(tick) for tick in axes.get_yticks())


def test_rounding_below_zero_does_not_make_probabilities_signed():
    data = distribution(time=time_axis())
    data["photon_distribution"][:, 4] = -1e-15
    _, mesh = cells(pairtwist.plot(data))
    assert mesh.get_cmap().name == "viridis" and mesh.get_clim()[0] == -1e-15


def test_photon_numbers_at_a_time_are_bars():
    data = distribution(time=time_axis(samples=4), count=3)
    figure = pairtwist.plot(data, at={"time": 0.03})
    (axes,) = figure.axes
    assert not axes.get_lines()
    heights = [bar.get_height() for bar in axes.patches]
    np.testing.assert_allclose(heights, data["photon_distribution"].isel(time=-1))
    centres = [bar.get_x() + bar.get_width() / 2 for bar in axes.patches]
    np.testing.assert_allclose(centres, [0, 1, 2])
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$n$", "$P(n)$")
    assert text_of(figure)[0] == "A sample, $N$ = 100, $t$ = 0.03"
    figure.canvas.draw()
    assert all(tick == round(tick) for tick in axes.get_xticks())


def test_photon_numbers_over_a_scan_axis_are_a_map_over_it():
    data = distribution([axis("eta", np.geomspace(1, 100, 4), r"$\eta$", "model.eta", "log")])
    axes, mesh = cells(pairtwist.plot(data))
    assert (axes.get_xlabel(), axes.get_ylabel()) == (r"$\eta$", "$n$")
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "linear")
    np.testing.assert_allclose(mesh.get_array().reshape(5, 4), data["photon_distribution"].T)


def test_one_photon_number_is_a_curve_over_time():
    (line,) = pairtwist.plot(distribution(time=time_axis()), at={"photons": 2}).axes[0].get_lines()
    np.testing.assert_allclose(line.get_ydata(), (2 + time_axis().values) / 3)


# ---------------------------------------------------------------------------------------------- zip


@pytest.fixture
def zipped():
    """Three points along which N and kappa change together."""
    point = axis("point", [0, 1, 2], "", "")
    del point.attrs["symbol"], point.attrs["key"], point.attrs["spacing"]
    data = sample([point], {"qfi": (lambda p, t: (p + 1) * 100 * t, "$F_Q$")}, time=time_axis())
    for name, values, symbol in (
        ("atoms", [10.0, 20.0, 20.0], "$N$"),
        ("kappa", [0.0, 1.0, 2.0], r"$\kappa$"),
    ):
        data = data.assign_coords(
            {name: ("point", values, {"units": "1", "symbol": symbol, "key": f"model.{name}"})}
        )
    return data


def test_zip_names_all_keys_in_the_legend(zipped):
    axes = pairtwist.plot(zipped).axes[0]
    assert legend_texts(axes) == [
        rf"$N$ = {n}, $\kappa$ = {k}" for n, k in ((10, 0), (20, 1), (20, 2))
    ]
    assert axes.get_ylabel() == "$F_Q/N^2$"
    for line, slope in zip(axes.get_lines(), (100 / 10**2, 200 / 20**2, 300 / 20**2)):
        np.testing.assert_allclose(line.get_ydata(), slope * zipped["time"])


def test_zip_fixed_by_a_key(zipped):
    axes = pairtwist.plot(zipped, at={"atoms": 20}).axes[0]
    assert len(axes.get_lines()) == 2
    assert axes.get_ylabel() == "$F_Q/N^2$"
    np.testing.assert_allclose(axes.get_lines()[1].get_ydata(), 300 * zipped["time"] / 400)
    (line,) = pairtwist.plot(zipped, at={"atoms": 20, "kappa": 2}).axes[0].get_lines()
    np.testing.assert_allclose(line.get_ydata(), 300 * zipped["time"] / 400)


def test_zip_at_a_point_says_all_of_its_keys(zipped):
    for at in ({"point": 1}, {"kappa": float(zipped["kappa"][1])}):
        title = pairtwist.plot(zipped, at=at).axes[0].get_title(loc="left")
        assert f"$N$ = {int(zipped['atoms'][1])}" in title and r"$\kappa$ = " in title and "point" not in title


def test_zip_of_many_points_over_time_is_a_map_by_point():
    point = axis("point", np.arange(40), "", "")
    data = sample([point], {"bell": lambda p, t: p * t}, time=time_axis())
    data = data.assign_coords(U=("point", np.cos(np.arange(40.0))))
    axes, mesh = cells(pairtwist.plot(data))
    np.testing.assert_allclose(mesh.get_coordinates()[:, 0, 1], np.arange(41) - 0.5)
    np.testing.assert_allclose(mesh.get_array().reshape(40, 31), data["bell"])


def test_zip_at_a_time_is_over_the_first_key_that_changes(zipped):
    axes = pairtwist.plot(zipped, at={"time": 0.03}).axes[0]
    np.testing.assert_allclose(axes.get_lines()[0].get_xdata(), [10, 20, 20])
    assert axes.get_xlabel() == r"$N$, together with $\kappa$"


# ------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("quantity", "at", "message"),
    [
        ("qfy", {}, r"no quantity 'qfy'.*did you mean 'qfi'.*There are: qfi, qfi_oat"),
        ("qfi", {"eta": 1}, r"qfi has no axis 'eta'; its axes are: kappa_tau_Q, time"),
        (
            "qfi",
            {"kappa_tau_Q": 0.2},
            r"no kappa_tau_Q = 0.2 .*nearest of its 4 values: 0, 0.1, 1, 10",
        ),
        ("qfi", {"time": 0.0305}, r"no time = 0.0305 .*nearest of its 31 values: 0.026, .*0.03$"),
        ("qfi", {"time": [0.01, 0.0305]}, r"no time = 0.0305"),
        ("qfi", {"time": []}, r"at time: no value is given"),
        ("qfi", {"time": "soon"}, r"time = 'soon' is not a number"),
        ("qfi", {"time": "nan"}, r"time = nan is not finite"),
        (
            "qfi",
            {"time": 0.01, "kappa_tau_Q": 1},
            r"nothing to draw: qfi is the single number 1967.3",
        ),
    ],
)
def test_wrong_choices_name_the_right_ones(curves, quantity, at, message):
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(curves, quantity, at)


def test_too_many_axes_say_what_to_fix():
    eta = axis("eta", [1.0, 2.0, 4.0], r"$\eta$", "model.eta")
    data = sample(
        [eta, kappa_axis([0.0, 1.0])], {"qfi": lambda e, k, t: e * t + k}, time=time_axis()
    )
    message = (
        r"3 axes \(eta, kappa_tau_Q, time\).*"
        r'fix 1 of them: at=\{"eta": 2\}, at=\{"kappa_tau_Q": 1\} or at=\{"time": 0.015\}'
    )
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot(data)


def test_the_caller_keeps_their_style(curves):
    before = dict(plt.rcParams)
    pairtwist.plot(curves)
    assert dict(plt.rcParams) == before


def test_results_joined_along_atoms_are_each_over_their_own_n(curves):
    """pd.Index([4, 8], name="atoms") has no key, but says what the results differ in."""
    joined = xarray.concat([curves.isel(kappa_tau_Q=0, drop=True)] * 2, "atoms", combine_attrs="override")
    joined = joined.assign_coords(atoms=[100, 200])
    figure = pairtwist.plot(joined)
    one, other = (line.get_ydata() for line in figure.axes[0].get_lines()[:2])
    assert np.allclose(one, 4 * other)
    assert "N" not in text_of(figure)[0]


@pytest.mark.parametrize(
    "name, fisher",
    [("qfi", True), ("cfi_max", True), ("qfi_optimal", True), ("qfi_max_time", False), ("purity", False),
     ("qfi_optimal_direction", False), ("qfi_optimal_direction_final", False)],
)  # fmt: skip
def test_fisher_informations_alone_are_over_n_squared(name, fisher):
    assert is_fisher_information(name) == fisher
