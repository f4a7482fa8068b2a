# SPDX-License-Identifier: BSD-3-Clause
"""--set and --unset of `pairtwist lab`, in every section of its file, as those of `run`."""

import json
import pathlib

import h5py
import pytest
from calls import run

RUBIDIUM = pathlib.Path(__file__).parents[2] / "configs/lab/rubidium.toml"


@pytest.fixture
def lab(program, tmp_path):
    (tmp_path / "lab.toml").write_text(RUBIDIUM.read_text())
    rows = [f"{k * 1e-8} {2000.0 * ((k / 110) ** 2 - 1) ** 2}" for k in range(331)]
    (tmp_path / "well.txt").write_text("\n".join(rows) + "\n")
    return lambda *words: run(program, tmp_path, "lab", "lab.toml", *words)


def numbers(result):
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


# Of each change what it leaves out.
@pytest.mark.parametrize(
    "words, left_out",
    [
        (["--set", "atoms.number=40"], []),
        (["--set", "molecule.condon_radius_a0=200"], ["molecule.size_a0 is left out: --set molecule.condon_radius_a0 takes its place"]),
        (
            ["--set", "molecule.form=shell", "--set", "molecule.condon_radius_a0=200", "--set", "molecule.width_a0=20"],
            ["molecule.size_a0 is left out: --set molecule.condon_radius_a0 takes its place"],
        ),
        (["--unset", "molecule.size_a0", "--set", "molecule.condon_radius_a0=200"], []),
        (["--set", "molecule.size_m=1e-8"], ["molecule.size_a0 is left out: --set molecule.size_m takes its place"]),
        (["--set", "cavity.wave_number_per_m=7e6"], ["cavity.wavelength_m is left out: --set cavity.wave_number_per_m takes its place"]),
        (["--set", "trap.barrier_omega=1.5"], ["trap.barrier_Hz is left out: --set trap.barrier_omega takes its place"]),
        (["--set", "cavity.transverse=[0.1, 0.2]"], []),
        (["--set", "cavity.pump_Hz.phase=0.5"], []),
        (["--set", "cavity.pump_omega.abs=0.5"], ["cavity.pump_Hz is left out: --set cavity.pump_omega takes its place"]),
        (["--unset", "cavity.pump_Hz"], []),
        (["--set", "trap.transverse_length_m=2e-7"], ["trap.transverse_Hz is left out: --set trap.transverse_length_m takes its place"]),
        (
            ["--set", "trap.well=table", "--set", "trap.path=well.txt"],
            [
                'trap.barrier_Hz means nothing for trap.well = "table", which --set trap.well makes it; left out',
                'trap.separation_m means nothing for trap.well = "table", which --set trap.well makes it; left out',
            ],
        ),
        (
            ["--set", "trap.well=barrier", "--set", "trap.axial_Hz=150", "--set", "trap.barrier_width_m=6e-7"],
            ['trap.separation_m means nothing for trap.well = "barrier", which --set trap.well makes it; left out'],
        ),
        (["--set", 'trap={ transverse_Hz = 2000.0, well = "table", path = "well.txt" }'], []),
    ],
)  # fmt: skip
def test_changes_are_taken_as_run_takes_them(lab, words, left_out):
    plain = numbers(lab("--json"))
    result = lab("--json", *words)
    assert numbers(result)["model"] != plain["model"]
    said = [line.split(": ", 2)[2] for line in result.stderr.splitlines()]
    assert said == left_out


def test_the_parts_of_a_complex_number_are_set_alone(lab):
    changed = numbers(lab("--json", "--set", "cavity.pump_Hz.abs=40"))
    assert changed["eta"][0] == pytest.approx(2.0 * numbers(lab("--json"))["eta"][0])


@pytest.mark.parametrize(
    "words, why",
    [
        (["--set", "trap.path=well.txt"], '--set trap.path means nothing for trap.well = "quartic"'),
        (["--unset", "trap.wel"], "--unset trap.wel: found no such key in lab.toml; did you mean trap.well?"),
        (["--unset", "trap.barrier_Hz"], "lab.toml:21: trap.barrier_Hz: missing"),
        (["--unset", "cavity"], "lab.toml: cavity.wavelength_m: missing"),
        (["--set", "barrier_Hz=3"], "--set barrier_Hz: unknown key; the key is trap.barrier_Hz. Allowed:"),
        (["--set", "trap.well=tabel"], 'did you mean "table"?'),
        (["--set", "cavity.kappa=20"], "unknown key; the key is cavity.kappa_Hz or cavity.kappa_omega. Allowed in [cavity]:"),
        (["--set", "molecule.detuning=20"], "the key is molecule.detuning_Hz or molecule.detuning_omega."),
        (["--set", "atoms.atoms=40"], "the key is atoms.number."),
        (["--set", "atoms.N=40"], "the key is atoms.number."),
        (["--set", "N=40"], "the key is atoms.number."),
        (["--set", "atoms=40"], "the number of atoms is atoms.number"),
        (["--set", "cavity.eta=20"], "the key is cavity.pump_Hz or cavity.pump_omega."),
        (["--set", "cavity.Delta_c=20"], "the key is cavity.detuning_Hz or cavity.detuning_omega."),
        (["--set", "molecule.Omega=20"], "the key is molecule.rabi_frequency_Hz or molecule.rabi_frequency_omega."),
        (["--set", "cavity.barrier_Hz=3"], "the key is trap.barrier_Hz."),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused(lab, words, why):
    result = lab(*words)
    assert result.returncode == 2 and why in result.stderr, result.stderr
    assert "model." not in result.stderr


def test_a_result_is_no_file_of_a_laboratory(program, tmp_path):
    with h5py.File(tmp_path / "scan.h5", "w"):
        pass
    result = run(program, tmp_path, "lab", "scan.h5")
    assert result.returncode == 2
    assert "scan.h5: an HDF5 file, such as results are; `pairtwist lab` reads the numbers" in result.stderr
