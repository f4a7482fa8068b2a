# SPDX-License-Identifier: BSD-3-Clause
"""What is said beforehand, and on the way, of how long it takes."""

import json
import re
import signal
import subprocess
import time

import pytest
from calls import on_terminal, run

pytestmark = pytest.mark.long

JOINT = """\
[model]
atoms = 4
eta = 1.0
kappa = 1.0
tunnelling = 1.0
[time]
stop = 1e6
"""


def seconds_of(text):
    """Of "5 h 12 min", "4 min 26 s", "1.2 s"."""
    units = {"days": 86400.0, "h": 3600.0, "min": 60.0, "s": 1.0}
    return sum(float(number) * units[unit] for number, unit in re.findall(r"(\S+) (days|h|min|s)\b", text))


@pytest.mark.parametrize(("hard", "has_end"), [("tunnelling = 1.0", False), ("kerr = 0.1", True)])
def test_plan_knows_what_share_of_a_point_its_pilot_did(program, tmp_path, hard, has_end):
    """It was 10 to 30 s, whatever the time was. Before its first solution is done nobody knows how many
    more, at larger cutoffs, `joint` needs: no upper end."""
    (tmp_path / "one.toml").write_text(JOINT.replace("tunnelling = 1.0", hard))
    told = [
        json.loads(run(program, tmp_path, "plan", "one.toml", "--json", "--set", f"time.stop={stop}").stdout)
        for stop in ("1e6", "1e7")
    ]
    for plan in told:
        assert plan["pilot_stopped"] and 0.0 < plan["pilot_share"] < 0.2, plan
        assert plan["seconds"] > 10.0, plan
        assert ("seconds_at_most" in plan) == has_end, plan
        assert not has_end or plan["seconds_at_most"] > 2.0 * plan["seconds"], plan
    assert 3.0 < told[1]["seconds"] / told[0]["seconds"] < 30.0, told


def test_a_script_asks_for_the_upper_end(program, tmp_path):
    (tmp_path / "one.toml").write_text(JOINT.replace("tunnelling = 1.0", "kerr = 0.1"))
    script = run(program, tmp_path, "plan", "one.toml", "--slurm").stdout
    said = re.search(r"# time .*: .* to (.*), the upper end counts", script)
    days, hours, minutes = re.search(r"--time=(?:(\d+)-)?(\d\d):(\d\d):00\n", script).groups()
    asked = 86400 * int(days or 0) + 3600 * int(hours) + 60 * int(minutes)
    assert asked >= min(seconds_of(said[1]), 86400), script
    more = ("--set", "time.stop=1e7", "--set", "model.atoms=20000")
    far = run(program, tmp_path, "plan", "one.toml", "--slurm", *more).stdout
    assert "A single point may take longer than that, up to " in far, far
    assert "give --time and --max-hours below more, or set solve.max_seconds" in far, far


def test_a_script_without_an_upper_end_says_the_lower(program, tmp_path):
    (tmp_path / "one.toml").write_text(JOINT)
    script = run(program, tmp_path, "plan", "one.toml", "--slurm").stdout
    said = re.search(r"# time .*: more than (.*), how much more is not known", script)
    assert seconds_of(said[1]) > 10.0, script
    assert "Nobody knows whether a point is done in that time" in script, script


# Three hundred points of a millisecond, four of some seconds, which were counted to cost far more.
MIXED = """\
[model]
atoms = 6
eta = 1.0
kappa = 1.0
[time]
samples = 21
[scan]
mode = "zip"
axes = [
  {{ key = "model.kerr", values = {kerr} }},
  {{ key = "time.stop", values = {stop} }},
]
""".format(kerr=[0.0] * 300 + [0.3] * 4, stop=[1.0] * 300 + [12000.0] * 4)


def test_few_dear_points_among_many_cheap_ones_are_not_said_to_take_minutes(program, tmp_path):
    (tmp_path / "mixed.toml").write_text(MIXED)
    began = time.monotonic()
    seen = on_terminal(program, tmp_path, "run", "mixed.toml", "--backend", "cpu", "--threads", "1")
    took = time.monotonic() - began
    told = re.findall(r"(?:about|at least) ([^\r]*?) left", seen)
    assert max(map(seconds_of, told), default=0.0) < 10.0 * took, told
    assert re.search(r"points/s, .* so far, too early for an estimate \(\S+ % of the work, as counted\)", seen)


# Counting takes longer than solving.
COUNTING = """\
[model]
atoms = 500
eta = 2.0
kappa = 1.0
[time]
stop = 20.0
samples = 81
[output]
quantities = ["cfi"]
angles = { linspace = [0.0, 3.14, 64] }
"""


def test_what_is_made_of_a_solution_has_a_share_of_its_own(program, tmp_path):
    """It stood at 100 %."""
    (tmp_path / "counting.toml").write_text(COUNTING)
    seen = on_terminal(program, tmp_path, "run", "counting.toml", "--backend", "cpu", "--threads", "1")
    told = [float(share) for share in re.findall(r", the next 1 solved, (\S+) % evaluated,", seen)]
    assert told == sorted(told) and len(set(told)) > 5 and max(told) < 100, told
    assert re.search(r"evaluated, at least \S+ s left", seen), seen


def test_no_limit_is_said_of_what_is_made_of_a_solution(program, tmp_path):
    """It was "at most 2 s left, by solve.max_seconds" for as long as it took."""
    (tmp_path / "counting.toml").write_text(COUNTING + "[solve]\nmax_seconds = 2.0\n")
    seen = on_terminal(program, tmp_path, "run", "counting.toml", "--backend", "cpu", "--threads", "1")
    evaluated = re.findall(r"% evaluated, [^\r]*", seen)
    assert evaluated and not any("max_seconds" in said for said in evaluated), evaluated
    assert "of solving left, by solve.max_seconds" in seen or "left, by" not in seen, seen


def test_plan_says_which_of_its_points_failed(program, tmp_path):
    (tmp_path / "one.toml").write_text(JOINT)
    axes = 'scan.axes=[{ key = "time.stop", values = [1.0, 1e9, 2e9] }]'
    plan = run(program, tmp_path, "plan", "one.toml", "--set", axes)
    assert "\nfailed       2 of the pilot's 3 points: 2 not_converged\n" in plan.stdout, plan.stdout
    assert json.loads(run(program, tmp_path, "plan", "one.toml", "--set", axes, "--json").stdout)["pilot_failed"] == 2
    script = run(program, tmp_path, "plan", "one.toml", "--set", axes, "--slurm").stdout
    assert "# failed  2 of the pilot's 3 points: 2 not_converged\n" in script, script
    assert "failed " not in run(program, tmp_path, "plan", "one.toml", "--set", "time.stop=1.0").stdout


@pytest.mark.parametrize("hard", ["tunnelling = 1.0", "kerr = 0.1", 'kerr = 0.1\n[solve]\nframe = "laboratory"'])
def test_a_time_that_is_too_long_is_said_to_be_so(program, tmp_path, hard):
    head, _, time_of = JOINT.partition("tunnelling = 1.0\n")
    (tmp_path / "one.toml").write_text(time_of.replace("1e6", "1e10") + head + hard)
    done = run(program, tmp_path, "run", "one.toml", "--backend", "cpu")
    assert done.returncode == 3
    why = "up to time.stop = 1e+10 there are more steps than anyone waits for: the fastest rate, "
    assert why in done.stderr and "; a shorter time.stop, slower rates" in done.stderr, done.stderr
    (failed,) = json.loads(run(program, tmp_path, "info", "one.h5", "--failed", "--json").stdout)
    assert failed["reason"].startswith(why), failed
    assert why in json.loads(run(program, tmp_path, "info", "one.h5", "--json").stdout)["too_many_steps"]


def test_a_tolerance_that_leaves_no_room_for_the_steps_is_named(program, tmp_path):
    head, _, time_of = JOINT.partition("tunnelling = 1.0\n")
    (tmp_path / "one.toml").write_text(time_of.replace("1e6", "100.0") + head + "kerr = 0.1")
    tight = run(program, tmp_path, "run", "one.toml", "--backend", "cpu", "--set", "solve.tolerance=1e-13")
    assert tight.returncode == 3
    assert "more steps, each of which rounds, than solve.tolerance = 1e-13 has room for; a larger one" in tight.stderr
    run(program, tmp_path, "run", "one.toml", "--backend", "cpu", "-o", "usual.h5", check=True)


# The last points cost hundreds of times as much as the first.
EVER_DEARER = """\
[model]
atoms = 6
kerr = 0.1
eta = 1.0
[light]
state = "fock"
n = 6
[time]
stop = 1.0
samples = 11
[output]
part_seconds = 0.05
[scan]
axes = [{ key = "time.stop", logspace = [1.0, 500.0, 40] }]
"""


def test_what_is_left_of_an_unfinished_scan_is_told_by_what_points_cost(program, tmp_path):
    """By points a second it was said to be nearly done."""
    (tmp_path / "scan.toml").write_text(EVER_DEARER)
    command = [program, "run", "scan.toml", "--backend", "cpu", "--threads", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    seen = []
    while process.poll() is None and not (seen and seen[-1]["seconds_left"]):
        told = run(program, tmp_path, "info", "scan.h5", "--json")
        seen += [json.loads(told.stdout)] if '"seconds_left"' in told.stdout else []
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 75, messages
    info = json.loads(run(program, tmp_path, "info", "scan.h5", "--json").stdout)
    assert info["by_cost"] and info["done"] < info["points"]
    # Until a tenth of the work is done, as counted, cheap points tell nothing of dear ones.
    assert seen[0]["seconds_left"] is None and seen[0]["done"] < info["done"], seen[0]
    text = run(program, tmp_path, "info", "scan.h5").stdout
    assert " for one worker (by what points were counted to cost, which differs much); " in text, text
    began = time.monotonic()
    assert run(program, tmp_path, *command[1:]).returncode == 0
    took = time.monotonic() - began
    assert took / 4.0 - 1.0 < info["idle_work_seconds"] < 4.0 * took + 1.0, (info, took)


def test_no_time_is_negative(program, tmp_path):
    (tmp_path / "one.toml").write_text(JOINT)
    for command in ("plan", "run"):
        said = run(program, tmp_path, command, "one.toml", "--set", "model.eta=1e300", "--set", "time.stop=1.0")
        assert not re.search(r"-\d[\d.]* (s|min|h|days)", said.stdout + said.stderr), said
        assert "nan" not in said.stdout + said.stderr and "e+" not in said.stdout, said
