# SPDX-License-Identifier: BSD-3-Clause
"""The tools that compare.py measures beside pairtwist on one block of photons: who is there, in which
version, and what each answers, in a process of its own that ends with its time.
"""

import json
import os
import pathlib
import select
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
from cavity import pair

HERE = pathlib.Path(__file__).parent
NATIVE = {
    "CVODE": ("cvode", ("adams", "bdf")),
    "Boost.odeint": ("odeint", ("dopri5", "cash_karp54", "fehlberg78", "bulirsch_stoer")),
}
# What has no tolerance answers once, as exactly as it can.
UNTUNED = ("expm_multiply", "diag")


COMPILING = 120.0  # seconds on the clock that JAX may take before its work


class Absent(Exception):
    """The tool is not on this machine; the text says what was looked for."""


class GaveUp(Exception):
    """The tool has no answer to this: it said so, or took too long."""


@dataclass
class Answer:
    values: np.ndarray
    seconds: float  # of processor time
    wall: float
    version: str


class Worker:
    """peer_worker.py of one family, which keeps what it has imported, made and compiled."""

    def __init__(self, family, threads=1):
        self.family, self.process = family, None
        self.environment = os.environ | {"PAIRTWIST_PEER_THREADS": str(threads),
                                         "OMP_NUM_THREADS": str(threads),
                                         "OPENBLAS_NUM_THREADS": str(threads)}

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, HERE / "peer_worker.py", self.family], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env=self.environment)
        first = json.loads(self.process.stdout.readline() or '{"absent": "it ended"}')
        if "absent" in first:
            self.stop()
            raise Absent(first["absent"])
        self.version = first["version"]

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
        self.process = None

    def ask(self, limit, **request):
        """Its answer as a dictionary; GaveUp after `limit` seconds on the clock."""
        if not self.process:
            self.start()
        if self.family == "dynamiqs":
            limit += COMPILING
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], limit)[0]:
            self.stop()
            raise GaveUp(f"over {limit:.0f} s")
        said = self.process.stdout.readline()
        if not said:
            self.stop()
            raise GaveUp("its process ended")
        answer = json.loads(said)
        if "error" in answer:
            raise GaveUp(answer["error"])
        return answer


class Tools:
    """All of them; `programs`: the folder of what the target `peers` builds."""

    def __init__(self, programs):
        self.programs = programs
        self.workers = {family: Worker(family) for family in ("QuTiP", "SciPy", "dynamiqs")}
        self.pairs = {family: Worker(family, threads=2) for family in ("QuTiP", "dynamiqs")}

    def methods(self, cavity):
        """{family: its methods} that the block can be asked of."""
        explicit = ("dop853", "vern7", "vern9", "tsit5")
        qutip = [*explicit, "adams", "bdf", "lsoda", "krylov", "diag"]
        if cavity.answer == "number":
            qutip += [f"{name}, matrix form" for name in explicit]
        return {"QuTiP": qutip, "dynamiqs": ["Tsit5", "Dopri8"], "SciPy": ["expm_multiply"],
                **{family: list(methods) for family, (_, methods) in NATIVE.items()}}

    def solve(self, family, method, cavity, tolerance, limit=60.0):
        """An Answer; raises Absent or GaveUp."""
        if family in NATIVE:
            return self._native(NATIVE[family][0], method, cavity.turned(), tolerance, limit)
        worker = self.workers[family]
        said = worker.ask(limit, cavity=cavity.to_json(), method=method, tolerance=tolerance)
        return Answer(values(said["answers"], cavity), said["seconds"], said["wall"],
                      worker.version)

    def scan(self, family, method, cavity, omegas, tolerance, limit=600.0):
        """An Answer of many cavities, rows as `omegas`, on two cores; raises Absent or GaveUp."""
        worker = self.pairs[family]
        said = worker.ask(limit, cavity=cavity.to_json(), method=method, tolerance=tolerance,
                          omegas=list(omegas))
        rows = np.array([values(row, cavity) for row in said["answers"]])
        return Answer(rows, said["seconds"], said["wall"], worker.version)

    def _native(self, name, method, cavity, tolerance, limit):
        program = self.programs / f"pairtwist_peer_{name}"
        if not program.exists():
            raise Absent(f"{program} is not there; the target peers builds it where its library is")
        numbers = [cavity.levels, cavity.omega, cavity.omega_r, cavity.eta, cavity.kappa,
                   cavity.thermal_photons, cavity.kerr, int(cavity.answer == "number"),
                   cavity.samples]
        numbers += [part for amplitude in cavity.start() for part in pair(amplitude)]
        numbers += cavity.times.tolist()
        try:
            done = subprocess.run([program, method, repr(tolerance)], timeout=limit, text=True,
                                  input=" ".join(map(repr, numbers)), capture_output=True)
        except subprocess.TimeoutExpired:
            raise GaveUp(f"over {limit:.0f} s") from None
        if done.returncode:
            raise GaveUp((done.stderr.strip().splitlines() or ["it ended"])[-1])
        said = json.loads(done.stdout)
        return Answer(values(said["answers"], cavity), said["seconds"], said["wall"],
                      said["version"])

    def stop(self):
        for worker in (*self.workers.values(), *self.pairs.values()):
            worker.stop()


def values(pairs, cavity):
    found = np.array(pairs) @ np.array([1.0, 1.0j])
    return found.real if cavity.answer == "number" else found

