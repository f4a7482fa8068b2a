# SPDX-License-Identifier: BSD-3-Clause
"""What someone meets who has the paper and uses the program for the first time."""

import json
import re
import tomllib

import pytest
from calls import run

JOB = """\
[model]
atoms = 20
eta = 320.0
[time]
stop = 0.03
samples = 61
"""
# <J> passes through 0, where the squeezing parameter has a pole.
EXTREMA = (
    JOB
    + """\
[scan]
axes = [{ key = "model.eta", values = [100.0, 320.0] }, { key = "model.kappa", values = [1.0, 2.0] }]
[output]
quantities = ["squeezing_wineland", "qfi"]
over_time = "extrema"
"""
)
LABORATORY = """\
[atoms]
number = 200
mass_u = 23
scattering_length_a0 = 52
[molecule]
form = "exponential"
size_a0 = 200
rabi_frequency_Hz = 500e3
detuning_Hz = 5e6
[cavity]
wavelength_m = 589e-9
waist_m = 20e-6
photons = 10
[trap]
transverse_Hz = 2000
well = "quartic"
barrier_Hz = 2000
separation_m = 4e-6
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "job.toml").write_text(JOB)
    (tmp_path / "extrema.toml").write_text(EXTREMA)
    (tmp_path / "lab.toml").write_text(LABORATORY)
    return tmp_path


def test_a_lost_extremum_is_said_by_run_and_info(program, folder):
    solved = run(program, folder, "run", "extrema.toml")
    assert solved.returncode == 0, solved.stderr
    said = re.search(
        r"squeezing_wineland_max: (\d) of 4 points lost, since values that were lost, or at a pole, may be larger", solved.stderr
    )
    assert said, solved.stderr
    info = run(program, folder, "info", "extrema.h5").stdout
    assert f"\nLost or undefined\n  {said[0]}\n" in info
    found = json.loads(run(program, folder, "info", "extrema.h5", "--json").stdout)["lost_extrema"]
    assert found == [{"of": "squeezing_wineland_max", "points": int(said[1]), "of_points": 4}]


def test_info_leaves_out_values_that_an_axis_gives(program, folder):
    run(program, folder, "run", "extrema.toml", "--quiet")
    lines = run(program, folder, "info", "extrema.h5").stdout.splitlines()
    assert "  model.atoms = 20" in lines
    assert not [line for line in lines if line.startswith(("  model.eta =", "  model.kappa ="))]
    kept = json.loads(run(program, folder, "info", "extrema.h5", "--json").stdout)["not_default"]
    assert "model.atoms" in kept and "model.eta" not in kept


@pytest.mark.parametrize(
    ("name", "whole"), [("kappa", "model.kappa"), ("state", "light.state, atoms.state")]
)
def test_an_axis_without_its_section_is_told_the_section(program, folder, name, whole):
    axis = f'scan.axes=[{{ key = "{name}", values = [1, 2] }}]'
    refused = run(program, folder, "plan", "job.toml", "--set", axis)
    assert refused.returncode == 2
    assert f"an axis names its section: {whole};" in refused.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["verify", "job.h5", "--points", "0"], "--points: found 0, allowed: a number above 0"),
        (["verify", "job.h5", "--seed", "-1"], "--seed: found -1, allowed: a number from 0"),
        (["run", "job.toml", "--max-hours", "-1"], "--max-hours: found -1, allowed: a number above 0"),
        (["run", "job.toml", "--max-hours", "x"], "--max-hours"),
        (["run"], "CONFIG is required"),
        (["run", "job.toml", "other.toml"], "other.toml"),
        ([], "required"),
    ],
)
def test_bad_usage_is_an_error_like_any_other(program, folder, words, message):
    refused = run(program, folder, *words)
    assert refused.returncode == 2 and refused.stdout == ""
    assert refused.stderr.startswith("pairtwist: error: ")
    assert message in refused.stderr and "--help" in refused.stderr
    assert len(refused.stderr) < 200


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["rum", "job.toml"], '"rum"; did you mean run? There are run, '),
        (["Plan", "job.toml"], "did you mean plan?"),
        (["help", "plott"], "did you mean plot?"),
        (["run", "job.toml", "--st", "model.kappa=1"], "; did you mean --set?"),
        (["plan", "job.toml", "--slurm", "--gpu"], "; did you mean --gpus?"),
        (["run", "job.toml", "--quantity", "qfi"], "; --quantity is an option of plot"),
        (["run", "job.toml", "--set", "kappa=1"], "--set kappa: unknown key; did you mean model.kappa?"),
        (["run", "job.toml", "--set", "state=vacuum"], "did you mean light.state or atoms.state?"),
        (["run", "extrema.toml", "--unset", "model.kappa"], "; a scan axis gives it: --unset scan.axes takes"),
        (["run", "job.toml", "--set", 'output.quantities=["QFI"]'], "did you mean qfi?"),
        (
            ["run", "job.toml", "--set", 'output.quantities=["squeezing"]'],
            "did you mean squeezing_wineland or squeezing_kitagawa_ueda?",
        ),
        (["run", "job.toml", "--set", "output.quantities=bell"], "--set 'output.quantities=[\"bell\"]'"),
        (["lab", "job.toml"], "[model] belongs to a config of `pairtwist run`"),
    ],
)
def test_a_slip_is_told_what_may_have_been_meant(program, folder, words, hint):
    refused = run(program, folder, *words)
    assert refused.returncode == 2 and hint in refused.stderr, refused.stderr


def test_a_file_that_is_not_there_needs_no_directory(program, folder):
    refused = run(program, folder, "info", "missing.h5")
    assert refused.returncode == 4
    assert "missing.h5" in refused.stderr and "check the spelling" in refused.stderr
    assert "directory first" not in refused.stderr
    refused = run(program, folder, "run", "job.toml", "-o", "nowhere/job.h5")
    assert refused.returncode == 4 and "create the directory first" in refused.stderr


def test_a_file_of_another_kind_is_told(program, folder):
    refused = run(program, folder, "info", "job.toml")
    assert refused.returncode == 4
    assert "job.toml is not an HDF5 file; `pairtwist run` makes one of a config" in refused.stderr
    refused = run(program, folder, "run", "lab.toml")
    assert refused.returncode == 2
    assert "[cavity] belongs to a file of `pairtwist lab`" in refused.stderr
    assert "result file" not in run(program, folder, "lab", "--help").stdout


def test_a_key_of_the_model_outside_of_it_is_told_where_it_belongs(program, folder):
    (folder / "job.toml").write_text(JOB.replace("[model]\n", "").replace("eta = 320.0\n", ""))
    refused = run(program, folder, "run", "job.toml")
    assert refused.returncode == 2
    assert "job.toml:1" in refused.stderr and "the number of atoms is model.atoms" in refused.stderr


def test_all_that_lab_prints_is_a_config(program, folder):
    printed = run(program, folder, "lab", "lab.toml").stdout
    assert list(tomllib.loads(printed)) == ["model"]
    assert re.search(r"^# J/U .* with J = .* Hz$", printed, re.MULTILINE)
    (folder / "mine.toml").write_text(printed + "[time]\nstop = 1e-6\n")
    assert run(program, folder, "plan", "mine.toml").returncode == 0


def test_too_few_photon_levels_are_said_with_the_way_out(program, folder):
    """The joint method came up against its ceiling, and said nothing but not_converged."""
    config = """\
[model]
atoms = 4
tunnelling = 1.0
eta = 20.0
detuning = 0.5
W0 = 0.1
[time]
stop = 2.0
samples = 3
"""
    (folder / "levels.toml").write_text(config)
    for options, limit in (
        (["--set", "solve.cutoff=64"], "64 photon levels, the most that it may have (solve.cutoff); a larger"),
        ([], "1024 photon levels, the most that it may have (solve.cutoff); fewer photons would help"),
    ):
        done = run(program, folder, "run", "levels.toml", "--force", *options)
        assert done.returncode == 3, done.stderr
        assert limit in done.stderr
        assert limit in run(program, folder, "info", "levels.h5").stdout
        assert limit in run(program, folder, "info", "levels.h5", "--failed").stdout
