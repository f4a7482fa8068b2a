# SPDX-License-Identifier: BSD-3-Clause
"""Warnings of pairtwist.solve: points that fail, few samples, what the program says of a config."""

import warnings

import numpy as np
import pytest

import pairtwist
from pairtwist.toml import document


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


@pytest.mark.parametrize(
    ("eta", "where"), [(4.0, ""), ([1.0, 4.0, 6.0], "2 of 3 points ")]
)
def test_extrema_that_are_lost_are_a_warning(eta, where):
    """At points of good status, too: where the mean spin is gone squeezing has no value."""
    model = {"atoms": 6, "eta": 1.0, "kappa": 0.5}
    job = {"model": model, "time": {"stop": 0.6, "samples": 21},
           "output": {"over_time": "extrema", "quantities": ["squeezing_wineland"]}}  # fmt: skip
    changes = {"scan": pairtwist.scan(eta=eta)} if where else {"eta": eta}
    with pytest.warns(pairtwist.PairtwistWarning) as caught:
        data = pairtwist.solve(job, **changes)
    assert (data.status == 0).all() and data.squeezing_wineland_max.isnull().any()
    assert [str(one.message) for one in caught] == [
        f"squeezing_wineland_max: {where}lost, since values that were lost, or at a pole, may be larger"
    ]


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


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ([0.5, 0.5, 0.5, 0.5], "bell is -inf for odd N, here 3, where the start has C_m = C_-m and"),
        ([0.5, -0.5, 0.5, -0.5], "bell is -inf for odd N, here 3, where the start has C_m = -C_-m and"),
        ([0.7, 0.1, 0.0, -0.1, -0.7], "bell is -inf where the start has C_m = -C_-m and model.tilt and"),
        ([0.1, 0.2, 0.3, 0.4], ""),
        ([0.7, 0.1, 0.0, 0.1, 0.7], ""),
    ],
)
def test_a_vanishing_bell_is_said_of_starts_that_have_it(state, said):
    state = np.array(state) / np.linalg.norm(state)
    job = {"model": {"atoms": len(state) - 1, "eta": 1.0}, "time": {"stop": 1.0, "samples": 3}}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        data = pairtwist.solve(job, atoms=state, quantities=["bell"])
    assert np.isneginf(data.bell).all() == bool(said)
    assert (data.bell_status == 7).all() == bool(said)
    assert [said in str(one.message) for one in caught] == [True] * bool(said)


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


def test_a_loop_of_solve_warns_once(config):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for kappa in (0.1, 0.2):
            pairtwist.solve(config, kappa=kappa, values=[0.0, 0.1])
    assert [one.filename for one in caught] == [__file__]
