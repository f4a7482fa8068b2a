# SPDX-License-Identifier: BSD-3-Clause
"""Parts that are damaged, of another scan, or on a full disk."""

import json
import os
import shutil
import subprocess

import pytest
from calls import run
from scans_in_parts import (  # noqa: F401, fixtures
    SCAN,
    datasets,
    finish,
    folder,
    interrupt,
    parts,
    present,
    whole,
)
from test_run import names


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
