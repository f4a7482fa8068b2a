# SPDX-License-Identifier: BSD-3-Clause
"""Scans that survive: parts on the disk, resume, shards, merge."""

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time

import h5py
import numpy as np
import pytest
from calls import run, run_shards
from test_run import LONG_RUNS, names

# A second of two fast threads; parts come twenty times a second.
SCAN = """\
[model]
atoms = 2500
eta = 320.0
[time]
stop = 0.03
[scan]
axes = [{ key = "model.kappa", linspace = [0.0, 100.0, 24] },
        { key = "model.eta", linspace = [100.0, 400.0, 50] }]
[solve]
backend = "cpu"
[output]
quantities = ["qfi", "purity"]
part_seconds = 0.05
"""
POINTS = 1200
FROM_LIGHT = (
    SCAN.replace("atoms = 2500", "atoms = 8").replace("eta = 320.0", "eta = 1.0")
    .replace("[100.0, 400.0, 50]", "[1.0, 2.0, 400]").replace("0.0, 100.0, 24", "0.0, 1.0, 24")
    + '[light]\nstate = "file"\npath = "light.h5"\n'
)  # fmt: skip
# Of the run, not of the scan.
OF_THE_RUN = {"created", "host", "device", "attributes_sha256"}


def datasets(path):
    """{name: (type, shape, bytes)} of all but the runtime."""
    with h5py.File(path) as file:
        return {
            name: (str(data.dtype), data.shape, data[...].tobytes())
            for name, data in file.items()
            if isinstance(data, h5py.Dataset)
            and name != "runtime"
            and h5py.check_string_dtype(data.dtype) is None
        }


def attributes(path):
    with h5py.File(path) as file:
        return {name: value for name, value in file.attrs.items() if name not in OF_THE_RUN}


@pytest.fixture(scope="module")
def whole(program, tmp_path_factory):
    """The same scan, without an interruption and without parts."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "scan.toml").write_text(SCAN.replace("part_seconds = 0.05", "part_seconds = 1e6"))
    done = run(program, folder, "run", "scan.toml")
    assert done.returncode == 0, done.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]
    return folder / "scan.h5"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scan.toml").write_text(SCAN)
    return tmp_path


def write_light(path, diagonal):
    with h5py.File(path, "w") as file:
        file["density_re"] = np.diag(diagonal)
        file["density_im"] = np.zeros((len(diagonal),) * 2)


def parts(folder, name="scan.h5"):
    return sorted((folder / f"{name}.parts").glob("part.*.h5"))


def start(program, folder, *arguments, parts_wanted=2):
    """A run in the middle: so many parts are there with their lines."""
    process = subprocess.Popen(
        [program, "run", "scan.toml", *arguments],
        cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        lines = [p.read_text().count("\n") for p in (folder / "scan.h5.parts").glob("manifest.*")]
        if sum(lines) >= parts_wanted:
            return process
        time.sleep(0.005)
    raise AssertionError(process.communicate()[1] if process.poll() is not None else "no parts")


def interrupt(program, folder, which=signal.SIGTERM, arguments=(), parts_wanted=2):
    """Begun, and interrupted when some parts are there; its messages."""
    process = start(program, folder, *arguments, parts_wanted=parts_wanted)
    process.send_signal(which)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if which == signal.SIGKILL else 75), messages
    return messages


def finish(program, folder, whole, *arguments):
    """The same command again: it goes on, and comes to the same numbers."""
    done = run(program, folder, "run", "scan.toml", *arguments)
    assert done.returncode == 0, done.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]
    assert datasets(folder / "scan.h5") == datasets(whole)
    assert run(program, folder, "info", "scan.h5").returncode == 0
    return done.stderr


def present(messages):
    """How many points a run has found."""
    return int(re.search(r"(\d+) of \d+ points are there already", messages).group(1))


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGUSR1])
def test_an_interrupted_scan_goes_on(program, folder, whole, which):
    messages = interrupt(program, folder, which)
    assert "interrupted" in messages and "scan.h5.parts" in messages and "goes on" in messages
    kept = int(re.search(r"([\d ]+) of 1 200 points of the scan", messages).group(1).replace(" ", ""))
    assert 0 < kept < POINTS
    assert names(folder) == ["scan.h5.parts", "scan.toml"]

    info = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    assert info["unfinished"] and info["points"] == POINTS and info["done"] == kept
    assert info["idle_work_seconds"] > 0 and info["seconds_left"] is None
    text = run(program, folder, "info", "scan.h5.parts").stdout
    assert "nobody at work" in text and "the command that began it goes on" in text

    messages = finish(program, folder, whole)
    assert present(messages) == kept
    assert re.search(r"scan\.h5: 1 200 points, ([\d ]+) of them now in \S+ ", messages), messages


def test_a_scan_in_parts_says_how_long_it_took(program, folder):
    done = run(program, folder, "run", "scan.toml", "--set", "scan.axes=[]", "--set",
               "time.samples=2001", "--set", "output.part_seconds=1e-6")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert re.search(r"scan\.h5: 1 point in \S+ s\n", done.stderr), done.stderr


def test_a_killed_scan_goes_on(program, folder, whole):
    interrupt(program, folder, signal.SIGKILL)
    done = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)["done"]
    assert present(finish(program, folder, whole)) == done > 0


def test_the_result_says_what_an_uninterrupted_one_does(program, folder, whole):
    interrupt(program, folder)
    finish(program, folder, whole)
    there, here = attributes(whole), attributes(folder / "scan.h5")
    for text in (there, here):
        for key in ("config", "resolved_config"):
            text[key] = re.sub(r"part_seconds = \S+", "", text[key])
    assert here == there


def test_progress_at_work_is_shown(program, folder):
    process = start(program, folder)
    info = json.loads(run(program, folder, "info", "scan.h5.parts", "--json").stdout)
    assert str(process.pid) in info["shards"][0]["at_work"]
    assert info["seconds_left"] > 0
    process.kill()
    process.communicate()


def test_the_second_process_is_refused(program, folder):
    process = start(program, folder)
    second = run(program, folder, "run", "scan.toml")
    assert second.returncode == 4
    assert str(process.pid) in second.stderr and os.uname().nodename in second.stderr
    other_division = run(program, folder, "run", "scan.toml", "--shard", "0/3")
    assert other_division.returncode == 4 and "twice" in other_division.stderr
    assert process.poll() is None
    process.kill()
    process.communicate()


def test_a_second_process_before_the_first_part_is_refused(program, folder):
    late = ["--set", "output.part_seconds=1e6"]
    process = subprocess.Popen(
        [program, "run", "scan.toml", *late, "--threads", "1"], cwd=folder, stderr=subprocess.PIPE
    )
    while not any(name.endswith(".tmp") for name in names(folder)):
        time.sleep(0.002)
    second = run(program, folder, "run", "scan.toml", *late)
    assert second.returncode == 4 and "another run is writing it" in second.stderr
    process.kill()
    process.communicate()
    assert any(name.endswith(".tmp") for name in names(folder))
    third = run(program, folder, "run", "scan.toml", *late)
    assert third.returncode == 0 and "removed" in third.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]


OTHER_CONFIGS = [
    ("model.detuning", "2.0"),
    ("time.samples", "50"),
    ("solve.tolerance", "1e-7"),
    ("light.state", "thermal"),
    ("scan.axes", '[{ key = "model.kappa", linspace = [0.0, 100.0, 1200] }]'),
    ("output.quantities", '["qfi"]'),
]


def test_another_config_is_refused_with_the_key(program, folder, whole):
    """Each of them, and none leaves a trace in what is there."""
    interrupt(program, folder)
    for key, value in OTHER_CONFIGS:
        extra = ["--set", "light.n=1.0"] if key == "light.state" else []
        refused = run(program, folder, "run", "scan.toml", "--set", f"{key}={value}", *extra)
        assert refused.returncode == 4, refused.stderr
        assert "another config" in refused.stderr and key in refused.stderr
        assert "--force" in refused.stderr
    finish(program, folder, whole)


def test_what_decides_no_number_may_change(program, folder):
    interrupt(program, folder)
    done = run(
        program, folder, "run", "scan.toml", "--threads", "1",
        "--set", "title=Later", "--set", "output.part_seconds=5", "--set", "solve.backend=auto",
    )  # fmt: skip
    assert done.returncode == 0 and "there already" in done.stderr, done.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert file.attrs["title"] == "Later"


def test_force_begins_another_config_again(program, folder):
    interrupt(program, folder)
    done = run(program, folder, "run", "scan.toml", "--set", "model.detuning=2.0", "--force")
    assert done.returncode == 0 and "held parts of another config" in done.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]


def test_simd_levels_are_not_mixed(program, folder):
    interrupt(program, folder)
    scalar = {"env": dict(os.environ, PAIRTWIST_SIMD="scalar")}
    refused = run(program, folder, "run", "scan.toml", **scalar)
    assert refused.returncode == 4
    assert "scalar" in refused.stderr and "--allow-mixed" in refused.stderr
    done = run(program, folder, "run", "scan.toml", "--allow-mixed", **scalar)
    assert done.returncode == 0, done.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert len(file.attrs["simd"].split(", ")) == 2 and "scalar" in file.attrs["simd"]


def test_another_start_file_is_another_config(program, folder):
    write_light(folder / "light.h5", [0.5, 0.5])
    (folder / "scan.toml").write_text(FROM_LIGHT)
    interrupt(program, folder)
    write_light(folder / "light.h5", [0.25, 0.75])
    refused = run(program, folder, "run", "scan.toml")
    assert refused.returncode == 4 and "light.path" in refused.stderr, refused.stderr


def test_max_hours_stop_in_time_and_lose_nothing(program, folder, whole):
    """Also when the time is up before a part is due."""
    rounds = 0
    while True:
        done = run(program, folder, "run", "scan.toml", "--max-hours", "0.00002", "--set",
                   "output.part_seconds=0.6", "--threads", "1")  # fmt: skip
        rounds += 1
        if done.returncode == 0:
            break
        assert done.returncode == 75, done.stderr
        assert "time is up" in done.stderr and "goes on" in done.stderr
        assert rounds < 60
    assert rounds > 1
    assert datasets(folder / "scan.h5") == datasets(whole)
    assert names(folder) == ["scan.h5", "scan.toml"]


def test_shards_come_to_the_same_file(program, folder, whole):
    messages = run_shards(program, folder, 3)
    assert names(folder) == ["scan.h5", "scan.toml"], messages
    assert datasets(folder / "scan.h5") == datasets(whole)


def test_a_shard_alone_leaves_the_others_to_do(program, folder, whole):
    done = run(program, folder, "run", "scan.toml", "--shard", "1/3")
    assert done.returncode == 0 and "shard 1/3 is done" in done.stderr, done.stderr
    refused = run(program, folder, "merge", "scan.h5.parts")
    assert refused.returncode == 4
    assert "points are missing" in refused.stderr and "--partial" in refused.stderr
    # Divided in another way, or not at all, the rest is done.
    assert run(program, folder, "run", "scan.toml", "--shard", "0/2").returncode == 0
    finish(program, folder, whole)


def test_merge_joins_what_is_complete(program, folder, whole):
    for i in range(2):
        process = start(program, folder, "--shard", f"{i}/2", parts_wanted=1 + 2 * i)
        process.kill()
        process.communicate()
    interrupt(program, folder, arguments=["--shard", "0/2"], parts_wanted=4)
    partial = run(program, folder, "merge", "scan.h5.parts", "-o", "partial.h5", "--partial")
    assert partial.returncode == 3, partial.stderr
    with h5py.File(folder / "partial.h5") as file, h5py.File(whole) as all_points:
        status = file["status"][...]
        missing = status == 9
        assert 0 < missing.sum() < POINTS
        assert int(file.attrs["missing_points"]) == missing.sum()
        flags = dict(zip(file["status"].attrs["flag_meanings"].split(), file["status"].attrs["flag_values"]))
        assert flags["missing"] == 9
        for name in ("qfi", "purity", "tau_Q"):
            assert np.isnan(file[name][...][missing]).all()
            assert (file[name][...][~missing] == all_points[name][...][~missing]).all()
    assert run(program, folder, "info", "partial.h5").returncode == 0
    refused = run(program, folder, "run", "scan.toml", "-o", "partial.h5")
    assert refused.returncode == 4 and "lacks" in refused.stderr

    (folder / "partial.h5").unlink()
    for i in range(2):
        assert run(program, folder, "run", "scan.toml", "--shard", f"{i}/2").returncode == 0
    assert datasets(folder / "scan.h5") == datasets(whole)


def damage_a_byte(part):
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 4
    part.write_bytes(bytes(data))


def put_a_folder_there(part):
    part.unlink()
    part.mkdir()


DAMAGE = {
    "truncated": lambda part: os.truncate(part, part.stat().st_size // 2),
    "flipped": damage_a_byte,
    "removed": lambda part: part.unlink(),
    "empty": lambda part: part.write_bytes(b""),
    "exchanged": lambda part: shutil.copy(part.with_name(part.name.replace("0000", "0001")), part),
}


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind == "flipped" else pytest.mark.long) for kind in DAMAGE]
)
def test_a_damaged_part_is_solved_again_and_said(program, folder, whole, kind):
    interrupt(program, folder)
    if kind == "exchanged":
        shutil.copy(parts(folder)[1], parts(folder)[0])
    else:
        DAMAGE[kind](parts(folder)[0])
    name = parts(folder)[0].name if kind != "removed" else "000000"
    refused = run(program, folder, "merge", "scan.h5.parts")
    assert refused.returncode == 4 and name in refused.stderr, refused.stderr
    messages = finish(program, folder, whole)
    assert name in messages and "solved again" in messages


@pytest.mark.parametrize("kind", ["flipped", "removed", "empty"])
def test_info_says_which_part_is_damaged(program, folder, whole, kind):
    interrupt(program, folder)
    before = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    assert before["problems"] == [] and before["parts_read"]
    name = parts(folder)[0].name
    DAMAGE[kind](parts(folder)[0])
    told = run(program, folder, "info", "scan.h5")
    assert told.returncode == 0, told.stderr
    assert f"\nproblem  {name} " in told.stdout
    assert "\npoints of these parts that are in no other are solved again by the comm" in told.stdout
    after = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    assert after["parts"] == before["parts"] - 1 and after["done"] < before["done"]
    finish(program, folder, whole)


def test_a_folder_in_the_place_of_a_part(program, folder, whole):
    interrupt(program, folder)
    part = parts(folder)[0]
    put_a_folder_there(part)
    done = run(program, folder, "run", "scan.toml")
    assert done.returncode == 0 and "is no file" in done.stderr
    assert "look, and remove it" in done.stderr
    assert [path.name for path in (folder / "scan.h5.parts").iterdir()] == [part.name]
    assert datasets(folder / "scan.h5") == datasets(whole)


def test_a_manifest_cut_in_a_line(program, folder, whole):
    interrupt(program, folder)
    (manifest,) = (folder / "scan.h5.parts").glob("manifest.*")
    text = manifest.read_text()
    manifest.write_text(text[:-40])
    lines = text.count("\n")
    messages = finish(program, folder, whole)
    assert f"line {lines} is cut off" in messages and "has no line in the manifest" in messages


def test_a_damaged_line(program, folder, whole):
    interrupt(program, folder)
    (manifest,) = (folder / "scan.h5.parts").glob("manifest.*")
    manifest.write_text(manifest.read_text().replace('"points":[[0', '"points":[[7', 1))
    messages = finish(program, folder, whole)
    assert "has other points than its line says" in messages
    assert len(messages) < 2000


def test_a_part_of_another_config_is_refused(program, folder, whole):
    other = folder / "other"
    other.mkdir()
    (other / "scan.toml").write_text(SCAN.replace("eta = 320.0", "eta = 320.0\ndetuning = 2.0"))
    interrupt(program, other)
    interrupt(program, folder)
    foreign = parts(other)[0]
    shutil.copy(foreign, folder / "scan.h5.parts" / "part.0-of-9.000000.h5")
    line = next((other / "scan.h5.parts").glob("manifest.*")).read_text().splitlines()[0]
    (folder / "scan.h5.parts" / "manifest.0-of-9.jsonl").write_text(
        line.replace(foreign.name, "part.0-of-9.000000.h5") + "\n"
    )
    shutil.rmtree(other)
    refused = run(program, folder, "merge", "scan.h5.parts", "--partial")
    assert refused.returncode == 4 and "another config" in refused.stderr
    assert "is of another config" in finish(program, folder, whole)


def test_something_else_in_the_place_of_the_folder(program, folder):
    (folder / "scan.h5.parts").write_text("notes")
    done = run(program, folder, "run", "scan.toml")
    assert done.returncode == 4 and "no folder" in done.stderr
    assert names(folder) == ["scan.h5.parts", "scan.toml"]


def test_parts_left_beside_the_complete_file_are_removed(program, folder, whole, tmp_path_factory):
    """As an end between the renaming and the removal leaves them."""
    interrupt(program, folder)
    kept = tmp_path_factory.mktemp("kept") / "parts"
    shutil.copytree(folder / "scan.h5.parts", kept)
    finish(program, folder, whole)
    shutil.copytree(kept, folder / "scan.h5.parts")
    again = run(program, folder, "run", "scan.toml")
    assert again.returncode == 0 and "nothing to do" in again.stderr and "removed" in again.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]


@pytest.mark.parametrize(
    "text", ["3", "3/3", "-1/3", "0/0", "a/b", "1/2/3", "0/", "/3", "0/10000000", "1 /3"]
)
def test_bad_shards(program, folder, text):
    refused = run(program, folder, "run", "scan.toml", f"--shard={text}")
    assert refused.returncode == 2 and "--shard" in refused.stderr, refused.stderr
    assert names(folder) == ["scan.toml"]


def test_a_full_disk_costs_nothing_that_is_on_it(program, tmp_path, whole):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True).returncode:
        pytest.skip("may not mount a small file system here")
    try:
        (disk / "scan.toml").write_text(SCAN)
        full = run(program, disk, "run", "scan.toml")
        assert full.returncode == 4, full.stderr
        assert "No space left" in full.stderr and "goes on from there" in full.stderr
        assert names(disk) == ["scan.h5.parts", "scan.toml"]
        assert len(parts(disk)) > 0
        subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
        assert present(finish(program, disk, whole)) > 0
    finally:
        subprocess.run(["umount", disk], check=True)


def solve_in_shards(program, folder, ballast=0):
    """The first of two shards of a scan from light.h5; the bytes of that file."""
    write_light(folder / "light.h5", [0.5, 0.5])
    with h5py.File(folder / "light.h5", "a") as file:
        file["ballast"] = np.zeros(ballast)
    (folder / "scan.toml").write_text(FROM_LIGHT.replace("2.0, 400", "2.0, 20"))
    done = run(program, folder, "run", "scan.toml", "--shard", "0/2")
    assert done.returncode == 0, done.stderr
    return (folder / "light.h5").read_bytes()


def test_a_merged_result_holds_its_start_files(program, folder):
    """Also without them on the disk; it can be solved from again, and has the bits of one run."""
    light = solve_in_shards(program, folder)
    shutil.copytree(folder / "scan.h5.parts", folder / "copy.h5.parts")
    done = run(program, folder, "run", "scan.toml", "--shard", "1/2")
    assert done.returncode == 0, done.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert file["start_files/light"][...].tobytes() == light
    (folder / "light.h5").unlink()
    merged = run(program, folder, "merge", "copy.h5.parts", "--partial")
    assert merged.returncode == 3, merged.stderr
    assert "light" not in merged.stderr
    with h5py.File(folder / "copy.h5") as file, h5py.File(folder / "scan.h5") as whole:
        assert file["start_files/light"][...].tobytes() == light
        assert file.attrs["light_sha256"] == whole.attrs["light_sha256"]
    again = run(program, folder, "run", "copy.h5", "-o", "again.h5")
    assert again.returncode == 0, again.stderr
    assert datasets(folder / "again.h5") == datasets(folder / "scan.h5")
    assert not (folder / "scan.h5.parts").exists()


@pytest.mark.parametrize("harm", ["removed", "damaged"])
def test_a_start_file_that_parts_have_lost_comes_from_its_path(program, folder, harm):
    light = solve_in_shards(program, folder)
    copy = folder / "scan.h5.parts" / "start.light"
    assert copy.read_bytes() == light
    copy.unlink() if harm == "removed" else copy.write_bytes(light[:-1] + b"x")
    for name in ("there.h5", "gone.h5"):
        if name == "gone.h5":
            (folder / "light.h5").unlink()
        merged = run(program, folder, "merge", "scan.h5.parts", "--partial", "-o", name)
        assert merged.returncode == 3, merged.stderr
        assert ("light.path" in merged.stderr) == (name == "gone.h5"), merged.stderr
        with h5py.File(folder / name) as file:
            assert ("start_files" in file) == (name == "there.h5")
            assert file.attrs["light_sha256"]
    if harm == "removed":
        return
    (folder / "light.h5").write_bytes(light)  # whoever goes on mends the copy
    assert run(program, folder, "run", "scan.toml", "--shard", "0/2").returncode == 0
    assert copy.read_bytes() == light


def test_a_large_start_file_is_not_copied(program, folder):
    solve_in_shards(program, folder, ballast=600_000)
    assert (folder / "light.h5").stat().st_size > 4 << 20
    assert not (folder / "scan.h5.parts" / "start.light").exists()
    merged = run(program, folder, "merge", "scan.h5.parts", "--partial")
    assert merged.returncode == 3 and "light" not in merged.stderr, merged.stderr
    with h5py.File(folder / "scan.h5") as file:
        assert "start_files" not in file and file.attrs["light_sha256"]


def grouped(number):
    return f"{number:,}".replace(",", " ")


@pytest.mark.parametrize("arguments", [["plot", "-o", "a.png"], ["explore"], ["verify"], ["reproduce"]])
def test_what_needs_a_result_says_how_far_it_is(program, folder, arguments):
    interrupt(program, folder)
    info = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    command, *options = arguments
    for name in ("scan.h5", "scan.h5.parts", "scan.h5.parts/"):
        done = run(program, folder, command, name, *options)
        assert done.returncode == 4
        assert re.search(
            rf"scan.h5 is unfinished: {grouped(info['done'])} of {grouped(POINTS)} points are solved, in scan.h5.parts/?; the "
            r"same `pairtwist run` goes on, and `pairtwist merge scan.h5.parts/? --partial -o OTHER.h5` joins",
            done.stderr,
        ), done.stderr
    assert names(folder) == ["scan.h5.parts", "scan.toml"]


def test_a_result_that_is_being_solved_says_by_whom(program, folder):
    process = start(program, folder)
    done = run(program, folder, "plot", "scan.h5")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert done.returncode == 4 and f"process {process.pid}" in done.stderr, done.stderr


# The third of five takes years; all five would fit into one batch.
DEAR_AMONG_CHEAP = LONG_RUNS["one block, laboratory"] + """
[scan]
axes = [{ key = "time.stop", values = [1.0, 2.0, 1e8, 3.0, 4.0] }]
[output]
part_seconds = 1.0
"""


def test_finished_points_do_not_wait_for_a_dear_one(program, tmp_path):
    """They are on the disk when a part is due, and stay there whatever ends the run."""
    (tmp_path / "scan.toml").write_text(DEAR_AMONG_CHEAP)
    for which in (signal.SIGKILL, signal.SIGTERM):
        process = start(program, tmp_path, parts_wanted=1)
        process.send_signal(which)
        time.sleep(0.2)
        process.send_signal(which)  # nobody has to wait for the 20 s that batches in work have
        _, messages = process.communicate(timeout=60)
        assert process.returncode == -which, messages
        info = json.loads(run(program, tmp_path, "info", "scan.h5", "--json").stdout)
        assert info["done"] == 4, messages
        shutil.rmtree(tmp_path / "scan.h5.parts") if which == signal.SIGKILL else None


@pytest.mark.long
@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_what_is_finished_beside_a_dear_point(program, tmp_path, which):
    (tmp_path / "scan.toml").write_text(DEAR_AMONG_CHEAP)
    messages = interrupt(program, tmp_path, which, parts_wanted=1)
    assert "4 of 5 points of the scan are in scan.h5.parts; the same command goes on" in messages


def test_dear_points_come_last_with_the_same_bits(program, tmp_path):
    text = DEAR_AMONG_CHEAP.replace("1e8", "3e6").replace("= 1.0\n", "= 0.1\n")
    (tmp_path / "scan.toml").write_text(text.replace("part_seconds = 0.1", "part_seconds = 1e6"))
    assert run(program, tmp_path, "run", "scan.toml", "-o", "whole.h5").returncode == 0
    whole = tmp_path.parent / "whole.h5"
    (tmp_path / "whole.h5").rename(whole)
    (tmp_path / "scan.toml").write_text(text)
    interrupt(program, tmp_path, signal.SIGKILL, parts_wanted=1)
    assert present(finish(program, tmp_path, whole)) in (2, 4)  # neighbours, or all of the cheap ones


def test_merge_says_what_is_no_folder_of_parts(program, tmp_path):
    """A config, a result, the folder itself as the place of the result: what to do instead."""
    (tmp_path / "scan.toml").write_text(SCAN.replace("atoms = 2500", "atoms = 8"))
    assert run(program, tmp_path, "run", "scan.toml", "--shard", "0/2").returncode == 0

    def refused(*arguments):
        said = run(program, tmp_path, "merge", *arguments)
        assert said.returncode == 2 and names(tmp_path) == before, said.stderr
        return said.stderr

    before = names(tmp_path)
    for more in ([], ["-o", "other.h5"], ["--partial"]):
        said = refused("scan.toml", *more)
        assert "scan.toml: is a file" in said and "`pairtwist run scan.toml` solves it" in said
    for place in ("scan.h5.parts", "scan.h5.parts/"):
        said = refused("scan.h5.parts", "--partial", "-o", place)
        assert "is the folder of the parts" in said and "-o scan.h5, say" in said
    assert run(program, tmp_path, "merge", "scan.h5.parts", "--partial").returncode == 3
    before = names(tmp_path)
    for more in ([], ["-o", "scan.h5"], ["-o", "other.h5"]):
        said = refused("scan.h5", "--partial", *more)
        assert "scan.h5: is a result" in said
        assert "`pairtwist merge scan.h5.parts --partial -o OTHER.h5`" in said
