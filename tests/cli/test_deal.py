# SPDX-License-Identifier: BSD-3-Clause
"""Shards of a scan whose points cost very different things."""

import json
import re
import shutil

import pytest
from calls import run, run_shards
from scans_in_parts import datasets
from test_run import names

SCAN = """\
[model]
eta = 320.0
kappa = 1.0
[time]
stop = 0.01
samples = 20
[scan]
axes = [{ key = "model.U", linspace = [0.5, 2.0, 5] },
        { key = "model.atoms", linspace = [4, 200, 50] }]
[solve]
backend = "cpu"
[output]
quantities = ["qfi", "purity"]
"""
DEAL = "deal.of-3.json"


@pytest.fixture(scope="module")
def whole(program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "scan.toml").write_text(SCAN)
    assert run(program, folder, "run", "scan.toml").returncode == 0
    return folder / "scan.h5"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scan.toml").write_text(SCAN)
    return tmp_path


def shard(program, folder, index, *more):
    return run(program, folder, "run", "scan.toml", "--shard", f"{index}/3", *more)


def points_of(folder, index):
    """The points of a shard's parts, by its manifest."""
    found = set()
    for line in (folder / f"scan.h5.parts/manifest.{index}-of-3.jsonl").read_text().splitlines():
        for first, count in json.loads(line)["points"]:
            found |= set(range(first, first + count))
    return found


def test_each_has_as_many_of_each_price_and_the_file_is_the_same(program, folder, whole):
    for index in range(2):
        done = shard(program, folder, index)
        assert done.returncode == 0 and "by number" not in done.stderr, done.stderr
    assert (folder / "scan.h5.parts" / DEAL).is_file()
    told = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
    assert [one["left"] for one in told["shards"]] == [0, 0]
    for index in range(2):
        own = points_of(folder, index)
        # Of the ten dearest values of the last axis and five of the other: a third each.
        assert len([point for point in own if point % 50 >= 40]) in (16, 17)
        assert len(own) in (83, 84)
    assert shard(program, folder, 2).returncode == 0
    assert names(folder) == ["scan.h5", "scan.toml"]
    assert datasets(folder / "scan.h5") == datasets(whole)


def test_workers_that_begin_together_go_by_one_deal(program, folder, whole):
    said = run_shards(program, folder, 3)
    assert names(folder) == ["scan.h5", "scan.toml"], said
    assert datasets(folder / "scan.h5") == datasets(whole)


def test_what_was_begun_by_number_goes_on_so(program, folder, whole):
    """An earlier version has left locks, manifests and parts, and no file with the deal."""
    assert shard(program, folder, 0).returncode == 0
    parts = folder / "scan.h5.parts"
    for path in parts.iterdir():
        if path.name not in ("scan.json", "shard.0-of-3.lock"):
            path.unlink()
    for index in range(3):
        done = shard(program, folder, index)
        assert done.returncode == 0, done.stderr
        assert "3 shards were begun with their points dealt by number" in done.stderr
        assert not (parts / DEAL).exists()
    assert names(folder) == ["scan.h5", "scan.toml"]
    assert datasets(folder / "scan.h5") == datasets(whole)


def test_a_deal_that_was_kept_is_gone_by(program, folder):
    """Whatever this worker would count itself."""
    assert shard(program, folder, 0).returncode == 0
    path = folder / "scan.h5.parts" / DEAL
    deal = json.loads(path.read_text())
    deal["levels"] = deal["levels"][::-1]
    path.write_text(json.dumps(deal))
    other = shard(program, folder, 1)
    assert other.returncode == 0
    assert re.search(r"[1-9]\d* of 8\d points are there already", other.stderr), other.stderr
    left = shard(program, folder, 2)
    assert left.returncode == 0 and "shard 2/3 is done" in left.stderr
    # Some points were dealt to nobody: the same command finds them.
    for index in range(3):
        assert shard(program, folder, index).returncode == 0
    assert names(folder) == ["scan.h5", "scan.toml"]


@pytest.mark.parametrize(
    "change",
    [
        lambda deal: "{",
        lambda deal: "[]",
        lambda deal: json.dumps({**deal, "levels": deal["levels"][:-1]}),
        lambda deal: json.dumps({**deal, "nodes": [5, 2**63]}),
        lambda deal: json.dumps({**deal, "nodes": [0, 0]}),
        lambda deal: json.dumps({**deal, "levels": [2**40] * 250}),
        lambda deal: json.dumps({**deal, "levels": [1e300] * 250}),
        lambda deal: json.dumps({**deal, "levels": {"a": 1}}),
        lambda deal: json.dumps({**deal, "config_sha256": "0" * 64}),
        lambda deal: json.dumps({**deal, "format": "pairtwist deal 7"}),
    ],
)
def test_a_damaged_deal_is_refused_with_the_way_out(program, folder, change):
    assert shard(program, folder, 0).returncode == 0
    path = folder / "scan.h5.parts" / DEAL
    path.write_text(change(json.loads(path.read_text())))
    for refused in (shard(program, folder, 1), run(program, folder, "info", "scan.h5")):
        assert refused.returncode == 4, refused.stderr
        assert DEAL in refused.stderr and "remove it" in refused.stderr, refused.stderr
    path.unlink()
    for index in range(3):
        assert shard(program, folder, index).returncode == 0
    assert names(folder) == ["scan.h5", "scan.toml"]


def test_a_deal_of_another_config_is_passed_over_with_force(program, folder):
    assert shard(program, folder, 0).returncode == 0
    shutil.copytree(folder / "scan.h5.parts", folder / "kept")
    other = shard(program, folder, 0, "--set", "model.kappa=2.0", "--force")
    assert other.returncode == 0, other.stderr
    assert "held parts of another config" in other.stderr
    before, now = (json.loads((folder / where / DEAL).read_text()) for where in ("kept", "scan.h5.parts"))
    assert before["config_sha256"] != now["config_sha256"]


def test_the_batch_script_says_how_alike_its_shards_are(program, folder):
    script = run(program, folder, "plan", "scan.toml", "--slurm", "--shards", "3").stdout
    (line,) = [line for line in script.splitlines() if line.startswith("# deal ")]
    assert "the dearest shard has 1.0" in line and "by number 1." in line
    alike = run(program, folder, "plan", "scan.toml", "--slurm", "--shards", "3",
                "--set", 'scan.axes=[{ key = "model.U", linspace = [0.5, 2.0, 9] }]',
                "--set", "model.atoms=9").stdout  # fmt: skip
    assert "# deal " not in alike and "#SBATCH --array=0-2" in alike
