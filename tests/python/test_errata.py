# SPDX-License-Identifier: BSD-3-Clause
"""Where arXiv:2406.14461 as printed differs (docs/physics.md, section 7): on a space that is small
enough for dense matrices (small_space.py) the corrected side holds, and the printed one does not.

Of most equations only the words of that table are known here. Such a test tries what they say, and
its docstring says how they are read.
"""

import math

import numpy as np
import pytest

import small_space as small
from small_space import A, ETA, NUMBER, VACUUM, W0, coherent, omega, propagator, pumped, spin

TIGHT = 1e-10  # rounding, and what the cut of the photon levels leaves out, are 1e-12 or less
PAIR = omega(0), omega(2)  # of the blocks: -1.25 and 2.75
T = 1.5


def off(printed, right):
    return np.max(abs(np.asarray(printed) - right))


def test_eq_7():
    """Each misprint alone, and both."""
    times = np.linspace(0.1, 4.0, 40)
    right = [small.coherence(*map(pumped, PAIR), VACUUM, t) for t in times]
    assert off([small.vacuum_coherence(*PAIR, t) for t in times], right) < TIGHT
    assert off([small.vacuum_coherence(*PAIR, t, power=t) for t in times], right) > 0.45
    assert off([small.vacuum_coherence(*PAIR, t, sign=-1) for t in times], right) > 0.85
    assert off([small.vacuum_coherence(*PAIR, t, sign=-1, power=t) for t in times], right) > 0.8


def test_a24():
    """Read as e^{-iht} = e^{±i eta t beta} D(i beta) e^{-i omega t n} D†(i beta)."""
    beta = ETA / PAIR[1]
    moved = small.displacement(1j * beta)
    turned = moved @ propagator(PAIR[1] * NUMBER, T) @ moved.conj().T
    right = propagator(pumped(PAIR[1]), T)
    low = np.s_[:8, :8]  # the uppermost levels know that they are cut
    assert off(np.exp(1j * ETA * T * beta) * turned[low], right[low]) < TIGHT
    assert off(np.exp(-1j * ETA * T * beta) * turned[low], right[low]) > 0.5


def test_a38():
    """Read as R = phase D(gamma_m) e^{-i omega_m t n} rho e^{i omega_m' t n} D†(gamma_m')."""
    rho = np.outer(coherent(0.4j), coherent(0.4j).conj()) / 2 + np.diag(np.eye(small.LEVELS)[2]) / 2
    (beta, gamma), (beta2, gamma2) = (small.field(w, T) for w in PAIR)
    phase = ETA * T * (beta - beta2)
    phase -= beta**2 * np.sin(PAIR[0] * T) - beta2**2 * np.sin(PAIR[1] * T)
    turned = propagator(PAIR[0] * NUMBER, T) @ rho @ propagator(PAIR[1] * NUMBER, -T)
    left = np.exp(1j * phase) * small.displacement(gamma) @ turned
    right = np.trace(propagator(pumped(PAIR[0]), T) @ rho @ propagator(pumped(PAIR[1]), -T))
    assert off(np.trace(left @ small.displacement(gamma2).conj().T), right) < TIGHT
    assert off(np.trace(left @ small.displacement(gamma).conj().T), right) > 1.0


def test_a35_and_the_shift_of_the_detuning():
    """Two indices are read as the numbers of atoms in the modes: omega_mn of |m, n>, m + n = 4."""
    atoms, bare = 4, 3.25
    right = small.two_mode_coherence(atoms, bare, 2, 4, T)

    def of_numbers(m, n):
        frequencies = [W0 * (k * (k - 1) + j * (j - 1)) - bare for k, j in ((2, 2), (m, n))]
        return small.vacuum_coherence(*frequencies, T)

    def of_shift(by):
        return small.vacuum_coherence(by - bare, 2 * W0 * 2**2 + by - bare, T)

    assert off(of_numbers(4, 0), right) < TIGHT
    assert off(of_numbers(4, 4), right) > 0.2
    assert off(of_shift(W0 * atoms * (atoms - 2) / 2), right) < TIGHT
    assert off(of_shift(W0 * atoms**2 / 2), right) > 0.4


def test_a14():
    """-J(b1†b2 + h.c.) is -2J J_x: -J J_x has its levels with twice the J only."""
    levels = np.linalg.eigvalsh(-0.7 * small.two_modes(4)[1])
    assert off(np.linalg.eigvalsh(-2 * 0.7 * spin(4)[0]), levels) < TIGHT
    assert off(np.linalg.eigvalsh(-0.7 * spin(4)[0]), levels) > 1.3


def test_b37b():
    """Read as the phase that is left of v beside <gamma_m'|gamma_m>, and its short-time limit."""

    def left_of_v(t):
        psi, psi2 = (propagator(pumped(w), t) @ VACUUM for w in PAIR)
        fields = [np.vdot(x, A @ x) for x in (psi, psi2)]
        return np.vdot(psi2, psi) / np.vdot(coherent(fields[1]), coherent(fields[0]))

    betas = [ETA / w for w in PAIR]
    printed = ETA * T * (betas[0] - betas[1])
    sines = betas[0] ** 2 * np.sin(PAIR[0] * T) - betas[1] ** 2 * np.sin(PAIR[1] * T)
    assert off(np.exp(1j * (printed - sines)), left_of_v(T)) < TIGHT
    assert off(np.exp(1j * printed), left_of_v(T)) > 0.3
    # The product begins with t³, the printed factor with t: 5e4 times as much at t = 0.01.
    cubic = ETA**2 * (PAIR[0] - PAIR[1]) * 0.01**3 / 6
    assert np.angle(left_of_v(0.01)) == pytest.approx(cubic, rel=1e-4)
    assert abs(ETA * 0.01 * (betas[0] - betas[1]) / cubic) > 1e4


def test_a13_and_a18():
    """-i eta (a† - a) and -eta (a† + a): one for the vacuum, not for light that starts coherent."""
    a13 = [pumped(w) for w in PAIR]
    a18 = [w * NUMBER - ETA * (A.T + A) for w in PAIR]
    right = small.coherence(*a13, coherent(0.8), T)
    assert off(small.closed_form(*PAIR, 0.0, 0.8, T), right) < TIGHT
    assert off(small.coherence(*a18, coherent(0.8), T), right) > 0.3
    assert off(small.coherence(*a18, coherent(-0.8j), T), right) < TIGHT
    assert off(small.coherence(*a18, VACUUM, T), small.coherence(*a13, VACUUM, T)) < TIGHT


def test_a37():
    """Read as the v of the vacuum, with loss, for any start: coherent light has another."""
    blocks, starts = [pumped(w) for w in PAIR], (VACUUM, coherent(0.7 + 0.3j))
    vacuum, bright = (small.lossy_coherence(*blocks, 0.6, start, T) for start in starts)
    assert off(small.closed_form(*PAIR, 0.6, 0.0, T), vacuum) < TIGHT
    assert off(small.closed_form(*PAIR, 0.6, 0.7 + 0.3j, T), bright) < TIGHT
    assert off(small.closed_form(*PAIR, 0.6, 0.0, T), bright) > 0.5


def test_b19():
    """4 Tr[rho J_y²] is F_Q of symmetric C_m, complex ones too, and not of every real one."""
    _, jy, _, m = spin(6)

    def both(amplitudes):
        rho = small.atomic_state(amplitudes / np.linalg.norm(amplitudes))
        return 4 * np.trace(rho @ jy @ jy).real, small.fisher_information(rho)

    short, right = both(small.plus_x(6) * np.exp(0.4j * m**2))
    assert short == pytest.approx(right, abs=TIGHT)
    short, right = both(small.plus_x(6) * np.exp(0.5 * m))
    assert short - right > 2.5  # 9.39 against 6.78


def test_b22():
    """Read as the root of m and m+2 beside the coherence of m and m-2."""
    _, jy, _, m = spin(6)
    rho = small.atomic_state(small.plus_x(6))
    root = np.sqrt((3 - m[:-2]) * (2 - m[:-2]) * (4 + m[:-2]) * (5 + m[:-2]))
    rest = 2 * (12 - np.diag(rho).real @ m**2)
    right = 4 * np.trace(rho @ jy @ jy).real
    assert rest - 2 * root @ np.diag(rho, 2).real == pytest.approx(right, abs=TIGHT)
    assert abs(rest - 2 * root[2:] @ np.diag(rho, -2).real[:-2] - right) > 0.5


def test_b24_b27_and_b29():
    """No pump. B24 is read without its bracket, a of B29 as the phase of v_{m+2,m} over m+1."""
    n, m = 2.0, 1
    start, h, h2 = coherent(math.sqrt(n)), omega(m) * NUMBER, omega(m + 2) * NUMBER
    right = small.coherence(h, h2, start, T)
    turn = np.exp(-1j * (omega(m) - omega(m + 2)) * T)
    assert off(np.exp(n * (turn - 1)), right) < TIGHT
    assert off(np.exp(n * turn - 1), right) > 1.2
    assert off(np.exp(n * (np.exp(8j * W0 * (m + 1) * T) - 1)), right) < TIGHT
    assert off(np.exp(n * (np.exp(4j * W0 * (m + 1) * T) - 1)), right) > 0.4
    a = np.angle(small.coherence(h2, h, start, 1e-6)) / (m + 1)
    assert a / (-8 * W0 * 1e-6 * n) == pytest.approx(1, abs=1e-8)
    assert a / (-4 * W0 * 1e-6 * n) > 1.9


def test_b28():
    """∫ e^{-sigma x² + beta x} dx by the trapezoidal rule; beta²/4·sigma is (beta²/4) sigma."""
    sigma, beta = 0.02, 0.3j
    x = np.linspace(-60, 60, 4001)
    right = np.sum(np.exp(-sigma * x**2 + beta * x)) * (x[1] - x[0])
    assert off(math.sqrt(math.pi / sigma) * np.exp(beta**2 / (4 * sigma)), right) < TIGHT
    assert off(math.sqrt(math.pi / sigma) * np.exp(beta**2 / 4 * sigma), right) > 8


def test_fig_3():
    """B28 with a of B29 and sigma = 2/N is D3, good to 0.012 here: -8 W0 t n̄ gives D4's tau_C,
    0.00125 for N = 100 and 40 photons, -4 W0 t n̄ the number of Fig. 3.
    """
    times = np.linspace(0.0, 0.004, 81)
    right = [small.fig_3(t) for t in times]
    for rate, tau in ((8, 0.00125), (4, 0.0025)):
        f = np.exp(-((rate * times * 40) ** 2) / (4 * 2 / 100))
        assert f == pytest.approx(np.exp(-2 * (times / tau) ** 2), abs=1e-12)
        error = off((50 * (1 + f) + 5000 * (1 - f)) / 1e4, right)
        assert error < 0.012 if tau == 0.00125 else error > 0.2


def test_measurement():
    """V about x before counting hardly sees a signal about y at 1.56; V about y sees all of it."""
    rho = small.atomic_state(small.plus_x(6))
    (px, slope_x), (py, slope_y) = (small.counting(rho, axis, 1.56) for axis in spin(6)[:2])
    assert np.sum(slope_y**2 / py) == pytest.approx(small.fisher_information(rho), rel=1e-3)
    assert np.sum(slope_x**2 / px) < 1e-3


def test_cfi_formula():
    """N atoms along one direction tell N at every angle; ln ∂p is not even real."""
    rho = np.outer(small.plus_x(6), small.plus_x(6))
    for angle in (0.3, 0.7):
        p, slope = small.counting(rho, spin(6)[1], angle)
        assert np.sum(p * (slope / p) ** 2) == pytest.approx(6, abs=TIGHT)
        printed = np.sum(p * np.log(slope + 0j) ** 2)
        assert abs(printed.real - 6) > 1 and abs(printed.imag) > 1
