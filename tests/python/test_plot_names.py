# SPDX-License-Identifier: BSD-3-Clause
"""Names and words of a Dataset, whatever they are, are texts in a plot's script and in its picture."""

import numpy as np
import pytest

import pairtwist
from conftest import axis, sample, time_axis
from figures import legend_texts

NAMES = [
    "my run", "run-id", "T (K)", "2nd", "lambda", "self", "drop", "indexers", "missing_dims", "a.b", 'with "quotes"',
    "time=0) if print('RUN') else dict(a",
]  # fmt: skip


def of_runs(name, values=(1.0, 2.0)):
    """Two curves along an axis of that name."""
    quantities = {"photon_number": (lambda run, time: run * time, "$n$")}
    data = sample([axis("run", [1.0, 2.0], name, "")], quantities, time=time_axis(samples=5))
    data = data.assign_coords(run=list(values))
    return data if name == "run" else data.rename(run=name)


@pytest.mark.parametrize("name", NAMES)
def test_any_dimension_makes_curves(name, capsys, write, tmp_path):
    data = of_runs(name)
    figure = pairtwist.plot(data, "photon_number")
    assert [line.get_ydata()[-1] for line in figure.axes[0].get_lines()] == pytest.approx([0.03, 0.06])
    one = pairtwist.plot(data, "photon_number", at={name: 2.0}, log="y").axes[0].get_lines()[0]
    assert one.get_ydata()[-1] == pytest.approx(0.06)
    if "\\" not in name and "/" not in name:
        opened = pairtwist.open(write(data))
        assert len(pairtwist.plot(opened, "photon_number").axes[0].get_lines()) == 2
    assert "RUN" not in capsys.readouterr().out


@pytest.mark.parametrize("word", ["cost$^$ x", r"$\frac{$", "a\nb", "$"])
def test_words_that_are_no_mathtext_are_drawn_as_they_are(word):
    figure = pairtwist.plot(of_runs("run", ["a", word]), "photon_number")
    figure.canvas.draw()
    assert [text.replace(r"\$", "$") for text in legend_texts(figure.axes[0])] == ["a", word]


@pytest.mark.parametrize(
    ("name", "label"),
    [("model.tilt", r"$\delta$"), ("model_tilt", r"$\delta$"), ("light.alpha.abs", r"$|\alpha|$"), ("alpha_abs", r"$|\alpha|$")],
)  # fmt: skip
def test_a_join_along_a_key_by_any_of_its_names_is_a_scan_over_it(name, label):
    data = of_runs(name).rename(photon_number="qfi")
    config = data.attrs["resolved_config"].replace("[output]", "tilt = 0.0\n[light]\nalpha = 1.0\n[output]")
    data.attrs["resolved_config"] = config
    figure = pairtwist.plot(data, "qfi")
    assert figure.axes[0].get_ylabel().endswith("/N^2$")
    assert legend_texts(figure.axes[0]) == [f"{label} = 1", f"{label} = 2"]
    np.testing.assert_allclose(figure.axes[0].get_lines()[1].get_ydata()[-1], 0.06 / 100**2)


def test_names_that_are_no_texts(curves):
    for quantity in (8, [8], {"qfi": 1}):
        with pytest.raises(pairtwist.ChoiceError, match="expected a name, or a list of them"):
            pairtwist.plot(curves, quantity)
    one = curves["qfi"].to_dataset("kappa_tau_Q")[1.0]
    assert len(pairtwist.plot(one).axes[0].get_lines()) == 1
