# SPDX-License-Identifier: BSD-3-Clause
"""Signals: which stop a run in order, which end it at once, which do nothing; no file is left."""

import os
import re
import resource
import signal
import subprocess
import time

import pytest
from test_run import HEAVY, names

# Some seconds of work on one thread, to the end.
ONE_THREAD = ["--backend", "cpu", "--threads", "1"]
SHORT = HEAVY.replace("1000]", "10]").replace("300]", "50]")


def start(program, folder, text, arguments=(), ignored=(), cpu_seconds=None, **options):
    """The program in the middle of a run: its temporary file is there."""
    (folder / "scan.toml").write_text(text)

    def prepare():
        # Whoever runs these tests may ignore some, as nohup does; and SIGQUIT leaves a core.
        for which in (signal.SIGHUP, signal.SIGXCPU, signal.SIGQUIT):
            signal.signal(which, signal.SIG_DFL)
        for which in ignored:
            signal.signal(which, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if cpu_seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, resource.RLIM_INFINITY))

    options = {"stderr": subprocess.PIPE, "text": True} | options
    process = subprocess.Popen(
        [program, "run", "scan.toml", *arguments], cwd=folder, preexec_fn=prepare, **options
    )
    deadline = time.monotonic() + 60
    while names(folder) == ["scan.toml"] and time.monotonic() < deadline:
        time.sleep(0.002)
    assert len(names(folder)) == 2 and names(folder)[0].endswith(".tmp"), names(folder)
    return process


def end(process):
    """(exit code, messages)"""
    _, messages = process.communicate(timeout=120)
    return process.returncode, messages


@pytest.mark.parametrize("which", [signal.SIGHUP, signal.SIGXCPU, signal.SIGUSR1])
def test_a_closed_terminal_and_used_up_time_stop_a_run_like_sigterm(program, tmp_path, which):
    process = start(program, tmp_path, HEAVY)
    process.send_signal(which)
    code, messages = end(process)
    assert code == 75, messages
    assert "interrupted" in messages
    assert names(tmp_path) == ["scan.toml"]


@pytest.mark.parametrize("which", [signal.SIGHUP, signal.SIGXCPU, signal.SIGUSR1])
def test_what_comes_again_by_itself_still_stops_in_order(program, tmp_path, which):
    process = start(program, tmp_path, HEAVY)
    for _ in range(5):
        process.send_signal(which)
        time.sleep(0.002)
    code, messages = end(process)
    assert code == 75, messages
    assert names(tmp_path) == ["scan.toml"]


def test_a_limit_of_cpu_time_stops_a_run(program, tmp_path):
    """From then on the signal comes every second of CPU time, of all threads together."""
    code, messages = end(start(program, tmp_path, HEAVY, ONE_THREAD, cpu_seconds=2))
    assert code == 75, messages
    assert names(tmp_path) == ["scan.toml"]


def test_what_was_ignored_at_the_start_stays_ignored(program, tmp_path):
    """nohup, and `trap "" HUP` of a shell."""
    process = start(program, tmp_path, SHORT, ONE_THREAD, [signal.SIGHUP, signal.SIGXCPU])
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGXCPU)
    code, messages = end(process)
    assert code == 0, messages
    assert names(tmp_path) == ["scan.h5", "scan.toml"]


@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_at_once_and_leaves_nothing(program, tmp_path, first):
    process = start(program, tmp_path, HEAVY)
    # Stopped meanwhile, so that it cannot end in order between the two; of one kind they were one.
    process.send_signal(signal.SIGSTOP)
    process.send_signal(first)
    process.send_signal({signal.SIGINT, signal.SIGTERM}.difference({first}).pop())
    process.send_signal(signal.SIGCONT)
    code, messages = end(process)
    assert code in (-signal.SIGINT, -signal.SIGTERM), messages
    assert names(tmp_path) == ["scan.toml"]


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU])
def test_a_second_signal_leaves_nothing_however_far_the_stop_has_come(
    program, tmp_path, first, second
):
    for seconds in (0.0, 0.001, 0.004):
        process = start(program, tmp_path, HEAVY)
        process.send_signal(first)
        time.sleep(seconds)
        process.send_signal(second)
        code, messages = end(process)
        assert code in (75, -first, -second), messages  # the system may exchange them
        assert names(tmp_path) == ["scan.toml"]


@pytest.mark.parametrize("which", [signal.SIGQUIT, signal.SIGUSR2])
def test_other_signals_end_a_run_at_once_and_leave_nothing(program, tmp_path, which):
    process = start(program, tmp_path, HEAVY)
    process.send_signal(which)
    code, messages = end(process)
    assert code == -which, messages
    assert names(tmp_path) == ["scan.toml"]


def test_messages_without_a_reader_do_not_end_a_run(program, tmp_path):
    """`pairtwist run scan.toml 2>&1 | head -1`"""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = start(program, tmp_path, SHORT, ONE_THREAD, **streams)
    assert "points on" in process.stdout.readline()
    process.stdout.close()
    process.send_signal(signal.SIGPIPE)  # as a line of progress would
    assert process.wait(timeout=120) == 0
    assert names(tmp_path) == ["scan.h5", "scan.toml"]


def test_a_stop_without_a_reader_leaves_nothing(program, tmp_path):
    reader, writer = os.pipe()
    process = start(program, tmp_path, HEAVY, stderr=writer)
    os.close(writer)
    os.close(reader)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 75
    assert names(tmp_path) == ["scan.toml"]


def catches(process, which):
    """Whether the process has a handler for that signal by now."""
    with open(f"/proc/{process.pid}/status") as status:
        (mask,) = [line.split()[1] for line in status if line.startswith("SigCgt")]
    return int(mask, 16) >> (which - 1) & 1


def wait_until(process, condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None and time.monotonic() < deadline, process.communicate()
        time.sleep(0.002)


@pytest.mark.parametrize(
    "which", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU, signal.SIGUSR1]
)
def test_a_signal_before_anything_is_solved_is_an_interruption_too(program, tmp_path, which):
    """It waits for a config that does not come."""
    process = subprocess.Popen(
        [program, "run", "-", "-o", "scan.h5"], cwd=tmp_path, stdin=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, preexec_fn=lambda: signal.signal(which, signal.SIG_DFL),
    )  # fmt: skip
    wait_until(process, lambda: catches(process, which))
    process.send_signal(which)
    process.wait(timeout=60)
    assert process.returncode == 75
    assert process.stderr.read() == (
        "pairtwist: interrupted before anything was solved; nothing is lost, and the same command "
        "goes on\n"
    )
    assert names(tmp_path) == []


def test_before_anything_is_solved_an_ignored_signal_stays_ignored(program, tmp_path):
    process = subprocess.Popen(
        [program, "run", "-", "-o", "scan.h5"], cwd=tmp_path, stdin=subprocess.PIPE, text=True,
        stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )  # fmt: skip
    wait_until(process, lambda: catches(process, signal.SIGTERM))
    process.send_signal(signal.SIGHUP)
    _, said = process.communicate(SHORT.replace("300]", "3]"), timeout=120)
    assert process.returncode == 0, said
    assert names(tmp_path) == ["scan.h5"]


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGUSR1])
def test_parts_that_are_being_joined_stay_as_they_are(program, tmp_path, which):
    """Four million points, of which some forty were solved."""
    (tmp_path / "scan.toml").write_text(
        """\
        model = { atoms = 4, eta = 1.0 }
        time = { stop = 1.0, samples = 2 }
        solve.backend = "cpu"
        output.quantities = ["qfi_oat"]
        scan.axes = [{ key = "model.U", linspace = [0.0, 1.0, 2000] },
                     { key = "model.kappa", linspace = [0.0, 1.0, 2000] }]
        """
    )
    done = subprocess.run([program, "run", "scan.toml", "--shard", "0/100000"], cwd=tmp_path)
    assert done.returncode == 0
    parts = {path.name: path.read_bytes() for path in (tmp_path / "scan.h5.parts").iterdir()}
    process = subprocess.Popen(
        [program, "merge", "scan.h5.parts", "--partial", "-o", "some.h5"], cwd=tmp_path,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_until(process, lambda: list(tmp_path.glob(".some.h5.*.tmp")))
    process.send_signal(which)
    code, messages = end(process)
    assert code == 75, messages
    assert "scan.h5.parts: interrupted before its parts were joined" in messages
    assert "the same command joins them" in messages
    assert names(tmp_path) == ["scan.h5.parts", "scan.toml"]
    after = {path.name: path.read_bytes() for path in (tmp_path / "scan.h5.parts").iterdir()}
    assert {**after, "merge.lock": b""} == {**parts, "merge.lock": b""}


# A point of 100 MB of rows, which are too many for memory: a part, that is joined for a second.
LARGE_ROWS = """\
model = { atoms = 250, eta = 1.0, kappa = 0.1 }
time = { stop = 1.0, samples = 100 }
solve.backend = "cpu"
output.quantities = ["rho"]
"""


def start_joining(program, folder):
    """A run that has solved all, stopped soon after it has begun to join its parts."""
    (folder / "scan.toml").write_text(LARGE_ROWS)
    process = subprocess.Popen(
        [program, "run", "scan.toml"], cwd=folder, stderr=subprocess.PIPE, text=True
    )
    wait_until(process, (folder / "scan.h5.parts" / "merge.lock").exists)
    process.send_signal(signal.SIGSTOP)
    assert not (folder / "scan.h5").exists()
    return process


@pytest.mark.parametrize("which", [pytest.param(signal.SIGTERM, marks=pytest.mark.long), signal.SIGUSR1])
def test_a_run_that_joins_its_parts_stops_in_order(program, tmp_path, which):
    process = start_joining(program, tmp_path)
    process.send_signal(which)
    process.send_signal(signal.SIGCONT)
    code, messages = end(process)
    assert code == 75, messages
    assert (
        "the scan was interrupted while its parts were joined; all of its points (1) are in "
        "scan.h5.parts; the same command joins them" in messages
    )
    assert names(tmp_path) == ["scan.h5.parts", "scan.toml"]
    again = subprocess.run(
        [program, "run", "scan.toml"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert again.returncode == 0, again.stderr
    assert "1 of 1 points are there already" in again.stderr
    assert names(tmp_path) == ["scan.h5", "scan.toml"]
    info = subprocess.run([program, "info", "scan.h5"], cwd=tmp_path, capture_output=True)
    assert info.returncode == 0


def test_joining_says_how_far_it_is(program, tmp_path):
    """Slowed down by whoever lets it work now and then only."""
    process = start_joining(program, tmp_path)
    for _ in range(40):
        time.sleep(0.09)
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)
        process.send_signal(signal.SIGSTOP)
    process.send_signal(signal.SIGCONT)
    code, messages = end(process)
    assert code == 0, messages
    assert re.search(r"(checking|joining) the parts, \d+ % of [\d.]+ MiB", messages), messages
