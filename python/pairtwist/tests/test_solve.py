# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist.solve: the program's bits and layout, overrides, axes, plans."""

import pickle
import re

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
        assert "runtime" in data.attrs.pop("values_sketch")
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


def test_the_program_plots_with_its_own_python(config, program, tmp_path):
    (tmp_path / "job.toml").write_text(document(config))
    program("run", "job.toml", "--quiet")
    program("plot", "job.h5")
    assert (tmp_path / "job.png").exists()
    assert pairtwist.__version__ in program("--version").stdout


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
