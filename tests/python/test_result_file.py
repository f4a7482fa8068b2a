# SPDX-License-Identifier: BSD-3-Clause
"""Files of the real program through both engines of xarray, compared with its registry."""

import tomllib

import numpy as np
import pytest
import xarray

from pairtwist.script_maps import FLAG_COLOURS

ENGINES = ["h5netcdf", "netcdf4"]
RECORDS = {"tau_Q", "kappa", "status", "method", "cutoff", "tail_population", "error_estimate"}

MODEL = """title = "Größe: a sample"
[model]
atoms = 6
eta = 3.0
[light]
state = "coherent"
alpha = 1.0
[time]
stop = 0.5
samples = 4
"""


@pytest.fixture
def solve(pairtwist):
    """solve(text, code=0) -> path of the result file of a config; replaces an earlier one."""

    def solve_text(text, code=0):
        (pairtwist.folder / "job.toml").write_text(text, encoding="utf-8")
        pairtwist("run", "job.toml", "--quiet", "--force", code=code)
        return pairtwist.folder / "job.h5"

    return solve_text


def opened(path):
    """The file by each engine, which have to agree on everything."""
    first, second = (xarray.open_dataset(path, engine=engine).load() for engine in ENGINES)
    xarray.testing.assert_equal(first, second)
    assert list(first.data_vars) == list(second.data_vars)
    for name in first.variables:
        for key, value in first[name].attrs.items():
            np.testing.assert_array_equal(value, second[name].attrs[key], err_msg=f"{name}: {key}")
        assert first[name].dims == second[name].dims
    return first


def quoted(names):
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def test_means_over_trajectories_have_standard_errors(solve):
    text = MODEL.replace("eta = 3.0", "eta = 1.0\ntunnelling = 1.0\nkappa = 0.5")
    quantities = ["qfi", "qfi_oat", "spin_mean", "rho"]
    data = opened(
        solve(text + f"[solve]\ntrajectories = 40\n[output]\nquantities = {quoted(quantities)}\n")
    )
    for name in ["qfi", "spin_mean", "rho_re", "rho_im"]:
        error = data[name + "_error"]
        assert error.dims == data[name].dims
        assert error.attrs["long_name"] == "standard error of the " + data[name].attrs["long_name"]
        assert error.attrs["units"] == data[name].attrs["units"]
        assert data[name].attrs["ancillary_variables"].split()[0] == name + "_error"
        assert (error >= 0).all()
        # All trajectories start alike.
        np.testing.assert_allclose(error.isel(time=0), 0.0, atol=1e-12)
    assert (data["qfi_error"].isel(time=slice(1, None)) > 0).all()
    assert "qfi_oat_error" not in data
    assert data["status"].values == 0


def test_a_grid_holds_every_quantity_of_the_registry(solve, registry):
    data = opened(
        solve(
            MODEL
            + '[scan]\naxes = [{ key = "model.kappa", values = [0.0, 2.0] }, '
            + '{ key = "model.W0", logspace = [0.1, 10.0, 3] }]\n'
            + f"[output]\nquantities = {quoted(registry)}\n"
            + "angles = { linspace = [0.0, 3.0, 4] }\nhusimi_grid = [3, 5]\n"
        )
    )
    axes = ("kappa", "W0")
    assert data["status"].dims == axes
    np.testing.assert_array_equal(data["kappa"], [0.0, 2.0])
    np.testing.assert_allclose(data["W0"], [0.1, 1.0, 10.0], rtol=1e-15)
    np.testing.assert_allclose(data["time"], np.linspace(0, 0.5, 4), rtol=1e-15)
    expected = set()
    for entry in registry.values():
        for variable in entry["variables"]:
            assert data[variable].dims == (*axes, "time", *entry["extra"]), variable
            assert data[variable].dtype == np.float64
            assert data[variable].attrs["long_name"] and data[variable].attrs["units"] == "1"
            expected.add(variable)
    for name in registry:
        assert data[name + "_status"].dims == (*axes, "time"), name
        assert data[name + "_status"].dtype == np.int8
        expected.add(name + "_status")
    # kappa is the axis here, not a record beside it.
    assert set(data.data_vars) == expected | (RECORDS - {"kappa"}) | {"runtime"}
    dimensions = {"time", *(name for entry in registry.values() for name in entry["extra"])}
    assert set(data.coords) == {"kappa", "W0"} | dimensions
    np.testing.assert_array_equal(data["m"], np.arange(-3.0, 4.0))
    np.testing.assert_array_equal(data["m_prime"], data["m"])
    np.testing.assert_array_equal(data["photons"], np.arange(21.0))
    assert list(data["component"].values) == ["x", "y", "z"]
    np.testing.assert_array_equal(data["angle"], [0.0, 1.0, 2.0, 3.0])
    np.testing.assert_allclose(data["theta"], np.linspace(0, np.pi, 3), rtol=1e-15)
    np.testing.assert_allclose(data["phi"], np.linspace(-np.pi, np.pi, 5), rtol=1e-15)
    for name in ("angle", "theta", "phi"):
        assert data[name].attrs["units"] == "rad"
    assert data["W0"].attrs["spacing"] == "log" and data["kappa"].attrs["spacing"] == "list"


def test_density_matrix_is_one(solve):
    data = opened(solve(MODEL + '[output]\nquantities = ["rho", "purity", "spin_mean"]\n'))
    rho = (data["rho_re"] + 1j * data["rho_im"]).values
    assert rho.shape == (4, 7, 7)
    np.testing.assert_allclose(np.trace(rho, axis1=1, axis2=2), 1.0, atol=1e-13)
    np.testing.assert_allclose(rho, rho.conj().swapaxes(1, 2), atol=1e-15)
    assert (np.linalg.eigvalsh(rho) > -1e-13).all()
    np.testing.assert_allclose(data["purity"], np.einsum("tij,tji->t", rho, rho).real, atol=1e-13)
    m = data["m"].values
    np.testing.assert_allclose(
        data["spin_mean"].sel(component="z"), np.einsum("tii,i->t", rho, m).real, atol=1e-12
    )
    raising = np.diag(np.sqrt(12 - m[:-1] * (m[:-1] + 1)), -1)  # m runs up: J+ is below
    np.testing.assert_allclose(
        data["spin_mean"].sel(component="x"), np.einsum("tij,ji->t", rho, raising).real, atol=1e-12
    )


LEAKING = """[model]
atoms = 4
[light]
state = "fock"
n = 3
[time]
stop = 1.0
samples = 6
[scan]
axes = [{ key = "model.kappa", values = [0.0, 2.0] }]
[output]
quantities = ["photon_distribution", "photon_number"]
photons_max = 5
"""


def test_photon_numbers_are_a_dimension(solve):
    data = opened(solve(LEAKING))
    assert data["photon_distribution"].dims == ("kappa", "time", "photons")
    np.testing.assert_array_equal(data["photons"], np.arange(6.0))
    np.testing.assert_allclose(data["photon_distribution"].sum("photons"), 1.0, atol=1e-12)
    mean = (data["photons"] * data["photon_distribution"]).sum("photons")
    np.testing.assert_allclose(mean, data["photon_number"], atol=1e-12)
    kept = np.exp(-2.0 * data["time"])
    all_left = data["photon_distribution"].sel(kappa=2.0, photons=3)
    np.testing.assert_allclose(all_left, kept**3, atol=1e-8)
    resolved = tomllib.loads(data.attrs["resolved_config"])
    assert resolved["output"]["photons_max"] == 5

    final = opened(solve(LEAKING + 'over_time = "final"\n'))
    assert final["photon_distribution"].dims == ("kappa", "photons")
    np.testing.assert_allclose(
        final["photon_distribution"], data["photon_distribution"].isel(time=-1), atol=1e-12
    )


def test_photon_numbers_are_plotted(solve, pairtwist):
    import pairtwist as python_package

    path = solve(LEAKING)
    pairtwist("plot", path.name, "-o", "map.png", code=2)  # three axes
    pairtwist("plot", path.name, "-o", "map.png", "--at", "kappa=2")
    assert (pairtwist.folder / "map.png").exists()
    with python_package.open(path) as data:
        axes, bar = python_package.plot(data, at={"kappa": 2}).axes
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("$t$", "$n$")
        assert axes.get_ylim() == (-0.5, 5.5) and bar.get_ylabel() == "$P(n)$"
        (axes,) = python_package.plot(data, at={"kappa": 2, "time": 0}).axes
        assert [patch.get_height() for patch in axes.patches] == [0, 0, 0, 1, 0, 0]


def test_a_zip_has_its_keys_along_the_point(solve):
    data = opened(
        solve(
            MODEL
            + '[scan]\nmode = "zip"\naxes = [{ key = "model.atoms", values = [2, 3, 5] }, '
            + '{ key = "model.U", values = [1.0, 0.5, 0.25] }]\n'
            + '[output]\nquantities = ["qfi", "rho"]\n'
        )
    )
    assert data["qfi"].dims == ("point", "time")
    assert set(data.coords) == {"point", "atoms", "U", "time", "m", "m_prime"}
    assert data["atoms"].dims == data["U"].dims == ("point",)
    np.testing.assert_array_equal(data["atoms"], [2, 3, 5])
    np.testing.assert_array_equal(
        data["m"], np.arange(-2.5, 2.6, 0.5)[[0, 2, 3, 4, 5, 6, 7, 8, 10]]
    )
    for i, atoms in enumerate((2, 3, 5)):
        here = np.isfinite(data["rho_re"].isel(point=i, time=0).values)
        own = np.isin(data["m"], np.arange(atoms + 1) - atoms / 2)
        np.testing.assert_array_equal(here, np.outer(own, own))


def test_the_final_time_has_no_time_axis(solve):
    data = opened(
        solve(
            MODEL
            + '[scan]\naxes = [{ key = "model.U", values = [1.0, 2.0] }]\n'
            + '[output]\nquantities = ["qfi", "spin_mean"]\nover_time = "final"\n'
        )
    )
    assert data["qfi"].dims == ("U",) and data["spin_mean"].dims == ("U", "component")
    assert "time" not in data.variables


def test_extrema_and_events_agree_with_the_curve(solve):
    axes = '[scan]\naxes = [{ key = "model.kappa", values = [0.0, 5.0] }]\n'
    text = MODEL.replace("samples = 4", "samples = 401") + axes
    curve = opened(solve(text + '[output]\nquantities = ["qfi"]\n'))["qfi"]
    level = 0.3 * 36
    data = opened(
        solve(
            text + '[output]\nquantities = ["qfi"]\nover_time = "extrema"\n'
            'events = [{ name = "t30", quantity = "qfi", above = 0.3, scale = "N^2" }, '
            '{ name = "never", quantity = "qfi", above = 2.0, scale = "N^2" }]\n'
        )
    )
    assert {f"qfi_{end}" for end in ("max", "max_time", "min", "min_time", "final")} < set(data)
    assert data["qfi_max"].dims == ("kappa",)
    np.testing.assert_array_equal(data["qfi_final"], curve.isel(time=-1))
    assert (data["qfi_max"] >= curve.max("time")).all()
    np.testing.assert_allclose(data["qfi_max"], curve.max("time"), rtol=1e-3)
    step = 0.5 / 400
    assert (abs(data["qfi_max_time"] - curve.idxmax("time")) <= step * 1.01).all()
    assert np.isnan(data["never"]).all()
    for point in range(2):
        first = int(np.argmax(curve.isel(kappa=point).values >= level))
        assert first > 0, "the sample is to cross the level"
        at = float(data["t30"][point])
        assert curve["time"][first - 1] <= at <= curve["time"][first]


def test_times_in_a_scale_of_their_own(solve):
    data = opened(
        solve(
            '[model]\natoms = 9\nrate_unit = "kHz"\nkappa_tau_Q = 0.5\n'
            '[time]\nunit = "tau_Q"\nstop = 2.0\nsamples = 5\n'
            '[scan]\naxes = [{ key = "model.eta", values = [2.0, 20.0] }]\n'
        )
    )
    tau_Q = (9 / (4 * 9 * np.array([2.0, 20.0]) ** 4)) ** (1 / 6)
    np.testing.assert_allclose(data["tau_Q"], tau_Q, rtol=1e-14)
    np.testing.assert_allclose(data["time_scale"], tau_Q, rtol=1e-14)
    np.testing.assert_allclose(data["kappa"], 0.5 / tau_Q, rtol=1e-14)
    np.testing.assert_allclose(data["time"], np.linspace(0, 2, 5), rtol=1e-15)
    assert data["time"].attrs["units"] == "tau_Q"
    assert data["tau_Q"].attrs["units"] == "1/kHz" and data["eta"].attrs["units"] == "kHz"


def test_every_dimension_has_its_own_scale_and_the_root_says_where_from(solve):
    path = solve(MODEL + '[output]\nquantities = ["rho", "spin_mean"]\n')
    data = opened(path)
    for dimension in data.dims:
        assert dimension in data.coords, dimension
    for name in (
        "config",
        "resolved_config",
        "version",
        "git_commit",
        "build",
        "created",
        "host",
        "backend",
        "device",
        "simd",
        "seed",
        "title",
    ):
        assert isinstance(data.attrs[name], str), name
    assert data.attrs["title"] == "Größe: a sample"
    assert data.attrs["config"] == (path.parent / "job.toml").read_text(encoding="utf-8")
    resolved = tomllib.loads(data.attrs["resolved_config"])
    assert resolved["model"]["atoms"] == 6 and resolved["model"]["W0"] == 1.0
    assert data["runtime"].dtype == np.float64 and data["runtime"].attrs["units"] == "s"


def test_a_failed_point_is_missing_and_says_why(solve):
    data = opened(
        solve(
            '[model]\natoms = 10\n[pump]\nswitch_off = "max_qfi"\n'
            "[time]\nstop = 6e-3\nsamples = 61\n"
            '[scan]\naxes = [{ key = "model.eta", values = [1e-3, 1e4] }]\n',
            code=3,
        )
    )
    meanings = data["status"].attrs["flag_meanings"].split()
    assert [meanings[i] for i in data["status"].values] == ["no_maximum", "good"]
    assert np.isnan(data["qfi"].isel(eta=0)).all() and np.isfinite(data["qfi"].isel(eta=1)).all()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_python_package_opens_and_plots_it(solve, engine):
    import pairtwist as python_package

    with python_package.open(solve(MODEL), engine=engine) as data:
        (axes,) = python_package.plot(data).axes
    assert axes.get_ylabel() == "$F_Q/N^2$" and axes.get_xlim() == (0.0, 0.5)


def test_the_plot_command_of_the_program(solve, pairtwist):
    solve(MODEL)
    pairtwist("plot", "job.h5", "-o", "picture.svg", "--at", "time=0.5", code=2)
    assert not (pairtwist.folder / "picture.svg").exists()
    pairtwist("plot", "job.h5", "-o", "picture.svg", "--quantity", "qfi")
    assert (pairtwist.folder / "picture.svg").exists()
    assert (pairtwist.folder / "picture.plot.py").exists()


def test_every_status_and_method_has_a_colour_of_its_own(solve):
    data = opened(solve(MODEL))
    for name in ("status", "qfi_status", "method"):
        codes = data[name].attrs["flag_values"]
        assert max(codes) - min(codes) < len(set(FLAG_COLOURS)), name
    # merge --partial adds one.
    assert len(set(FLAG_COLOURS)) > len(data["status"].attrs["flag_values"])
