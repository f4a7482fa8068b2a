# SPDX-License-Identifier: BSD-3-Clause
"""Nothing in a picture is cut or lies on something else, whatever its size and its texts."""

import itertools
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
import xarray

import pairtwist
from conftest import STATUSES, axis, coded, kappa_axis, qfi_values, sample, time_axis
from figures import panels

LONG = "Counting atoms after a rotation: a lossless cavity that is pumped until it entangles them"
# Wide ones and the narrowest; what lies between is for `scripts/test.sh all`.
SIZES = [None, pytest.param("column", marks=pytest.mark.long), (3.0, 2.5)]


def drawn(figure):
    figure.canvas.draw()
    return figure


def headings(figure):
    """The texts above and below the axes that say something."""
    found = [a._left_title for a in panels(figure)] + [figure._suptitle, figure._supxlabel]
    return [text for text in found if text is not None and text.get_text()]


def is_in(box, other):
    return (
        other.x0 - 1 <= box.x0 <= box.x1 <= other.x1 + 1
        and other.y0 - 1 <= box.y0 <= box.y1 <= other.y1 + 1
    )


def rising(title=LONG, quantities=("bell",)):
    """Curves that leave their bound little room, as Bell correlators do."""

    def values(kappa, time):
        return 33 - 90 * np.exp(-time / (0.004 + 0.001 * kappa))

    data = sample(
        [kappa_axis([0.0, 1.0])],
        {name: (values, "$Q_N$") for name in quantities},
        atoms=50, time=time_axis(samples=301), title=title,
    )  # fmt: skip
    return data


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "title",
    [
        LONG,
        LONG + ", $F_Q/N^2$ against $\\kappa\\,\\tau_Q$ " + LONG,
        "one/word/" * 20,
        r"$\alpha\beta\gamma\delta$" * 8,
        "$" + r"\alpha\beta\gamma\delta" * 8 + "$",
        "dollars \\$5 of a long title and \\$6 of some more words that make it quite long indeed",
    ],
)
def test_titles_are_broken_not_cut(title, size):
    figure = drawn(pairtwist.plot(rising(title), size=size))
    (text,) = headings(figure)
    assert is_in(text.get_window_extent(), figure.bbox)
    assert "".join(text.get_text().split()).startswith("".join(title.split()))
    (axes,) = panels(figure)
    assert axes.bbox.height > 0.25 * figure.bbox.height


def test_a_title_that_has_room_stays_as_it_is():
    (text,) = headings(drawn(pairtwist.plot(rising("Bell correlations"), size="column")))
    assert text.get_text() == "Bell correlations, $N$ = 50"


@pytest.mark.parametrize("size", SIZES)
def test_title_and_note_of_panels_are_broken(size):
    data = rising(quantities=("bell", "entropy", "purity"))
    for name in ("bell", "entropy"):
        data[name][0, 3:9] = np.nan
        data[f"{name}_status"] = coded(data[name].dims, data[name].isnull(), STATUSES)
    figure = drawn(pairtwist.plot(data, ["bell", "entropy", "purity"], size=size))
    found = headings(figure)
    assert len(found) == 2
    for text in found:
        assert is_in(text.get_window_extent(), figure.bbox)
    for one, other in itertools.combinations([*found, *panels(figure)], 2):
        boxes = [part.get_window_extent() for part in (one, other)]
        assert not boxes[0].overlaps(boxes[1])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dpi", [100, 200])
def test_names_of_lines_and_the_legend_lie_on_nothing(size, dpi, tmp_path):
    lines = {"hline": "bound", "vline": [(0.004, "pump off")]}
    figure = pairtwist.plot(rising(), size=size, **lines)
    figure.savefig(tmp_path / "a.png", dpi=dpi)  # where a legend that looks for itself may move
    figure.set_dpi(dpi)
    drawn(figure)
    (axes,) = panels(figure)
    boxes = [text.get_window_extent() for text in [*axes.texts, axes.get_legend()]]
    for box in boxes:
        assert is_in(box, figure.bbox)
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    for line in axes.get_lines():
        path = line.get_transform().transform_path(line.get_path())
        for box in boxes:
            assert not path.intersects_bbox(box.padded(-1), filled=False)


def test_the_name_of_a_line_is_broken_where_it_is_longer_than_the_axes():
    lines = {"hline": [(0.0, LONG)], "vline": [(0.01, LONG)]}
    figure = drawn(pairtwist.plot(rising(), size="column", **lines))
    (axes,) = panels(figure)
    for text in axes.texts:
        assert text.get_text().split() == LONG.split() and "\n" in text.get_text()
        assert is_in(text.get_window_extent(), axes.bbox)


@pytest.mark.parametrize("size", SIZES)
def test_labels_of_axes_are_broken(size):
    kappa = axis("kappa", np.geomspace(1, 100, 40), "loss of photons " * 6, "model.kappa", "log")
    purity = (lambda k, t: 1 / (1 + k * t), "of the atoms alone " * 6)
    data = sample([kappa], {"purity": purity}, time=time_axis())
    figure = drawn(pairtwist.plot(data, size=size))
    for axes in figure.axes:
        for label in (axes.xaxis.label, axes.yaxis.label):
            assert not label.get_text() or is_in(label.get_window_extent(), figure.bbox)


@pytest.mark.parametrize("size", [None, "column", (4.0, 3.0)])
@pytest.mark.parametrize("count", [3, 12])
def test_a_legend_of_long_names_leaves_the_axes_their_room(size, count):
    words = xarray_words(count)
    data = sample([words], {"purity": lambda w, t: np.sin(300 * t + w)}, time=time_axis())
    figure = drawn(pairtwist.plot(data, size=size))
    (axes,) = panels(figure)
    legend = axes.get_legend().get_window_extent()
    assert is_in(legend, figure.bbox)
    assert axes.bbox.width > 0.4 * figure.bbox.width
    if size != (4.0, 3.0):  # where it may not grow
        assert axes.bbox.height > 0.25 * figure.bbox.height


def xarray_words(count):
    names = [f"a state of the light with a long name, number {i}" for i in range(count)]
    return xarray.Variable("state", names, {"key": "light.state", "symbol": "light"})


def test_a_title_of_panels_begins_where_they_do(ball):
    figure = drawn(pairtwist.plot(ball))
    above, below = panels(figure)
    assert figure._suptitle is None
    assert above._left_title.get_window_extent().x0 == pytest.approx(above.bbox.x0, abs=1)
    assert above.bbox.x0 == pytest.approx(below.bbox.x0, abs=1)


def test_a_legend_beside_takes_a_third_at_most():
    data = rising("")
    long = axis("kappa_tau_Q", [0.0, 1.0], r"photon loss rate, of all", "model.kappa_tau_Q")
    data = data.assign_coords(kappa_tau_Q=long)
    figure = drawn(pairtwist.plot(data, hline=[(20, "a"), (0, "b"), (-30, "c"), (33, "d")]))
    (axes,) = panels(figure)
    assert axes.bbox.width > 0.6 * figure.bbox.width


@pytest.mark.parametrize("layout", [None, "constrained"])
def test_a_long_legend_in_the_callers_axes_is_whole(layout, tmp_path):
    data = sample([kappa_axis(np.arange(8))], {"qfi": qfi_values}, time=time_axis())
    figure, pair = plt.subplots(1, 2, layout=layout)
    for axes in pair:
        pairtwist.plot(data, ax=axes)
    figure.savefig(tmp_path / "pair.png")
    for axes, beside in itertools.permutations(pair):
        box = axes.get_legend().get_window_extent()
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
        assert not box.overlaps(beside.get_tightbbox())
    plt.close(figure)


@pytest.mark.parametrize("size", [None, "column"])
def test_a_legend_of_all_panels_stands_below_the_last(size, curves):
    curves["purity"] = curves["qfi"] / 1e5
    for i, extra in enumerate(("qfi_p8", "qfi_b39", "qfi_b40", "qfi_d3")):
        curves[extra] = curves["qfi_oat"] * (1 + 0.2 * i)
    figure = drawn(pairtwist.plot(curves, ["qfi", "purity"], size=size or (3.0, 5.0)))
    above, below = panels(figure)
    assert above.get_legend() is None
    box = below.get_legend().get_window_extent()
    assert box.y1 < below.xaxis.label.get_window_extent().y0
    assert {"one-axis twisting"} < {text.get_text() for text in below.get_legend().get_texts()}


def test_letters_of_a_legend_are_the_same_in_panels(curves):
    curves["purity"] = curves["qfi"] / 1e5
    alone = panels(pairtwist.plot(curves, size="column"))[0].get_legend()
    several = panels(pairtwist.plot(curves, ["qfi", "purity"], size="column"))[1].get_legend()
    sizes = [legend.get_texts()[0].get_fontsize() for legend in (alone, several)]
    assert sizes[0] == sizes[1]


def tick_labels(axis):
    """The boxes of the labels in sight, by where they begin."""
    low, high = sorted(axis.get_view_interval())
    ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    labels = [label for tick in ticks for label in (tick.label1, tick.label2)]
    boxes = [label.get_window_extent() for label in labels if label.get_visible()]
    side = "x0" if axis.axis_name == "x" else "y0"
    return sorted(boxes, key=lambda box: getattr(box, side))


def assert_ticks_apart(figure, least=2):
    for axes in drawn(figure).axes:
        for axis in (axes.xaxis, axes.yaxis):
            boxes = tick_labels(axis)
            assert not boxes or len(boxes) >= least
            assert not any(one.overlaps(other) for one, other in itertools.pairwise(boxes))


@pytest.mark.parametrize("size", [None, "column", (3.0, 8.0), (2.0, 2.0)])
@pytest.mark.parametrize("stop", [0.0123, 0.03, 250.0, 123456.0])
def test_labels_of_ticks_do_not_touch(size, stop):
    data = sample([], {"purity": lambda t: t / stop}, time=time_axis(stop))
    figure = pairtwist.plot(data, size=size)
    assert_ticks_apart(figure)
    labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert any(r"\mathdefault{0" in label for label in labels)


@pytest.mark.parametrize("size", [None, (3.0, 8.0)])
def test_labels_of_a_maps_cells_do_not_touch(size):
    kappa = axis("kappa", [0.001, 0.0123, 0.0234, 0.5, 20.25, 30.75], r"$\kappa$", "model.kappa")
    eta = axis("eta", np.geomspace(1e-4, 1e8, 13), r"$\eta$", "model.eta", "log")
    data = sample([eta, kappa], {"purity": lambda e, k: 1 / (1 + e * k)})
    for one in (data, data.transpose("kappa", "eta")):
        assert_ticks_apart(pairtwist.plot(one, size=size))


@pytest.mark.parametrize("size", [(1.0, 1.0), (3.0, 0.5), (2.0, 2.0), (0.5, 12.0)])
def test_a_size_without_room_is_refused_with_one_that_has(size, curves, recwarn):
    with pytest.raises(pairtwist.ChoiceError, match=r"^size [\d.,]+: texts and legends") as refused:
        pairtwist.plot(curves, size=size)
    found = re.search(r"; size ([\d.]+),([\d.]+) leaves them some$", str(refused.value))
    drawn(pairtwist.plot(curves, size=(float(found[1]), float(found[2]))))
    assert not [one for one in recwarn if "constrained_layout" in str(one.message)]


def test_a_size_without_room_leaves_no_file(ball, write, plot_command, tmp_path):
    done = plot_command(write(ball), "--size", "0.5,0.5", "-o", "small.png")
    assert done.returncode == 2
    assert done.stderr.startswith("pairtwist plot: --size 0.5,0.5: texts")
    assert not list(tmp_path.glob("*small*"))
    with pytest.raises(pairtwist.ChoiceError, match="^size 0.5,0.5: texts"):
        pairtwist.plot(ball, size=(0.5, 0.5))


@pytest.mark.parametrize("height", [1.9, 2.0, 2.3, 2.5])
def test_a_sliver_is_no_room(height, curves, write, plot_command, tmp_path):
    """Axes lower than two labels of their ticks, which matplotlib lays out without a word."""
    done = plot_command(write(curves), "--size", f"3,{height}", "-o", "small.png")
    try:
        figure = drawn(pairtwist.plot(curves, size=(3.0, height)))
    except pairtwist.ChoiceError as refused:
        assert re.match(r"size [\d.,]+: texts and legends leave the axes", str(refused))
        assert done.returncode == 2 and not (tmp_path / "small.png").exists()
    else:
        assert done.returncode == 0, done.stderr
        assert_ticks_apart(figure)
        (axes,) = panels(figure)
        labels = tick_labels(axes.yaxis)
        assert axes.bbox.height > labels[0].height + labels[1].height
