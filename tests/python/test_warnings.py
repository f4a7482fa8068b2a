# SPDX-License-Identifier: BSD-3-Clause
"""Warnings name the user's line, and are said there once; a bar lives while nothing is done."""

import time
import warnings

import pytest

import pairtwist
from pairtwist import progress
from pairtwist.warn import warn


def plot(data, **at):
    return pairtwist.plot(data, at=at)


@pytest.mark.filterwarnings("default")
def test_a_loop_is_warned_once(curves):
    with warnings.catch_warnings(record=True) as caught:
        for _ in range(3):
            pairtwist.plot(curves, at={"time": 0.01049})
            with warnings.catch_warnings():
                pass  # as libraries do, upon which Python forgets what it said
        pairtwist.plot(curves, at={"time": 0.01049})
        pairtwist.plot(curves, at={"time": 0.02049})
    assert [str(one.message) for one in caught] == [
        "no time = 0.01049 in this file; taken is 0.01",
        "no time = 0.01049 in this file; taken is 0.01",
        "no time = 0.02049 in this file; taken is 0.02",
    ]
    assert {one.filename for one in caught} == {__file__}
    assert len({one.lineno for one in caught}) == 3
    assert {one.category for one in caught} == {pairtwist.PairtwistWarning}


def test_filters_are_obeyed(curves):
    def again():
        for _ in range(2):
            pairtwist.plot(curves, at={"time": 0.01049})

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        again()
    assert len(caught) == 2
    for action in ("ignore", "error"):
        with warnings.catch_warnings(record=True) as caught:
            warnings.filterwarnings(action, "no time", pairtwist.PairtwistWarning)
            if action == "error":
                with pytest.raises(pairtwist.PairtwistWarning):
                    again()
            else:
                again()
        assert not caught


def test_what_the_picture_says_itself_is_no_warning(curves):
    curves["qfi"][1] = float("nan")
    curves["status"][1] = 3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairtwist.plot(curves)
        pairtwist.plot(curves, fit="power", at={"kappa_tau_Q": 1})


def test_through_the_accessor_it_is_the_users_line_too(curves):
    with pytest.warns(pairtwist.PairtwistWarning) as caught:
        curves.pairtwist.plot(at={"time": 0.01049})
    assert caught[0].filename == __file__


def test_a_warning_from_nowhere_is_given(curves):
    with pytest.warns(UserWarning, match="^text$"):
        warn("text")


def test_the_bar_lives_before_anything_is_done(monkeypatch, capsys):
    pytest.importorskip("tqdm")
    monkeypatch.setattr(progress, "DELAY", 0.05)
    monkeypatch.setattr(progress, "EVERY", 0.05)
    with progress.Progress(7):
        time.sleep(0.6)
    shown = capsys.readouterr().err
    assert "0/7" in shown and shown.count("\r") >= 3 and shown.endswith("\n")


def test_what_is_quick_has_no_bar(capsys):
    pytest.importorskip("tqdm")
    with progress.Progress(7) as bar:
        bar(7)
    assert capsys.readouterr().err == ""


def test_points_are_counted(monkeypatch, capsys):
    pytest.importorskip("tqdm")
    monkeypatch.setattr(progress, "DELAY", 0.0)
    with progress.Progress(7) as bar:
        bar(3)
        time.sleep(0.3)
        bar(7)
    assert "7/7" in capsys.readouterr().err
