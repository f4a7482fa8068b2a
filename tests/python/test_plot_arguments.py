# SPDX-License-Identifier: BSD-3-Clause
"""What plot() says to arguments that are wrong: in words of Python, not of the command line."""

import matplotlib.pyplot as plt
import pytest

import pairtwist
from figures import text_of


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"hlin": 1}, "no choice 'hlin'; did you mean 'hline'.* There are: .*vline"),
        ({"kappa": 1}, """no choice 'kappa'.*; an axis is fixed by at={"kappa": value}"""),
        ({"at": "kappa=1"}, 'at \'kappa=1\': expected axes and their values, {"time": 0.01}'),
        ({"at": "out.png"}, r"the third argument is at, and a picture is saved by .*savefig\('out.png'\)"),
        ({"contour": "t40"}, "^contour: .*; hline is for curves"),
        ({"log": "y", "ylim": (0, 1)}, "^ylim: 0 has no place on the y axis"),
        ({"hline": "nowhere"}, "^hline: no level 'nowhere'"),
        ({"at": {"kappa_tau_Q": []}}, "^at kappa_tau_Q: no value is given"),
    ],
)
def test_wrong_choices_are_named_as_arguments(curves, arguments, message):
    with pytest.raises(pairtwist.ChoiceError, match=message) as caught:
        pairtwist.plot(curves, **arguments)
    assert "--" not in str(caught.value)


def test_an_axis_to_fix_is_said_as_python_has_it(ball):
    many = ball.isel(time=[0, 1, 0, 1, 0]).assign_coords(time=[0.0, 1.0, 2.0, 3.0, 4.0])
    with pytest.raises(pairtwist.ChoiceError, match='at={"time": 2}, at={"theta": '):
        pairtwist.plot(many)
    named = many.assign_coords(time=["a", "b", "c", "d", "e"])
    with pytest.raises(pairtwist.ChoiceError, match='at={"time": "c"}'):
        pairtwist.plot(named)


def test_the_command_keeps_its_options(curves, write, plot_command):
    done = plot_command(write(curves), "--contour", "1")
    assert done.returncode == 2 and "--contour: " in done.stderr and "--hline is" in done.stderr


def test_notes_are_in_the_words_of_the_door_they_came_by(curves, write, plot_command, tmp_path):
    changed = pairtwist.open(write(curves)).load()
    changed = changed.assign(qfi=changed.qfi / 100)
    changed.to_netcdf(tmp_path / "changed.nc", engine="h5netcdf")
    done = plot_command(str(tmp_path / "changed.nc"), "--hline", "3e5")
    assert done.returncode == 0
    assert "it is drawn as it is; --scale N^2 divides it" in done.stderr
    assert "no line 300000: qfi goes from" in done.stderr
    assert "; --ylim up to it makes room" in done.stderr and "scale=" not in done.stderr
    _, note = text_of(pairtwist.plot(tmp_path / "changed.nc", hline=3e5))
    assert 'it is drawn as it is; scale="N^2" divides it' in note
    assert "; ylim up to it makes room" in note and "--" not in note


def test_what_is_no_axes(curves):
    figure, both = plt.subplots(1, 2)
    with pytest.raises(pairtwist.ChoiceError, match="ax: found a Figure; allowed are Axes"):
        pairtwist.plot(curves, ax=figure)
    with pytest.raises(pairtwist.ChoiceError, match="2 axes are given.* has 1 panel$"):
        pairtwist.plot(curves, ax=both)
    plt.close(figure)


@pytest.mark.parametrize("source", [3, {"a": 1}, None])
def test_what_is_no_source(source):
    with pytest.raises(pairtwist.ChoiceError, match="found an? .*; allowed is a path, a Dataset"):
        pairtwist.plot(source)


def test_what_has_nothing_to_draw_is_told(curves):
    with pytest.raises(pairtwist.ChoiceError, match="^nothing to draw: found an empty list of results"):
        pairtwist.plot([])
    with pytest.raises(pairtwist.ChoiceError, match="^qfi is of type bool.*astype"):
        pairtwist.plot((curves > 100)[["qfi"]])
    with pytest.raises(pairtwist.ChoiceError, match="^nothing to draw: found a Dataset without a var"):
        pairtwist.plot(curves[[]])


def test_an_axis_of_tuples_is_refused(curves):
    stacked = curves.stack(both=("kappa_tau_Q", "time"))
    with pytest.raises(pairtwist.ChoiceError, match="both holds several axes at once.*unstack"):
        pairtwist.plot(stacked)


def test_a_tree_that_is_not_installed_has_no_version(monkeypatch):
    from importlib import metadata

    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert not hasattr(pairtwist, "__version__")
