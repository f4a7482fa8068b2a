# SPDX-License-Identifier: BSD-3-Clause
"""Several files: curves of the same quantity in one axes, named by what differs between files."""

import numpy as np
import pytest
import xarray

import pairtwist
from conftest import axis, kappa_axis, qfi_values, sample, time_axis
from figures import legend_texts, panels, text_of


def single(kappa, atoms=100, further="", **options):
    """One curve over time, of a config with this kappa."""
    functions = {"qfi": (lambda t: qfi_values(kappa, t), "$F_Q$")}
    data = sample([], functions, atoms=atoms, time=time_axis(), **options)
    config = f'[model]\natoms = {atoms}\nkappa = {kappa}\nrate_unit = "kHz"\n{further}\n'
    data.attrs["resolved_config"] = config + '[output]\nquantities = ["qfi"]\n'
    return data


def test_one_curve_of_each_named_by_the_key_that_differs():
    figure = pairtwist.plot([single(0.0), single(1.0), single(2.5)])
    (axes,) = panels(figure)
    assert legend_texts(axes) == [rf"$\kappa$ = {k} kHz" for k in ("0", "1", "2.5")]
    for line, kappa in zip(axes.get_lines(), (0.0, 1.0, 2.5)):
        np.testing.assert_allclose(line.get_ydata(), qfi_values(kappa, line.get_xdata()) / 1e4)
    assert len({line.get_color() for line in axes.get_lines()}) == 3
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$t$", "$F_Q/N^2$")
    assert text_of(figure)[0] == "A sample, $N$ = 100" and axes.get_xlim() == (0.0, 0.03)


def test_segments_of_a_pump_are_named_by_the_number_that_differs():
    segments = "[pump]\nsegments = [{{ until = 0.01, eta = 6.0 }}, {{ until = 0.02, eta = {} }}]"
    (axes,) = panels(pairtwist.plot([single(1.0, further=segments.format(eta)) for eta in (0.5, 3.0)]))
    assert legend_texts(axes) == ["segments[1].eta = 0.5", "segments[1].eta = 3"]


def test_a_time_of_the_pump_has_its_unit():
    """1 tau_Q may be before 0.5; theta is an angle."""
    off = "[pump]\nswitch_off = {}\n[time]\nunit = \"{}\""
    for (time, unit), (later, other), texts in (
        ((0.25, "1"), (0.5, "1"), ["0.25/kHz", "0.5/kHz"]),
        ((1.0, "tau_Q"), (2.0, "tau_Q"), [r"1 $\tau_Q$", r"2 $\tau_Q$"]),
        ((1.0, "1"), (1.0, "tau_Q"), ["1/kHz", r"1 $\tau_Q$"]),
    ):
        files = [single(1.0, further=off.format(time, unit)), single(1.0, further=off.format(later, other))]
        (axes,) = panels(pairtwist.plot(files))
        assert legend_texts(axes) == [rf"$t_\mathrm{{off}}$ = {text}" for text in texts]
    tilted = '[atoms]\nstate = "coherent"\ntheta = {}'
    (axes,) = panels(pairtwist.plot([single(1.0, further=tilted.format(theta)) for theta in (0.5, 1)]))
    assert legend_texts(axes) == [r"$\theta$ = 0.5 rad", r"$\theta$ = 1 rad"]


def test_files_are_in_the_order_of_the_number_that_tells_them_apart():
    """Where a shell lists kappa10.h5 before kappa2.h5."""
    (axes,) = panels(pairtwist.plot([single(10.0), single(2.0)]))
    assert legend_texts(axes) == [rf"$\kappa$ = {k} kHz" for k in ("2", "10")]
    for line, kappa in zip(axes.get_lines(), (2.0, 10.0)):
        np.testing.assert_allclose(line.get_ydata(), qfi_values(kappa, line.get_xdata()) / 1e4)
    (axes,) = panels(pairtwist.plot([single(10.0, atoms=50), single(2.0, atoms=100)]))
    assert "10 kHz" in legend_texts(axes)[0]  # of two keys neither is the one


def test_selections_of_a_scan_are_named_by_what_they_were_selected_by():
    pump = axis("abs", [3.0, 4.0], r"$|\eta|$", "model.eta.abs")
    loss = axis("kappa", [0.0, 1.0], r"$\kappa$", "model.kappa")
    state = xarray.Variable("state", ["vacuum", "cat"], {"key": "light.state"})
    values = {"purity": lambda eta, kappa, state, t: eta * kappa + state + t}
    data = sample([pump, loss, state], values, time=time_axis())
    data.attrs["resolved_config"] = "[model]\natoms = 100\neta = [3.0, 0.0]\nkappa = 0.0\n"

    def names(*places):
        return legend_texts(panels(pairtwist.plot([data.isel(place) for place in places]))[0])

    first = {"abs": 0, "kappa": 0, "state": 0}
    assert names(first, {**first, "kappa": 1}) == [r"$\kappa$ = 0", r"$\kappa$ = 1"]
    assert names(first, {**first, "state": 1}) == ["light = vacuum", "light = cat"]
    assert names(first, {**first, "abs": 1}) == [r"$|\eta|$ = 3", r"$|\eta|$ = 4"]


def test_all_keys_that_differ_are_named():
    first = single(0.0, further="eta = [3.0, 0.0]\n[solve]\nmethod = \"fock\"")
    second = single(1.0, further="eta = [3.0, -4.0]\n[solve]\nmethod = \"auto\"")
    (axes,) = panels(pairtwist.plot([first, second]))
    assert legend_texts(axes) == [
        r"$\kappa$ = 0 kHz, $\eta$ = 3 kHz, method = fock",
        "$\\kappa$ = 1 kHz, $\\eta$ = 3\N{MINUS SIGN}4i kHz, method = auto",
    ]


def test_each_file_is_divided_by_its_own_atoms():
    (axes,) = panels(pairtwist.plot([single(0.0, 100), single(0.0, 50)]))
    assert legend_texts(axes) == ["$N$ = 50", "$N$ = 100"]
    ratio = axes.get_lines()[0].get_ydata()[1:] / axes.get_lines()[1].get_ydata()[1:]
    np.testing.assert_allclose(ratio, 4)


def test_files_that_differ_in_no_key_or_in_many_are_called_by_name(write):
    paths = [write(single(0.0), "first_run.h5"), write(single(0.0), "second.h5")]
    assert legend_texts(panels(pairtwist.plot(paths))[0]) == ["first_run", "second"]
    many = "U = {0}\nW0 = {0}\ndetuning = {0}\neta = {0}"
    paths = [write(single(0.0, further=many.format(n)), f"f{n}.h5") for n in (1.0, 2.0)]
    assert legend_texts(panels(pairtwist.plot(paths))[0]) == ["f1.0", "f2.0"]


def test_scans_that_differ_in_much_are_called_by_name(curves, write):
    paths = []
    for i, kappas in enumerate(([0, 1], [2, 3])):
        keys = "".join(f"{key} = {i}.0\n" for key in ("U", "W0", "detuning", "eta"))
        data = curves.isel(kappa_tau_Q=kappas)
        config = f'[model]\natoms = 100\n{keys}[output]\nquantities = ["qfi"]\n'
        data.attrs = data.attrs | {"resolved_config": config}
        paths.append(write(data, f"f{i}.h5"))
    texts = legend_texts(panels(pairtwist.plot(paths))[0])
    assert texts[:4] == [
        rf"f{i}, $\kappa\,\tau_Q$ = {k}" for i, k in ((0, "0"), (0, "0.1"), (1, "1"), (1, "10"))
    ]


def test_files_of_one_name_are_called_by_their_paths(write, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(single(0.0), f"{folder}/run.h5")
    paths = [tmp_path / "a/run.h5", tmp_path / "b/run.h5"]
    assert legend_texts(panels(pairtwist.plot(paths))[0]) == [str(path) for path in paths]


def test_a_scanned_key_is_no_difference(curves):
    """Its value in the config is not that of any point."""
    other = curves.isel(kappa_tau_Q=[0, 2]).assign_coords(kappa_tau_Q=[5.0, 6.0])
    other["kappa_tau_Q"].attrs = curves["kappa_tau_Q"].attrs
    for data, value in ((curves, 0.0), (other, 5.0)):
        data.attrs = data.attrs | {
            "resolved_config": f"[model]\natoms = 100\nkappa_tau_Q = {value}\n"
            f'U = {value}\n[output]\nquantities = ["qfi"]\n'
        }
    texts = legend_texts(panels(pairtwist.plot([curves, other]))[0])
    assert texts == [
        *(rf"$U$ = 0, $\kappa\,\tau_Q$ = {k}" for k in ("0", "0.1", "1", "10")),
        *(rf"$U$ = 5, $\kappa\,\tau_Q$ = {k}" for k in ("5", "6")),
        "one-axis twisting",
    ]


def test_a_key_that_only_one_file_scans_is_named_for_both(curves):
    curves.attrs["resolved_config"] = single(0.0).attrs["resolved_config"].replace(
        "kappa =", "kappa_tau_Q ="
    )
    other = single(0.0)
    other.attrs["resolved_config"] = curves.attrs["resolved_config"].replace("0.0", "0.5")
    texts = legend_texts(panels(pairtwist.plot([curves, other]))[0])
    assert texts[:5] == [rf"$\kappa\,\tau_Q$ = {k}" for k in ("0", "0.1", "1", "10", "0.5")]
    figure = pairtwist.plot([curves, other], at={"kappa_tau_Q": 10})
    assert legend_texts(panels(figure)[0])[:2] == [
        rf"$\kappa\,\tau_Q$ = {k}" for k in ("0.5", "10")
    ]
    assert text_of(figure)[0] == "A sample, $N$ = 100"


def test_a_value_that_one_file_scans_and_another_has_alone_is_of_both(curves):
    """What is fixed by --at is no difference where the other file's config has the same."""
    config = '[model]\natoms = 100\nkappa_tau_Q = {}\n[output]\nquantities = ["qfi"]\n'
    curves.attrs["resolved_config"] = config.format(0.0)
    for kappa, title in ((1.0, r"A sample, $N$ = 100, $\kappa\,\tau_Q$ = 1"),
                         (0.5, "A sample, $N$ = 100")):  # fmt: skip
        other = single(0.0)
        other.attrs["resolved_config"] = config.format(kappa)
        figure = pairtwist.plot([curves, other], at={"kappa_tau_Q": 1})
        assert text_of(figure)[0] == title
        names = legend_texts(figure.axes[0])[:2]
        if kappa == 1:
            assert names == ["dataset 1", "dataset 2"]
        else:
            assert names == [rf"$\kappa\,\tau_Q$ = {k}" for k in ("0.5", "1")]


def test_files_too_different_to_say_how_are_told_by_name_and_what_is_fixed_apart(curves, write):
    keys = "".join(f"{key} = 3.0\n" for key in ("U", "W0", "detuning", "eta"))
    config = '[model]\natoms = 100\nkappa_tau_Q = {}\n{}[output]\nquantities = ["qfi"]\n'
    curves.attrs["resolved_config"] = config.format(0.0, keys)
    scan = write(curves, "scan.h5")
    for kappa, names in ((1.0, ["scan", "one"]),
                         (0.5, [r"scan, $\kappa\,\tau_Q$ = 1", r"one, $\kappa\,\tau_Q$ = 0.5"])):  # fmt: skip
        other = single(0.0)
        other.attrs["resolved_config"] = config.format(kappa, keys.replace("3", "4"))
        figure = pairtwist.plot([scan, write(other, "one.h5")], at={"kappa_tau_Q": 1})
        assert legend_texts(figure.axes[0])[:2] == names
        assert (r"$\kappa" in text_of(figure)[0]) == (kappa == 1)


def test_selections_of_one_file_are_drawn_together(curves, write):
    data = pairtwist.open(write(curves))
    figure = pairtwist.plot([data.sel(kappa_tau_Q=0), data.sel(kappa_tau_Q=1)])
    assert legend_texts(figure.axes[0])[:2] == [rf"$\kappa\,\tau_Q$ = {k}" for k in ("0", "1")]


def test_an_approximation_that_differs_is_drawn_for_each():
    files = [single(0.0), single(1.0)]
    for data, factor in zip(files, (1, 2)):
        data["qfi_oat"] = data["qfi"] * 0 + factor * 1e3
    (axes,) = panels(pairtwist.plot(files))
    assert legend_texts(axes) == [r"$\kappa$ = 0 kHz", r"$\kappa$ = 1 kHz", "one-axis twisting"]
    dashed = [line for line in axes.get_lines() if line.get_linestyle() == "--"]
    assert [np.max(line.get_ydata()) for line in dashed if len(line.get_xdata())] == [0.1, 0.2]


def test_an_approximation_of_some_files_has_the_colour_of_none():
    files = [single(kappa) for kappa in (0.0, 1.0, 2.0)]
    for data, factor in zip(files, (1, 1, 2)):
        data["qfi_oat"] = data["qfi"] * 0 + factor * 1e3
    (axes,) = panels(pairtwist.plot(files))
    colours = [line.get_color() for line in axes.get_lines() if line.get_linestyle() == "-"]
    dashed = [line for line in axes.get_lines() if line.get_linestyle() == "--"]
    drawn = [line for line in dashed if len(line.get_xdata())]
    assert [line.get_color() for line in drawn] == ["black", colours[2]]
    assert [np.max(line.get_ydata()) for line in drawn] == [0.1, 0.2]


def test_an_approximation_of_all_curves_of_a_file_has_the_colour_of_none(curves):
    (axes,) = panels(pairtwist.plot([curves, single(0.4)]))
    dashed = [line for line in axes.get_lines() if line.get_linestyle() == "--"]
    assert {line.get_color() for line in dashed} == {"black"}
    assert len([line for line in dashed if len(line.get_xdata())]) == 1


def test_titles_that_differ_are_left_to_the_legend():
    assert text_of(pairtwist.plot([single(0.0), single(1.0, title="Another")]))[0] == "$N$ = 100"


def test_quantities_of_several_files_are_panels():
    files = [single(0.0), single(1.0)]
    for data in files:
        data["purity"] = data["qfi"] / 1e5
    above, below = panels(pairtwist.plot(files, ["qfi", "purity"]))
    assert len(above.get_lines()) == len(below.get_lines()) == 2
    assert len(legend_texts(above)) == 2 and below.get_legend() is None


def test_bars_of_several_files_become_curves():
    photons = axis("photons", np.arange(5.0), "$n$", "")
    files = []
    for kappa in (0.0, 1.0):
        functions = {"photon_distribution": lambda n, kappa=kappa: (1 + kappa) * n}
        data = sample([], functions, extra=[photons])
        data.attrs["resolved_config"] = single(kappa).attrs["resolved_config"]
        files.append(data)
    (axes,) = panels(pairtwist.plot(files, "photon_distribution"))
    assert not axes.patches and [line.get_marker() for line in axes.get_lines()] == ["o", "o"]


def test_the_axis_that_only_some_files_have_is_fixed_there(curves, write, plot_command):
    paths = [write(curves, "scan.h5"), write(single(0.5), "one.h5")]
    done = plot_command(*paths, "--at", "kappa_tau_Q=1")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == f"{paths[1]} has no axis 'kappa_tau_Q': drawn as it is"


def test_notes_name_the_file():
    files = [single(0.0), single(1.0)]
    files[1]["qfi"][:] = np.nan
    files[1]["status"][()] = 3
    note = text_of(pairtwist.plot(files))[1]
    assert note == "dataset 2: 1 of 1 points missing: 1 diverged"


def test_files_without_a_common_quantity_say_what_they_have(curves):
    other = sample([], {"purity": lambda t: t}, time=time_axis())
    message = "no quantity in common: dataset 1 has qfi, qfi_oat; dataset 2 has purity"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot([curves, other])
    message = "dataset 2: no quantity 'qfi' in this file. There are: purity, status"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot([curves, other], "qfi")


def test_the_first_common_quantity_is_the_default(curves):
    other = sample([], {"qfi_oat": (lambda t: t, "$F_Q$")}, time=time_axis())
    (axes,) = panels(pairtwist.plot([curves, other]))
    assert len(axes.get_lines()) == 5


def test_a_file_is_given_once(write):
    path = write(single(0.0))
    with pytest.raises(pairtwist.ChoiceError, match="sample.h5 is given twice"):
        pairtwist.plot([path, path])


def test_axes_of_words_have_lines_and_several_files(write):
    component = xarray.Variable("component", np.array(["x", "y", "z"]))
    files = []
    for kappa in (0.0, 1.0):
        data = sample([], {"spin_mean": lambda c, kappa=kappa: c + kappa}, extra=[component])
        data.attrs["resolved_config"] = single(kappa).attrs["resolved_config"]
        files.append(data)
    (axes,) = panels(pairtwist.plot(files, "spin_mean", vline=1))
    assert [text.get_text() for text in axes.get_xticklabels()] == ["x", "y", "z"]


def test_axes_and_units_must_be_the_same(curves):
    over_kappa = sample([kappa_axis([1.0, 2.0])], {"qfi": (lambda k: k, "$F_Q$")})
    message = r"the x axis is \$t\$ in dataset 1 and \$.kappa.* in dataset 2"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot([curves, over_kappa])
    other = sample([], {"qfi": (lambda t: t, "$F_Q$")}, time=time_axis(units="1/kHz"))
    with pytest.raises(pairtwist.ChoiceError, match=r"\$t\$ in dataset 1 and \$t\$ \(1/kHz\)"):
        pairtwist.plot([curves, other])
    other = sample([], {"qfi": (lambda t: t, "$G$")}, time=time_axis())
    with pytest.raises(pairtwist.ChoiceError, match="the quantity is .*F_Q.* and .*G"):
        pairtwist.plot([curves, other])


def test_maps_of_several_files_are_refused(plane):
    message = "dataset 1: qfi over eta and kappa is a map, and several files are drawn as curves"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot([plane, plane])


def test_too_many_curves_are_refused():
    data = sample([kappa_axis(np.arange(1.0, 17))], {"qfi": qfi_values}, time=time_axis())
    with pytest.raises(pairtwist.ChoiceError, match="these files have 32 curves .* at most 30"):
        pairtwist.plot([data, data])


def test_a_scanned_key_is_named_beside_the_stem_too(curves, write):
    """By the keys alone two curves would have the same name."""
    curves.attrs["resolved_config"] = single(0.0).attrs["resolved_config"].replace(
        "kappa =", "kappa_tau_Q ="
    )
    other = single(0.0)
    other.attrs["resolved_config"] = curves.attrs["resolved_config"].replace("0.0", "1.0")
    paths = [write(curves, "scan.h5"), write(other, "one.h5")]
    texts = legend_texts(panels(pairtwist.plot(paths))[0])
    assert texts[2] == r"scan, $\kappa\,\tau_Q$ = 1" and texts[4] == r"one, $\kappa\,\tau_Q$ = 1"


def coinciding(first, second):
    """How many curves of two files are dashed because they lie on others."""
    lines = panels(pairtwist.plot([first, second]))[0].get_lines()
    return sum(line.is_dashed() for line in lines)


def resampled(data, samples, stop=0.03):
    """The same curve at other times."""
    times = np.linspace(0.0, stop, samples)
    other = data.drop_vars("qfi").assign_coords(time=("time", times, data["time"].attrs))
    other["qfi"] = ("time", qfi_values(1.0, times), data["qfi"].attrs, {"dtype": times.dtype})
    other.attrs["resolved_config"] = single(2.0).attrs["resolved_config"]
    return other


def test_curves_of_other_times_that_coincide_are_dashed():
    curve = single(1.0)
    assert coinciding(curve, resampled(curve, 97)) == 1
    assert coinciding(curve, resampled(curve, 97, stop=0.06)) == 1  # the first one lies on it
    away = resampled(curve, 97)
    away["qfi"].values += 0.006 * float(away["qfi"].max())  # 0.4 % of the height are alike
    assert coinciding(curve, away) == 0
    late = resampled(curve, 97)
    late["qfi"][:40] = np.nan  # goes along with the other from there on
    assert coinciding(curve, late) == 1
    late["qfi"][60:] *= 1.1
    assert coinciding(curve, late) == 0


def test_spheres_of_several_files_are_refused_with_the_way_out(ball):
    other = ball.copy()
    for at in (None, {"time": 0}):
        with pytest.raises(pairtwist.ChoiceError, match="plot each file alone, or fix both angles"):
            pairtwist.plot([ball, other], at=at)
    (axes,) = panels(pairtwist.plot([ball, other], at={"theta": 1.5707963, "phi": 0}))
    assert axes.get_xlabel() == "$t$"


def test_negative_numbers_have_a_minus_sign():
    files = [single(0.0), single(-0.5)]
    assert legend_texts(panels(pairtwist.plot(files))[0])[0] == "$\\kappa$ = \N{MINUS SIGN}0.5 kHz"


def in_own_scale(data, scale, dims=()):
    """The same result with time.unit = "tau_Q"."""
    other = data.assign_coords(time=data["time"] / np.max(scale))
    other["time"].attrs = data["time"].attrs | {"units": "tau_Q"}
    other["time_scale"] = (dims, scale, {"units": "1"})
    return other


def test_times_in_other_units_are_drawn_in_absolute_ones():
    files = [single(0.0), in_own_scale(single(1.0), 0.01)]
    files[1]["tau_Q"] = ((), 0.01, {"symbol": r"$\tau_Q$"})
    files[0]["tau_Q"] = files[1]["tau_Q"]
    (axes,) = panels(pairtwist.plot(files, vline="tau_Q"))
    assert axes.get_xlabel() == "$t$" and axes.get_xlim() == pytest.approx((0, 0.03))
    for line, kappa in zip(axes.get_lines(), (0.0, 1.0)):
        np.testing.assert_allclose(line.get_ydata(), qfi_values(kappa, line.get_xdata()) / 1e4)
        assert line.get_xdata().max() == pytest.approx(0.03)
    assert [0.01, 0.01] in [list(line.get_xdata()) for line in axes.get_lines()]
    files = [in_own_scale(single(kappa), 0.01) for kappa in (0.0, 1.0)]  # the same: as they are
    (axes,) = panels(pairtwist.plot(files))
    assert axes.get_xlabel() == r"$t/\tau_Q$" and axes.get_xlim() == (0, 3)


def test_times_without_a_common_unit_are_told_the_way_out(curves):
    scan = in_own_scale(curves, np.array([0.01, 0.02, 0.02, 0.03]), ("kappa_tau_Q",))
    with pytest.raises(pairtwist.ChoiceError, match="dataset 2: .* a time of its own in each curve"):
        pairtwist.plot([single(0.0), scan])
    other = single(1.0)
    other["time"].attrs["units"] = "kHz-1"
    message = "dataset 2: these do not go into one plot; run one .*model.rate_unit"
    with pytest.raises(pairtwist.ChoiceError, match=message):
        pairtwist.plot([single(0.0), other])


def test_runs_without_trajectories_have_no_seed_in_the_legend():
    with_some, without = single(0.0), single(0.0)
    with_some.attrs["resolved_config"] += "[solve]\ntrajectories = 100\nseed = 2\n"
    without.attrs["resolved_config"] += "[solve]\ntrajectories = 0\nseed = 1\n"
    (axes,) = panels(pairtwist.plot([with_some, without], "qfi"))
    texts = legend_texts(axes)
    assert "no trajectories" in texts and not any("seed = 1" in text for text in texts)


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("array", [False, True])
def test_a_mean_along_time_goes_beside_its_curve(write, keep, array):
    data = pairtwist.open(write(single(1.0)))
    with xarray.set_options(keep_attrs=keep):
        smooth = data.rolling(time=5).mean()
    pair = [data, smooth.qfi if array else smooth]
    figure = pairtwist.plot(pair, "qfi")
    (axes,) = panels(figure)
    assert axes.get_ylabel() == "$F_Q$" and len(legend_texts(axes)) == 2
    curve, mean = axes.get_lines()[:2]
    np.testing.assert_allclose(curve.get_ydata(), data.qfi)
    np.testing.assert_allclose(mean.get_ydata(), smooth.qfi)
    assert "qfi is drawn undivided, as that of dataset 2 is" in text_of(figure)[1]
    if keep and not array:
        figure = pairtwist.plot(pair, "qfi", scale="N^2")
        assert panels(figure)[0].get_ylabel() == "$F_Q/N^2$"
        assert "as it is" not in text_of(figure)[1]


def test_what_is_another_quantity_stays_refused():
    with pytest.raises(pairtwist.ChoiceError, match="into one plot; plot each file alone"):
        pairtwist.plot([single(0.0), single(1.0).qfi.assign_attrs(symbol="$F_Q/8$")], scale="1")
