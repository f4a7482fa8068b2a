# SPDX-License-Identifier: BSD-3-Clause
"""Files made to do harm: what `info`, `run` and `plot` say of them, and that they end."""

import functools
import json
import os
import re
import shutil

import h5py
import numpy as np
import pytest
from calls import run

CONFIG = """\
title = "An honest file"
[model]
atoms = 4
eta = 3.0
[time]
stop = 0.1
samples = 3
[scan]
axes = [{ key = "model.kappa", values = [0.625, 1.0, 2.0] }]
[output]
quantities = ["qfi", "spin_mean"]
"""


@pytest.fixture
def call(program, tmp_path):
    return functools.partial(run, program, tmp_path, timeout=60)


@pytest.fixture
def honest(call, tmp_path):
    (tmp_path / "job.toml").write_text(CONFIG)
    assert call("run", "job.toml", "--quiet").returncode == 0
    return tmp_path / "job.h5"


@pytest.fixture
def crafted(honest, tmp_path):
    """crafted(change) -> name of a copy that other software has changed."""

    def make(change):
        shutil.copy(honest, tmp_path / "bad.h5")
        with h5py.File(tmp_path / "bad.h5", "a") as file:
            del file.attrs["attributes_sha256"]
            change(file, honest)
        return "bad.h5"

    return make


def huge(file, _):
    file.create_dataset("huge", shape=(2**40,), chunks=(1024,), dtype="<f8").make_scale("huge")


def overflowing(file, _):
    file.create_dataset("huge", shape=(2**32, 2**32), chunks=(1024, 1), dtype="<f8")


def texts(file, _):
    kind = h5py.string_dtype()
    file.create_dataset("huge", shape=(2**40,), chunks=(1024,), dtype=kind).make_scale("huge")


def wide_chunk(file, _):
    file.create_dataset("huge", shape=(2**27,), chunks=(2**27,), dtype="<f8", compression=1)


def external_link(file, honest):
    del file["qfi"]
    file["qfi"] = h5py.ExternalLink(str(honest), "/qfi")


def soft_link(file, _):
    file["other"] = h5py.SoftLink("/nowhere")


def virtual(file, honest):
    layout = h5py.VirtualLayout((3,), dtype="<f8")
    layout[:] = h5py.VirtualSource(str(honest), "kappa", (3,))
    file.create_virtual_dataset("virtual", layout)


def external_storage(file, _):
    file.create_dataset("raw", shape=(10,), dtype="<f8", external=[("/etc/passwd", 0, 80)])


def short_time(file, _):
    attributes = dict(file["time"].attrs)
    del file["time"]
    file["time"] = np.zeros(2)
    file["time"].attrs["units"] = attributes["units"]


@pytest.mark.parametrize(
    "change, word",
    [
        (huge, "1099511627776"),
        (overflowing, "4294967296 x 4294967296"),
        (texts, "1099511627776"),
        (wide_chunk, "chunks"),
        (external_link, "leads out of the file"),
        (soft_link, "leads to another name"),
        (virtual, "virtual"),
        (external_storage, "in other files"),
        (short_time, "samples"),
    ],
)
def test_a_crafted_file_is_refused_at_once(call, crafted, change, word):
    name = crafted(change)
    for words in (
        ["info", name],
        ["plot", name],
        ["run", name, "-o", "new.h5"],
        ["run", "job.toml", "-o", name],
    ):
        if change is short_time and words[0] == "run":
            continue  # its config can be read, and that is all that these read
        told = call(*words)
        assert told.returncode == 4, (words, told.stderr)
        assert name in told.stderr and word in told.stderr, told.stderr


def test_what_is_no_list_of_axes_is_not_read_as_one(call, crafted):
    """libhdf5 takes numbers for addresses there."""

    def change(file, _):
        del file["qfi"].attrs["DIMENSION_LIST"]
        file["qfi"].attrs["DIMENSION_LIST"] = 5.0

    told = call("info", crafted(change))
    assert told.returncode == 4 and "no list of axes" in told.stderr, told.stderr


def test_a_file_that_libhdf5_dies_of_is_refused(call, crafted, tmp_path):
    """A label that claims to be longer than all memory: libhdf5 has only a heap without checksum."""
    name = crafted(lambda file, _: None)
    content = (tmp_path / name).read_bytes()
    label = (1).to_bytes(8, "little") + b"x".ljust(8, b"\0")
    assert content.count(label) == 1
    longer = (2**40).to_bytes(8, "little") + label[8:]
    (tmp_path / name).write_bytes(content.replace(label, longer))
    for command in ("info", "plot", "explore", "verify", "reproduce"):
        told = call(command, name)
        assert told.returncode == 4, (command, told.stderr)
        assert name in told.stderr and "made to do harm" in told.stderr, told.stderr


@pytest.mark.parametrize(
    "text",
    ["a = 1 J = 2", "title = '\udcff'", "a = " + "[" * 100_000, ""],
    ids=["no TOML", "no UTF-8", "too deep", "empty"],
)
def test_a_stored_config_that_is_none_is_said(call, crafted, text):
    def change(file, _):
        kind = h5py.string_dtype()
        file.attrs.create("resolved_config", text.encode(errors="surrogateescape"), dtype=kind)

    name = crafted(change)
    for words in (["config", name], ["verify", name], ["reproduce", name], ["run", name, "-o", "x.h5"]):
        told = call(*words)
        assert told.returncode in (2, 4), (words, told.stderr)
        assert name in told.stderr, told.stderr
        assert "libhdf5" not in told.stderr


def test_no_file_commands_a_terminal(call, crafted):
    def change(file, _):
        file.attrs["title"] = "a\x1b[31mb\nUndamaged: forged"
        file.attrs["host"] = "\x1b]0;owned\x07"
        file.attrs["device"] = "DEL \x7f, CSI \x9b31m"
        file["qfi"].attrs["long_name"] = "\u009b31m\u202ereversed"

    told = call("info", crafted(change))
    assert told.returncode == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", told.stdout)
    assert r"a\x1b[31mb\x0aUndamaged: forged" in told.stdout
    told = call("info", "--json", "bad.h5")
    assert told.returncode == 0 and told.stdout.isascii() and "\x7f" not in told.stdout
    assert json.loads(told.stdout)["attributes"]["device"] == "DEL \x7f, CSI \x9b31m"

    def maker(file, _):
        file.attrs["build"] = "GNU \x1b[31m"

    told = call("reproduce", crafted(maker))
    assert r"the file is of build GNU \x1b[31m, this is" in told.stdout and "\x1b" not in told.stdout
    missing = call("info", "no\x1b[31mfile.h5")
    assert missing.returncode == 4 and "\x1b" not in missing.stderr


def test_labels_of_a_file_command_no_terminal(call, tmp_path):
    text = CONFIG.replace('"model.kappa", values = [0.625, 1.0, 2.0]', '"light.state", values = ["vacuum"]')
    (tmp_path / "lights.toml").write_text(text)
    assert call("run", "lights.toml", "--quiet").returncode == 0
    with h5py.File(tmp_path / "lights.h5", "a") as file:
        del file.attrs["attributes_sha256"]
        file["state"][...] = ["vac\x1b[31m"]
    told = call("reproduce", "lights.h5")
    assert told.returncode == 3 and r"vac\x1b[31m" in told.stdout and "\x1b" not in told.stdout, told


def test_a_text_with_a_nul_is_refused(call, honest, tmp_path):
    told = call("run", "job.toml", "-o", "nul.h5", "--set", r'title="a\u0000b"')
    assert told.returncode == 2 and r"\u0000" in told.stderr
    (tmp_path / "nul.toml").write_text(CONFIG.replace("An honest", r"An \u0000 honest"))
    told = call("run", "nul.toml")
    assert told.returncode == 2 and "nul.toml:1" in told.stderr
    assert not (tmp_path / "nul.h5").exists()


def test_a_pipe_is_not_waited_for(call, honest, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for words in (["info", "pipe"], ["plot", "pipe"], ["run", "job.toml", "-o", "pipe"]):
        told = call(*words, timeout=20)
        assert told.returncode == 4 and "regular file" in told.stderr, told.stderr
    (tmp_path / "x.parts").mkdir()
    os.mkfifo(tmp_path / "x.parts" / "scan.json")
    told = call("info", "x.parts", timeout=20)
    assert told.returncode == 4 and "regular file" in told.stderr, told.stderr


@pytest.mark.parametrize("length", [243, 246, 249])
def test_long_names_are_written(call, honest, tmp_path, length):
    name = "n" * (length - 3) + ".h5"
    assert call("run", "job.toml", "--quiet", "-o", name).returncode == 0
    assert sorted(os.listdir(tmp_path)) == ["job.h5", "job.toml", name]


@pytest.mark.parametrize("length", [250, 255])
def test_names_without_room_for_parts_are_refused_at_once(call, honest, tmp_path, length):
    told = call("run", "job.toml", "--quiet", "-o", "n" * (length - 3) + ".h5")
    assert told.returncode == 4 and f"{length} bytes" in told.stderr
    assert sorted(os.listdir(tmp_path)) == ["job.h5", "job.toml"]


def test_a_start_file_that_leads_elsewhere_is_refused(call, honest, tmp_path):
    with h5py.File(tmp_path / "own.h5", "w") as file:
        file["density_re"], file["density_im"] = np.eye(1), np.zeros((1, 1))
    with h5py.File(tmp_path / "link.h5", "w") as file:
        file["density_re"] = h5py.ExternalLink("own.h5", "/density_re")
        file["density_im"] = np.zeros((1, 1))
    with h5py.File(tmp_path / "virtual.h5", "w") as file:
        layout = h5py.VirtualLayout((1, 1), dtype="<f8")
        layout[:] = h5py.VirtualSource("own.h5", "density_re", (1, 1))
        file.create_virtual_dataset("density_re", layout)
        file["density_im"] = np.zeros((1, 1))
    for name, word in (("link.h5", "link to another file"), ("virtual.h5", "virtual")):
        told = call(
            "run", "job.toml", "-o", "x.h5", "--set", "light.state=file", "--set", f"light.path={name}"
        )
        assert told.returncode == 4 and name in told.stderr and word in told.stderr, told.stderr


def test_an_eigenvalue_a_little_below_zero_is_taken_out(call, honest, tmp_path):
    with h5py.File(tmp_path / "light.h5", "w") as file:
        file["density_re"] = np.diag([1.0 + 9e-11, -9e-11])
        file["density_im"] = np.zeros((2, 2))
    words = ["light.state=file", "light.path=light.h5", "model.eta=0.0"]
    words += ['output.quantities=["photon_number","photon_distribution"]', "scan.axes=[]"]
    settings = [word for one in words for word in ("--set", one)]
    told = call("run", "job.toml", "-o", "x.h5", *settings)
    assert told.returncode == 0, told.stderr
    with h5py.File(tmp_path / "x.h5") as file:
        assert (file["photon_number"][...] == 0.0).all()
        assert (file["photon_distribution"][...] >= 0.0).all()


def test_a_large_grid_is_judged_at_once(call, honest):
    axes = "[{ key = 'model.atoms', linspace = [2, 2000000, 1000000] }, "
    axes += "{ key = 'atoms.m', linspace = [-1, 1, 3] }]"
    told = call("config", "job.toml", "--set", "atoms.state=dicke", "--set", f"scan.axes={axes}", timeout=30)
    assert told.returncode == 0, told.stderr
    wrong = axes.replace("1000000]", "999999]")
    told = call("config", "job.toml", "--set", "atoms.state=dicke", "--set", f"scan.axes={wrong}", timeout=30)
    assert told.returncode == 2


def test_2_to_the_40_points_are_planned(call, honest):
    axes = "[{ key = 'model.kappa', linspace = [0, 2, 1048576] }, "
    axes += "{ key = 'model.U', linspace = [0, 1, 1048576] }]"
    told = call("plan", "job.toml", "--set", f"scan.axes={axes}", timeout=60)
    assert told.returncode == 0, told.stderr
    assert "1 099 511 627 776 with 3" in told.stdout and "taken to be like these" in told.stdout


def test_counts_of_many_atoms_do_not_overflow(call, honest):
    told = call("plan", "job.toml", "--set", "model.atoms=1000000000", timeout=60)
    assert told.returncode in (0, 2), told.stderr
    assert " -" not in told.stdout
