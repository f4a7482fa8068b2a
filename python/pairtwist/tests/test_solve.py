# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist.solve: the program's bits and layout, Ctrl-C, threads, messages."""

import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
import xarray

import pairtwist
from pairtwist.toml import document

# {name: what it changes of the fixture `config`}
KINDS = {
    "one point": {},
    "grid": {"scan": pairtwist.scan(kappa=[0, 1, 10.0], eta=np.linspace(10, 20, 3))},
    "zip": {"scan": pairtwist.scan("zip", kappa=[0, 1, 10.0], eta=np.linspace(10, 20, 3))},
    "words": {"scan": pairtwist.scan(**{"light.state": ["vacuum", "thermal"], "kappa": [0, 1.0]}),
              "light": {"n": 0.5}},
    "words in a zip": {
        "scan": pairtwist.scan("zip", **{"light.state": ["vacuum", "thermal"], "kappa": [0, 1.0]}),
        "light": {"n": 0.5},
    },
    "final": {"output": {"quantities": ["rho", "cfi"], "over_time": "final", "angles": [0.1, 1.5]}},
    "own times": {"time": {"stop": 2.0, "samples": 4, "unit": "tau_Q"}},
    "extrema": {
        "output": {
            "quantities": ["qfi", "bell"],
            "over_time": "extrema",
            "events": [{"name": "t3", "quantity": "qfi", "above": 0.3, "scale": "N^2"}],
        }
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_dataset_is_that_of_the_programs_file(kind, config, program, tmp_path):
    path = tmp_path / "job.toml"
    path.write_text(document({**config, **KINDS[kind]}))
    program("run", "job.toml", "--quiet")
    with pairtwist.open(tmp_path / "job.h5") as file:
        found, expected = pairtwist.solve(path), file.load()
    assert list(found.variables) == list(expected.variables)
    for data in (found, expected):
        data.attrs.pop("created")
    assert len(expected.attrs.pop("attributes_sha256")) == 64  # protects a file, not memory
    xarray.testing.assert_identical(found.drop_vars("runtime"), expected.drop_vars("runtime"))
    for name, variable in found.data_vars.items():
        assert variable.dtype == expected[name].dtype, name
        if name != "runtime":
            assert variable.values.tobytes() == expected[name].values.tobytes(), name


def test_threads_leave_no_trace(config):
    config["scan"] = pairtwist.scan(kappa=np.geomspace(0.1, 100, 9))
    one, two = (pairtwist.solve(config, threads=n).drop_vars("runtime") for n in (1, 2))
    xarray.testing.assert_equal(one, two)


def test_configs_of_every_kind_are_the_same(config, tmp_path):
    text = document(config)
    path = tmp_path / "a = b.toml"
    path.write_text(text)
    typed = pairtwist.Config(**config)
    results = [pairtwist.solve(one).qfi for one in (config, typed, text, path, str(path))]
    for other in results[1:]:
        xarray.testing.assert_identical(results[0], other)


def test_overrides_are_keys_or_sections(config):
    before = document(config)
    data = pairtwist.solve(config, kappa=3.5, atoms=7, quantities=["purity"], light={"alpha": 0.5,
                           "state": "coherent"}, title="mine")  # fmt: skip
    assert float(data.kappa) == 3.5 and data.sizes == {"time": 5} and data.attrs["title"] == "mine"
    assert 'state = "coherent"' in data.attrs["resolved_config"]
    assert "atoms = 7\n" in data.attrs["resolved_config"]
    assert document(config) == before


def test_a_solver_takes_job_after_job(config):
    solver = pairtwist.Solver(threads=2)
    assert solver.backend in ("cpu", "cuda") and solver.device
    for kappa in (0.0, 2.0):
        found = solver(config, kappa=kappa).drop_vars("runtime")
        xarray.testing.assert_equal(
            found, pairtwist.solve(config, kappa=kappa).drop_vars("runtime")
        )
    assert solver.plan(config).points == 1


def test_a_plan_counts(config):
    plan = pairtwist.plan(config, scan=pairtwist.scan(kappa=[0, 1, 2], U=[1, 2]))
    assert (plan.points, plan.samples, plan.methods) == (6, 5, {"closed_form": 6})
    assert "6 points (6 closed_form)" in repr(plan)


def test_points_that_fail_are_counted(config):
    config["output"]["quantities"] = ["bell"]
    with pytest.warns(UserWarning, match="1 of 1 points are not good: 1 below_precision"):
        data = pairtwist.solve(config, samples=400)
    assert data.bell.isnull().any()


# ------------------------------------------------------------------------------------ while it runs

LONG = {
    "model": {"atoms": 60, "eta": 300.0, "kappa": 1.0, "kerr": 0.3},
    "time": {"stop": 5.0, "samples": 50},
    "solve": {"tolerance": 1e-10},
}

INTERRUPTED = f"""
import signal, sys, time
import pairtwist
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
    rest, errors = child.communicate(timeout=60)
    assert (float(rest), child.returncode) == (2.0, 0), errors


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
        pairtwist.solve(config, atoms=300, scan=pairtwist.scan(kappa=np.linspace(1, 2, 400)))
        assert counts[0] - started > 5
    finally:
        done.set()
        thread.join()


def test_progress_is_shown_where_it_is_watched(config, monkeypatch, capsys):
    bars = []

    class Bar:
        n = 0

        def __init__(self, total):
            bars.append(self)
            self.total = total

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def update(self, step):
            self.n += step

    monkeypatch.setattr("pairtwist.solving.progress_bar", Bar)
    pairtwist.solve(config, scan=pairtwist.scan(kappa=[0, 1, 2]))
    assert bars == []  # nobody watches
    monkeypatch.setattr("pairtwist.solving.is_watched", lambda: True)
    pairtwist.solve(config, scan=pairtwist.scan(kappa=[0, 1, 2]))
    pairtwist.solve(config, progress=False)
    assert [(bar.total, bar.n) for bar in bars] == [(3, 3)]
    assert capsys.readouterr().out == ""


def test_the_bar_is_tqdms(capsys):
    from pairtwist.solving import progress_bar

    with progress_bar(5) as bar:
        bar.delay = 0
        bar.update(5)
    assert bar.n == bar.total == 5


# ------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("overrides", "error", "message"),
    [
        ({"kapa": 1}, "UsageError", "no key 'kapa'; did you mean 'kappa'"),
        ({"state": "fock"}, "UsageError", "several sections: light_state or atoms_state"),
        ({"kappa": -1.0}, "UsageError", r"model.kappa: found -1.0 .*allowed: a finite number >= 0"),
        ({"quantities": ["qfy"]}, "UsageError", "did you mean .?qfi"),
        ({"backend": "gpu"}, "UsageError", 'found "gpu"'),
        ({"light": "vacuum"}, "UsageError", "light: found a str; allowed is a dict of its keys"),
        ({"kappa": object()}, "UsageError", "model.kappa: found a object"),
        ({"device": "all"}, "UsageError", "device: found 'all'"),
        ({"device": 0, "backend": "cpu"}, "UsageError", "device"),
        ({"light": {"state": "file", "path": __file__}}, "FileError", "test_solve.py"),
    ],
)
def test_errors_have_the_programs_messages(config, overrides, error, message):
    with pytest.raises(getattr(pairtwist, error), match=message):
        pairtwist.solve(config, **overrides)


def test_a_device_that_is_not_there(config):
    with pytest.raises(pairtwist.DeviceError):
        pairtwist.solve(config, backend="cuda", device=63)


def test_what_is_no_config(tmp_path):
    with pytest.raises(pairtwist.FileError, match="nowhere.toml: cannot read the config"):
        pairtwist.solve("nowhere.toml")
    with pytest.raises(pairtwist.UsageError, match="config: found a int"):
        pairtwist.solve(7)
    with pytest.raises(pairtwist.UsageError):
        pairtwist.solve("model = [\n")


def test_the_program_plots_with_its_own_python(config, program, tmp_path):
    (tmp_path / "job.toml").write_text(document(config))
    program("run", "job.toml", "--quiet")
    program("plot", "job.h5")
    assert (tmp_path / "job.png").exists()
    assert pairtwist.__version__ in program("--version").stdout
