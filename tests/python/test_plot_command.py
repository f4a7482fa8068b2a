# SPDX-License-Identifier: BSD-3-Clause
"""python3 -m pairtwist.plot: image, script beside it, exit codes, and what is left alone."""

import ast
import importlib.machinery
import os
import subprocess
import sys

import matplotlib.image
import numpy as np
import pytest

from pairtwist.plotting import script_name


@pytest.mark.parametrize(
    ("ending", "magic"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")]
)
def test_writes_image_and_script(curves, write, plot_command, tmp_path, ending, magic):
    write(curves, "fig.h5")
    done = plot_command("fig.h5", "-o", f"out.{ending}")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [f"wrote out.{ending}", "wrote out.plot.py"]
    assert (tmp_path / f"out.{ending}").read_bytes().startswith(magic)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        ["fig.h5", f"out.{ending}", "out.plot.py"]
    )


def test_default_image_is_named_after_the_file_and_put_here(curves, write, plot_command, tmp_path):
    (tmp_path / "results").mkdir()
    write(curves, "results/fig.h5")
    assert plot_command("results/fig.h5").returncode == 0
    assert (tmp_path / "fig.png").exists() and (tmp_path / "fig.plot.py").exists()


# The fixtures that a picture is of, and its options.
PICTURES = {
    "curves": (["curves"], []),
    "map": (["plane"], []),
    "colourbar": (["many_curves"], []),
    "panels": (["curves"], ["--quantity", "qfi,qfi_oat", "--vline", "0.01:here,0.02"]),
    "files": (["curves", "many_curves"], ["--at", "kappa_tau_Q=1"]),
    "fit": (["power"], ["--log", "x,y", "--fit", "power", "--xlim", "1e3,"]),
    "fits": (["curves"], ["--log", "x,y", "--fit", "power"]),
    "sphere": (["ball"], []),
    "flat": (["ball"], ["--flat", "--at", "time=0", "--log", "z"]),
    "cuts": (["curves"], ["--at", "time=0.01,0.02"]),
    "column": (["plane"], ["--size", "column", "--contour", "0.2,0.4:here"]),
    "style": (["curves"], ["--style", "dark_background", "--title", "Mine", "--size", "4,3"]),
}


@pytest.fixture
def many_curves(curves):
    data = curves.interp(kappa_tau_Q=np.linspace(0.0, 10.0, 21))
    data["status"] = data["status"].astype("int8")
    return data


# Each draws twice, in processes of their own; what these leave out is for `scripts/test.sh all`.
OFTEN = {"curves", "map", "files"}


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind in OFTEN else pytest.mark.long) for kind in PICTURES]
)
def test_the_script_makes_the_same_image_on_its_own(
    kind, request, write, plot_command, tmp_path, run_script
):
    fixtures, options = PICTURES[kind]
    for folder in ("results", "pictures", "elsewhere"):
        (tmp_path / folder).mkdir()
    for name in fixtures:
        write(request.getfixturevalue(name), f"results/{name}.h5")
    files = [f"results/{name}.h5" for name in fixtures]
    done = plot_command(*files, "-o", "pictures/fig.png", *options)
    assert done.returncode == 0, done.stderr
    image, script = tmp_path / "pictures/fig.png", tmp_path / "pictures/fig.plot.py"
    first = matplotlib.image.imread(image)
    image.unlink()
    run_script(script, tmp_path / "elsewhere")
    np.testing.assert_array_equal(matplotlib.image.imread(image), first)
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(script.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= {"pathlib", "re", "numpy", "matplotlib", "xarray"}
    assert str(tmp_path) not in script.read_text()  # moves with its folders


def test_a_script_carries_what_it_calls_and_no_more(curves, ball, power, plane):
    from pairtwist.choices import choose
    from pairtwist.describe import describe
    from pairtwist.script import CARRIED, script_text

    def carried(data, **choices):
        text = script_text(describe([data], ["f"], choose(**choices)), ["f"], "i", "h5netcdf")
        tree = ast.parse(text)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert {function.__name__ for function in CARRIED} & used == defined - {"figure"}
        return defined - {"figure"}

    ticks = {"space_ticks", "labelled", "touch"}
    assert carried(curves, at={"kappa_tau_Q": 0}, quantity="qfi_oat") == ticks
    breaking = {"wrap", "broken", "length_of", "length_of_line", "depth_of"}
    legend = {"place_legend", "has_room", "hides_nothing", "is_within", "crosses"} | breaking
    assert carried(curves) == legend | ticks
    names = {"name_lines", "name_at", "fit_height"}
    assert carried(curves, hline=[(0.5, "half")], xlim=(0, 0.02)) == legend | names | ticks
    gap = curves.assign(qfi=curves.qfi.where(curves.time != curves.time[-2]))
    assert carried(gap) == legend | ticks | {"between_missing"}
    curves.attrs["title"] = 20 * "a long title "
    assert carried(curves) == legend | ticks | {
        "break_texts", "lay_out_without", "depth_above",
    }  # fmt: skip
    law = {"power_law", "exponent_text", "drift_of_exponent", "draw_power_law"}
    law |= {"local_exponents", "scatter_of"}
    assert carried(power, fit="power") == law | {"label_decades"} | legend | ticks
    contours = {"name_contours", "evenly", "place_of", "places_along", "spine", "badness"}
    contours |= {"with_rim", "ink_on", "is_light"}
    assert carried(plane, contour=0.2) == {"edges", "label_decades"} | contours | ticks
    assert carried(ball, at={"time": 0}) == {"draw_sphere", "hemisphere"}
    assert carried(ball, at={"time": 0}, flat=True) == {"edges", "angle_ticks"} | ticks


def test_an_untouched_script_is_replaced(curves, write, plot_command, tmp_path):
    write(curves, "fig.h5")
    plot_command("fig.h5")
    done = plot_command("fig.h5", "--quantity", "qfi_oat")
    assert done.stderr.splitlines() == ["replaced fig.png", "replaced fig.plot.py"]
    assert "qfi_oat" in (tmp_path / "fig.plot.py").read_text()


def test_an_edited_script_and_its_picture_are_kept(
    curves, write, plot_command, tmp_path, run_script
):
    write(curves, "fig.h5")
    plot_command("fig.h5")
    edited = (tmp_path / "fig.plot.py").read_text().replace("A sample", "My title")
    (tmp_path / "fig.plot.py").write_text(edited)
    (tmp_path / "fig.png").write_bytes(b"tuned")
    for verb in ("wrote", "replaced"):
        done = plot_command("fig.h5")
        assert done.returncode == 0
        assert done.stderr.splitlines() == [
            "fig.plot.py was edited: it and fig.png are left as they are",
            f"{verb} fig-2.png",
            f"{verb} fig-2.plot.py",
        ]
        assert (tmp_path / "fig.plot.py").read_text() == edited
        assert (tmp_path / "fig.png").read_bytes() == b"tuned"
    (tmp_path / "fig-2.png").unlink()
    run_script(tmp_path / "fig-2.plot.py", tmp_path)
    assert (tmp_path / "fig-2.png").exists()


def test_a_script_of_another_origin_is_kept(curves, write, plot_command, tmp_path):
    write(curves, "fig.h5")
    (tmp_path / "fig.plot.py").write_text("print('mine')\n")
    (tmp_path / "fig-2.png").write_bytes(b"mine")
    assert plot_command("fig.h5").returncode == 0
    assert (tmp_path / "fig.plot.py").read_text() == "print('mine')\n"
    assert (tmp_path / "fig-2.png").read_bytes() == b"mine"
    assert (tmp_path / "fig-3.png").exists() and (tmp_path / "fig-3.plot.py").exists()


@pytest.mark.parametrize("stem", ["numpy", "PIL", "sitecustomize", "a.b", "we-ird"])
def test_no_import_finds_a_script(tmp_path, stem):
    for name in (f"{stem}.png", f"{stem}-2.png"):
        script_name(tmp_path / name).write_text("")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"{stem}-2.plot.py", f"{stem}.plot.py"]
    finder = importlib.machinery.FileFinder(
        str(tmp_path), (importlib.machinery.SourceFileLoader, importlib.machinery.SOURCE_SUFFIXES)
    )
    # Of a dotted name it takes the last part, as it does for import statements.
    for module in (stem, f"{stem}.plot", f"{stem}-2", f"{stem}-2.plot", "plot"):
        assert finder.find_spec(module) is None


def test_a_script_with_the_stem_of_a_module_runs_beside_it(curves, write, plot_command, tmp_path):
    write(curves, "numpy.h5")
    assert plot_command("numpy.h5").stderr.splitlines() == [
        "wrote numpy.png",
        "wrote numpy.plot.py",
    ]
    (tmp_path / "numpy.png").unlink()
    done = subprocess.run([sys.executable, "numpy.plot.py"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "numpy.png").exists()


def test_messages_without_a_reader_are_lost_and_the_picture_is_there(
    curves, write, plot_command, tmp_path
):
    write(curves, "fig.h5")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert plot_command("fig.h5", stderr=writer).returncode == 0
        assert plot_command("fig.h5", "--quantity", "qfl", stderr=writer).returncode == 2
        assert plot_command("fig.h5", "--atlas", stderr=writer).returncode == 2
    finally:
        os.close(writer)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fig.h5", "fig.plot.py", "fig.png"]


def test_odd_file_names_and_titles(curves, write, plot_command, tmp_path, run_script):
    curves.attrs["title"] = 'a "quoted" \\title\nof two lines, 50 % $x$ {braces}'
    write(curves, "we\"ird na'me.h5")
    done = plot_command("we\"ird na'me.h5", "-o", 'o"ut \\ {0}.png')
    assert done.returncode == 0, done.stderr
    run_script(tmp_path / 'o"ut \\ {0}.plot.py', tmp_path)


def test_texts_in_a_file_cannot_become_code(
    curves, write, plot_command, tmp_path, run_script
):
    escape = '"\n)\nopen("escaped", "w")\n#"""\nopen("escaped", "w")\n"""'
    curves["kappa_tau_Q"].attrs["symbol"] = escape
    curves["time"].attrs["units"] = "k\nopen('escaped', 'w')"
    curves["qfi"].attrs["symbol"] = "\\" + escape
    name = 'a"] + open(**{"file": "escaped"} | {"mode": "w"}) + ["'  # commas part quantities
    renamed = curves.rename(qfi=name)
    write(renamed, "fig.h5")
    for arguments in (["--at", "time=0.01"], ["--at", "kappa_tau_Q=1"]):
        done = plot_command("fig.h5", "-o", 'a""".png', *arguments, "--quantity", name)
        assert done.returncode == 0, done.stderr
        run_script(tmp_path / 'a""".plot.py', tmp_path)
    assert not (tmp_path / "escaped").exists()


def test_names_of_dimensions_are_texts_in_the_script(curves, write, plot_command):
    """Though they are keywords there where they can be."""
    write(curves.rename(kappa_tau_Q="a=0) or print('RUN') or dict(b"), "fig.h5")
    done = plot_command("fig.h5", "--quantity", "qfi")
    assert done.returncode == 0, done.stderr
    assert "RUN" not in done.stdout + done.stderr.replace("print('RUN')", "")


@pytest.mark.parametrize("title", ["50 $ or 60 $ a run", r"$\nonsense{$", "$x^2$ and $"])
def test_titles_with_dollar_signs(curves, write, plot_command, title):
    curves.attrs["title"] = title
    write(curves, "fig.h5")
    done = plot_command("fig.h5")
    assert done.returncode == 0, done.stderr


def test_fixed_axes_from_the_command_line(curves, write, plot_command, tmp_path):
    write(curves, "fig.h5")
    assert plot_command("fig.h5", "--at", "kappa_tau_Q=0.1", "--quantity", "qfi").returncode == 0
    assert "data.isel(kappa_tau_Q=1)" in (tmp_path / "fig.plot.py").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["fig.h5", "-o", "fig.gif"], 2, "fig.gif: ending '.gif'; images are .png, .pdf, .svg"),
        (["fig.h5", "-o", "fig"], 2, "fig: no ending; images are .png, .pdf, .svg"),
        (["fig.h5", "--quantity", "qfl"], 2, "did you mean 'qfi'"),
        (["fig.h5", "--at", "kappa=1"], 2, "its axes are: kappa_tau_Q, time"),
        (["fig.h5", "--at", "kappa_tau_Q=2"], 2, "nearest of its 4 values: 0, 0.1, 1, 10"),
        (["fig.h5", "--at", "time"], 2, "expected axis=value"),
        (["fig.h5", "--at", "time=0", "--at", "time=0.01"], 2, "--at time is given twice"),
        (["fig.h5", "--atlas"], 2, "unrecognized arguments"),
        (["fig.h5", "--at", "time=0,time=0.01"], 2, "--at time is given twice"),
        (["fig.h5", "--title", "a", "--title", "b"], 2, "--title is given twice"),
        (["fig.h5", "--quantity", "qfi,photons"], 2, "no quantity 'photons' in this file"),
        (["fig.h5", "--flat"], 2, "--flat is about the sphere of husimi"),
        (["fig.h5", "--xlim", "1"], 2, "expected two numbers, A,B"),
        (["fig.h5", "nowhere.h5"], 4, "nowhere.h5: no such file"),
        (["fig.h5", "fig.h5"], 2, "fig.h5 is given twice"),
        ([], 2, "FILE"),
        (["nowhere.h5"], 4, "nowhere.h5: no such file"),
        (["notes.h5"], 4, "notes.h5 is not an HDF5 file"),
        (["fig.h5", "-o", "missing/fig.png"], 4, "missing"),
    ],
)
def test_errors_have_their_codes_and_write_nothing(
    curves, write, plot_command, tmp_path, arguments, code, message
):
    write(curves, "fig.h5")
    (tmp_path / "notes.h5").write_text("no HDF5")
    done = plot_command(*arguments)
    assert done.returncode == code
    assert message in done.stderr and "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fig.h5", "notes.h5"]


def test_the_result_file_is_never_overwritten(curves, write, plot_command, tmp_path):
    path = write(curves, "fig.png")
    before = path.read_bytes()
    done = plot_command("fig.png")
    assert done.returncode == 2 and "fig.png is the result file itself" in done.stderr
    assert path.read_bytes() == before
