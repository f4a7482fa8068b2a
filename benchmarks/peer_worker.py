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


def qutip(text, method, tolerance, omegas):
    name, _, form = method.partition(", ")
    block = qutip_block(text)
    if omegas:
        return lambda: block.numbers_of(omegas, name, tolerance)
    return lambda: block.qutip(name, tolerance, form == "matrix form")


def scipy(text, method, tolerance, omegas):
    return qutip_block(text).expm_multiply


@cache
def dynamiqs(text, method, tolerance, omegas):
    block = dynamiqs_block(text)

    def work():
        if omegas:
            return block.numbers_of(omegas, method, tolerance)
        return block.solve(method, tolerance)

    work()  # compiles
    return work


FAMILIES = {"QuTiP": ("qutip", qutip), "SciPy": ("scipy", scipy),
            "dynamiqs": ("dynamiqs", dynamiqs)}


def processor_seconds():
    """Of this process and of those that it waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def answer(solver_of, cavity, method, tolerance, omegas=()):
    work = solver_of(cavity, method, tolerance, tuple(omegas))
    # Ticks of os.times are 10 ms: they do for a scan, whose processes it counts.
    clock = processor_seconds if omegas else time.process_time
    processor, wall = clock(), time.perf_counter()
    found = work()
    processor, wall = clock() - processor, time.perf_counter() - wall
    rows = found if omegas else [found]
    answers = [[pair(value) for value in row] for row in rows]
    return {"answers": answers if omegas else answers[0], "seconds": processor, "wall": wall}


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
