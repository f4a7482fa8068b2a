#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Photon number of a pumped Kerr cavity, a public benchmark: arXiv:2504.21440 (QuantumToolbox.jl).

    pip install qutip==5.3.1
    python3 make_kerr_cavity_reference.py     # writes kerr_cavity.json

The benchmark has no atoms:

    H = 0.1 a†a + 0.025 a†²a² + 2 (a + a†),    dissipators 1.2 D[a] + 0.2 D[a†]  (gamma = 1,
    n_th = 0.2),    50 levels, vacuum, 100 samples of t = 0 ... 10, both ends included.

As a pairtwist config (CONFIG below) it is one atom that the light does not see:

    U = W0 = 0                      m = +-1/2 share omega = -Dc + 2 W0 / 4 = -Dc
    -Dc a†a = 0.1 a†a               detuning = -0.1
    (K/2) a†²a² = 0.025 a†²a²       kerr = 0.05
    -i(eta a† - eta* a) = 2(a + a†) eta = 2i, [0.0, 2.0] in TOML
    gamma, n_th                     kappa = 1, thermal_photons = 0.2

Both forms are evolved: the benchmark's own operators at 50 levels (its choice) and at 80, and the
config on the full atom-photon space of make_qutip_references.py. <n> must agree, and not change to
100 levels. It does not know the phase of eta, so the two Hamiltonians are compared as well.

One JSON file: see README.md. Not a test: tests read what this script wrote.
"""

import json
import pathlib
import sys

import numpy as np

from make_qutip_references import Case, evolve_full_space

FILE = pathlib.Path(__file__).resolve().parent / "kerr_cavity.json"
BENCHMARK, CONVERGED, LARGER = 50, 80, 100  # levels
AGREEMENT = 1e-10  # of <n>: between 80 and 100 levels, and between the two forms

CONFIG = """\
title = "Driven Kerr cavity of arXiv:2504.21440"
[model]
atoms = 1
U = 0.0
W0 = 0.0
detuning = -0.1
eta = [0.0, 2.0]
kappa = 1.0
thermal_photons = 0.2
kerr = 0.05
[time]
stop = 10.0
samples = 100
[output]
quantities = ["photon_number"]
"""

MAPPING = [
    "H = 0.1 a†a + 0.025 a†²a² + 2 (a + a†), dissipators 1.2 D[a] + 0.2 D[a†], vacuum; no atoms",
    "config: one atom, U = W0 = 0, so that m = -1/2 and 1/2 share omega = -Dc + 2 W0/4 = -Dc",
    "-Dc = 0.1: detuning = -0.1",
    "K/2 = 0.025: kerr = 0.05",
    "-i(eta a† - eta* a) = 2 (a + a†): eta = 2i",
    "gamma = 1, n_th = 0.2: kappa = 1, thermal_photons = 0.2",
]


def hamiltonian(a):
    """As it is published, nothing of this project's form in it."""
    return 0.1 * a.dag() * a + 0.025 * a.dag() ** 2 * a**2 + 2 * (a + a.dag())


def hamiltonian_of(case, a):
    """docs/physics.md section 2 for m = 1/2; evolve_full_space has the same terms."""
    ((_, _, eta),) = case.segments
    omega = 2 * case.W0 * 0.25 - case.Dc
    pump = -1j * (eta * a.dag() - np.conj(eta) * a)
    return omega * a.dag() * a + pump + case.K / 2 * a.dag() ** 2 * a**2


def benchmark(levels, times):
    """<n> [t] by qutip.mesolve."""
    import qutip

    a = qutip.destroy(levels)
    loss, gain = np.sqrt(1.2) * a, np.sqrt(0.2) * a.dag()
    options = {"method": "vern9", "atol": 1e-13, "rtol": 1e-13, "nsteps": 10_000_000}
    options["progress_bar"] = ""
    result = qutip.mesolve(
        hamiltonian(a),
        qutip.fock(levels, 0),
        times,
        [loss, gain],
        e_ops=[a.dag() * a],
        options=options,
    )
    return result.expect[0]


def make():
    import qutip

    case, a = Case(CONFIG), qutip.destroy(CONVERGED)
    if (hamiltonian(a) - hamiltonian_of(case, a)).norm() > 1e-10:
        sys.exit("the config's Hamiltonian is not the benchmark's")
    at = {levels: benchmark(levels, case.times) for levels in (BENCHMARK, CONVERGED, LARGER)}
    _, of_config, _ = evolve_full_space(case, CONVERGED)
    change = float(np.abs(at[LARGER] - at[CONVERGED]).max())
    between_forms = float(np.abs(of_config - at[CONVERGED]).max())
    if max(change, between_forms) > AGREEMENT:
        sys.exit(f"<n> changes by {change:.1e} with the levels, {between_forms:.1e} with the form")
    data = {
        "case": "kerr_cavity",
        "source": "arXiv:2504.21440",
        "mapping": MAPPING,
        "config": CONFIG,
        "solver": {
            "program": f"qutip {qutip.__version__}",
            "function": "mesolve, vern9, atol = rtol = 1e-13",
            "levels": CONVERGED,
            "checked_against_levels": LARGER,
            "change_of_photon_number": change,
            "change_from_benchmark_to_config": between_forms,
        },
        "times": case.times.tolist(),
        "photon_number_50_levels": at[BENCHMARK].tolist(),
        "photon_number_80_levels": at[CONVERGED].tolist(),
    }
    lines = [f'  "{key}": {json.dumps(v, ensure_ascii=False)}' for key, v in data.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(
        f"80 levels: {change:.1e} from 100, {between_forms:.1e} from the config; 50 levels are off "
        f"by {np.abs(at[BENCHMARK] - at[CONVERGED]).max():.1e}; <n> up to {at[CONVERGED].max():.3f}"
    )


if __name__ == "__main__":
    make()
