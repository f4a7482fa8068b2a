# SPDX-License-Identifier: BSD-3-Clause
"""peer_worker.py FAMILY: answers the requests of tools.py, a line of JSON each, until its input ends.

What is made once for a block, and what is compiled for it, is not timed: a user pays it once.
"""

import json
import os
import sys
import time
from functools import cache

from cavity import Cavity, pair


@cache
def qutip_block(text):
    import peers_fock

    return peers_fock.Block(Cavity.from_json(text))


@cache
def dynamiqs_block(text):
    import peers_dynamiqs

    return peers_dynamiqs.Block(Cavity.from_json(text))


def qutip(text, method, tolerance):
    name, _, form = method.partition(", ")
    return lambda: qutip_block(text).qutip(name, tolerance, form == "matrix form")


def scipy(text, method, tolerance):
    return qutip_block(text).expm_multiply


@cache
def dynamiqs(text, method, tolerance):
    block = dynamiqs_block(text)
    block.solve(method, tolerance)  # compiles
    return lambda: block.solve(method, tolerance)


FAMILIES = {"QuTiP": ("qutip", qutip), "SciPy": ("scipy", scipy),
            "dynamiqs": ("dynamiqs", dynamiqs)}


def answer(solver_of, cavity, method, tolerance):
    work = solver_of(cavity, method, tolerance)
    (dynamiqs_block if solver_of is dynamiqs else qutip_block)(cavity)
    processor, wall = time.process_time(), time.perf_counter()
    values = work()
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    return {"answers": [pair(value) for value in values], "seconds": processor, "wall": wall}


def main():
    module, solver_of = FAMILIES[sys.argv[1]]
    # Answers have the only way to standard output; what a library prints goes to the other one.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(what):
        print(json.dumps(what), file=out, flush=True)

    try:
        version = __import__(module).__version__
    except ImportError as reason:
        say({"absent": str(reason)})
        return
    say({"version": version})
    for line in sys.stdin:
        try:
            say(answer(solver_of, **json.loads(line)))
        except Exception as reason:
            say({"error": f"{type(reason).__name__}: {str(reason).splitlines()[0][:120]}"
                 if str(reason) else type(reason).__name__})


if __name__ == "__main__":
    main()
