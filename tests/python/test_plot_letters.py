# SPDX-License-Identifier: BSD-3-Clause
"""The size of letters: all of a picture's follow its style, or the axes of the caller."""

import matplotlib
import matplotlib.pyplot as plt
import matplotlib.style
import numpy as np
import pytest

import pairtwist
from conftest import PLACES, axis, coded, sample

STYLES = {"seaborn-v0_8-talk": 1.43, "seaborn-v0_8-poster": 1.76, "ggplot": 1.2, "default": 1.0}


@pytest.fixture
def noted(curves):
    """Curves of which one is lost, so that there is a note."""
    curves["qfi"][1] = np.nan
    curves["status"][1] = 3
    return curves


def sizes(ax):
    """Of title, legend and names of lines."""
    texts = [*ax.get_legend().get_texts(), *ax.texts]
    title = ax.get_title(loc="left") and ax._left_title or ax.title
    return [title.get_fontsize(), *(text.get_fontsize() for text in texts)]


@pytest.mark.parametrize("style", STYLES)
def test_every_text_and_the_picture_follow_the_style(noted, style):
    plain = pairtwist.plot(noted, hline=[(0.3, "here")])
    figure = pairtwist.plot(noted, hline=[(0.3, "here")], style=style)
    scale = STYLES[style]
    assert figure.axes[0].xaxis.label.get_fontsize() == pytest.approx(10 * scale)
    usual = sizes(plain.axes[0])
    assert usual == [9, *5 * [9], 8]
    assert sizes(figure.axes[0]) == pytest.approx([scale * size for size in usual], abs=0.01)
    assert figure._supxlabel.get_fontsize() == pytest.approx(7 * scale, abs=0.01)
    assert figure.get_size_inches() == pytest.approx(scale * plain.get_size_inches(), abs=0.01)


def test_a_size_that_is_asked_for_stays(noted):
    figure = pairtwist.plot(noted, style="seaborn-v0_8-talk", size=(7, 5))
    assert tuple(figure.get_size_inches()) == (7, 5)


@pytest.mark.parametrize("twice", [False, True])
def test_text_in_the_callers_axes_follows_these(noted, twice):
    with matplotlib.style.context("seaborn-v0_8-talk"):
        _, ax = plt.subplots(figsize=(10, 7))
        at = [{"kappa_tau_Q": [0, 0.1]}, {"kappa_tau_Q": [0.1, 1]}] if twice else [{}]
        for one in at:
            pairtwist.plot(noted, at=one, ax=ax)
        title, *legend, note = sizes(ax)
        assert {title, *legend} == {12.87} and note == 10.01


def test_markers_are_seen_beside_the_thick_lines_of_a_style():
    data = sample([axis("eta", [1.0, 2.0, 3.0], r"$\eta$", "model.eta")], {"purity_max": lambda e: e})
    data["purity_max_place"] = coded("eta", [1, 3, 1], PLACES)
    line, mark = pairtwist.plot(data, style="seaborn-v0_8-talk").axes[0].get_lines()
    assert line.get_markersize() > 2 * line.get_linewidth()
    assert mark.get_markersize() > line.get_markersize() and mark.get_markeredgewidth() == 1
