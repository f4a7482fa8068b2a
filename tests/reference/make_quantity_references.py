#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Reference values of atomic quantities from QuTiP, of states that QuTiP evolved.

    pip install qutip==5.3.1
    python3 make_quantity_references.py       # writes quantities.json

rho_A is that of some cases of qutip/*.json (make_qutip_references.py). Every quantity is taken by
another road than pairtwist's: rotations are matrix exponentials, the Husimi function is an
expectation value in QuTiP's spin coherent states, the Fisher information matrix comes from the
symmetric logarithmic derivative as the solution of a linear system, and the coherence orders from
the overlap of rho with itself turned about z, Fourier transformed, which is how an experiment gets
at them. See README.md for the file. Not a test: tests read what this script wrote.
"""

import json
import pathlib

import numpy as np
import qutip

HERE = pathlib.Path(__file__).resolve().parent
CASES = ["complex_pump", "everything", "thermal_bath_odd", "fock_light_pumped", "switch_off"]
ANGLES = [0.0, 0.7, 1.5, 1.5707963267948966, 2.9, -1.1]
THETA, PHI = 4, 5  # points of the Husimi function
DEPENDENT = 1e-12  # eigenvalues below are none, for the symmetric logarithmic derivative


def spin(n):
    """J_x, J_y, J_z over m running up from -n/2; QuTiP's run down."""
    return [qutip.Qobj(qutip.jmat(n / 2, axis).full()[::-1, ::-1]) for axis in "xyz"]


def classical_fisher(rho, j_y, angle):
    """Of counting after e^{i angle J_y}; where p and p' vanish, the limit 2 p''."""
    v = (1j * angle * j_y).expm()
    p = (v.dag() * rho * v).diag().real
    slope = (v.dag() * (-1j) * (j_y * rho - rho * j_y) * v).diag().real
    limit = 4 * (v.dag() * j_y * rho * j_y * v).diag().real
    return sum(l if q < 1e-9 and abs(s) < 1e-9 else s * s / q for q, s, l in zip(p, slope, limit))


def husimi(rho, n):
    values = []
    for theta in np.linspace(0, np.pi, THETA):
        for phi in np.linspace(-np.pi, np.pi, PHI):
            state = qutip.Qobj(qutip.spin_coherent(n / 2, theta, phi).full()[::-1])
            values.append(qutip.expect(rho, state))
    return values


def fisher_matrix(rho, spins):
    """Re Tr[rho L_a L_b] with rho L + L rho = 2i [rho, J], solved by least squares."""
    r = rho.full()
    one = np.eye(len(r))
    system = np.kron(r, one) + np.kron(one, r.T)
    slds = []
    for j in spins:
        right = 2j * (r @ j.full() - j.full() @ r)
        slds.append(np.linalg.lstsq(system, right.ravel(), rcond=DEPENDENT)[0].reshape(r.shape))
    return [[np.trace(r @ a @ b).real for b in slds] for a in slds]


def coherence_orders(rho, j_z, n):
    count = 2 * n + 1
    overlaps = []
    for k in range(count):
        turn = (-2j * np.pi * k / count * j_z).expm()
        overlaps.append((rho * turn * rho * turn.dag()).tr().real)
    return (np.fft.fft(overlaps).real / count)[: n + 1].tolist()


def quantities(rho, n):
    spins = spin(n)
    matrix = fisher_matrix(rho, spins)
    return {
        "cfi": [classical_fisher(rho, spins[1], angle) for angle in ANGLES],
        "husimi": husimi(rho, n),
        "qfi_matrix": matrix,
        "qfi_optimal": max(np.linalg.eigvalsh(matrix)),
        "entropy": qutip.entropy_vn(rho),
        "multiple_quantum": coherence_orders(rho, spins[2], n),
    }


def main():
    cases = []
    for name in CASES:
        case = json.loads((HERE / "qutip" / f"{name}.json").read_text())
        all_times = np.array(case["rho_re"]) + 1j * np.array(case["rho_im"])
        n = all_times.shape[1] - 1
        rows = [quantities(qutip.Qobj(rho), n) for rho in all_times]
        values = {key: [row[key] for row in rows] for key in rows[0]}
        cases.append({"case": name, "atoms": n, "values": values})
    text = {"angles": ANGLES, "husimi_grid": [THETA, PHI], "qutip": qutip.__version__, "cases": cases}
    (HERE / "quantities.json").write_text(json.dumps(text, indent=1) + "\n")


if __name__ == "__main__":
    main()
