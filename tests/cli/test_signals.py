# SPDX-License-Identifier: BSD-3-Clause
"""Signals: which stop a run in order, which end it at once, which do nothing; no file is left."""

import os
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
