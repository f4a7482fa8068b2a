#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Reference density matrices from QuTiP, on the full atom-photon space.

    pip install qutip==5.3.1 h5py
    python3 make_qutip_references.py            # evolves every case, writes qutip/<case>.json
    python3 make_qutip_references.py CASE ...   # these only
    python3 make_qutip_references.py --check    # no QuTiP: the data against the exact solution
    python3 make_qutip_references.py --light    # writes qutip/light_start.h5 anew (needs h5py)

The Hamiltonian is built term by term as docs/physics.md section 1 prints it, on (N+1) x cutoff
levels, and evolved by qutip.mesolve. Nothing of pairtwist's block structure, symmetry or closed
form enters. Each case is a pairtwist config, qutip/<case>.toml, and the parameters are read from
its text, so config and reference cannot drift apart. Every case is solved twice, the second time
with a larger cutoff, and refused unless rho_A agrees to 1e-10, <n> and Mandel Q to 1e-9.

One JSON file a case: see README.md. Not a test: tests read what this script wrote.
"""

import argparse
import json
import math
import pathlib
import sys
import tomllib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
AGREEMENT = 1e-10  # between two cutoffs, over all of rho_A

# Photon levels of each case. Photon numbers stay at a few, so that the full space stays small;
# that is no limit of the equations compared.
CUTOFFS = {
    "two_atoms_lossy": 28,
    "even_resonance_lossless": 60,
    "odd_resonance_lossless": 60,
    "even_resonance_lossy": 28,
    "negative_detuning": 26,
    "complex_pump": 28,
    "segments": 28,
    "segments_resonance_lossless": 46,
    "switch_off": 28,
    "coherent_light_with_pump": 30,
    "coherent_light_dark_lossless": 40,
    "strong_loss": 24,
    "dephasing_and_tilt": 26,
    "tilted_spin": 26,
    "dicke_start": 26,
    "negative_W0": 32,
    "everything": 28,
    "thermal_light_dark": 44,
    "thermal_light_pumped": 60,
    "squeezed_light": 56,
    "squeezed_light_resonance_lossless": 60,
    "thermal_bath": 44,
    "thermal_bath_odd": 44,
    "squeezed_light_in_bath_switched": 60,
    "fock_light_dark": 6,
    "fock_light_pumped": 30,
    "fock_light_switched_off": 30,
    "fock_light_sub_poissonian": 20,
    "even_cat_lossy": 28,
    "odd_cat_pumped": 32,
    "file_light_in_bath": 40,
    "squeezed_light_kerr": 46,
    "thermal_light_kerr_pumped": 44,
    "kerr_strong_pump": 32,
    "kerr_fock_light_lossless": 36,
    "kerr_even_cat_resonance_lossless": 40,
    "kerr_bath": 32,
    "kerr_segments": 32,
    "two_photon_loss": 30,
    "two_photon_loss_kerr_odd_cat": 26,
    "two_photon_loss_bath_dicke": 30,
    "kerr_everything_file_light": 40,
    "kerr_everything_squeezed_light": 36,
    "tunnelling_lossless": 34,
    "tunnelling_odd_lossless": 30,
    "tunnelling_eight_lossless": 44,
    "tunnelling_lossy": 28,
    "tunnelling_odd_lossy": 24,
    "tunnelling_eight_lossy": 24,
    "tunnelling_tilted_spin": 26,
    "tunnelling_dicke": 26,
    "tunnelling_dephasing_and_tilt": 26,
    "tunnelling_tilt_lossless": 34,
    "tunnelling_thermal_bath": 38,
    "tunnelling_kerr_two_photon": 44,
    "tunnelling_segments_coherent": 40,
    "tunnelling_thermal_light_lossless": 56,
    "tunnelling_fock_light_switched_off": 28,
    "tunnelling_cat_everything": 34,
    "transverse_lossless": 36,
    "transverse_complex_lossy": 28,
    "transverse_alone_without_W0": 26,
    "transverse_tilted_spin": 26,
    "transverse_segments": 28,
    "transverse_switched_off_coherent": 34,
    "transverse_thermal_light": 56,
    "transverse_squeezed_light_in_bath": 56,
    "transverse_fock_light": 28,
    "transverse_kerr_two_photon_cat": 28,
    "transverse_tunnelling": 34,
}


def config_of(name):
    return (HERE / "qutip" / f"{name}.toml").read_text()


def complex_value(value):
    """A complex number as configs spell it: 1.0, [re, im] or { abs, phase }."""
    if isinstance(value, dict):
        return value["abs"] * complex(math.cos(value["phase"]), math.sin(value["phase"]))
    if isinstance(value, list):
        return complex(value[0], value[1])
    return complex(value)


class Case:
    """The parameters of one config, in the symbols of docs/physics.md."""

    def __init__(self, config):
        tree = tomllib.loads(config)
        model, light = tree["model"], tree.get("light", {})
        atoms, pump = tree.get("atoms", {}), tree.get("pump", {})
        self.N = model["atoms"]
        self.U, self.W0, self.Dc = model["U"], model["W0"], model["detuning"]
        self.kappa = model.get("kappa", 0.0)
        self.J = model.get("tunnelling", 0.0)
        self.gamma_phi, self.delta = model.get("dephasing", 0.0), model.get("tilt", 0.0)
        self.n_th = model.get("thermal_photons", 0.0)
        self.K, self.kappa2 = model.get("kerr", 0.0), model.get("two_photon_loss", 0.0)
        self.light = light
        self.alpha0 = complex_value(light.get("alpha", 0.0))
        self.times = self._times(tree["time"])
        self.m = np.arange(self.N + 1) - self.N / 2  # runs up from -N/2
        self.C = self._atom_amplitudes(atoms)
        self.segments = self._segments(
            complex_value(model.get("eta", 0.0)), complex_value(model.get("transverse", 0.0)), pump
        )

    def coherent(self):
        """Section 3 of docs/physics.md covers it."""
        side = any(transverse for _, _, _, transverse in self.segments)
        beyond = self.n_th or self.K or self.kappa2 or self.J or side
        return self.light.get("state", "vacuum") in ("vacuum", "coherent") and not beyond

    def pure_light(self):
        return self.light.get("state", "vacuum") in ("vacuum", "coherent")

    def light_density(self, levels):
        """rho_ph at t = 0 on Fock levels 0 ... levels - 1, by the states' own series.

        The coherent state too: qutip.coherent's default exponentiates the truncated operator, which
        is another state.
        """
        n = np.arange(levels)
        state = self.light.get("state", "vacuum")
        if state == "thermal":
            mean = self.light["n"]
            return np.diag((mean / (1 + mean)) ** n / (1 + mean)).astype(complex)
        if state == "file":
            given = light_of_file(HERE / "qutip" / self.light["path"])
            density = np.zeros((levels, levels), dtype=complex)
            density[: len(given), : len(given)] = given
            return density
        amplitudes = np.zeros(levels, dtype=complex)
        if state == "fock":
            amplitudes[self.light["n"]] = 1.0
        elif state == "squeezed":
            r, angle = self.light["r"], self.light.get("angle", 0.0)
            for k in range((levels + 1) // 2):
                amplitudes[2 * k] = (
                    (-np.exp(1j * angle) * math.tanh(r)) ** k
                    * math.sqrt(math.comb(2 * k, k) / 4**k)
                    / math.sqrt(math.cosh(r))
                )
        else:
            amplitudes[:] = np.exp(-abs(self.alpha0) ** 2 / 2) * np.array(
                [self.alpha0 ** int(k) / math.sqrt(math.factorial(int(k))) for k in n]
            )
        if state == "cat":  # |-alpha> has the same amplitudes, the odd ones with a minus
            parity = self.light["parity"]
            norm = 2 * (1 + parity * math.exp(-2 * abs(self.alpha0) ** 2))
            amplitudes *= (1 + parity * (-1.0) ** n) / math.sqrt(norm)
        return np.outer(amplitudes, amplitudes.conj())

    @staticmethod
    def _times(time):
        if "values" in time:
            return np.array(time["values"])
        samples = time["samples"]
        return np.arange(samples) * time["stop"] / (samples - 1)

    def _atom_amplitudes(self, atoms):
        if atoms.get("state", "coherent") == "dicke":
            return (self.m == atoms["m"]).astype(complex)
        theta, phi = atoms.get("theta", math.pi / 2), atoms.get("phi", 0.0)
        up = np.arange(self.N + 1)  # atoms in mode 1
        binomials = np.array([math.comb(self.N, int(n)) for n in up], dtype=float)
        return (
            np.sqrt(binomials)
            * math.cos(theta / 2) ** up
            * (math.sin(theta / 2) * np.exp(1j * phi)) ** (self.N - up)
        )

    def _segments(self, eta, transverse, pump):
        """[(start, end, eta, Wt)], the last end infinite."""
        if "switch_off" in pump:
            steps = [(pump["switch_off"], eta, transverse), (math.inf, 0.0, 0.0)]
        elif "segments" in pump:
            steps = [
                (s["until"], complex_value(s["eta"]), complex_value(s.get("transverse", 0.0)))
                for s in pump["segments"]
            ]
            steps.append((math.inf, 0.0, 0.0))
        else:
            steps = [(math.inf, eta, transverse)]
        starts = [0.0] + [step[0] for step in steps[:-1]]
        return [(start, *step) for start, step in zip(starts, steps)]


# ---------------------------------------------------------------- light from a file


def light_of_file(path):
    """<n|rho|k> as light.state = "file" wants it: datasets density_re, density_im."""
    import h5py

    with h5py.File(path) as file:
        return file["density_re"][()] + 1j * file["density_im"][()]


def random_light():
    """A mixed state of rank 2 on 5 levels, always the same; its coherences are complex."""
    random = np.random.default_rng(20_250_504)
    density = np.zeros((5, 5), dtype=complex)
    for weight in (0.7, 0.3):
        vector = random.normal(size=5) + 1j * random.normal(size=5)
        density += weight * np.outer(vector, vector.conj()) / np.vdot(vector, vector).real
    density = (density + density.conj().T) / 2
    return density / np.trace(density).real


def write_light():
    import h5py

    density, path = random_light(), HERE / "qutip" / "light_start.h5"
    with h5py.File(path, "w", libver="earliest") as file:
        file["density_re"], file["density_im"] = density.real, density.imag
    excess, lowest = np.trace(density).real - 1, np.linalg.eigvalsh(density)[0]
    print(f"{path.name}: trace 1{excess:+.0e}, smallest eigenvalue {lowest:.0e}")


# ---------------------------------------------------------------- the full space, QuTiP


def spin_x(m):
    """<m|J_x|m'>, m running up."""
    j = m[-1]
    up = 0.5 * np.sqrt(j * (j + 1) - m[:-1] * (m[:-1] + 1))
    return np.diag(up, 1) + np.diag(up, -1)


def evolve_full_space(case, cutoff):
    """rho_A [t, m, m'], <n> [t], <n^2> [t] by qutip.mesolve on (N+1) x cutoff levels."""
    import qutip

    # m runs up, so these are written out rather than taken from qutip.jmat (whose m runs down).
    jz = qutip.tensor(qutip.Qobj(np.diag(case.m)), qutip.qeye(cutoff))
    jx = qutip.tensor(qutip.Qobj(spin_x(case.m)), qutip.qeye(cutoff))
    a = qutip.tensor(qutip.qeye(case.N + 1), qutip.destroy(cutoff))
    n = a.dag() * a

    def hamiltonian(eta, transverse):
        return (
            -case.Dc * n
            - 1j * (eta * a.dag() - np.conj(eta) * a)
            + case.U * jz * jz
            + 2 * case.W0 * n * jz * jz
            + 2 * (transverse * a.dag() + np.conj(transverse) * a) * jz * jz
            - case.J * jx
            + case.delta * jz
            + case.K / 2 * a.dag() * a.dag() * a * a
        )

    dissipators = []
    if case.kappa > 0:
        dissipators.append(math.sqrt(case.kappa * (1 + case.n_th)) * a)
        if case.n_th > 0:
            dissipators.append(math.sqrt(case.kappa * case.n_th) * a.dag())
    if case.kappa2 > 0:
        dissipators.append(math.sqrt(case.kappa2) * a * a)
    if case.gamma_phi > 0:
        dissipators.append(math.sqrt(case.gamma_phi) * jz)

    light = case.light_density(cutoff)
    state = qutip.tensor(qutip.Qobj(np.outer(case.C, case.C.conj())), qutip.Qobj(light))
    if case.pure_light() and not dissipators:  # pure throughout: a vector is enough
        vector = np.sqrt(light[0, 0].real) * light[:, 0] / light[0, 0]
        state = qutip.tensor(
            qutip.Qobj(case.C.reshape(-1, 1)), qutip.Qobj(vector.reshape(-1, 1).astype(complex))
        )
    options = {
        "method": "vern9",
        "atol": 1e-13,
        "rtol": 1e-13,
        "nsteps": 10_000_000,
        "store_states": True,
        "progress_bar": "",
    }

    rho, mean, square = [], [], []

    def record(psi):
        joint = psi if psi.isoper else psi * psi.dag()
        rho.append(joint.ptrace(0).full())
        mean.append(qutip.expect(n, psi).real)
        square.append(qutip.expect(n * n, psi).real)

    for start, end, eta, transverse in case.segments:
        inside = [t for t in case.times if start < t <= end or t == start == 0.0]
        stops = sorted({start, *inside} | ({end} if end < case.times[-1] else set()))
        if len(stops) < 2:
            continue
        result = qutip.mesolve(hamiltonian(eta, transverse), state, stops, dissipators, options=options)
        for t, psi in zip(stops, result.states):
            if t in inside:
                record(psi)
        state = result.states[-1]
    return np.array(rho), np.array(mean), np.array(square)


def mandel_q(mean, square):
    return [(s - p * p) / p - 1 if p > 0 else None for s, p in zip(square.tolist(), mean.tolist())]


def make(name):
    import qutip

    cutoff, config = CUTOFFS[name], config_of(name)
    case = Case(config)
    larger = math.ceil(1.25 * cutoff)
    rough, rough_mean, rough_square = evolve_full_space(case, cutoff)
    rho, mean, square = evolve_full_space(case, larger)
    change = float(np.abs(rho - rough).max())
    photon_change = float(np.abs(mean - rough_mean).max())
    mandel = mandel_q(mean, square)
    mandel_change = max(
        abs(q - r) for q, r in zip(mandel, mandel_q(rough_mean, rough_square)) if q is not None
    )
    if change > AGREEMENT or max(photon_change, mandel_change) > 10 * AGREEMENT:
        sys.exit(
            f"{name}: rho_A changes by {change:.1e}, <n> by {photon_change:.1e}, Mandel Q by "
            f"{mandel_change:.1e} from cutoff {cutoff} to {larger}; raise the cutoff"
        )
    data = {
        "case": name,
        "config": config,
        "solver": {
            "program": f"qutip {qutip.__version__}",
            "function": "mesolve, vern9, atol = rtol = 1e-13",
            "cutoff": larger,
            "checked_against_cutoff": cutoff,
            "change_of_rho": change,
            "change_of_photon_number": photon_change,
        },
        "times": case.times.tolist(),
        "rho_re": rho.real.tolist(),
        "rho_im": rho.imag.tolist(),
        "photon_number": mean.tolist(),
        "mandel_q": mandel,
    }
    path = HERE / "qutip" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(to_text(data))
    print(
        f"{name}: cutoff {larger}, rho_A changed by {change:.1e} from {cutoff}, Mandel Q by "
        f"{mandel_change:.1e}, <n> up to {mean.max():.3f}",
        flush=True,
    )


def to_text(data):
    """JSON with one key a line and one time of rho_re, rho_im a line."""
    lines = []
    for key, value in data.items():
        if key in ("rho_re", "rho_im"):
            rows = ",\n".join("    " + json.dumps(matrix) for matrix in value)
            lines.append(f'  "{key}": [\n{rows}\n  ]')
        else:
            lines.append(f'  "{key}": {json.dumps(value, allow_nan=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


# ---------------------------------------------------------------- the exact solution, for --check


def exact_rho_and_photons(case):
    """docs/physics.md section 3, the integral of alpha_m alpha*_m' by Gauss-Legendre quadrature."""
    lam = 1j * (-case.Dc + 2 * case.W0 * case.m**2) + case.kappa / 2
    nodes, weights = np.polynomial.legendre.leggauss(24)

    def advance(alpha, eta, tau):
        """alpha_m after a time tau of constant pump, [m]."""
        x = lam * tau
        with np.errstate(divide="ignore", invalid="ignore"):
            phi1 = np.where(x == 0, 1.0, -np.expm1(-x) / x)
        return alpha * np.exp(-x) - eta * tau * phi1

    rho, mean, square = [], [], []
    for t in case.times:
        alpha = np.full(case.N + 1, case.alpha0, dtype=complex)
        integral = np.zeros((case.N + 1, case.N + 1), dtype=complex)
        for start, end, eta, _ in case.segments:
            length = min(end, t) - start
            if length <= 0:
                break
            panels = 4 + int(length * np.abs(lam).max())
            for panel in range(panels):
                h = length / panels
                for x, w in zip(nodes, weights):
                    there = advance(alpha, eta, h * (panel + (1 + x) / 2))
                    integral += w * h / 2 * np.outer(there, there.conj())
            alpha = advance(alpha, eta, length)
        m, mp = case.m[:, None], case.m[None, :]
        log_v = (
            -2j * case.W0 * (m**2 - mp**2) * integral
            - 1j * case.U * (m**2 - mp**2) * t
            - case.gamma_phi * (m - mp) ** 2 * t / 2
            - 1j * case.delta * (m - mp) * t
        )
        rho.append(np.outer(case.C, case.C.conj()) * np.exp(log_v))
        weight, photons = np.abs(case.C) ** 2, np.abs(alpha) ** 2
        mean.append(weight @ photons)
        square.append(weight @ (photons**2 + photons))
    return np.array(rho), np.array(mean), np.array(square)


def check():
    """Committed data against the exact solution, and their configs against the files'."""
    worst = 0.0
    for name in CUTOFFS:
        data = json.loads((HERE / "qutip" / f"{name}.json").read_text())
        if data["config"] != config_of(name):
            sys.exit(f"{name}: {name}.json was made from another {name}.toml; run the script again")
        case = Case(data["config"])
        if not case.coherent():
            print(f"{name:32s} not of section 3")
            continue
        rho, mean, square = exact_rho_and_photons(case)
        committed = np.array(data["rho_re"]) + 1j * np.array(data["rho_im"])
        error = np.abs(rho - committed).max()
        photon_error = np.abs(mean - data["photon_number"]).max()
        mandel_error = max(
            abs((s - p * p) / p - 1 - q)
            for s, p, q in zip(square, mean, data["mandel_q"])
            if q is not None
        )
        print(
            f"{name:32s} rho_A {error:.1e}   <n> {photon_error:.1e}   Mandel Q {mandel_error:.1e}"
        )
        worst = max(worst, error, photon_error, mandel_error)
    print(f"worst {worst:.1e}, allowed 1e-9")
    return 0 if worst < 1e-9 else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CUTOFFS))
    parser.add_argument("--check", action="store_true", help="committed data against section 3")
    parser.add_argument("--light", action="store_true", help="writes qutip/light_start.h5")
    arguments = parser.parse_args()
    if arguments.check:
        return check()
    if arguments.light:
        write_light()
        return 0
    for name in arguments.cases or CUTOFFS:
        if name not in CUTOFFS:
            parser.error(f"no case {name!r}; there are {', '.join(CUTOFFS)}")
        make(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
