# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist.solve: the program's bits and layout, Ctrl-C, threads, messages."""

import contextlib
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import pytest
import xarray

import pairtwist
from pairtwist import progress
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


def test_a_solver_is_made_again_in_another_process(config):
    solver = pickle.loads(pickle.dumps(pairtwist.Solver("cpu", threads=1)))
    assert repr(solver) == f"<Solver: cpu, {solver.device}>"
    assert float(solver(config).qfi[0]) == pytest.approx(20.0)


@pytest.mark.parametrize("name", ["threads", "device", "backend"])
def test_a_solver_has_its_device_for_good(config, name):
    with pytest.raises(pairtwist.UsageError, match=rf"^{name}: .* Solver\({name}=\.\.\.\)"):
        pairtwist.Solver()(config, **{name: 1})


def test_axes_of_a_result_are_axes_again(config):
    first = pairtwist.solve(config, scan=pairtwist.scan(atoms=[10, 20], kappa=[0.5, 1.5]))
    again = pairtwist.solve(config, scan=pairtwist.scan(atoms=first.atoms, kappa=first.kappa))
    xarray.testing.assert_identical(again.qfi, first.qfi)
    one = pairtwist.solve(config, atoms=first.atoms[1], kappa=first.kappa[0])
    np.testing.assert_array_equal(one.qfi, first.qfi[1, 0])


def test_axes_of_parts_and_of_segments(config):
    data = pairtwist.solve(
        config,
        segments=[{"until": 0.05, "eta": 3.0}],
        scan=pairtwist.scan(alpha_abs=[0.0, 2.0], **{"pump.segments[0].eta": [1.0, 5.0]}),
        light={"state": "coherent", "alpha": 1.0},
    )
    assert data.photon_number.isel(time=0).values.tolist() == pytest.approx(
        np.array([[0.0, 0.0], [4.0, 4.0]])
    )
    assert data.photon_number[0, 0, -1] < data.photon_number[0, 1, -1]


def test_two_axes_of_words(config):
    """Methods beside start lights: every pair is what it is alone."""
    config["light"] = {"alpha": 0.7}
    words = {"method": ["closed_form", "gaussian", "fock"], "light_state": ["vacuum", "coherent"]}
    data = pairtwist.solve(config, scan=pairtwist.scan(**words), eta=3.0)
    assert data.qfi.dims == ("solve_method", "state", "time")
    assert data.method.values.tolist() == [[1, 1], [2, 2], [3, 3]]
    for method in words["method"]:
        for state in words["light_state"]:
            light = {"state": state} | ({"alpha": 0.7} if state == "coherent" else {})
            alone = pairtwist.solve({**config, "light": light}, method=method, eta=3.0)
            both = data.sel(solve_method=method, state=state)
            np.testing.assert_array_equal(both.qfi, alone.qfi)
    np.testing.assert_allclose(data.qfi.std("solve_method"), 0, atol=1e-5)


def test_a_plan_counts(config):
    plan = pairtwist.plan(config, scan=pairtwist.scan(kappa=[0, 1, 2], U=[1, 2]))
    assert (plan.points, plan.samples, plan.methods) == (6, 5, {"closed_form": 6})
    assert "6 points (6 closed_form)" in repr(plan)


def test_points_that_fail_are_counted(config):
    with pytest.warns(UserWarning, match="1 of 1 points are not good: 1 not_converged") as caught:
        data = pairtwist.solve(config, kerr=0.5, cutoff=4)
    assert data.qfi.isnull().any() and [entry.filename for entry in caught] == [__file__]


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"cutoff": 4}, r"it did not converge on 4 photon levels, the most that it may have "
         r"\(solve.cutoff\); a larger solve.cutoff would help, up to 1024"),
        ({"cutoff_exact": 4}, r"it did not converge on 4 photon levels, not enough "
         r"\(solve.cutoff_exact\); a larger solve.cutoff_exact, or none, would help"),
        ({"cutoff": 2}, "it did not converge on 2 photon levels"),
        ({"cutoff": 4, "scan": pairtwist.scan(eta=[0.01, 100])}, "; 1 of 2 points did not conv"),
        ({"max_seconds": 1e-9, "scan": pairtwist.scan(eta=[200, 300])}, "2 of them took longer than "
         "solve.max_seconds = 1e-09; a larger max_seconds would help"),
    ],
)  # fmt: skip
def test_a_warning_on_points_that_fail_says_why_and_what_helps(config, overrides, words):
    with pytest.warns(UserWarning, match=f"not good: .*not_converged.*{words}.*data.q_status"):
        pairtwist.solve(config, kerr=0.5, **overrides)


def test_few_samples_of_extrema_are_a_warning(config):
    config["output"] = {"quantities": ["qfi"], "over_time": "extrema"}
    config["model"] = {"atoms": 20, "eta": 300.0}
    config["time"] = {"stop": 0.03, "samples": 3}
    few = r"^at 1 of 1 points .* the samples are few, .*; more time.samples \(or time.values\) would"
    with pytest.warns(pairtwist.PairtwistWarning, match=few):
        pairtwist.solve(config)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairtwist.solve(config, samples=101)


def test_what_the_program_says_of_a_config_is_a_warning(config):
    with pytest.warns(UserWarning, match="^output.quantities: bell is -inf for odd N") as caught:
        pairtwist.solve(config, atoms=11, quantities=["bell"])
    assert [entry.filename for entry in caught] == [__file__]
    del config["time"]["samples"]
    with pytest.warns(UserWarning, match="^time.stop is left out: time.values takes its place$"):
        pairtwist.Solver()(config, values=[0.0, 1.0])
    text = document(config)
    with pytest.warns(UserWarning, match=r"^config:\d+: time.stop is left out: time.values takes"):
        pairtwist.plan(text, values=[0.0, 1.0])


def test_what_is_said_of_a_dictionary_speaks_of_no_lines_and_options(config):
    with pytest.warns(UserWarning) as caught:
        pairtwist.plan(config, values=[0.0, 1.0])
    assert [str(entry.message) for entry in caught] == [
        "time.stop and time.samples are left out: time.values takes their place"
    ]
    config["scan"] = pairtwist.scan(kappa=[0, 1])
    with pytest.warns(UserWarning, match=r'^model.kappa: .* \(scan={"axes": \[\]} takes all axes'):
        assert pairtwist.plan(config, kappa=3.0).points == 2
    assert pairtwist.plan(config, kappa=3.0, scan={"axes": []}).points == 1
    with pytest.raises(pairtwist.UsageError, match="^time.stop: found -1"):
        pairtwist.plan({**config, "time": {"stop": -1.0}})
    with pytest.raises(pairtwist.UsageError, match=r"^config:\d+.*time.stop: found -1"):
        pairtwist.plan(document({**config, "time": {"stop": -1.0}}))


# ------------------------------------------------------------------------------------ while it runs

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


def test_a_loop_of_solve_warns_once(config):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for kappa in (0.1, 0.2):
            pairtwist.solve(config, kappa=kappa, values=[0.0, 0.1])
    assert [one.filename for one in caught] == [__file__]


# ------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("overrides", "error", "message"),
    [
        ({"kapa": 1}, "UsageError", "no key 'kapa'; did you mean 'kappa'"),
        ({"state": "fock"}, "UsageError", "several sections: light_state or atoms_state"),
        ({"kappa": -1.0}, "UsageError", r"model.kappa: found -1.0 .*allowed: a finite number >= 0"),
        ({"quantities": ["qfy"]}, "UsageError", "did you mean .?qfi"),
        ({"backend": "gpu"}, "UsageError", 'found "gpu".*did you mean "cuda"'),
        ({"light": 3}, "UsageError", "light: found an int; allowed is a dict .*light_state"),
        ({"light": "dark"}, "UsageError", 'light.state: found "dark" .string., allowed: "vacuum"'),
        ({"light": [0, 1]}, "UsageError", "light: found a list; .*as a NumPy array or qutip.Qobj"),
        ({"atoms": [10, 20]}, "UsageError", r"atoms: found a list; .*pairtwist.scan\(atoms=...\)"),
        ({"time": np.zeros(2)}, "UsageError", "time: found an array; allowed is a dict.* values="),
        ({"times": [0, 1]}, "UsageError", "no key 'times'; times is time.values here: values=..."),
        ({"tlist": [0, 1]}, "UsageError", "no key 'tlist'; tlist is time.values here: values=..."),
        ({"J": 1}, "UsageError", r"no key 'J'; J is model.tunnelling \(.*\) here: tunnelling=..."),
        ({"N": 4}, "UsageError", "no key 'N'; N is model.atoms here: atoms=...$"),
        ({"delta": 4}, "UsageError", "no key 'delta'; delta is model.tilt .*: tilt=..."),
        ({"n_th": 1}, "UsageError", "'n_th'; n_th is model.thermal_photons here: thermal_photons="),
        ({"model.kappa2": 1}, "UsageError", "no key 'model.kappa2'; kappa2 is model.two_photon_l"),
        ({"Omega": 1}, "UsageError", r"model.W0, which .* \(the pump is model.*\), here: W0=...$"),
        ({"mdel": {}}, "UsageError", "no key 'mdel'; did you mean 'model'"),
        ({"model.kapa": 1}, "UsageError", "no key 'model.kapa'; did you mean 'model.kappa'"),
        ({"eta": [1.0, 2.0]}, "UsageError", r"model.eta: .* 3 \+ 4j; .*scan\(eta=...\)"),
        ({"eta": np.array([1.0, 2.0])}, "UsageError", "model.eta: found an array, allowed is one"),
        ({"model": {"eta": np.ones(2)}}, "UsageError", "model.eta: found an array, allowed is one"),
        ({"kappa": (1, 2)}, "UsageError", r"model.kappa: found a tuple, .*scan\(kappa=...\)"),
        ({"scan": {"eta": [1, 2]}}, "UsageError", r"scan: .*eta; .*pairtwist.scan\(eta=...\)"),
        ({"kappa": 1j}, "UsageError", "model.kappa: found the complex number 1j; allowed is a"),
        ({"model": {"tilt": np.complex128(2)}}, "UsageError", "model.tilt: found the complex numb"),
        ({"light_n": xarray.DataArray(1j)}, "UsageError", "light.n: found the complex number 1j"),
        ({"threads": 0}, "UsageError", "threads: found 0; allowed: an integer from 1 to 2.*, or None"),
        ({"threads": 10**30}, "UsageError", "threads: found 10*; allowed: an integer from 1 to 21"),
        ({"device": 10**30}, "UsageError", "device: found 10*; allowed: numbers from 0 to 21474836"),
        ({"device": [0, -(2**40)]}, "UsageError", r"device: found \[0, -1.*numbers from 0 to 2147"),
        ({"atoms": 10**30}, "UsageError", "model.atoms: found 1e.30 .float., allowed: an integer f"),
        ({"model": {"atoms": 10**30}}, "UsageError", "model.atoms: found 1e.30 .*, allowed: an in"),
        ({"seed": 2**63}, "UsageError", "solve.seed: found 9.2.*, allowed: an integer from 0 to 9"),
        ({"scan": pairtwist.scan(atoms=[1, 10**30])}, "UsageError", "scan.axes: model.atoms: found 1e.30 .*10"),
        ({"kappa": 10**400}, "UsageError", "model.kappa: found an integer of 401 digits; allowed a"),
        ({"threads": -1}, "UsageError", "threads: found -1"),
        ({"threads": "2"}, "UsageError", "threads: found '2'"),
        ({"device": []}, "UsageError", r"device: found \[\]"),
        ({"device": True}, "UsageError", "device: found True"),
        ({"kappa": object()}, "UsageError", "model.kappa: found an object"),
        ({"device": "all"}, "UsageError", "device: found 'all'"),
        ({"device": 0, "backend": "cpu"}, "UsageError", "device"),
        ({"light": {"state": "file", "path": __file__}}, "FileError", "test_solve.py"),
    ],
)
def test_errors_have_the_programs_messages(config, overrides, error, message):
    with pytest.raises(getattr(pairtwist, error), match=message) as caught:
        pairtwist.solve(config, **overrides)
    assert "--set" not in str(caught.value)


def test_integers_of_more_than_64_bits_are_numbers_of_real_keys(config):
    found = pairtwist.plan(config, kappa=10**30)
    assert found.points == 1
    config["model"]["kappa"] = -(10**30)
    with pytest.raises(pairtwist.UsageError, match="model.kappa: found -1e.30 .*, allowed: a finite"):
        pairtwist.plan(config)


def test_one_complex_number_is_what_it_was(config):
    number = pairtwist.solve(config, eta=3 + 4j).photon_number
    assert float(number[-1]) > 0
    for eta in ([3.0, 4.0], 3 + 4j, {"abs": 5.0, "phase": float(np.arctan2(4, 3))}):
        config["model"]["eta"] = eta
        np.testing.assert_allclose(pairtwist.solve(config).photon_number, number, rtol=1e-12)
    config["model"]["eta"] = np.array([3.0, 4.0])
    for given in (config, pairtwist.Config(**config)):
        with pytest.raises(pairtwist.UsageError, match="model.eta: found an array"):
            pairtwist.solve(given)


def test_backends_of_a_solver_are_the_configs():
    for name in ("gpu", "GPU"):
        with pytest.raises(pairtwist.UsageError, match=f'found "{name}"; .*; did you mean "cuda".$'):
            pairtwist.Solver(name)
    with pytest.raises(pairtwist.UsageError, match="backend: found 2"):
        pairtwist.Solver(2)


def test_a_result_that_does_not_fit_says_so(config):
    axes = {name: np.linspace(0, 1, 3000) for name in ("kappa", "dephasing", "tilt")}
    for error in (MemoryError, pairtwist.PairtwistError, pairtwist.OutOfMemoryError):
        with pytest.raises(error, match="27000000000 points does not fit.*pairtwist run"):
            pairtwist.solve(config, scan=pairtwist.scan(**axes))


def test_workers_of_a_pool_show_no_bars(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipykernel", None)
    assert progress.is_watched()
    monkeypatch.setattr("multiprocessing.parent_process", object)
    assert not progress.is_watched()


def test_a_device_that_is_not_there(config):
    with pytest.raises(pairtwist.DeviceError) as caught:
        pairtwist.solve(config, backend="cuda", device=63)
    assert "-DPAIRTWIST_CUDA" not in str(caught.value)  # of CMake; pip's has another form


def test_what_is_no_config(tmp_path):
    with pytest.raises(pairtwist.FileError, match="nowhere.toml: cannot read the config"):
        pairtwist.solve("nowhere.toml")
    with pytest.raises(pairtwist.UsageError, match="config: found an int"):
        pairtwist.solve(7)
    with pytest.raises(pairtwist.UsageError):
        pairtwist.solve("model = [\n")


def test_a_result_file_is_no_config_but_has_one(config, tmp_path):
    data = pairtwist.solve(config)
    data.to_netcdf(tmp_path / "mine.h5", engine="h5netcdf")
    with pytest.raises(pairtwist.UsageError, match="config: found a DataArray; .*as a Dataset"):
        pairtwist.solve(data.qfi)
    with pytest.raises(pairtwist.UsageError, match=r"mine.h5: found a result file.*pairtwist.open\("):
        pairtwist.solve(tmp_path / "mine.h5")
    data.to_netcdf(tmp_path / "mine.nc", engine="scipy")
    for name in ("mine.h5", "mine.nc"):
        for read in (pairtwist.solve, pairtwist.Config.from_toml):
            with pytest.raises(pairtwist.UsageError, match=rf"{name}: found a .* config; .*pairtwist.open\("):
                read(tmp_path / name)
    with pairtwist.open(tmp_path / "mine.h5") as kept:
        again = pairtwist.solve(kept.attrs["resolved_config"])
        xarray.testing.assert_identical(again.qfi, kept.qfi.load())


def test_the_program_plots_with_its_own_python(config, program, tmp_path):
    (tmp_path / "job.toml").write_text(document(config))
    program("run", "job.toml", "--quiet")
    program("plot", "job.h5")
    assert (tmp_path / "job.png").exists()
    assert pairtwist.__version__ in program("--version").stdout


def test_a_scan_that_is_given_as_a_key_is_told_its_keyword(config):
    with pytest.raises(pairtwist.UsageError, match=r"eta: .* scan=pairtwist.scan\(eta=\[...\]\)"):
        pairtwist.solve(config, eta=pairtwist.scan(eta=[1, 2]))


def test_whole_floats_are_integers(config):
    config["model"]["atoms"] = 10.0
    for data in (pairtwist.solve(config), pairtwist.solve(config, atoms=10.0)):
        assert "\natoms = 10\n" in data.attrs["resolved_config"]
    axis = pairtwist.solve(config, scan=pairtwist.scan(atoms=[10.0, 20.0])).atoms
    assert axis.values.tolist() == [10, 20]
    with pytest.raises(pairtwist.UsageError, match="found 10.5 .*allowed: an integer"):
        pairtwist.solve(config, atoms=10.5)


@pytest.mark.parametrize("n", [2.0, np.float64(2), np.float32(2), np.int64(2), np.array(2.0)])
def test_whole_floats_are_photons_of_a_fock_state(config, n):
    """A key that is an integer for one light and a number for others."""
    for data in (
        pairtwist.solve(config, light="fock", light_n=n),
        pairtwist.solve(config, light={"state": "fock", "n": n}),
        pairtwist.solve({**config, "light": {"state": "fock", "n": n}}),
        pairtwist.solve(config, light="fock", scan=pairtwist.scan(light_n=[0.0, n])).isel(n=1),
    ):
        assert float(data.photon_number[0]) == 2
    axis = [{"key": "light.n", "values": np.linspace(0, 2, 3)}]
    data = pairtwist.solve(config, light="fock", scan={"axes": axis})
    assert data.n.values.tolist() == [0, 1, 2]
    thermal = pairtwist.solve(config, light={"state": "thermal", "n": n})
    assert float(thermal.photon_number[0]) == pytest.approx(2)
    with pytest.raises(pairtwist.UsageError, match="light.n: found 2.5 .*allowed: an integer"):
        pairtwist.solve(config, light="fock", light_n=2.5)


@pytest.mark.parametrize(
    ("overrides", "names"),
    [
        ({"model_kappa": 1.0, "kappa": 2.0}, "model.kappa: is given as model_kappa and as kappa"),
        ({"model": {"kappa": 1.0}, "kappa": 1.0}, "model.kappa: is given as model and as kappa"),
        ({"light": "fock", "light_state": "cat"}, "light.state: is given as light and as light_st"),
    ],
)
def test_a_key_by_two_names_is_refused(config, overrides, names):
    with pytest.raises(pairtwist.UsageError, match=f"^{names}.*; leave one out"):
        pairtwist.solve(config, **overrides)


def test_an_unknown_keyword_near_a_key_lists_no_others(config):
    with pytest.raises(pairtwist.UsageError, match=r"^no key 'kapa'; did you mean 'kappa'\?$"):
        pairtwist.solve(config, kapa=1.0)
    with pytest.raises(pairtwist.UsageError, match="^no key 'zzzqqq'. There are: .*husimi_grid"):
        pairtwist.solve(config, zzzqqq=1.0)


def test_light_by_its_name(config):
    given = pairtwist.solve(config, light="coherent", alpha=1.0)
    assert float(given.photon_number[0]) == pytest.approx(1.0)
    assert pairtwist.Config(light="cat").light.state == "cat"
    with pytest.raises(pairtwist.UsageError, match='found "coherant".*did you mean "coherent"'):
        pairtwist.solve(config, light="coherant")


def test_a_plan_and_a_page_are_worth_reading(config):
    plan = pairtwist.plan(config)
    assert repr(plan) == "<Plan: 1 point (1 closed_form), 5 samples, 19 of 441 coherences, 1 batch>"
    table = plan._repr_html_()
    for words in ("points", "1 (closed_form: 1)", "result file", "before compression"):
        assert words in table, table
    pytest.importorskip("plotly")
    page = pairtwist.explore(pairtwist.solve(config, title="A <title>"))
    shown = r"<Page 'A <title>': \d\.\d MB; save\(\"page.html\"\) writes it>"
    assert re.fullmatch(shown, repr(page))


def test_only_public_names_are_listed():
    names = {name for name in dir(pairtwist) if not name.startswith("_")}
    assert names == set(pairtwist.__all__)


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


def test_texts_that_are_none_are_told(config):
    with pytest.raises(pairtwist.UsageError, match="half of a surrogate pair"):
        pairtwist.solve(config, title="a\udc80b")
    with pytest.raises(pairtwist.UsageError, match="half of a surrogate pair"):
        pairtwist.solve({"title": "a\udc80b", "model": {"atoms": 2}, "time": {"stop": 1.0}})
