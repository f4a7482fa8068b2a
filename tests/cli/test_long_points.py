# SPDX-License-Identifier: BSD-3-Clause
"""Points that take long: they announce themselves, obey Ctrl-C, and end when told to."""

import itertools
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest
from calls import on_terminal, run
from test_run import LONG_RUNS, ONE_LONG_POINT, names

# Each for minutes within one point or one block.
OUTLIERS = LONG_RUNS | {
    "fast loss, laboratory": """
[model]
atoms = 4
kappa = 1e4
eta = 3e4
kerr = 0.5
[light]
state = "fock"
n = 3
[time]
stop = 1.0
[solve]
frame = "laboratory"
""",
    "cutoff at 1024": """
[model]
atoms = 4
kerr = 0.1
[light]
state = "fock"
n = 1000
[time]
stop = 50.0
""",
    "many pairs": """
[model]
atoms = 4000
eta = 60.0
kappa = 2.0
[time]
stop = 0.5
samples = 2001
[output]
quantities = ["bell"]
""",
    "trajectories": """
[model]
atoms = 20
U = 0.2
W0 = 0.5
detuning = 3.25
tunnelling = 2.0
eta = 20.0
kappa = 1.0
[time]
stop = 2.0
[solve]
trajectories = 200
""",
    "joint density matrix": """
[model]
atoms = 30
tunnelling = 1.0
kappa = 1.0
eta = 8.0
[time]
stop = 50.0
""",
}


def started(program, folder, text, *arguments, **options):
    (folder / "long.toml").write_text(text)
    options = {"stderr": subprocess.PIPE, "text": True} | options
    return subprocess.Popen(
        [program, "run", "long.toml", "--backend", "cpu", *arguments], cwd=folder, **options
    )


def readable(stream, seconds):
    return bool(select.select([stream], [], [], seconds)[0])


@pytest.mark.parametrize("long", OUTLIERS)
def test_every_long_point_obeys_within_a_second(program, tmp_path, long):
    process = started(program, tmp_path, OUTLIERS[long])
    time.sleep(0.7)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 75 and "interrupted" in messages, messages
    assert time.monotonic() - sent < 1.0 * max(1.0, os.getloadavg()[0])  # of a busy machine
    assert names(tmp_path) == ["long.toml"]


def test_a_first_line_of_progress_comes_within_two_seconds(program, tmp_path):
    process = started(program, tmp_path, OUTLIERS["one block, laboratory"])
    try:
        begun = time.monotonic()
        assert "1 point on cpu" in process.stderr.readline()
        lines = []
        while not any(" / 1 points, " in line for line in lines):
            assert readable(process.stderr, 10.0), lines
            lines.append(process.stderr.readline())
        assert time.monotonic() - begun < 2.0 * max(1.0, os.getloadavg()[0] / 2)
        assert "0 / 1 points, of the next 1 " in lines[-1] and "0 failed" in lines[-1]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.long
@pytest.mark.parametrize(
    "long", ["fast loss, laboratory", "one block, moving", "blocks, gaussian"]
)
def test_a_terminal_sees_one_point_getting_on(program, tmp_path, long):
    ours, theirs = pty.openpty()
    process = started(program, tmp_path, OUTLIERS[long], stderr=theirs)
    os.close(theirs)
    seen = ""
    deadline = time.monotonic() + 6.0
    try:
        while time.monotonic() < deadline and readable(ours, 3.0):
            seen += os.read(ours, 65536).decode()
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    lines = [line for line in seen.split("\r\033[K") if "of the next 1 " in line]
    assert len(lines) > 10, seen
    assert "points/s" not in seen  # none has an end
    shares = [float(share) for share in re.findall(r"of the next 1 (\S+) %", seen)]
    assert re.search(r"parts done\), (at least .* left|.* so far, too early for an estimate), 0 failed", seen)
    assert shares == sorted(shares) and len(set(shares)) > 5, lines
    assert not [line for line in lines if "e+" in line], lines


# A second of many blocks, or some.
BLOCKS = """\
[model]
atoms = 60
W0 = 0.5
eta = 12.0
kerr = 0.3
kappa = 1.0
[time]
stop = 1.0
samples = 3
[solve]
frame = "laboratory"
[output]
quantities = ["purity"]
"""


def test_what_is_not_over_is_not_100_percent(program, tmp_path):
    (tmp_path / "long.toml").write_text(BLOCKS)
    seen = on_terminal(program, tmp_path, "run", "long.toml", "--backend", "cpu")
    shares = re.findall(r"of the next 1 (\S+) % \(([\d ]+) of ([\d ]+) parts done\)", seen)
    assert len(shares) > 3, seen
    assert not [share for share, _, _ in shares if "e+" in share], shares
    assert not [one for one in shares if one[0] == "100" and one[1] != one[2]], shares


@pytest.mark.skipif(
    not pathlib.Path("/proc/self/schedstat").exists(), reason="this system does not say who waits"
)
def test_plan_says_that_others_have_the_processors(program, tmp_path):
    """Times are of the machine as busy as it is."""
    (tmp_path / "long.toml").write_text(BLOCKS)
    others = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(2 * len(os.sched_getaffinity(0)))
    ]
    try:
        plan = run(program, tmp_path, "plan", "long.toml", "--backend", "cpu", "--set", "time.stop=0.3")
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert "\nbusy         others use these processors: " in plan.stdout, plan.stdout


# Some seconds of points of which the last cost hundreds of times as much as the first.
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
[scan]
axes = [{ key = "time.stop", logspace = [1.0, 1000.0, 40] }]
"""


@pytest.mark.long
def test_what_is_left_is_told_by_what_points_cost(program, tmp_path):
    ours, theirs = pty.openpty()
    begun = time.monotonic()
    process = started(program, tmp_path, EVER_DEARER, "--threads", "1", stderr=theirs)
    os.close(theirs)
    told = []  # when, how it was put, seconds
    seen = ""
    try:
        while True:
            text = os.read(ours, 65536).decode()
            seen += text
            for how, minutes, left in re.findall(r"(about|at least) (?:(\d+) min )?(\S+) s left", text):
                told.append((time.monotonic(), how, 60 * float(minutes or 0) + float(left)))
    except OSError:  # its end
        pass
    finally:
        os.close(ours)
    assert process.wait(timeout=60) == 0, seen
    end = time.monotonic()
    assert len([how for _, how, _ in told if how == "about"]) > 10, seen
    # The pace is that of a machine which others use, too.
    whole = end - begun
    for when, how, left in told:
        truth = end - when
        assert left < 4.0 * truth + 0.3 * whole, (how, left, truth)
        assert how == "at least" or left > truth / 4.0 - 0.1 * whole - 1.0, (how, left, truth)


@pytest.mark.long
def test_each_round_of_a_point_is_told_and_has_a_share_of_its_own(program, tmp_path):
    """With more photon levels it is solved once more, and for extrema between its samples."""
    (tmp_path / "long.toml").write_text("""
[model]
atoms = 10
eta = 60.0
kappa = 2.0
kerr = 0.05
[time]
stop = 2.0
samples = 21
[output]
quantities = ["qfi", "photon_number"]
over_time = "extrema"
""")
    began = time.monotonic()
    seen = on_terminal(program, tmp_path, "run", "long.toml", "--backend", "cpu", "--threads", "1")
    took = time.monotonic() - began
    told = re.findall(r"of the next 1 (\S+) %(?: of round (\d+))? \(", seen)
    shares = [(int(number or 1), float(share)) for share, number in told]
    assert max(number for number, _ in shares) > 2, seen
    for (number, before), (later, share) in itertools.pairwise(shares):
        assert later == number and share >= before - 2.5 or later > number, seen
    # By the share of a round, and the time of all of them, it was minutes.
    for left, unit in re.findall(r"at least (\S+) (s|min)", seen):
        assert unit == "s" and float(left) <= took, seen


@pytest.mark.long
def test_nobody_knows_how_many_rounds_the_last_point_takes(program, tmp_path):
    """Solved once it is all that was counted: by the pace nothing would be left."""
    (tmp_path / "long.toml").write_text("""
[model]
atoms = 3000
eta = 320.0
[time]
stop = 0.03
samples = 201
[scan]
axes = [{ key = "model.kappa_tau_Q", values = [1.0, 0.0] }]
[output]
quantities = ["bell"]
""")
    seen = on_terminal(program, tmp_path, "run", "long.toml", "--backend", "cpu", "--threads", "1")
    told = re.findall(r"1 / 2 points, of the next 1 \S+ % of round \d+ [^\r]*", seen)
    assert any("s so far, how many rounds are left is not known, 0 failed" in line for line in told), seen
    left = [float(s) for s in re.findall(r"of round \d+ [^\r]*?, about (\S+) s left", seen)]
    # Other work is left as long as a time is said, which does not grow.
    assert all(later <= before + 0.2 for before, later in itertools.pairwise(left)), seen


def limited(program, folder, text, seconds, timeout=120):
    """`run` of such a config as scan.toml, with that solve.max_seconds."""
    (folder / "scan.toml").write_text(text)
    return run(
        program, folder, "run", "scan.toml", "--backend", "cpu", "--json", "--set",
        f"solve.max_seconds={seconds}", timeout=timeout,
    )  # fmt: skip


@pytest.mark.parametrize("long", ["one block, laboratory", "blocks, gaussian", "trajectories"])
def test_a_point_that_takes_too_long_is_given_up(program, tmp_path, long):
    result = limited(program, tmp_path, OUTLIERS[long], 0.5, timeout=60)
    assert result.returncode == 3, result.stderr
    report = json.loads(result.stdout)
    assert report["status"] == {"not_converged": 1} and report["timed_out"] == 1
    assert "it took longer than solve.max_seconds = 0.5; a larger max_seconds" in result.stderr
    assert report["seconds"] < 0.5 + 2.0 * max(1.0, os.getloadavg()[0])


def test_a_point_that_takes_too_long_leaves_the_others_alone(program, tmp_path):
    text = OUTLIERS["one block, laboratory"] + (
        '[scan]\naxes = [{ key = "time.stop", values = [1.0, 2.0, 1e8, 3.0, 4.0] }]\n'
    )
    result = limited(program, tmp_path, text, 1.0)
    report = json.loads(result.stdout)
    assert report["status"] == {"good": 4, "not_converged": 1}, result.stderr
    assert report["timed_out"] == 1
    # Of five points in a batch its runtime tells nothing.
    why = "took longer than solve.max_seconds = 1.0; a larger max_seconds would help"
    failed = json.loads(run(program, tmp_path, "info", "scan.h5", "--failed", "--json").stdout)
    assert [(one["parameters"], one["reason"]) for one in failed] == [({"stop": "1e+08"}, why)]
    assert f"\n  1 of 5 points {why}" in run(program, tmp_path, "info", "scan.h5").stdout


def test_of_a_scan_in_parts_those_that_took_too_long_are_counted(program, tmp_path):
    text = OUTLIERS["one block, laboratory"] + (
        '[scan]\naxes = [{ key = "time.stop", values = [1e8, 2e8, 1.0] }]\n'
        "[output]\npart_seconds = 0.001\n"
    )
    result = limited(program, tmp_path, text, 0.3)
    assert json.loads(result.stdout)["timed_out"] == 2, result.stderr
    assert "2 of 3 points took longer than solve.max_seconds = 0.3; a larger" in result.stderr


def test_a_shard_says_it_in_the_words_of_a_whole_scan(program, tmp_path):
    text = OUTLIERS["one block, laboratory"] + (
        '[scan]\naxes = [{ key = "time.stop", linspace = [1e8, 2e8, 4] }]\n'
    )
    (tmp_path / "scan.toml").write_text(text)
    result = run(
        program, tmp_path, "run", "scan.toml", "--backend", "cpu", "--shard", "0/2", "--set",
        "solve.max_seconds=0.5",
    )  # fmt: skip
    said = "2 of them took longer than solve.max_seconds = 0.5; a larger max_seconds would help\n"
    assert said in result.stderr


@pytest.mark.long
def test_time_that_is_up_before_a_point_has_an_end_keeps_nothing(program, tmp_path):
    """Batches in work have 20 s to end then."""
    process = started(program, tmp_path, OUTLIERS["one block, laboratory"], "--max-hours", "0.0003")
    _, messages = process.communicate(timeout=120)
    assert process.returncode == 75, messages
    assert "time is up; no point was solved by then, and nothing was kept" in messages
    assert names(tmp_path) == ["long.toml"]


def test_no_more_is_said_to_be_left_than_the_limit_allows(program, tmp_path):
    """By what they were counted to cost these points would take months."""
    text = OUTLIERS["one block, laboratory"] + (
        '[scan]\naxes = [{ key = "time.stop", values = [1.0, 5e7, 2e8] }]\n'
    )
    (tmp_path / "long.toml").write_text(text)
    seen = on_terminal(
        program, tmp_path, "run", "long.toml", "--backend", "cpu", "--threads", "1", "--set",
        "solve.max_seconds=1", code=3,
    )  # fmt: skip
    told = re.findall(r"(\d) / 3 points[^\r]*?, ([a-z ]+) (\S+) s (?:of solving )?left", seen)
    assert "at most" in {how for _, how, _ in told}, seen
    for done, _, left in told:  # two points in a batch, and then each of them alone
        assert float(left) <= 1.0 * max(2 * (3 - int(done)) - 1, 1), seen


DEAR = """
[model]
atoms = 100
kappa = 1.0
eta = 20.0
kerr = 0.01
[time]
stop = 2000.0
"""


@pytest.mark.long
def test_plan_and_run_say_what_makes_it_dear(program, tmp_path):
    (tmp_path / "dear.toml").write_text(DEAR)
    said = "model.kerr makes it dear (method fock instead of closed_form): without it less than 1/100 of the work"
    plan = run(program, tmp_path, "plan", "dear.toml", "--backend", "cpu")
    assert "\ndear         " + said in plan.stdout, plan.stdout
    process = started(program, tmp_path, DEAR)
    try:
        assert "1 point on cpu" in process.stderr.readline()
        assert said in process.stderr.readline()
    finally:
        process.kill()
        process.communicate()
    # What takes no time may be as dear as it likes.
    cheap = ["--set", "time.stop=1e-6", "--set", "model.atoms=2"]
    short = run(program, tmp_path, "run", "dear.toml", *cheap)
    assert short.returncode == 0 and "makes it dear" not in short.stderr, short.stderr


# Each point is one block, too large for a SIMD lane beside the other: a thread solves it.
TWO_HEAVY = (
    ONE_LONG_POINT.format(light="fock", kappa=0.0, bath=0.0, stop=4e4).replace("n = 2\n", "n = 30\n")
    + '[scan]\naxes = [{ key = "model.tilt", values = [0.0, 1.0] }]\n'
)  # fmt: skip


def threads_of(process):
    """{thread: seconds of CPU time so far}."""
    ticks = os.sysconf("SC_CLK_TCK")
    seconds = {}
    for stat in pathlib.Path(f"/proc/{process.pid}/task").glob("*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        seconds[stat.parent.name] = (int(fields[11]) + int(fields[12])) / ticks
    return seconds


def test_two_heavy_points_fill_two_cores(program, tmp_path):
    """Half of the work is done by each of two threads, however busy the machine is."""
    process = started(program, tmp_path, TWO_HEAVY, "--threads", "2")
    used = {}
    while process.poll() is None:
        for thread, seconds in threads_of(process).items():
            used[thread] = max(seconds, used.get(thread, 0.0))
        time.sleep(0.02)
    assert process.returncode == 0, process.stderr.read()
    process.communicate()
    most, second, *rest = sorted(used.values(), reverse=True)
    assert most > 0.5, used
    assert second > 0.7 * most and sum(rest) < 0.2 * most, used


EIGENVALUES = """\
[model]
atoms = 20000
eta = 20.0
kappa = 1.0
U = 1e-5
W0 = 1e-5
[atoms]
theta = 1.0
[time]
stop = 1.0
samples = 2
[output]
quantities = ["entropy"]
"""


def test_eigenvalues_in_one_go_are_told_beforehand(program, tmp_path):
    (tmp_path / "c.toml").write_text(EIGENVALUES)
    done = run(program, tmp_path, "run", "c.toml")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    told = re.search(r'"entropy" takes eigenvalues of (\d+) x \1 matrices, about \d+ s each', lines[1])
    assert told and int(told[1]) > 1000, lines
    # While they are taken nobody knows how long they will yet take.
    assert "at least" not in done.stderr
