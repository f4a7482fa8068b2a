# SPDX-License-Identifier: BSD-3-Clause
"""The batch script of `plan --slurm`: what it says, and what bash makes of it without a Slurm.

On a real one: scripts/test-slurm.sh.
"""

import json
import os
import re
import signal
import subprocess
import time

import pytest
from calls import run
from scans_in_parts import SCAN, attributes, datasets

SMALL = """\
model = { atoms = 20, eta = 320.0 }
time.stop = 0.03
scan.axes = [{ key = "model.kappa", linspace = [0.0, 10.0, 6] }]
"""
HOSTILE = "-it's $(touch hacked) `touch hacked`\n#SBATCH --mem=1M\ntouch hacked; \"\\ *"


def printed(program, folder, *options):
    done = run(program, folder, "plan", *options, "--slurm")
    assert done.returncode == 0, done.stderr
    return done.stdout


def directives(script):
    lines = [line for line in script.splitlines() if line.startswith("#SBATCH ")]
    return dict(line.split(" ", 1)[1].lstrip("-").partition("=")[::2] for line in lines)


@pytest.fixture
def scontrol(tmp_path):
    """An environment in which `scontrol` notes what it is asked for."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "scontrol").write_text(f'#!/bin/bash\necho "$*" >>{tmp_path}/asked\n')
    (tools / "scontrol").chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{tools}:{os.environ['PATH']}",
        "SLURM_JOB_ID": "7",
        "SLURM_ARRAY_TASK_ID": "0",
    }


def asked(folder):
    return (folder / "asked").read_text().split() if (folder / "asked").exists() else []


def test_a_small_scan_is_one_short_task(program, tmp_path):
    (tmp_path / "mine.toml").write_text(SMALL)
    asks = directives(printed(program, tmp_path, "mine.toml", "--threads", "2"))
    assert asks["job-name"] == "mine"
    assert asks["array"] == "0-0"
    assert asks["cpus-per-task"] == "2"
    assert asks["time"] == "00:10:00"
    assert asks["signal"] == "B:USR1@120"
    assert "requeue" in asks
    assert "gres" not in asks


def test_memory_is_what_plan_says_and_more(program, tmp_path):
    (tmp_path / "mine.toml").write_text(SCAN)
    told = json.loads(run(program, tmp_path, "plan", "mine.toml", "--json").stdout)
    mib = int(directives(printed(program, tmp_path, "mine.toml"))["mem"].rstrip("M"))
    least = max(told["host_bytes"], told["pilot_host_bytes"])
    assert mib == pytest.approx(1.25 * least / 2**20 + 512, abs=32.0)  # no two pilots are the same


# A density matrix: megabytes, several times, that no count of batches and rows has.
DENSITY_MATRIX = """\
[model]
atoms = 24
tunnelling = 1.0
eta = 3.0
kappa = 0.5
[time]
stop = 0.2
samples = 2
"""


def test_memory_is_that_of_what_is_solved_too(program, tmp_path):
    (tmp_path / "mine.toml").write_text(DENSITY_MATRIX)
    told = json.loads(run(program, tmp_path, "plan", "mine.toml", "--json").stdout)
    assert told["pilot_host_bytes"] > 4 * 2**20 > told["host_bytes"]
    text = run(program, tmp_path, "plan", "mine.toml").stdout
    assert re.search(r"host memory .* of batches and rows; the pilot took .* MiB\n", text), text
    mib = int(directives(printed(program, tmp_path, "mine.toml"))["mem"].rstrip("M"))
    assert mib > 512 + 1.25 * 4


def test_bash_runs_it_and_the_result_is_that_of_run(program, tmp_path, scontrol):
    (tmp_path / "mine.toml").write_text(SMALL)
    run(program, tmp_path, "run", "mine.toml", "--set", "model.U=0.5", "-o", "whole.h5")
    script = printed(program, tmp_path, "mine.toml", "--set", "model.U=0.5", "-o", "two.h5",
                     "--shards", "2")
    for task in "01":
        done = subprocess.run(["bash", "-c", script], cwd="/", timeout=300,
                              env={**scontrol, "SLURM_ARRAY_TASK_ID": task})
        assert done.returncode == 0
    assert datasets(tmp_path / "two.h5") == datasets(tmp_path / "whole.h5")
    assert not (tmp_path / "two.h5.parts").exists()
    assert asked(tmp_path) == []


@pytest.mark.parametrize("cpus", [[], ["--cpus"]])
def test_no_text_of_a_user_becomes_code(program, tmp_path, scontrol, cpus):
    folder = tmp_path / HOSTILE
    folder.mkdir()
    config = f"{HOSTILE}.toml"
    (folder / config).write_text(SMALL)
    title = json.dumps(HOSTILE)
    script = printed(program, folder, f"./{config}", f"--set=title={title}", *cpus)
    plain = folder / "plain.toml"
    plain.write_text(SMALL)
    assert len(script.splitlines()) == len(printed(program, folder, "plain.toml").splitlines())
    assert directives(script).keys() == directives(printed(program, folder, "plain.toml")).keys()
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=scontrol, timeout=300)
    assert done.returncode == 0
    (result,) = folder.glob("*.h5")
    assert attributes(result)["title"] == HOSTILE
    assert not list(tmp_path.rglob("hacked"))


def start_script(program, folder, environment):
    """The script of the long scan, at work on parts."""
    (folder / "long.toml").write_text(SCAN)
    script = printed(program, folder, "long.toml", "--threads", "1", "--shards", "1")
    process = subprocess.Popen(["bash", "-c", script], cwd=folder, env=environment,
                               stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 60
    while not list(folder.glob("long.h5.parts/part.*")):
        assert time.monotonic() < until
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    return process


def test_a_signal_before_the_end_puts_it_into_the_queue_again(program, tmp_path, scontrol):
    process = start_script(program, tmp_path, scontrol)
    process.send_signal(signal.SIGUSR1)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 75, said
    assert "the same command goes on" in said
    assert asked(tmp_path) == ["requeue", "7"]


def test_a_cancelled_one_is_not_started_again(program, tmp_path, scontrol):
    process = start_script(program, tmp_path, scontrol)
    os.killpg(process.pid, signal.SIGTERM)  # as Slurm does: the program gets it, too
    _, said = process.communicate(timeout=60)
    assert process.returncode == 75, said
    assert asked(tmp_path) == []


def test_what_comes_to_nothing_is_not_started_for_ever(program, tmp_path, scontrol):
    process = start_script(program, tmp_path, {**scontrol, "SLURM_RESTART_COUNT": "1000"})
    process.send_signal(signal.SIGUSR1)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 75
    assert "not done after 1000 restarts" in said
    assert asked(tmp_path) == []


@pytest.mark.parametrize(
    "options, what",
    [
        (["-"], "standard input"),
        (["mine.toml", "--device", "0"], "--device"),
        (["mine.toml", "--json"], "--json"),
        (["mine.toml", "--cpus", "--gpus"], "--gpus"),
        (["mine.toml", "--cpus", "--backend", "cpu"], "--backend"),
        (["mine.toml", "--shards", "0"], "--shards"),
    ],
)
def test_what_means_nothing_in_a_job_is_refused(program, tmp_path, options, what):
    (tmp_path / "mine.toml").write_text(SMALL)
    done = run(program, tmp_path, "plan", *options, "--slurm", input="")
    assert done.returncode == 2
    assert what in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "place, why",
    [("missing", "No such file or directory; check the spelling, or create the directory first"),
     ("mine.toml", "Not a directory; a part of the path is a file, not a directory")],
)  # fmt: skip
def test_a_result_without_a_folder_is_refused_as_run_refuses_it(program, tmp_path, place, why):
    (tmp_path / "mine.toml").write_text(SMALL)
    done = run(program, tmp_path, "plan", "mine.toml", "--slurm", "-o", f"{place}/x.h5")
    assert done.returncode == 4 and not done.stdout
    assert f"cannot write in the directory {tmp_path}/{place}: {why}" in done.stderr
    assert run(program, tmp_path, "run", "mine.toml", "-o", f"{place}/x.h5").returncode == 4


@pytest.mark.parametrize("option", ["--cpus", "--gpus", "--shards=2", "-o=x.h5"])
def test_options_of_the_script_alone(program, tmp_path, option):
    (tmp_path / "mine.toml").write_text(SMALL)
    done = run(program, tmp_path, "plan", "mine.toml", option)
    assert done.returncode == 2
    assert "--slurm" in done.stderr


def test_gpus_want_a_build_with_cuda(program, tmp_path):
    (tmp_path / "mine.toml").write_text(SMALL)
    built = json.loads(run(program, tmp_path, "doctor", "--json").stdout)["cuda"]["built"]
    done = run(program, tmp_path, "plan", "mine.toml", "--slurm", "--gpus")
    if not built:
        assert done.returncode == 5
        assert "this build has no CUDA" in done.stderr
        return
    assert directives(done.stdout)["gres"] == "gpu:1"
    assert re.search(r"^command=.* --backend=cuda ", done.stdout, re.MULTILINE)
