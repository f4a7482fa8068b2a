# SPDX-License-Identifier: BSD-3-Clause
"""The hash of a result file's attributes, as docs/file-format.md computes it: the document's own code
against what the program wrote, and what of a file it covers."""

import pathlib
import shutil
import textwrap

import h5py
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

HEAD = "[model]\natoms = 3\neta = 2.0\n[time]\nstop = 0.5\nsamples = 3\n"
AXES = 'axes = [{ key = "model.kappa", values = [0.5, 1.0] }, { key = "model.U", values = [1.0, 2.0] }]\n'
CONFIGS = {
    "grid": 'title = "Größe"\n' + HEAD + '[output]\nquantities = ["spin_mean", "rho"]\n[scan]\n' + AXES,
    "zip": HEAD + '[scan]\nmode = "zip"\n' + AXES,
    "start": HEAD + '[light]\nstate = "file"\npath = "light.h5"\n',
    "point": HEAD + '[output]\nover_time = "final"\n',
}


@pytest.fixture(scope="module")
def documented():
    """attributes_sha256(path) of docs/file-format.md."""
    text = (ROOT / "docs/file-format.md").read_text(encoding="utf-8")
    block = text[text.index("    import hashlib, h5py") :]
    code = block[: block.index("\n## ")]
    names = {}
    exec(textwrap.dedent(code), names)
    return names["attributes_sha256"]


def solve(pairtwist, name):
    (pairtwist.folder / "job.toml").write_text(CONFIGS[name], encoding="utf-8")
    with h5py.File(pairtwist.folder / "light.h5", "w") as file:
        file["density_re"] = [[1.0]]
        file["density_im"] = [[0.0]]
    pairtwist("run", "job.toml", "--quiet")
    return pairtwist.folder / "job.h5"


@pytest.mark.parametrize("name", CONFIGS)
def test_the_documented_hash_is_the_one_in_the_file(documented, pairtwist, name):
    path = solve(pairtwist, name)
    with h5py.File(path) as file:
        written = file.attrs["attributes_sha256"]
    assert written == documented(path)


def set_attribute(owner, name, value):
    del owner.attrs[name]
    owner.attrs[name] = value


# what: (config, what changes it in the open file)
CHANGES = {
    "attribute of the root": ("grid", lambda f: set_attribute(f, "title", "Grösse")),
    "attribute of a variable": ("grid", lambda f: set_attribute(f["rho_re"], "long_name", "rho")),
    "attribute of a scale": ("grid", lambda f: set_attribute(f["U"], "spacing", "linear")),
    "values of flags": (
        "grid",
        lambda f: set_attribute(f["status"], "flag_values", f["status"].attrs["flag_values"][::-1]),
    ),
    "added attribute": ("grid", lambda f: f["U"].attrs.create("note", "x", dtype=h5py.string_dtype())),
    "missing attribute": ("grid", lambda f: f["U"].attrs.pop("symbol")),
    "the hash itself": ("grid", lambda f: set_attribute(f, "attributes_sha256", "0" * 64)),
    "label": ("grid", lambda f: f["component"].__setitem__(0, "w")),
    "name": ("grid", lambda f: f.move("rho_re", "rho_im_")),
    "added dataset": ("grid", lambda f: f.create_dataset("more", data=[1.0])),
    "missing dataset": ("grid", lambda f: f.pop("cutoff")),
    "dimension": ("grid", lambda f: f["rho_re"].dims[4].detach_scale(f["m_prime"])),
    "coordinate": ("zip", lambda f: set_attribute(f["kappa"], "key", "model.U")),
    "hash of a start file": ("start", lambda f: set_attribute(f, "light_sha256", "0" * 64)),
    "single number": ("point", lambda f: f["tau_Q"].__setitem__((), 0.125)),
    "single flag": ("point", lambda f: f["status"].__setitem__((), 3)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_it_covers_does_not_change_unnoticed(documented, pairtwist, what):
    name, change = CHANGES[what]
    path = solve(pairtwist, name)
    with h5py.File(path, "a") as file:
        change(file)
    shown = pairtwist("info", "job.h5", code=4)
    assert shown.stdout == "" and "job.h5 is damaged" in shown.stderr
    assert "attributes_sha256" in shown.stderr


@pytest.mark.parametrize("engine", ["h5netcdf", "netcdf4"])
def test_reading_leaves_the_file_undamaged_and_so_does_a_copy(pairtwist, engine):
    import xarray

    path = solve(pairtwist, "grid")
    shutil.copy(path, pairtwist.folder / "copy.h5")
    with xarray.open_dataset(path, engine=engine) as data:
        data.load()
    for name in ("job.h5", "copy.h5"):
        assert "Undamaged" in pairtwist("info", name).stdout
