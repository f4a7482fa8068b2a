# SPDX-License-Identifier: BSD-3-Clause
"""What the user can get wrong: each case ends with its exit code, a message that names the thing, the
value found and the way out, and leaves the directory as it was."""

import os
import shutil
import tempfile

import h5py
import numpy as np
import pytest
from calls import run

GOOD = """\
[model]
atoms = 4
eta = 3.0
[time]
stop = 0.1
samples = 3
"""


def with_scan(scan):
    return GOOD + "[scan]\n" + scan


def with_model(line):
    return GOOD.replace("eta = 3.0", "eta = 3.0\n" + line)


def with_light(lines, solve=""):
    return GOOD + "[light]\n" + lines + "\n[solve]\n" + solve + "\n"


# name: (config, words that the message must hold)
CONFIGS = {
    "unknown_key": (with_model("kapa = 1.0"), ["bad.toml:4", "model.kapa", "did you mean", "model.kappa"]),
    "unknown_section": (GOOD + "[modell]\natoms = 3\n", ["modell", "model"]),
    "meaningless_key": (GOOD + "[light]\nalpha = 1.0\n", ["light.alpha", "means nothing", "vacuum"]),
    "wrong_type": (with_model('U = "one"'), ["model.U", "string", "bad.toml:4"]),
    "nan": (with_model("U = nan"), ["model.U", "nan"]),
    "infinity": (with_model("W0 = inf"), ["model.W0", "inf"]),
    "negative_kappa": (with_model("kappa = -1.0"), ["model.kappa", "-1"]),
    "no_atoms": (GOOD.replace("atoms = 4", "atoms = 0"), ["model.atoms", "0"]),
    "half_an_atom": (GOOD.replace("atoms = 4", "atoms = 7.5"), ["model.atoms", "7.5", "integer"]),
    "atoms_missing": (GOOD.replace("atoms = 4\n", ""), ["model.atoms", "required"]),
    "too_many_atoms": (
        GOOD.replace("atoms = 4", "atoms = 3000000") + '[output]\nquantities = ["bell"]\n',
        ["model.atoms = 3000000", "one point needs", "bytes", "GiB", "available"],
    ),
    "time_not_increasing": (
        GOOD.replace("stop = 0.1\nsamples = 3", "values = [0.0, 0.2, 0.1]"),
        ["time.values", "increasing"],
    ),
    "empty_axis": (with_scan('axes = [{ key = "model.kappa", values = [] }]'), ["scan.axes[0].values", "empty array"]),
    "axis_not_numeric": (
        with_scan('axes = [{ key = "model.rate_unit", values = [1.0] }]'),
        ["model.rate_unit", "cannot be an axis", "model.kappa"],
    ),
    "axis_twice": (
        with_scan(
            'axes = [{ key = "model.kappa", values = [1.0] }, { key = "model.kappa", values = [2.0] }]'
        ),
        ["model.kappa", "two scan axes"],
    ),
    "zip_unequal": (
        with_scan(
            'mode = "zip"\naxes = [{ key = "model.kappa", values = [1.0, 2.0] },'
            ' { key = "model.U", values = [1.0, 2.0, 3.0] }]'
        ),
        ["zip", "2", "3"],
    ),
    "logspace_from_zero": (
        with_scan('axes = [{ key = "model.kappa", logspace = [0.0, 1.0, 5] }]'),
        ["logspace", "0"],
    ),
    "axis_out_of_range": (
        with_scan('axes = [{ key = "model.kappa", values = [0.1, -0.1] }]'),
        ["model.kappa", "-0.1"],
    ),
    "kappa_twice": (with_model("kappa = 1.0\nkappa_tau_Q = 1.0"), ["model.kappa_tau_Q", "model.kappa"]),
    "kappa_tau_Q_without_pump": (
        GOOD.replace("eta = 3.0", "kappa_tau_Q = 1.0"),
        ["kappa_tau_Q", "eta"],
    ),
    "unknown_quantity": (GOOD + '[output]\nquantities = ["qfy"]\n', ["qfy", "qfi"]),
    "cfi_without_angles": (GOOD + '[output]\nquantities = ["cfi"]\n', ["cfi", "output.angles", "linspace"]),
    "impossible_quantity": (GOOD + '[output]\nquantities = ["qfi_d3"]\n', ["qfi_d3", "coherent"]),
    "model_beyond_method": (
        with_model("kerr = 0.5") + '[solve]\nmethod = "gaussian"\n',
        ["bad.toml:4", "model.kerr", "0.5", "fock"],
    ),
    "light_beyond_method": (
        with_light('state = "fock"\nn = 3', 'method = "closed_form"'),
        ["bad.toml:8", "light.state", '"fock"', "allowed for the closed form"],
    ),
    "tunnelling": (
        with_model("tunnelling = 1.0") + '[solve]\nmethod = "fock"\n',
        ["model.tunnelling", "joint"],
    ),
    "fock_without_number": (
        with_light('state = "fock"'),
        ["bad.toml:7", "light.n", "missing", "1023"],
    ),
    "fock_number_too_large": (
        with_light('state = "fock"\nn = 1024'),
        ["bad.toml:9", "light.n", "found 1024", "1023"],
    ),
    "half_a_photon": (with_light('state = "fock"\nn = 0.5'), ["light.n", "0.5", "integer"]),
    "fock_number_at_one_point": (
        with_light('state = "fock"')
        + '[scan]\naxes = [{ key = "light.n", values = [1, 2, 3000] }]\n',
        ["bad.toml:12", "light.n", "3000", "1023"],
    ),
    "cat_parity": (
        with_light('state = "cat"\nalpha = 1.0\nparity = 0'),
        ["bad.toml:10", "light.parity", "found 0", "1 or -1"],
    ),
    "cat_without_alpha": (with_light('state = "cat"'), ["light.alpha", "missing"]),
    "cat_too_large": (
        with_light('state = "cat"\nalpha = 40.0'),
        ["bad.toml:9", "light.alpha", "1600", "1024"],
    ),
    "negative_squeezing": (with_light('state = "squeezed"\nr = -1.0'), ["light.r", "-1"]),
    "no_light_file": (
        with_light('state = "file"\npath = "nowhere.h5"'),
        ["bad.toml:9", "light.path", "nowhere.h5", "existing file"],
    ),
    "light_path_missing": (with_light('state = "file"'), ["light.path", "missing"]),
    "unknown_frame": (
        GOOD + '[solve]\nframe = "still"\n',
        ["bad.toml:8", "solve.frame", "still", "laboratory"],
    ),
    "frame_of_closed_form": (
        GOOD + '[solve]\nmethod = "closed_form"\nframe = "moving"\n',
        ["bad.toml:9", "solve.frame", "means nothing", "closed_form", "fock"],
    ),
    "cutoff_of_gaussian": (
        GOOD + '[solve]\nmethod = "gaussian"\ncutoff = 30\n',
        ["bad.toml:9", "solve.cutoff", "means nothing", "gaussian", "30"],
    ),
    "cutoff_too_large": (
        GOOD + "[solve]\ncutoff = 2000\n",
        ["bad.toml:8", "solve.cutoff", "2000", "1024"],
    ),
    "cutoff_exact_too_large": (
        GOOD + "[solve]\ncutoff_exact = 2000\n",
        ["bad.toml:8", "solve.cutoff_exact", "2000", "1024"],
    ),
    "cutoff_twice": (
        GOOD + "[solve]\ncutoff = 30\ncutoff_exact = 20\n",
        ["bad.toml:9", "solve.cutoff_exact", "20", "solve.cutoff = 30", "bad.toml:8"],
    ),
    "cutoff_below_the_light": (
        with_light('state = "fock"\nn = 8', "cutoff_exact = 8"),
        ["bad.toml:11", "solve.cutoff_exact", "8", "light.n = 8", "at least 9"],
    ),
    "tolerance_zero": (
        GOOD + '[solve]\nmethod = "fock"\ntolerance = 0\n',
        ["bad.toml:9", "solve.tolerance", "found 0", "1e-14", "0.1"],
    ),
    "tolerance_beyond_precision": (
        GOOD + '[solve]\nmethod = "fock"\ntolerance = 1e-20\n',
        ["bad.toml:9", "solve.tolerance", "1e-20", "1e-14"],
    ),
    "trajectories_of_another_method": (
        GOOD + '[solve]\nmethod = "fock"\ntrajectories = 40\n',
        ["bad.toml:9", "solve.trajectories", "means nothing", "fock", "40", "joint"],
    ),
    "trajectories_without_loss": (
        with_model("tunnelling = 1.0") + "[solve]\ntrajectories = 40\n",
        ["bad.toml:9", "solve.trajectories", "40", "without a loss", "model.kappa"],
    ),
    "trajectories_of_unequal_groups": (
        with_model("tunnelling = 1.0\nkappa = 1.0") + "[solve]\ntrajectories = 50\n",
        ["bad.toml:10", "solve.trajectories", "50", "multiple of 20"],
    ),
    "trajectories_of_the_bell_correlator": (
        with_model("tunnelling = 1.0\nkappa = 1.0")
        + '[solve]\ntrajectories = 40\n[output]\nquantities = ["bell"]\n',
        ["bad.toml:12", "output.quantities", "bell", "solve.trajectories = 40", "noise"],
    ),
    "trajectories_of_extrema": (
        with_model("tunnelling = 1.0\nkappa = 1.0")
        + '[solve]\ntrajectories = 40\n[output]\nover_time = "extrema"\n',
        ["bad.toml:12", "output.over_time", "extrema", '"all"'],
    ),
    "seed_without_trajectories": (
        GOOD + "[solve]\nseed = 3\n",
        ["bad.toml:8", "solve.seed", "3", "solve.trajectories"],
    ),
    "max_qfi_of_fock": (
        GOOD + '[pump]\nswitch_off = "max_qfi"\n[solve]\nmethod = "fock"\n',
        ["bad.toml:8", "pump.switch_off", "max_qfi", "closed form"],
    ),
    "not_toml": ("this is no TOML\n", ["bad.toml", "1"]),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", ["bad.toml"]),
    "endless_key": (GOOD + ".".join(["a"] * 100_000) + " = 1\n", ["bad.toml:7", "dotted key", "at most 16"]),
    "deep_nesting": (GOOD + "x = " + "[" * 100_000 + "]" * 100_000 + "\n", ["bad.toml"]),
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def contents(folder):
    """Names, sizes and times of everything in a folder."""
    return {
        path.relative_to(folder): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }


def expect_refusal(result, code, words):
    assert result.returncode == code, result.stderr
    for word in words:
        assert word in result.stderr, result.stderr
    assert result.stdout == ""
    assert "terminate" not in result.stderr


@pytest.mark.parametrize("command", ["run", "plan", "config"])
@pytest.mark.parametrize("name", CONFIGS)
def test_bad_config(program, folder, name, command):
    if name == "too_many_atoms" and command == "config":
        pytest.skip("config plans nothing")
    text, words = CONFIGS[name]
    (folder / "bad.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    before = contents(folder)
    expect_refusal(run(program, folder, command, "bad.toml"), 2, words)
    assert contents(folder) == before


def write_light(path, matrix, dtype=float):
    matrix = np.asarray(matrix)
    with h5py.File(path, "w") as file:
        file["density_re"] = matrix.real.astype(dtype)
        file["density_im"] = matrix.imag.astype(dtype)


# name: (density matrix, its type, exit code, words that the message must hold)
LIGHTS = {
    "not_square": (np.ones((2, 3)), float, 2, ["density_re", "(2, 3)"]),
    "too_many_levels": (np.eye(1025) / 1025, float, 2, ["(1025, 1025)", "at most 1024"]),
    "more_levels_than_cutoff": (np.eye(9) / 9, float, 2, ["solve.cutoff", "found 8", "at least 9"]),
    "not_finite": ([[1.0, np.nan], [0.0, 0.0]], float, 2, ["<0|rho|1>", "nan"]),
    "not_hermitian": ([[0.5, 0.1], [0.3, 0.5]], float, 2, ["<1|rho|0>", "0.3", "<0|rho|1>", "0.1"]),
    "trace": (np.eye(2), float, 2, ["trace", "2"]),
    "negative": (np.diag([1.5, -0.5]), float, 2, ["eigenvalue", "-0.5"]),
    "float32": (np.diag([0.5, 0.5]), np.float32, 4, ["density_re", "float64"]),
}


@pytest.mark.parametrize("command", ["run", "plan"])
@pytest.mark.parametrize("name", LIGHTS)
def test_bad_light_file(program, folder, name, command):
    matrix, dtype, code, words = LIGHTS[name]
    write_light(folder / "light.h5", matrix, dtype)
    (folder / "bad.toml").write_text(with_light('state = "file"\npath = "light.h5"', "cutoff = 8"))
    before = contents(folder)
    expect_refusal(run(program, folder, command, "bad.toml"), code, ["light.h5", *words])
    assert contents(folder) == before


@pytest.mark.parametrize("command", ["run", "plan"])
def test_light_file_that_is_none(program, folder, command):
    (folder / "light.h5").write_text("1.0 0.0")
    (folder / "bad.toml").write_text(with_light('state = "file"\npath = "light.h5"'))
    before = contents(folder)
    wanted = 'light.state = "file" reads the float64 datasets density_re and density_im'
    expect_refusal(
        run(program, folder, command, "bad.toml"), 4, ["light.h5 is not an HDF5 file, but text", wanted]
    )
    assert contents(folder) == before


@pytest.mark.parametrize("section", ["light", "atoms"])
@pytest.mark.parametrize("kind", ["a directory", "a pipe", "a device"])
def test_a_start_file_that_is_no_file_is_told_at_once(program, folder, section, kind):
    path = {"a directory": "folder", "a pipe": "pipe", "a device": "/dev/zero"}[kind]
    (folder / "good.toml").write_text(GOOD)
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    words = ["--set", f"{section}.state=file", "--set", f"{section}.path={path}"]
    refused = run(program, folder, "run", "good.toml", *words, timeout=20)
    expect_refusal(refused, 2, [f"--set {section}.path", f'found "{path}"', f"is {kind})", "HDF5"])


# name: (bytes, what they are said to be)
KINDS = {
    "npy": (b"\x93NUMPY\x01\x00v\x00{'descr'", ", but an array of NumPy (.npy)"),
    "npz": (b"PK\x03\x04\x14\x00\x00\x00", ", but a zip archive"),
    "empty": (b"", ": it is empty"),
    "unknown": (b"\x89HDX\r\n\x1a\n" + bytes(600), " file; "),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_start_file_of_another_kind_is_told(program, folder, name):
    content, kind = KINDS[name]
    (folder / "good.toml").write_text(GOOD)
    (folder / "atoms.h5").write_bytes(content)
    words = ["--set", "atoms.state=file", "--set", "atoms.path=atoms.h5"]
    refused = run(program, folder, "run", "good.toml", *words)
    expect_refusal(refused, 4, ["atoms.h5 is not an HDF5 file", kind, "amplitude_re and amplitude_im"])


def test_huge_config_is_refused_at_once(program, folder):
    with open(folder / "bad.toml", "wb") as file:
        file.write(GOOD.encode())
        file.truncate(100_000_000)
    result = run(program, folder, "run", "bad.toml")
    expect_refusal(result, 2, ["bad.toml", "100", "allowed"])
    assert sorted(path.name for path in folder.iterdir()) == ["bad.toml"]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["run"], ["CONFIG"]),
        (["run", "good.toml", "--backend", "opencl"], ["opencl"]),
        (["run", "good.toml", "--threads", "0"], ["threads", "0"]),
        (["run", "good.toml", "--device", "0,,2"], ["--device", "0,,2", "auto", "doctor"]),
        (["plan", "good.toml", "--device", "two"], ["--device", "two", "auto", "doctor"]),
        (["run", "good.toml", "--device", "1,0,1"], ["device", "1,0,1", "twice"]),
        (["run", "good.toml", "--device", "0", "--backend", "cpu"], ["device", "0", "cpu", "cuda"]),
        (["run", "good.toml", "--no-such-option"], ["--no-such-option"]),
        (["run", "good.toml", "--shard", "4/4"], ["--shard", "4/4", "0 ... N-1"]),
        (["run", "good.toml", "--max-hours", "0"], ["--max-hours", "0"]),
        (["run", "good.toml", "--set", "model.kappa"], ["--set", "model.kappa"]),
        (["run", "good.toml", "--set", "model.kappa=-2"], ["model.kappa", "-2"]),
        (["run", "good.toml", "--set", "model.kapa=2"], ["model.kapa", "model.kappa"]),
        (["merge"], ["FILE", "--help"]),
        (["merge", "folder"], ["folder", "-o"]),
        (["frobnicate"], ["frobnicate"]),
        ([], ["subcommand"]),
    ],
)
def test_bad_usage(program, folder, arguments, words):
    (folder / "good.toml").write_text(GOOD)
    before = contents(folder)
    expect_refusal(run(program, folder, *arguments), 2, words)
    assert contents(folder) == before


def test_missing_config(program, folder):
    expect_refusal(run(program, folder, "run", "nowhere.toml"), 4, ["nowhere.toml", "No such file"])
    assert contents(folder) == {}


def test_missing_output_folder(program, folder):
    (folder / "good.toml").write_text(GOOD)
    before = contents(folder)
    result = run(program, folder, "run", "good.toml", "-o", "nowhere/out.h5")
    expect_refusal(result, 4, ["nowhere", "No such file"])
    assert contents(folder) == before


def test_output_is_a_folder(program, folder):
    (folder / "good.toml").write_text(GOOD)
    (folder / "out.h5").mkdir()
    before = contents(folder)
    expect_refusal(run(program, folder, "run", "good.toml", "-o", "out.h5"), 4, ["out.h5"])
    assert contents(folder) == before


def test_read_only_output_folder(program):
    """Root may write everywhere: then the program runs as nobody, from a folder that nobody may read."""
    folder = tempfile.mkdtemp()
    try:
        os.chmod(folder, 0o755)
        shutil.copy(program, os.path.join(folder, "program"))
        with open(os.path.join(folder, "good.toml"), "w") as file:
            file.write(GOOD)
        os.chmod(folder, 0o555)
        before = sorted(os.listdir(folder))
        options = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
        result = run(os.path.join(folder, "program"), folder, "run", "good.toml", **options)
        expect_refusal(result, 4, ["cannot write in the directory", "Permission denied"])
        assert sorted(os.listdir(folder)) == before
    finally:
        os.chmod(folder, 0o755)
        shutil.rmtree(folder)


def test_existing_output(program, folder):
    (folder / "good.toml").write_text(GOOD)
    assert run(program, folder, "run", "good.toml").returncode == 0
    before = contents(folder)

    again = run(program, folder, "run", "good.toml")
    assert again.returncode == 0
    assert "nothing to do" in again.stderr
    assert contents(folder) == before

    other = run(program, folder, "run", "good.toml", "--set", "model.kappa=1.0")
    expect_refusal(other, 4, ["good.h5", "another config: model.kappa is ", "1.0 (float) here", "--force"])
    assert contents(folder) == before

    assert run(program, folder, "run", "good.toml", "--set", "model.kappa=1.0", "--force").returncode == 0
    assert contents(folder) != before
    assert len(contents(folder)) == 2


def test_a_scan_that_no_disk_holds_is_refused_before_it_begins(program, folder):
    (folder / "huge.toml").write_text("""\
[model]
atoms = 2
[time]
stop = 1.0
[scan]
axes = [{ key = "model.eta", linspace = [0.0, 1.0, 40000] }, { key = "model.U", linspace = [0.0, 1.0, 40000] }]
[output]
quantities = ["husimi"]
husimi_grid = [2000, 2000]
over_time = "final"
""")
    before = contents(folder)
    refused = run(program, folder, "run", "huge.toml", "-o", "huge.h5")
    expect_refusal(refused, 4, ["huge.h5: ", "PiB of numbers are to be written", "-o FILE where there is room"])
    assert contents(folder) == before


def test_foreign_output_is_not_overwritten(program, folder):
    (folder / "good.toml").write_text(GOOD)
    (folder / "good.h5").write_text("the user's notes\n")
    before = contents(folder)
    expect_refusal(run(program, folder, "run", "good.toml"), 4, ["good.h5", "--force"])
    assert contents(folder) == before


def test_output_does_not_replace_what_it_is_made_from(program, folder):
    write_light(folder / "light.h5", np.diag([0.5, 0.5]))
    (folder / "light.toml").write_text(with_light('state = "file"\npath = "light.h5"'))
    before = contents(folder)
    for output, key in {"light.h5": "light.path", "light.toml": "config"}.items():
        refused = run(program, folder, "run", "light.toml", "-o", output, "--force")
        expect_refusal(refused, 2, [output, key, "-o FILE"])
        assert contents(folder) == before
    # The default name is that of the light.
    expect_refusal(run(program, folder, "run", "light.toml", "--force"), 2, ["light.path"])
    assert contents(folder) == before


# Light with fewer than 1024 photons on average, and more than 1024 levels.
BRIGHT = {
    "cat": ('state = "cat"\nalpha = 31.0', "light.alpha"),
    "coherent": ('state = "coherent"\nalpha = 31.0', "light.alpha"),
    "thermal": ('state = "thermal"\nn = 100.0', "light.n = 100"),
    "squeezed": ('state = "squeezed"\nr = 3.0', "light.r = 3"),
}


@pytest.mark.parametrize("command", ["run", "plan"])
@pytest.mark.parametrize("name", BRIGHT)
def test_light_that_does_not_fit(program, folder, name, command):
    light, key = BRIGHT[name]
    method = 'method = "fock"\nframe = "laboratory"'
    for more in ("", "\ncutoff_exact = 1024"):
        (folder / "bad.toml").write_text(with_light(light, method + more))
        before = contents(folder)
        refused = run(program, folder, command, "bad.toml")
        expect_refusal(refused, 2, [key, "photon levels", "at most 1024", "solve.tolerance"])
        assert contents(folder) == before


def test_a_larger_tolerance_is_named_where_one_is_enough(program, folder):
    for alpha, helps in (("28.0", True), ("31.0", False)):  # which needs 1165 levels at 0.1
        light = f'state = "cat"\nalpha = {alpha}'
        (folder / "bright.toml").write_text(with_light(light, 'method = "fock"\nframe = "laboratory"'))
        refused = run(program, folder, "run", "bright.toml")
        expect_refusal(refused, 2, ["photon levels", "ask for less light"])
        assert ("or a larger tolerance" in refused.stderr) == helps, refused.stderr


def test_what_does_not_fit_has_a_way_out_that_there_is(program, folder):
    config = with_light(BRIGHT["squeezed"][0], 'method = "fock"\ntolerance = 0.1')
    (folder / "bright.toml").write_text(config)
    refused = run(program, folder, "run", "bright.toml")
    expect_refusal(refused, 2, ["ask for less light", 'solve.method = "auto"'])
    assert "larger tolerance" not in refused.stderr
    run(program, folder, "run", "bright.toml", "--set", "solve.method=auto", check=True)


def test_cuda_without_a_device(program, folder):
    import json

    doctor = json.loads(run(program, folder, "doctor", "--json").stdout)
    if not doctor["cuda"]["problem"]:
        pytest.skip("this machine has a CUDA device")
    (folder / "good.toml").write_text(GOOD)
    before = contents(folder)
    for option in (["--backend", "cuda"], ["--device", "0"]):
        expect_refusal(run(program, folder, "run", "good.toml", *option), 5, ["cuda"])
    assert contents(folder) == before


def test_a_device_that_is_not_there(program, folder):
    (folder / "good.toml").write_text(GOOD)
    before = contents(folder)
    for command in ("run", "plan"):
        expect_refusal(run(program, folder, command, "good.toml", "--device", "4711"), 5, ["cuda"])
    assert contents(folder) == before
