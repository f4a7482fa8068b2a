# SPDX-License-Identifier: BSD-3-Clause
"""While pairtwist.solve runs: Ctrl-C, threads, progress."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import pairtwist
from pairtwist import progress

LONG = {
    "model": {"atoms": 60, "eta": 300.0, "kappa": 1.0, "kerr": 0.3},
    "time": {"stop": 5.0, "samples": 50},
    "solve": {"tolerance": 1e-10},
}
INTERRUPTED = f"""
import signal, sys, time
import pairtwist
# Of a shell's background the tests inherit that it is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
solver = pairtwist.Solver()
print("ready", flush=True)
try:
    solver({LONG!r})
except KeyboardInterrupt:
    print("interrupted", flush=True)
data = solver({{"model": {{"atoms": 2, "eta": 1.0}}, "time": {{"stop": 1.0}}}})
print(float(data.qfi[0]))
"""


def test_ctrl_c_stops_it_and_the_solver_goes_on():
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "ready\n"
    time.sleep(1.0)
    child.send_signal(signal.SIGINT)
    asked = time.monotonic()
    assert child.stdout.readline() == "interrupted\n", child.stderr.read()
    assert time.monotonic() - asked < 20  # a step; the machine may be loaded
    # Not by communicate(): what readline() has read ahead would be lost to it.
    assert child.stdout.read() == "2.0\n", child.stderr.read()
    assert child.wait(timeout=60) == 0


PLANNING = f"""
import signal, time
import numpy as np
import pairtwist
signal.signal(signal.SIGINT, signal.default_int_handler)
scan = pairtwist.scan(kappa=np.linspace(0.1, 10, 1000), eta=np.linspace(1, 100, 1000))
print("ready", flush=True)
try:
    pairtwist.plan({LONG!r}, scan=scan)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_ctrl_c_stops_what_is_planned():
    child = subprocess.Popen([sys.executable, "-c", PLANNING], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    asked = time.monotonic()
    assert child.stdout.readline() == "interrupted\n"
    assert time.monotonic() - asked < 2.0 * max(1.0, os.getloadavg()[0])
    assert child.wait(timeout=60) == 0


DAEMON = f"""
import threading, time
import pairtwist
for _ in range(3):
    threading.Thread(target=lambda: pairtwist.solve({LONG!r}), daemon=True).start()
time.sleep(1.0)
print("over")
"""


def test_a_program_ends_while_a_thread_of_its_own_solves():
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", DAEMON], capture_output=True, text=True,
                              timeout=120)  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == (0, "over\n", "")


def test_other_threads_of_python_run_meanwhile(config):
    counts, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counts[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        started = counts[0]
        pairtwist.solve(config, atoms=300, scan=pairtwist.scan(kappa=np.linspace(1, 2, 20000)))
        assert counts[0] - started > 5
    finally:
        done.set()
        thread.join()


def test_progress_is_shown_where_it_is_watched(config, monkeypatch, capsys):
    bars = []

    class Bar:
        done = 0

        def __init__(self, points):
            bars.append(self)
            self.points = points

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def __call__(self, done, share):
            self.done, self.share = done, share

    monkeypatch.setattr("pairtwist.progress.Progress", Bar)
    pairtwist.solve(config, scan=pairtwist.scan(kappa=[0, 1, 2]))
    assert bars == []  # nobody watches
    monkeypatch.setattr("pairtwist.progress.is_watched", lambda: True)
    pairtwist.solve(config, scan=pairtwist.scan(kappa=[0, 1, 2]))
    pairtwist.solve(config, progress=False)
    assert [(bar.points, bar.done, bar.share) for bar in bars] == [(3, 3, 1.0)]
    assert capsys.readouterr().out == ""


def test_progress_is_told_from_inside_of_a_point(monkeypatch):
    told = []

    class Bar(contextlib.nullcontext):
        def __init__(self, points):
            super().__init__()

        def __call__(self, done, share):
            told.append((done, share))

    monkeypatch.setattr("pairtwist.progress.Progress", Bar)
    monkeypatch.setattr("pairtwist.progress.is_watched", lambda: True)
    model = {"atoms": 6, "eta": 3.0, "tunnelling": 2.0, "kappa": 0.5, "detuning": 3.0}
    for stop in (1.0, 4.0, 16.0, 64.0, 256.0):  # as long as it takes to be looked at three times
        told.clear()
        pairtwist.solve({"model": model, "time": {"stop": stop, "samples": 11}}, threads=1)
        if len({share for done, share in told if done == 0 and 0.0 < share < 1.0}) > 2:
            break
    else:
        pytest.fail(f"told: {told}")
    shares = [share for _, share in told]
    assert told[-1] == (1, 1.0) and max(shares) == 1.0


def test_workers_of_a_pool_show_no_bars(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipykernel", None)
    assert progress.is_watched()
    monkeypatch.setattr("multiprocessing.parent_process", object)
    assert not progress.is_watched()


def test_a_notebook_without_widgets_has_a_bar_of_text_and_no_warning():
    """And what is quick imports no tqdm at all."""
    script = (
        "import sys, types, warnings; warnings.simplefilter('error')\n"
        "sys.modules['ipykernel'] = types.ModuleType('ipykernel')\n"
        "import pairtwist, time\nfrom pairtwist import progress\n"
        "pairtwist.solve({'model': {'atoms': 2}, 'time': {'stop': 1.0}})\n"
        "assert 'tqdm' not in sys.modules\n"
        "progress.importlib.util.find_spec = lambda name: None\n"
        "progress.DELAY = 0.05\n"
        "with progress.Progress(7) as bar:\n    bar(3); time.sleep(0.5); bar(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0 and "7/7" in done.stderr, done.stderr


def of_pump(eta):
    return pairtwist.solve({"model": {"atoms": 4, "eta": eta}, "time": {"stop": 0.1}},
                           quantities=["qfi"], progress=False, threads=1)  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork()")
def test_results_of_a_forked_pool_are_as_they_were_computed():
    """It has the places that this process knew; what it solves itself, this process does not know."""
    of_pump(1.0)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        results = pool.map(of_pump, [1.0, 2.0])
    for one in results:
        assert pairtwist.computed.is_as_computed(one["qfi"])
    assert not pairtwist.computed.is_as_computed(results[0]["qfi"] * 2)
