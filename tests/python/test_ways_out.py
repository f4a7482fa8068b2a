# SPDX-License-Identifier: BSD-3-Clause
"""What is said of points without values: in the words of the program, from what the file says."""

import warnings

from pairtwist import open as open_result
from pairtwist.ways_out import ways_out

# The second point takes minutes.
SCAN = """\
[model]
atoms = 3
[light]
state = "fock"
n = 2
[time]
stop = 1.0
samples = 3
[solve]
max_seconds = 0.5
[scan]
axes = [{ key = "time.stop", values = [1.0, 1e8, 2.0, 3.0] }]
"""


def test_points_that_took_too_long_are_told_whatever_their_share_of_a_batch(pairtwist):
    (pairtwist.folder / "job.toml").write_text(SCAN)
    pairtwist("run", "job.toml", "--quiet", code=3)
    with open_result(pairtwist.folder / "job.h5") as data:
        assert data["timed_out"].values.tolist() == [0, 1, 0, 0]
        said = ways_out(data)
        assert said == [
            "1 of them took longer than solve.max_seconds = 0.5; a larger max_seconds would help"
        ]
        # An earlier version wrote no such record: a point alone is told by its time.
        alone = data.isel(stop=[1]).drop_vars("timed_out")
        alone["runtime"] = alone["runtime"] * 0.0 + 0.6
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert ways_out(alone) == said
        assert ways_out(data.isel(stop=[0, 2, 3])) == []


def test_more_steps_than_anyone_waits_for_are_said_as_by_the_program(pairtwist):
    scan = SCAN.replace("max_seconds = 0.5\n", "").replace("1e8, 2.0, 3.0", "1e10, 2.0")
    (pairtwist.folder / "job.toml").write_text(scan)
    program = pairtwist("run", "job.toml", code=3).stderr
    with open_result(pairtwist.folder / "job.h5") as data:
        (said,) = ways_out(data)
    assert said.startswith("at 1 of 3 points up to time.stop there are more steps than anyone")
    assert said in program
