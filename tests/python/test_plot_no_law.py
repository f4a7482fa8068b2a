# SPDX-License-Identifier: BSD-3-Clause
"""Which curves are told to be no power laws, and that noise of any kind makes none of a law."""

import numpy as np
import pytest

import pairtwist
from conftest import axis, sample
from figures import legend_texts, text_of
from pairtwist.carried_fits import drift_of_exponent

# Curves and the range that they are looked at over.
NO_LAWS = {
    "logistic": (lambda x: 1 / (1 + np.exp(-(x - 5) / 0.8)), 0.1, 10),
    "sigmoid": (lambda x: 0.01 + x**2 / (1 + x**2), 0.01, 100),
    "growth": (np.exp, 0.1, 5),
    "decay": (lambda x: np.exp(-x), 0.1, 5),
    "stretched decay": (lambda x: np.exp(-(x**0.5)), 0.05, 20),
    "saturating": (lambda x: 1 - np.exp(-x), 0.05, 4),
    "hyperbola": (lambda x: x / (1 + x), 0.05, 20),
    "tanh": (np.tanh, 0.05, 4),
    "log": (np.log, 1.5, 1000),
    "log above 0": (np.log1p, 0.1, 50),
    "oscillation": (lambda x: 1 + 0.5 * np.sin(x), 0.1, 30),
    "weak oscillation": (lambda x: 1 + 0.2 * np.sin(x), 0.1, 30),
    "zeros": (lambda x: np.sin(x) ** 2 + 0.05, 0.1, 12),
    "damped oscillation": (lambda x: 1.02 - np.exp(-x / 3) * np.cos(3 * x), 0.05, 10),
    "oscillating law": (lambda x: x * (1 + 0.3 * np.cos(4 * x)), 0.1, 10),
    "offset": (lambda x: 1 + x, 0.1, 10),
    "two powers": (lambda x: x + x**2, 0.1, 10),
    "broken law": (lambda x: np.where(x < 1, x, x**0.3), 0.05, 20),
    "peak": (lambda x: x * np.exp(-x), 0.1, 5),
    "Gaussian": (lambda x: np.exp(-((x - 2) ** 2)), 0.5, 4),
    "Lorentzian": (lambda x: 1 / (1 + x**2), 0.05, 10),
    "cosh": (np.cosh, 0.1, 4),
}
TIMES = 10  # that each noise is drawn


def of_trajectories(rng, count):
    """Noise of size 1 that neighbouring times share."""
    length = max(2, count // 8)
    weight = np.exp(-np.arange(4 * length) / length)
    found = np.convolve(rng.standard_normal(count + 4 * length), weight, "valid")[:count]
    return found / np.sqrt(np.sum(weight**2))


def noisy(rng, y, kind, size):
    """The values and their standard errors, where these are known."""
    if kind == "proportional":
        return y * np.exp(size * rng.standard_normal(len(y))), None
    if kind == "of one size":
        return y + size * np.median(y) * rng.standard_normal(len(y)), None
    return y * (1 + size * of_trajectories(rng, len(y))), size * y


def share_told(x, y, kind, size, seed=6):
    rng = np.random.default_rng(seed)
    told = [drift_of_exponent(x, *noisy(rng, y, kind, size)) is not None for _ in range(TIMES)]
    return np.mean(told)


@pytest.mark.parametrize("name", NO_LAWS)
@pytest.mark.parametrize("kind", ["proportional", "trajectories"])
@pytest.mark.parametrize("size", [0.0, 0.02])
def test_a_curve_that_is_no_power_law_is_told(name, kind, size):
    formula, first, last = NO_LAWS[name]
    for x in (np.geomspace(first, last, 60), np.linspace(first, last, 200)):
        assert share_told(x, formula(x), kind, size) >= 0.9
    x = np.geomspace(first, last, 20)
    if size == 0.0:
        assert share_told(x, formula(x), kind, size) == 1


@pytest.mark.parametrize("count", [20, 40, 300])
@pytest.mark.parametrize("noise", [0.0, 0.01])
def test_a_sigmoid_is_no_power_law_though_its_parabola_is_straight(count, noise):
    """Flat, steep and flat again: the exponent begins and ends as 0."""
    x = np.geomspace(1e-2, 1e2, count)
    scatter = np.exp(noise * np.random.default_rng(3).standard_normal(count))
    low, high = drift_of_exponent(x, (0.01 + x**2 / (1 + x**2)) * scatter)
    assert low < 0.5 < 0.8 < high


@pytest.mark.parametrize("count", [5, 6, 12, 40, pytest.param(300, marks=pytest.mark.long)])
@pytest.mark.parametrize("spread", [np.geomspace, np.linspace])
@pytest.mark.parametrize(
    ("kind", "size"),
    [
        *[("proportional", size) for size in (0.0, 1e-6, 0.01, 0.1, 0.5)],
        *[("of one size", size) for size in (0.01, 0.03, 0.1)],
        *[("trajectories", size) for size in (0.01, 0.1, 0.3)],
    ],
)
def test_noise_makes_no_drift_of_a_law(spread, count, kind, size):
    x = spread(1, 100, count)
    laws = enumerate((-2, -1, -1 / 6, 0.0, 0.5, 1, 2, 3))
    told = [share_told(x, x**b, kind, size, seed) for seed, b in laws]
    assert np.mean(told) <= 0.08


def test_the_exact_scaling_of_a_pure_law_with_small_corrections_stays_a_law():
    x = np.geomspace(100, 1e6, 17)
    assert drift_of_exponent(x, x ** (-1 / 6) * (1 + 0.1 / np.sqrt(x))) is None


def test_several_values_at_an_x_are_scatter():
    """As of a scan whose points run together: neighbours may have the same x."""
    rng = np.random.default_rng(2)
    x = np.repeat(np.geomspace(1, 100, 20), 3)
    noise = np.exp(0.02 * rng.standard_normal(60))
    assert drift_of_exponent(x, x**2 * noise) is None
    x = np.sort(np.concatenate([np.geomspace(1, 100, 40), [1, 10, 100]]))
    noise = np.exp(0.02 * rng.standard_normal(43))
    assert drift_of_exponent(x, x**2 * noise) is None
    assert drift_of_exponent(x, np.exp(x / 30) * noise) is not None


def test_what_errors_say_of_a_noise_need_not_be_guessed():
    """Over an even axis the first of a logarithm's points might be noise of one size."""
    x = np.linspace(0.1, 30, 60)
    for seed in range(10):
        y = np.log1p(x) * np.exp(0.02 * np.random.default_rng(seed).standard_normal(60))
        assert drift_of_exponent(x, y, 0.02 * y) is not None


def test_standard_errors_of_trajectories_are_known_to_legend_and_note():
    """What times share is no curve, where the file says how much that is."""
    x = axis("eta", np.geomspace(1, 100, 40), r"$\eta$", "model.eta", "log")
    shared = 1 + 0.1 * of_trajectories(np.random.default_rng(1), 40)
    data = sample([x], {"purity": lambda eta: eta * shared})
    assert "not a power law" in text_of(pairtwist.plot(data, fit="power"))[1]
    data["purity_error"] = 0.1 * data.purity
    data.purity_error.encoding["dtype"] = data.purity.dtype
    figure = pairtwist.plot(data, fit="power")
    assert "not a power law" not in text_of(figure)[1]
    assert legend_texts(figure.axes[0])[1].endswith("}$")
