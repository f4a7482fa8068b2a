# SPDX-License-Identifier: BSD-3-Clause
"""Where a config comes from - a file, stdin, a result file, nothing - and what the program says of
what it does with it."""

import json
import os
import shlex
import subprocess

import h5py
import numpy as np
import pytest
import xarray
from calls import run
from test_run import SMALL

LIGHT = """\
[model]
atoms = 4
eta = 1.0
[light]
state = "file"
path = "light.h5"
[atoms]
state = "file"
path = "atoms.h5"
[time]
stop = 0.1
samples = 3
[output]
quantities = ["qfi", "photon_number"]
"""


def write_starts(folder, photons=0.25, levels=2):
    with h5py.File(folder / "light.h5", "w") as file:
        file["density_re"] = np.diag([1 - photons, photons] + [0.0] * (levels - 2))
        file["density_im"] = np.zeros((levels, levels))
    with h5py.File(folder / "atoms.h5", "w") as file:
        file["amplitude_re"] = np.sqrt([0.5, 0, 0, 0, 0.5])
        file["amplitude_im"] = np.zeros(5)


def values(path):
    """Every number of a result file but the time it took."""
    with xarray.open_dataset(path, engine="h5netcdf") as data:
        data = data.drop_vars(["runtime"]).load()
    data.attrs = {"resolved_config": data.attrs["resolved_config"]}
    return data


def test_template_runs(program, tmp_path):
    template = run(program, tmp_path, "config")
    assert template.returncode == 0 and "# kappa = 0.0" in template.stdout
    (tmp_path / "new.toml").write_text(template.stdout)
    done = run(program, tmp_path, "run", "new.toml")
    assert done.returncode == 0, done.stderr
    assert "1 point on" in done.stderr and "1 points" not in done.stderr


def test_stdin_is_a_config_and_needs_a_name(program, tmp_path):
    nameless = run(program, tmp_path, "run", "-", input=SMALL)
    assert nameless.returncode == 2 and "-o FILE" in nameless.stderr
    assert not list(tmp_path.iterdir())

    done = run(program, tmp_path, "run", "-", "-o", "out.h5", input=SMALL)
    assert done.returncode == 0 and (tmp_path / "out.h5").exists()
    assert run(program, tmp_path, "plan", "-", input=SMALL).returncode == 0
    assert "atoms = 6" in run(program, tmp_path, "config", "-", input=SMALL).stdout
    piped = f"cat small.toml | {shlex.quote(str(program))} config /dev/stdin"
    (tmp_path / "small.toml").write_text(SMALL)
    assert "atoms = 6" in subprocess.run(["sh", "-c", piped], cwd=tmp_path, capture_output=True, text=True).stdout
    wrong = run(program, tmp_path, "run", "-", "-o", "x.h5", input=SMALL + "oops = 1\n")
    assert wrong.returncode == 2 and "(stdin):9" in wrong.stderr


def test_result_file_is_its_config(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    assert run(program, tmp_path, "run", "small.toml", "--set", "model.U=2").returncode == 0
    resolved = run(program, tmp_path, "config", "small.toml", "--set", "model.U=2").stdout
    assert run(program, tmp_path, "config", "small.h5").stdout == resolved
    assert run(program, tmp_path, "plan", "small.h5").returncode == 0

    again = run(program, tmp_path, "run", "small.h5", "-o", "again.h5")
    assert again.returncode == 0, again.stderr
    xarray.testing.assert_identical(values(tmp_path / "small.h5"), values(tmp_path / "again.h5"))

    over_itself = run(program, tmp_path, "run", "small.h5", "--force")
    assert over_itself.returncode == 2 and "-o FILE" in over_itself.stderr
    other = run(program, tmp_path, "run", "small.h5", "-o", "other.h5", "--set", "model.U=3")
    assert other.returncode == 0


def test_keys_that_axes_vary_are_told_from_others(program, tmp_path):
    """The first value of an axis stood there as if it were the key's own."""
    axes = (
        'scan.axes=[{ key = "model.kappa", linspace = [0.0, 3.0, 10] }, { key = "light.state", values = ["vacuum", '
        '"cat"] }, { key = "light.alpha.phase", values = [0.5] }]'
    )
    (tmp_path / "small.toml").write_text(SMALL)
    said = run(program, tmp_path, "config", "small.toml", "--set", axes, "--set", "light.alpha=2.0").stdout
    assert "\nkappa = 0.0  # an axis: 10 values, 0 ... 3\n" in said
    assert '\nstate = "vacuum"  # an axis: "vacuum", "cat"\n' in said
    assert "  # an axis of light.alpha.phase: 0.5\n" in said
    assert said.count("#") == 3
    (tmp_path / "again.toml").write_text(said)
    assert run(program, tmp_path, "config", "again.toml").stdout == said


def test_other_hdf5_is_no_config(program, tmp_path):
    with h5py.File(tmp_path / "data.h5", "w") as file:
        file["x"] = 1.0
    done = run(program, tmp_path, "config", "data.h5")
    assert done.returncode == 4 and "not a result file of pairtwist" in done.stderr
    (tmp_path / "half.h5").write_bytes((tmp_path / "data.h5").read_bytes()[:200])
    half = run(program, tmp_path, "config", "half.h5")
    assert half.returncode == 4 and "truncated or damaged" in half.stderr


def test_start_files_are_in_the_result(program, tmp_path):
    (tmp_path / "job.toml").write_text(LIGHT)
    write_starts(tmp_path)
    light = (tmp_path / "light.h5").read_bytes()
    assert run(program, tmp_path, "run", "job.toml").returncode == 0
    for engine in ("h5netcdf", "netcdf4"):
        with xarray.open_dataset(tmp_path / "job.h5", engine=engine) as data:
            assert data.qfi.sizes == {"time": 3} and "light" not in data
    with h5py.File(tmp_path / "job.h5") as file:
        assert file["start_files/light"][...].tobytes() == light
    assert run(program, tmp_path, "info", "job.h5").returncode == 0

    (tmp_path / "light.h5").unlink()
    (tmp_path / "atoms.h5").unlink()
    assert run(program, tmp_path, "run", "job.toml", "-o", "x.h5").returncode == 2
    again = run(program, tmp_path, "run", "job.h5", "-o", "again.h5")
    assert again.returncode == 0, again.stderr
    assert "light.path: taken from job.h5" in again.stderr
    assert "atoms.path: taken from job.h5" in again.stderr
    xarray.testing.assert_identical(values(tmp_path / "job.h5"), values(tmp_path / "again.h5"))
    assert run(program, tmp_path, "plan", "again.h5").returncode == 0
    # The copy holds them as well.
    third = run(program, tmp_path, "run", "again.h5", "-o", "third.h5", "--quiet")
    assert third.returncode == 0

    # Other contents under the same name do not take the place of those it was solved with.
    write_starts(tmp_path, photons=0.5)
    other = run(program, tmp_path, "run", "job.h5", "-o", "other.h5")
    assert other.returncode == 0
    xarray.testing.assert_identical(values(tmp_path / "job.h5"), values(tmp_path / "other.h5"))
    # Unless they are asked for under another name.
    os.rename(tmp_path / "light.h5", tmp_path / "brighter.h5")
    brighter = run(
        program, tmp_path, "run", "job.h5", "-o", "b.h5", "--set", f"light.path={tmp_path}/brighter.h5"
    )
    assert brighter.returncode == 0, brighter.stderr
    assert "light.path: taken" not in brighter.stderr
    assert not values(tmp_path / "b.h5").equals(values(tmp_path / "job.h5"))


def test_large_start_files_stay_outside(program, tmp_path):
    (tmp_path / "job.toml").write_text(LIGHT.replace("stop = 0.1", "stop = 1e-6"))
    write_starts(tmp_path, levels=600)  # 5.8 MB
    done = run(program, tmp_path, "run", "job.toml", "--set", "solve.cutoff=800")
    assert done.returncode in (0, 3), done.stderr
    with h5py.File(tmp_path / "job.h5") as file:
        assert list(file["start_files"]) == ["atoms"]
    write_starts(tmp_path, photons=0.5, levels=600)
    changed = run(program, tmp_path, "run", "job.h5", "-o", "x.h5")
    assert changed.returncode == 4 and "light.path" in changed.stderr
    (tmp_path / "light.h5").unlink()
    gone = run(program, tmp_path, "run", "job.h5", "-o", "x.h5")
    assert gone.returncode == 2 and "light.path" in gone.stderr


def test_axes_of_words_are_labels(program, tmp_path):
    (tmp_path / "words.toml").write_text(
        SMALL.replace("axes = [", 'axes = [{ key = "light.state", values = ["vacuum", "thermal"] },')
        + "[light]\nn = 0.5\n[output]\nquantities = ['qfi', 'photon_number']\n"
    )
    assert run(program, tmp_path, "run", "words.toml").returncode == 0
    zipped = run(program, tmp_path, "run", "words.toml", "-o", "zip.h5", "--set", "scan.mode=zip")
    assert zipped.returncode == 0, zipped.stderr
    for engine in ("h5netcdf", "netcdf4"):
        with xarray.open_dataset(tmp_path / "words.h5", engine=engine) as data:
            assert list(data.state.values) == ["vacuum", "thermal"]
            start = data.photon_number.isel(time=0)
            assert np.allclose(start.sel(state="thermal"), 0.5) and np.allclose(start.sel(state="vacuum"), 0)
        with xarray.open_dataset(tmp_path / "zip.h5", engine=engine) as data:
            assert list(data.state.values) == ["vacuum", "thermal"]
            assert data.photon_number.coords["state"].dims == ("point",)
    assert "vacuum, thermal" in run(program, tmp_path, "info", "words.h5").stdout
    assert run(program, tmp_path, "info", "zip.h5").returncode == 0


def test_events_below(program, tmp_path):
    (tmp_path / "e.toml").write_text(
        SMALL
        + "[output]\nquantities = ['photon_number']\n"
        + "events = [{ name = 'few', quantity = 'photon_number', below = 1.0, label = 'few left' }]\n"
        + "[light]\nstate = 'coherent'\nalpha = 2.0\n"
    )
    set_ = ["--set", "model.eta=0", "--set", "time.stop=5", "--set", "model.W0=0"]
    assert run(program, tmp_path, "run", "e.toml", *set_).returncode == 0
    with xarray.open_dataset(tmp_path / "e.h5") as data:
        few = data.few.values
        words = "first absolute time at which photon_number <= 1 (few left)"
        assert data.few.attrs["long_name"] == words
    # 4 exp(-kappa t) = 1; never without a loss.
    assert np.isnan(few[0]) and few[1] == pytest.approx(np.log(4), rel=1e-9)


def test_changes_are_said(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL.replace("eta = 3.0", "eta = 3.0\nkappa_tau_Q = 1.0"))
    plan = run(program, tmp_path, "plan", "small.toml", "--unset", "scan", "--set", "model.kappa=2")
    assert plan.returncode == 0, plan.stderr
    assert "model.kappa_tau_Q is left out: --set model.kappa takes its place" in plan.stderr
    assert "closed_form: 1 point (" in plan.stdout and "pilot of 1 point)" in plan.stdout
    axis = 'scan.axes=[{ key = "model.atoms", logspace = [2, 20, 30] }]'
    rounded = run(program, tmp_path, "plan", "small.toml", "--set", axis, "--unset", "model.kappa_tau_Q")
    assert "model.atoms: 17 of the 30 values" in rounded.stderr


def test_info_says_what_is_not_default(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    assert run(program, tmp_path, "run", "small.toml").returncode == 0
    text = run(program, tmp_path, "info", "small.h5").stdout
    assert "  model.eta = 3.0\n" in text and "model.U" not in text


@pytest.mark.parametrize(
    ("eta", "axes", "said"),
    [
        ("[0.6, 0.8]", ["abs"], "model.eta.phase = 0.927295"),
        ("{ abs = 0.0, phase = 0.5 }", ["abs"], "model.eta.phase = 0.5"),
        ("[0.6, 0.8]", ["phase"], "model.eta.abs = 1.0"),
        ("0.6", ["abs"], ""),
        ("[0.6, 0.8]", ["abs", "phase"], ""),
    ],
)
def test_info_says_the_part_of_a_complex_number_that_no_axis_gives(program, tmp_path, eta, axes, said):
    (tmp_path / "small.toml").write_text(SMALL)
    keys = ", ".join(f'{{ key = "model.eta.{part}", values = [1.0, 2.0] }}' for part in axes)
    changes = "--set", f"model.eta={eta}", "--set", f"scan.axes=[{keys}]"
    solved = run(program, tmp_path, "run", "small.toml", "--quiet", *changes)
    assert solved.returncode == 0, solved.stderr
    lines = run(program, tmp_path, "info", "small.h5").stdout.splitlines()
    found = [line.strip() for line in lines if line.startswith("  model.eta")]
    assert len(found) == (said != "") and "".join(found).startswith(said)
    kept = json.loads(run(program, tmp_path, "info", "small.h5", "--json").stdout)["not_default"]
    assert [f"{key} = {value}" for key, value in kept.items() if key.startswith("model.eta")] == found


def test_lists_help_and_version(program, tmp_path):
    quantities = run(program, tmp_path, "quantities").stdout.splitlines()
    assert any(line.startswith("qfi ") for line in quantities) and len(quantities) >= 23
    keys = run(program, tmp_path, "keys").stdout
    for key in ("model.kappa = 0.0", "pump.segments[i].eta", "solve.method", "output.events", "title"):
        assert any(line.startswith(key) for line in keys.splitlines()), key
    assert "every key of the config" in run(program, tmp_path, "help").stdout
    assert run(program, tmp_path, "help", "run").stdout == run(program, tmp_path, "run", "-h").stdout
    assert run(program, tmp_path, "help", "rum").returncode == 2
    assert run(program, tmp_path, "version").stdout == run(program, tmp_path, "--version").stdout


def test_lists_as_json_say_what_the_lines_say(program, tmp_path):
    keys = json.loads(run(program, tmp_path, "keys", "--json").stdout)
    lines = run(program, tmp_path, "keys").stdout.splitlines()
    assert len(keys) == len(lines)
    for key, line in zip(keys, lines):
        assert line.startswith(key["key"]) and f"{key['meaning']}: {key['allowed']}" in line
        assert (f"{key['key']} = {key['default']}" in line) == (key["default"] is not None)
        assert ("(not as an axis)" in line) != key["axis"]

    quantities = json.loads(run(program, tmp_path, "quantities", "--json").stdout)
    lines = run(program, tmp_path, "quantities").stdout.splitlines()
    assert len(quantities) == len(lines)
    for quantity, line in zip(quantities, lines):
        assert line.split()[0] == quantity["name"] and line.endswith(quantity["long_name"])
        shape = ", ".join(quantity["dimensions"])
        assert (f"({shape})" in line) == bool(shape)
        assert quantity["scale"] in ("1", "N", "N^2") and quantity["variables"]
    scales = {quantity["name"]: quantity["scale"] for quantity in quantities}
    assert scales["qfi"] == "N^2" and scales["purity"] == "1"


def test_python_that_is_gone(program, tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    assert run(program, tmp_path, "run", "small.toml").returncode == 0
    done = run(
        program, tmp_path, "plot", "small.h5", env={**os.environ, "PAIRTWIST_PYTHON": "/nowhere/python3"}
    )
    assert done.returncode == 4
    assert "/nowhere/python3" in done.stderr and "PAIRTWIST_PYTHON" in done.stderr
    assert subprocess.run(["ls", tmp_path / "small.png"], capture_output=True).returncode != 0
