# SPDX-License-Identifier: BSD-3-Clause
"""What scripts/gpu_check.sh keeps of a device: its records, and that it fails where a part does.

Programs that stand for those of a build say what they were called with, so that no device is needed.
"""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRAJECTORIES = str(ROOT / "configs/examples/trajectories.toml")

STANDS_FOR_THE_PROGRAM = """#!/bin/bash
case "$*" in *4711*) exit 5 ;; esac
printf '{"called": "%s"}\\n' "$*"
"""
STANDS_FOR_THE_STEP = """#!/bin/bash
printf '["%s", "%s", "%s"]\\n' "$@"
"""


def stand_in(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def build(tmp_path):
    folder = tmp_path / "build"
    stand_in(folder / "pairtwist", STANDS_FOR_THE_PROGRAM)
    stand_in(folder / "benchmarks" / "pairtwist_spmm", STANDS_FOR_THE_STEP)
    for path in (folder / "tests/pairtwist_tests", tmp_path / "bin/compute-sanitizer",
                 tmp_path / "bin/nvidia-smi"):
        stand_in(path, "#!/bin/bash\n")
    return folder


def check(build):
    environment = {**os.environ, "PATH": f"{build.parent / 'bin'}:{os.environ['PATH']}"}
    return subprocess.run(
        [ROOT / "scripts/gpu_check.sh", build, build.parent / "records"],
        env=environment, capture_output=True, text=True, timeout=60,
    )


def record(build, name):
    return json.loads((build.parent / "records" / name).read_text(encoding="utf-8"))


def test_the_step_of_trajectories_has_a_record(build):
    done = check(build)
    assert done.returncode == 0, done.stderr
    assert record(build, "spmm.json") == [TRAJECTORIES, "20", "100"]


def test_each_config_is_timed_on_both_backends_twice(build):
    check(build)
    timed = [(one["config"], one["report"]["called"]) for one in record(build, "timings.json")]
    configs = sorted(path.name for path in (ROOT / "benchmarks/configs").glob("*.toml"))
    assert sorted({config for config, _ in timed}) == configs
    assert len(timed) == 4 * len(configs)
    counting = [called for config, called in timed if config == "cfi_map.toml"]
    assert sum("--backend cuda" in called for called in counting) == 2
    assert sum("--backend cpu" in called for called in counting) == 2


def test_ways_that_differ_fail(build):
    stand_in(build / "benchmarks" / "pairtwist_spmm", "#!/bin/bash\nexit 1\n")
    assert check(build).returncode == 1


def test_a_build_without_the_step_fails_and_says_how_to_have_it(build):
    (build / "benchmarks" / "pairtwist_spmm").unlink()
    done = check(build)
    assert done.returncode == 1
    assert f"no {build}/benchmarks/pairtwist_spmm: build with -DPAIRTWIST_BENCHMARKS=ON" in done.stdout


def test_cfi_map_is_what_the_page_counts(program):
    said = subprocess.run(
        [program, "plan", ROOT / "benchmarks/configs/cfi_map.toml", "--json"],
        capture_output=True, text=True, check=True,
    )
    assert json.loads(said.stdout)["points"] == 10_000
