# SPDX-License-Identifier: BSD-3-Clause
"""`verify` and `reproduce`: a finished result held against another solution of it."""

import json
import os
import re
import shutil
import signal
import subprocess
import time

import h5py
import numpy as np
import pytest
from calls import on_terminal, run

MODEL = """\
[model]
atoms = 20
eta = 20.0
[time]
stop = 0.3
samples = 11
"""
GRID = """\
[scan]
axes = [{ key = "model.kappa", values = [0.0, 1.0, 3.0] }, { key = "model.atoms", values = [4, 7] }]
"""
EVENT = 'events = [{ name = "half", quantity = "qfi", above = 0.3, scale = "N^2" }]\n'
MANY = '["qfi", "photon_number", "rho", "spin_mean", "bell", "g2", "purity"]'
CONFIGS = {
    "all": MODEL + GRID + f"[output]\nquantities = {MANY}\n" + EVENT,
    "final": MODEL + GRID + f'[output]\nquantities = {MANY}\nover_time = "final"\n' + EVENT,
    "extrema": MODEL + GRID + '[output]\nquantities = ["qfi", "g2", "bell"]\nover_time = "extrema"\n' + EVENT,
    "gaussian": MODEL.replace("eta = 20.0", "eta = 3.0\nthermal_photons = 0.1\nkappa = 1.0")
    + '[scan]\naxes = [{ key = "model.U", values = [0.5, 1.0] }]\n'
    + '[output]\nquantities = ["qfi", "photon_distribution", "mandel_q"]\n',
    "fock": MODEL.replace("eta = 20.0", "eta = 3.0\nkerr = 0.2\nkappa = 1.0")
    + '[light]\nstate = "fock"\nn = 2\n[scan]\naxes = [{ key = "solve.frame", values = ["moving", "laboratory"] }]\n'
    + '[output]\nquantities = ["qfi", "g2", "entropy"]\n',
    "joint": MODEL.replace("atoms = 20\neta = 20.0", "atoms = 4\neta = 1.0\ntunnelling = 0.5")
    + '[scan]\naxes = [{ key = "model.kappa", values = [0.0, 1.0] }]\n[output]\nquantities = ["qfi", "photon_number"]\n',
    "trajectories": MODEL.replace("atoms = 20\neta = 20.0", "atoms = 4\neta = 1.0\ntunnelling = 0.5")
    + '[solve]\ntrajectories = 40\nseed = 5\n[scan]\naxes = [{ key = "model.kappa", values = [0.5, 1.0] }]\n'
    + '[output]\nquantities = ["purity", "photon_number"]\n',
    "units": MODEL.replace("stop = 0.3", 'stop = 2.0\nunit = "tau_Q"')
    + '[scan]\nmode = "zip"\naxes = [{ key = "time.stop", values = [1.0, 2.0] }, { key = "model.kappa_tau_Q", values = [0.1, 1.0] }]\n'
    + '[output]\nquantities = ["qfi"]\nover_time = "extrema"\n' + EVENT,
    "switched_off": MODEL.replace("eta = 20.0", "eta = 100.0")
    + '[pump]\nswitch_off = "max_qfi"\n[scan]\naxes = [{ key = "model.kappa", values = [0.0, 0.1] }]\n'
    + '[output]\nquantities = ["qfi", "photon_number"]\n',
}  # fmt: skip


def make(program, folder, config):
    (folder / "scan.toml").write_text(config)
    done = run(program, folder, "run", "scan.toml", "--backend", "cpu", "--quiet")
    assert done.returncode in (0, 3), done.stderr
    return folder / "scan.h5"


@pytest.fixture(scope="module")
def whole(program, tmp_path_factory):
    return make(program, tmp_path_factory.mktemp("whole"), CONFIGS["all"])


@pytest.fixture
def copy(whole, tmp_path):
    return shutil.copy(whole, tmp_path / "copy.h5")


def alter(path, name, place, change):
    """One value of a copy, its checksum with it: nothing but another solution sees that."""
    with h5py.File(path, "r+") as file:
        data = file[name]
        data[place] = change(data[place])


def verify(program, file, *arguments):
    done = run(program, file.parent, "verify", file.name, "--json", *arguments)
    return done.returncode, json.loads(done.stdout)


def reproduce(program, file, *arguments):
    done = run(program, file.parent, "reproduce", file.name, "--json", *arguments)
    return done.returncode, json.loads(done.stdout)


def of(report, name):
    return next(each for each in report["variables"] if each["variable"] == name)


WAYS = {
    "all": ("closed_form in double", "fock, moving frame"),
    "gaussian": ("gaussian", "fock, laboratory frame"),
    "fock": ("fock, moving frame", "fock, laboratory frame"),
}


# Without a pump there is no light to divide by.
DARK = MODEL.replace("eta = 20.0", "eta = 0.0")


def test_what_was_never_judged_is_not_called_verified(program, tmp_path):
    file = make(program, tmp_path, DARK + '[output]\nquantities = ["qfi", "g2"]\n')
    code, report = verify(program, file)
    assert code == 0 and report["verified"] and report["not_judged"] == ["g2"]
    said = run(program, tmp_path, "verify", file.name).stdout
    assert re.search(
        r"^verified, but for g2 \(all lost or undefined in the file\): (\d+) values of (\d+), the others not "
        r"judged \((\d+) lost or undefined in the file\); the largest",
        said,
        re.MULTILINE,
    )
    values = report["values"]
    assert values["judged"] == of(report, "qfi")["compared"] > 0
    assert values["lost"] == of(report, "g2")["lost"] > 0 and values["not_judged"] == 0


def test_where_nothing_was_judged_nothing_is_verified(program, tmp_path):
    file = make(program, tmp_path, DARK + '[output]\nquantities = ["g2", "mandel_q"]\n')
    code, report = verify(program, file)
    assert code == 3 and not report["verified"] and report["not_judged"] == ["g2", "mandel_q"]
    done = run(program, tmp_path, "verify", file.name)
    assert done.returncode == 3 and "NOT VERIFIED: nothing was compared" in done.stdout


@pytest.mark.parametrize("kind", CONFIGS)
def test_what_is_right_is_verified_and_reproduced(program, tmp_path, kind):
    file = make(program, tmp_path, CONFIGS[kind])
    code, report = verify(program, file, "--seed", "7", "--backend", "cpu")
    assert code == 0 and report["verified"], report
    assert report["seed"] == 7 and len(report["points"]) == report["of_points"]
    assert sum(v["compared"] for v in report["variables"]) > 0
    assert all(v["largest_difference"] <= 1.0 for v in report["variables"] if v["compared"])
    if kind in WAYS:
        assert WAYS[kind] in [(way["first"], way["again"]) for way in report["ways"]]
    code, report = reproduce(program, file)
    assert code == 0 and report["reproduced"], report
    assert report["numbers_with_other_bits"] == 0 and report["numbers"] > 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["scan.h5", "scan.toml"]


def test_independence_is_not_claimed_where_there_is_none(program, whole, tmp_path):
    """Tunnelling has one method: another tolerance is all that verify can take."""
    _, report = verify(program, make(program, tmp_path, CONFIGS["joint"]))
    assert report["ways"] and not any(way["another_way"] for way in report["ways"])
    text = run(program, tmp_path, "verify", "scan.h5").stdout
    assert "no other way: only the tolerance differs" in text
    _, report = verify(program, whole)
    assert all(way["another_way"] for way in report["ways"])


# Faint light of some thousand sectors: solved in no time by the closed form, and in rounds without
# end by integration.
FAINT = """\
[model]
atoms = 100000
eta = 20.0
kappa = 1.0
[time]
stop = 1e-4
samples = 3
[output]
quantities = ["g2", "mandel_q", "photon_number"]
"""


def test_photon_statistics_of_many_atoms_come_to_an_end(program, tmp_path):
    file = make(program, tmp_path, FAINT)
    begun = time.monotonic()
    code, report = verify(program, file, "--backend", "cpu", "--quiet")
    assert code == 0 and report["verified"], report
    assert time.monotonic() - begun < 20.0 * max(1.0, os.getloadavg()[0])
    assert sum(way["values"] for way in report["ways"]) >= 7
    assert all(v["not_judged"] == 0 for v in report["variables"])


# Other methods have too many sectors to solve. Of the squeezing of so many atoms differences of sums
# are left that no arithmetic knows to a hundredth of solve.tolerance, and to the whole of it does.
MANY_ATOMS = """\
[model]
atoms = 1000000
eta = 320.0
kappa = 10.0
[time]
stop = 2e-3
samples = 21
[output]
quantities = ["qfi", "squeezing_wineland", "squeezing_kitagawa_ueda"]
"""


def test_what_a_smaller_tolerance_swamps_is_judged_with_its_own(program, tmp_path):
    file = make(program, tmp_path, MANY_ATOMS)
    code, report = verify(program, file, "--backend", "cpu")
    assert code == 0 and report["verified"] and report["not_judged"] == [], report
    assert report["values"] == {"judged": 63, "lost": 0, "not_judged": 0}
    again = [(way["again"], way["tolerance"], way["values"]) for way in report["ways"]]
    assert again == [("closed_form in double-double", 1e-10, 21), ("closed_form in double-double", 1e-8, 42)]
    alter(file, "squeezing_wineland", 5, lambda value: value + 1e-6)
    assert verify(program, file, "--backend", "cpu")[0] == 3


# A second or two, and no other way.
SLOW = """\
[model]
atoms = 12
eta = 1.0
tunnelling = 0.5
kappa = 1.0
[time]
stop = 1.5
samples = 5
[scan]
axes = [{ key = "model.U", values = [0.5, 1.0, 1.5, 2.0] }]
[output]
quantities = ["qfi"]
"""


@pytest.fixture(scope="module")
def slow(program, tmp_path_factory):
    """No point of a check has an end when the first line comes."""
    config = SLOW.replace("stop = 1.5", "stop = 36.0").replace("[0.5, 1.0, 1.5, 2.0]", "[0.5, 1.0]")
    return make(program, tmp_path_factory.mktemp("slow"), config)


@pytest.mark.parametrize("command", ["verify", "reproduce"])
def test_a_check_says_how_far_it_is_and_obeys_signals(program, slow, tmp_path, command):
    file = shutil.copy(slow, tmp_path / "scan.h5")
    before = file.read_bytes()
    process = subprocess.Popen(
        [program, command, file.name, "--backend", "cpu", "--threads", "1"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    progress = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    out, messages = process.communicate(timeout=60)
    assert process.returncode == 75, (progress, messages)
    assert time.monotonic() - sent < 1.0 * max(1.0, os.getloadavg()[0])
    assert " / 2 points, " in progress and " parts done)" in progress, progress
    assert f"error: {command} was interrupted: 0 of 2 points had been " in messages and not out
    assert "scan.h5 is as it was" in messages and "the scan" not in messages
    assert ("--seed" in messages) == (command == "verify")
    assert file.read_bytes() == before


def test_what_is_left_of_a_check_goes_by_the_points(program, tmp_path):
    """Each is a scan of its own, and what the ones before have cost is no share of it."""
    file = make(program, tmp_path, SLOW)
    begun = time.monotonic()
    seen = on_terminal(program, tmp_path, "verify", file.name, "--backend", "cpu", "--threads", "1")
    took = time.monotonic() - begun
    told = re.findall(r"(\d) / 4 points[^\r]*?, (about|at least) (?:(\d+) min )?(\S+) s left", seen)
    assert {done for done, *_ in told} >= {"1", "2", "3"}, seen
    for done, how, minutes, left in told:
        seconds = 60 * float(minutes or 0) + float(left)
        assert how == "about", seen
        assert 0.25 * took * (4 - int(done)) / 4 < seconds + 1.0 < 4.0 * took, (done, seconds, took)


@pytest.mark.parametrize(
    ("name", "place", "change"),
    [
        ("qfi", (1, 0, 5), lambda value: value + 1e-6 * 16),
        ("rho_im", (1, 1, 4, 1, 3), lambda value: value + 1e-6),
        ("rho_re", (1, 0, 4, 0, 0), lambda value: 0.0),  # N = 7 has this m, N = 4 does not
        ("half", (1, 1), lambda value: value * 1.0001),
        ("half", (1, 1), lambda value: np.nan),
        ("photon_number", (2, 1, 3), lambda value: np.nan),
        ("g2_status", (2, 1, 3), lambda value: 2),
        ("kappa", 1, lambda value: value + 1e-3),
        ("method", (0, 1), lambda value: 3),
        ("tau_Q", (0, 1), lambda value: value * 1.001),
    ],
)
def test_an_altered_value_is_seen_by_both(program, copy, name, place, change):
    alter(copy, name, place, change)
    code, report = verify(program, copy)
    assert code == 3 and not report["verified"]
    if name in ("kappa", "method", "tau_Q"):
        assert any(fault.startswith(name) for fault in report["faults"])
    else:
        changed = of(report, name.removesuffix("_status"))
        assert changed["beyond"] >= 1
        index = 2 * place[0] + place[1]
        assert changed["worst"]["point"] == index
        kappa, atoms = [(0.0, 4), (0.0, 7), (1.0, 4), (1.0, 7), (3.0, 4), (3.0, 7)][index]
        assert changed["worst"]["parameters"] == {"model.kappa": kappa, "model.atoms": atoms}
        assert all(each["beyond"] == 0 for each in report["variables"] if each is not changed)
    text = run(program, copy.parent, "verify", copy.name)
    assert text.returncode == 3 and "NOT VERIFIED" in text.stdout
    code, report = reproduce(program, copy)
    # Records of a point are compared bit by bit alone: another build may round them.
    if report["compared"] == "bits" or name not in ("method", "tau_Q"):
        assert code == 3 and not report["reproduced"]
        assert "NOT REPRODUCED" in run(program, copy.parent, "reproduce", copy.name).stdout
    assert report["numbers_with_other_bits"] >= 1 or report["faults"]


# The Bell sum of atoms along +x vanishes at t = 0, its logarithm is -inf; of 60 atoms the next
# sample is too small to be resolved.
BELL = """\
[model]
atoms = {atoms}
eta = 20.0
[time]
stop = {stop}
samples = {samples}
[scan]
axes = [{{ key = "model.kappa", values = [0.0, 0.5] }}]
[output]
quantities = ["bell"]
over_time = "{over_time}"
events = [
  {{ name = "up", quantity = "bell", above = 1.0 }},
  {{ name = "never", quantity = "bell", above = 1e4 }},
  {{ name = "down", quantity = "bell", below = -4.0 }},
]
"""


@pytest.mark.parametrize(
    ("atoms", "stop", "samples", "over_time"),
    [
        (20, 0.1, 21, "all"),
        (20, 0.1, 21, "extrema"),
        (60, 0.05, 11, "all"),
        pytest.param(60, 0.05, 11, "extrema", marks=pytest.mark.long),
    ],
)
def test_events_of_bell_are_judged(program, tmp_path, atoms, stop, samples, over_time):
    file = make(program, tmp_path,
                BELL.format(atoms=atoms, stop=stop, samples=samples, over_time=over_time))  # fmt: skip
    code, report = verify(program, file, "--backend", "cpu")
    assert code == 0, report
    for name in ("up", "never", "down"):
        assert (of(report, name)["compared"], of(report, name)["not_judged"]) == (2, 0), report
    with h5py.File(file) as data:
        assert over_time == "extrema" or list(data["bell_status"][0, :2]) == [7, 0 if atoms == 20 else 8]
        assert data["up"][0] > 0 and data["down"][0] == 0.0 and np.isnan(data["never"][0])
    wrong = [("up", 0.1), ("up", np.nan), ("never", 0.1), ("down", 0.1), ("down", np.nan)]
    if atoms == 60:  # solved for a second each time
        wrong = wrong[-2:]
    for name, value in wrong:
        changed = shutil.copy(file, tmp_path / "changed.h5")
        alter(changed, name, 0, lambda _, value=value: value)
        code, report = verify(program, changed, "--backend", "cpu")
        assert code == 3 and of(report, name)["beyond"] == 1, (name, value, report)


@pytest.mark.parametrize("name", ["qfi_max", "qfi_max_time", "qfi_min", "qfi_final", "half"])
def test_altered_extrema_are_seen(program, tmp_path, name):
    file = make(program, tmp_path, CONFIGS["extrema"])
    alter(file, name, (1, 0), lambda value: value * 0.99 - 1e-3 if name != "qfi_max_time" else 0.03)
    for check in (verify, reproduce):
        code, report = check(program, file)
        assert code == 3, (check, report)
        beyond = [v["variable"] for v in report["variables"] if v["beyond"]]
        assert name in beyond or (name == "qfi_max_time" and "qfi_max" in beyond)


def test_a_change_within_the_tolerance_is_other_bits(program, copy):
    alter(copy, "qfi", (1, 0, 5), lambda value: value * (1 + 1e-15))
    assert verify(program, copy)[0] == 0
    code, report = reproduce(program, copy)
    assert report["numbers_with_other_bits"] == 1
    assert code == (3 if report["compared"] == "bits" else 0)
    assert report["compared"] == "bits" or report["why"]


def test_another_maker_is_said(program, copy):
    with h5py.File(copy, "r+") as file:
        file.attrs["git_commit"] = "0123456789ab"
        del file.attrs["attributes_sha256"]
    code, report = reproduce(program, copy)
    assert code == 0 and report["compared"] == "values" and "0123456789ab" in report["why"]
    text = run(program, copy.parent, "reproduce", copy.name).stdout
    assert "values compared" in text and "0123456789ab" in text


def test_a_result_of_a_large_tolerance_is_held_to_that(program, tmp_path):
    file = make(program, tmp_path, CONFIGS["gaussian"] + "[solve]\ntolerance = 1e-4\n")
    _, report = verify(program, file)
    assert report["tolerance"] == 1e-4 and report["verified"]
    assert {way["tolerance"] for way in report["ways"]} == {1e-6}
    alter(file, "qfi", (0, 5), lambda value: value + 1e-5 * 400)
    assert verify(program, file)[0] == 0
    alter(file, "qfi", (0, 5), lambda value: value + 3e-4 * 400)
    assert verify(program, file)[0] == 3
    assert reproduce(program, file)[0] == 3


def test_failed_points_are_told_apart(program, tmp_path):
    config = MODEL.replace("eta = 20.0", "eta = 20.0\nkerr = 0.1") + (
        '[scan]\naxes = [{ key = "model.eta", values = [1.0, 2.0, 40.0] }]\n'
        '[solve]\nmethod = "fock"\ncutoff = 24\n[output]\nquantities = ["photon_number"]\n'
    )
    file = make(program, tmp_path, config)
    _, report = verify(program, file)
    assert report["without_values"] == {"not_converged": 1} and report["points"] == [0, 1]
    assert "not_converged" in run(program, tmp_path, "verify", "scan.h5").stdout
    assert reproduce(program, file)[0] == 0


def test_few_points_of_a_seed(program, whole):
    _, report = verify(program, whole, "--points", "2", "--seed", "11")
    assert len(report["points"]) == 2
    assert verify(program, whole, "--points", "2", "--seed", "11")[1]["points"] == report["points"]
    drawn = {tuple(verify(program, whole, "--points", "2", "--seed", str(s))[1]["points"]) for s in range(5)}
    assert len(drawn) > 1


def test_a_result_joined_with_gaps(program, tmp_path):
    (tmp_path / "scan.toml").write_text(CONFIGS["all"])
    assert run(program, tmp_path, "run", "scan.toml", "--shard", "0/2", "--quiet").returncode == 0
    merged = run(program, tmp_path, "merge", "scan.h5.parts", "-o", "gaps.h5", "--partial")
    assert merged.returncode == 3, merged.stderr
    file = tmp_path / "gaps.h5"
    code, report = verify(program, file)
    assert code == 0 and report["without_values"] == {"missing": 6 - len(report["points"])}
    code, report = reproduce(program, file)
    assert code == 0 and report["points"] + report["missing"] == 6 and report["missing"] > 0


def test_start_files_come_from_the_result(program, tmp_path):
    with h5py.File(tmp_path / "atoms.h5", "w") as file:
        c = np.array([0.6, 0.0, 0.0, 0.0, 0.8])
        file["amplitude_re"], file["amplitude_im"] = c, 0 * c
    config = MODEL.replace("atoms = 20", "atoms = 4") + (
        '[atoms]\nstate = "file"\npath = "atoms.h5"\n[scan]\naxes = [{ key = "model.kappa", values = [0.0, 1.0] }]\n'
        '[output]\nquantities = ["qfi"]\n'
    )
    file = make(program, tmp_path, config)
    (tmp_path / "atoms.h5").unlink()
    assert verify(program, file)[0] == 0
    assert reproduce(program, file)[0] == 0


def test_what_is_no_result(program, tmp_path):
    (tmp_path / "scan.toml").write_text(CONFIGS["all"])
    for command in ("verify", "reproduce"):
        for name in ("scan.toml", "missing.h5"):
            done = run(program, tmp_path, command, name)
            assert done.returncode == 4 and name in done.stderr and not done.stdout
    assert run(program, tmp_path, "verify", "scan.toml", "--points", "0").returncode == 2
