# SPDX-License-Identifier: BSD-3-Clause
"""An event that the start of all points has reached: most likely its level lacks a scale."""

import json

from calls import run

EVENTS = """\
[model]
atoms = 6
eta = 3.0
[time]
stop = 0.3
samples = 11
[output]
quantities = ["qfi"]
over_time = "final"
events = [
  { name = "bare", quantity = "qfi", above = 0.3 },
  { name = "scaled", quantity = "qfi", above = 0.3, scale = "N^2" },
  { name = "never", quantity = "qfi", above = 2.0, scale = "N^2" },
]
"""
SCAN = 'scan.axes=[{ key = "model.kappa", values = [0.0, 0.5] }]'
WHY = "since the start is at its level or beyond: first absolute time at which qfi >= 0.3"


def test_run_and_info_say_which_events_are_reached_at_the_start_of_all_points(program, tmp_path):
    (tmp_path / "job.toml").write_text(EVENTS)
    solved = run(program, tmp_path, "run", "job.toml", "--set", SCAN)
    assert f"bare: reached at t = 0 at all 2 points, {WHY}\n" in solved.stderr
    assert "scaled" not in solved.stderr and "never" not in solved.stderr
    info = run(program, tmp_path, "info", "job.h5").stdout
    assert f"\nEvents\n  bare: reached at t = 0 at all 2 points, {WHY}\n  never: never reached at 2 of 2" in info
    found = json.loads(run(program, tmp_path, "info", "job.h5", "--json").stdout)
    assert found["reached_at_start"] == ["bare"]
    assert found["never_reached"] == [{"event": "never", "points": 2, "of_points": 2}]


def test_of_one_point_it_is_said_without_a_number(program, tmp_path):
    (tmp_path / "job.toml").write_text(EVENTS)
    assert f"bare: reached at t = 0, {WHY}\n" in run(program, tmp_path, "run", "job.toml").stderr


def test_some_points_that_begin_beyond_the_level_are_no_news(program, tmp_path):
    # F_Q of the start is N: of 6 atoms below 8, of 10 beyond.
    (tmp_path / "job.toml").write_text(EVENTS.replace("above = 0.3 }", "above = 8.0 }"))
    axis = 'scan.axes=[{ key = "model.atoms", values = [6, 10] }]'
    solved = run(program, tmp_path, "run", "job.toml", "--set", axis)
    assert solved.returncode == 0 and "reached at t = 0" not in solved.stderr
