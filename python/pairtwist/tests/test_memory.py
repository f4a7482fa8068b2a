# SPDX-License-Identifier: BSD-3-Clause
"""What a result takes of the memory: its numbers are there once, as the solver wrote them."""

import subprocess
import sys

SOLVE = """
import resource, sys
import pairtwist

def solve(points, samples):
    return pairtwist.solve(
        {"model": {"atoms": 100, "eta": 1.0}, "time": {"stop": 1.0, "samples": samples},
         "output": {"quantities": ["rho"]}, "solve": {"backend": "cpu"}},
        scan=pairtwist.scan(kappa=[0.1 * i for i in range(points)]), threads=1,
    )

data = solve(40, int(sys.argv[1]))
assert data["rho_re"].values is not None
print(data.nbytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10)
"""


def numbers_and_peak(samples):
    """Bytes of a result, and the most that a process which solved it had, itself included."""
    done = subprocess.run(
        [sys.executable, "-c", SOLVE, str(samples)], capture_output=True, text=True, check=True
    )
    return map(int, done.stdout.split())


def test_a_result_of_three_times_the_size_takes_so_much_more_once():
    """A copy would take it twice. The solver's own memory is the same for both: of some points."""
    small, peak_of_small = numbers_and_peak(15)
    large, peak_of_large = numbers_and_peak(45)
    assert small > 90e6 and large > 2.9 * small
    assert peak_of_large - peak_of_small < 1.3 * (large - small)
