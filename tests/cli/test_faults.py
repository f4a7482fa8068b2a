# SPDX-License-Identifier: BSD-3-Clause
"""What a scan meets on a machine that is not its own: docs/reliability.md has a line for each."""

import json
import os
import resource
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import h5py
import numpy as np
import pytest
from calls import run
from scans_in_parts import SCAN, datasets, finish, interrupt, start, whole  # noqa: F401
from test_run import names

NOBODY = 65534


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scan.toml").write_text(SCAN)
    return tmp_path


@pytest.mark.long
def test_a_batch_that_takes_too_long_is_dropped_after_20_s(program, tmp_path):
    """Points of a few ms, then one of minutes: what was finished is kept, and nobody waits for it."""
    (tmp_path / "scan.toml").write_text(
        """\
[model]
atoms = 4
kerr = 0.1
[time]
stop = 50.0
samples = 3
[light]
state = "fock"
n = 1
[solve]
backend = "cpu"
[scan]
mode = "zip"
axes = [{ key = "light.n", values = [QUICK, 900] },
        { key = "model.eta", values = [DARK, 60.0] }]
[output]
quantities = ["qfi"]
part_seconds = 0.001
""".replace("QUICK", ", ".join(["1"] * 64)).replace("DARK", ", ".join(["0.0"] * 64))
    )
    process = start(program, tmp_path, "--threads", "1", parts_wanted=1)
    time.sleep(1.0)
    process.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    _, messages = process.communicate(timeout=60)
    waited = time.monotonic() - asked
    assert process.returncode == 75, messages
    assert 18.0 < waited < 26.0, f"{waited} s: {messages}"
    done = json.loads(run(program, tmp_path, "info", "scan.h5", "--json").stdout)["done"]
    assert 0 < done < 65
    print(f"dropped after {waited:.1f} s, {done} of 65 points kept")


def as_nobody(program, folder, *arguments):
    """Root may write everywhere; nobody may not."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    return subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, timeout=300, **user
    )


def test_a_folder_that_may_not_be_written_to(program, whole):  # noqa: F811
    """Neither beside parts nor in them: exit 4, the name, and nothing is lost."""
    folder = Path(tempfile.mkdtemp(prefix="pairtwist_read_only."))
    try:
        (folder / "scan.toml").write_text(SCAN)
        interrupt(program, folder)
        before = {p.name: p.read_bytes() for p in (folder / "scan.h5.parts").iterdir()}
        for path in [*folder.rglob("*"), folder]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        if as_nobody("/bin/sh", folder, "-c", f"test -x {shlex.quote(str(program))}").returncode:
            pytest.skip("the program lies where another user may not read it")
        refused = as_nobody(program, folder, "run", "scan.toml")
        assert refused.returncode == 4, refused.stderr
        assert "scan.h5" in refused.stderr and "denied" in refused.stderr, refused.stderr
        info = as_nobody(program, folder, "info", "scan.h5", "--json")
        assert info.returncode == 0 and json.loads(info.stdout)["done"] > 0
        assert {p.name: p.read_bytes() for p in (folder / "scan.h5.parts").iterdir()} == before
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)
        finish(program, folder, whole)
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize("years", [-30, pytest.param(50, marks=pytest.mark.long)])
def test_a_clock_that_was_set_changes_nothing(program, folder, whole, years):  # noqa: F811
    """Files and lines of another year: no decision reads a date."""
    interrupt(program, folder)
    there = folder / "scan.h5.parts"
    done = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)["done"]
    for manifest in there.glob("manifest.*"):
        lines = [json.loads(line) for line in manifest.read_text().splitlines()]
        for line in lines:
            line["written"] = f"{2026 + years}-01-01T00:00:00Z"
        assert lines
    for path in there.iterdir():
        os.utime(path, (time.time() + years * 3.15e7,) * 2)
    again = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    assert again["done"] == done > 0
    said = finish(program, folder, whole)
    assert f"{done} of" in said


def many_points(last):
    values = ", ".join(f"{1e-4 * i:.4f}" for i in range(1, 10001)) + last
    return f"""\
[model]
atoms = 1
kappa = 1.0
[light]
state = "fock"
n = 1
[time]
stop = 0.5
samples = 2
[scan]
axes = [{{ key = "model.eta", values = [{values}] }}]
[solve]
backend = "cpu"
frame = "laboratory"
cutoff = 16
[output]
quantities = ["photon_number"]
"""


def test_one_point_of_ten_thousand_that_never_converges(program, tmp_path):
    """It alone is lost, with its status; the others have the bits of a scan without it."""
    (tmp_path / "good.toml").write_text(many_points(""))
    (tmp_path / "bad.toml").write_text(many_points(", 200.0"))
    assert run(program, tmp_path, "run", "good.toml", "--quiet").returncode == 0
    bad = run(program, tmp_path, "run", "bad.toml", "--json")
    assert bad.returncode == 3, bad.stderr
    report = json.loads(bad.stdout)
    assert report["points"] == 10001 and report["failed"] == 1
    assert report["status"] == {"good": 10000, "not_converged": 1}
    (lost,) = json.loads(run(program, tmp_path, "info", "bad.h5", "--failed", "--json").stdout)
    assert lost["parameters"] == {"eta": "200"} or lost["parameters"]["eta"] in (200, "200")
    with h5py.File(tmp_path / "good.h5") as good, h5py.File(tmp_path / "bad.h5") as file:
        assert np.isnan(file["photon_number"][-1]).all() and file["status"][-1] == 1
        for name, data in good.items():
            if name not in ("runtime", "eta", "time"):
                assert file[name][:-1].tobytes() == data[...].tobytes(), name


def test_little_memory_on_the_second_day(program, folder, whole):  # noqa: F811
    """Whatever a limit lets a resumed scan do, parts are kept, and without it the scan ends the same."""
    interrupt(program, folder)
    done = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)["done"]
    ends = []
    for megabytes in (60, *range(70, 130, 6), 200, 300, 500):
        limited = run(
            program, folder, "run", "scan.toml", "--threads", "1",
            preexec_fn=lambda size=megabytes << 20: resource.setrlimit(resource.RLIMIT_AS, (size, size)),
        )  # fmt: skip
        ends.append(limited.returncode)
        # libhdf5 1.10 faults where it has no memory for a file, and is not asked then. 127: the
        # program's libraries have no place.
        assert limited.returncode in (0, 2, 127), (megabytes, limited.stderr)
        if limited.returncode == 2:
            assert "memory" in limited.stderr, limited.stderr
        if limited.returncode == 0:
            break
        still = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)["done"]
        assert still >= done
        done = still
    print(f"exits with more and more memory: {ends}")
    assert ends[0] != 0
    if ends[-1] == 0:
        assert datasets(folder / "scan.h5") == datasets(whole)
    else:
        finish(program, folder, whole)
