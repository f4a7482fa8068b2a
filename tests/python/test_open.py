# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist.open: what it gives, and what it says about files that are none."""

import fcntl
import hashlib

import h5py
import numpy as np
import pytest
import xarray

import pairtwist
from pairtwist import dataset, seal
from pairtwist.number_of_atoms import atoms


@pytest.mark.parametrize("engine", [None, "h5netcdf", "netcdf4"])
def test_gives_named_dimensions_coordinates_and_attributes(curves, write, engine):
    with pairtwist.open(write(curves), engine=engine) as data:
        assert data["qfi"].dims == ("kappa_tau_Q", "time")
        np.testing.assert_array_equal(data["kappa_tau_Q"], [0.0, 0.1, 1.0, 10.0])
        assert data["qfi"].attrs["symbol"] == "$F_Q$"
        assert data.attrs["title"] == "A sample"
        xarray.testing.assert_equal(data.load(), curves)


def test_accepts_a_path_as_text(curves, write):
    with pairtwist.open(str(write(curves))) as data:
        assert "qfi" in data


@pytest.mark.parametrize("engine", ["h5netcdf", "netcdf4"])
def test_another_dataset_may_be_saved_in_its_place(curves, write, engine):
    """As in a notebook whose cells are run again: the file would be destroyed while it is open."""
    path = write(curves)
    first = pairtwist.open(path)
    (2.0 * curves).assign_attrs(curves.attrs).to_netcdf(path, engine=engine)
    xarray.testing.assert_equal(pairtwist.open(path), 2.0 * curves)
    xarray.testing.assert_equal(first, curves)


def test_a_large_one_is_read_on_demand(curves, write, monkeypatch):
    path = write(curves)
    monkeypatch.setattr(dataset, "AT_ONCE", curves.nbytes - 1)
    with pairtwist.open(path) as data:
        assert not data.qfi.variable._in_memory
    monkeypatch.setattr(dataset, "AT_ONCE", curves.nbytes)
    with pairtwist.open(path) as data:
        assert data.qfi.variable._in_memory


def test_missing_file(tmp_path):
    with pytest.raises(pairtwist.FileError, match="nowhere.h5: no such file"):
        pairtwist.open(tmp_path / "nowhere.h5")


def test_what_memory_does_not_hold(curves, write, monkeypatch):
    path = write(curves)

    def nothing_left(*_, **__):
        raise MemoryError

    monkeypatch.setattr("xarray.open_dataset", nothing_left)
    for error in (MemoryError, pairtwist.PairtwistError, pairtwist.OutOfMemoryError):
        with pytest.raises(error, match="sample.h5 cannot be opened: memory has run out.*del"):
            pairtwist.open(path)


@pytest.mark.parametrize("source", [["a.h5", "b.h5"], None, 3])
def test_what_is_no_path_is_told_what_is(source):
    several = r"allowed is a path; of several files \[pairtwist.open\(path\) for path in ...\]$"
    with pytest.raises(pairtwist.ChoiceError, match=f"^found an? [a-zA-Z]*; {several}"):
        pairtwist.open(source)


def test_directory(tmp_path):
    for folder in (tmp_path, ".", "", "/"):
        with pytest.raises(pairtwist.FileError, match="is a directory"):
            pairtwist.open(folder)


@pytest.mark.parametrize("content", [b"", b"not HDF5 at all\n", b"title = 'a config'\n" * 100])
def test_file_of_another_kind(tmp_path, content):
    path = tmp_path / "notes.h5"
    path.write_bytes(content)
    with pytest.raises(pairtwist.FileError, match="notes.h5 is not an HDF5 file"):
        pairtwist.open(path)


def test_truncated_file(curves, write):
    path = write(curves)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(pairtwist.FileError, match="sample.h5 cannot be read"):
        pairtwist.open(path)


def test_hdf5_file_without_dimension_scales(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as stream:
        stream["x"] = np.arange(3.0)
    with pytest.raises(pairtwist.FileError, match="other.h5.*(not|no result) of pairtwist"):
        pairtwist.open(tmp_path / "other.h5")


def test_netcdf_file_of_someone_else(tmp_path):
    xarray.Dataset({"x": ("t", np.arange(3.0))}).to_netcdf(tmp_path / "other.h5", engine="h5netcdf")
    with pytest.raises(pairtwist.FileError, match="no result of pairtwist.*format is missing"):
        pairtwist.open(tmp_path / "other.h5")


def test_file_of_another_version(curves, write):
    curves.attrs["format"] = "pairtwist result 99"
    with pytest.raises(
        pairtwist.FileError, match="'pairtwist result 99', not 'pairtwist result 1'"
    ):
        pairtwist.open(write(curves))


@pytest.mark.parametrize("value", [3.0, np.arange(3, dtype="i1")])
@pytest.mark.parametrize("place, name", [("", "title"), ("", "format"), ("qfi", "symbol"),
                                         ("time", "units"), ("qfi", "coordinates")])  # fmt: skip
def test_an_attribute_that_is_no_text_is_refused_by_name(curves, write, place, name, value):
    path = write(curves)
    with h5py.File(path, "a") as file:
        (file[place] if place else file).attrs[name] = value
    with pytest.raises(pairtwist.FileError, match=rf"{path.name}.*{name}|{path.name} cannot be read"):
        pairtwist.open(path)


def sealed(path):
    """As the program writes it: with the last line."""
    data = path.read_bytes()
    path.write_bytes(data + b"\npairtwist sha256 " + hashlib.sha256(data).hexdigest().encode() + b"\n")
    return path


def flip(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("engine", ["h5netcdf", "netcdf4"])
def test_a_sealed_file_opens(curves, write, engine):
    with pairtwist.open(sealed(write(curves)), engine=engine, check=True) as data:
        assert "qfi" in data


# A byte of the numbers, of the texts in front, and of the hash.
@pytest.mark.parametrize("place", [-2000, 3000, -10])
def test_a_damaged_file_is_refused_with_the_way_out(curves, write, place):
    path = sealed(write(curves))
    flip(path, place)
    with pytest.raises(pairtwist.FileError, match="sample.h5 is damaged: .*SHA-256.*check=False"):
        pairtwist.open(path)


def test_a_message_commands_no_terminal(curves, write):
    path = sealed(write(curves))
    data = bytearray(path.read_bytes())
    data[-6:-1] = b"\x1b[2J\0"
    path.write_bytes(bytes(data))
    with pytest.raises(pairtwist.FileError) as refused:
        pairtwist.open(path)
    assert "\\x1b[2J\\x00 when it was written" in str(refused.value)
    assert str(refused.value).isprintable()


def test_what_is_behind_the_end_of_hdf5_is_the_last_line(tmp_path):
    path = tmp_path / "sample.h5"
    head = b"\x89HDF\r\n\x1a\n" + bytes([3, 8, 8, 0]) + bytes(16) + (100).to_bytes(8, "little")
    path.write_bytes(head.ljust(100, b"."))
    assert seal.problem(path) == ""  # an earlier version's
    flip(sealed(path), -75)
    assert seal.problem(path).startswith("it has 83 bytes behind the end of its HDF5 part")
    path.write_bytes(head)
    assert seal.problem(path) == ""  # cut short: HDF5 says so


def test_check_false_opens_what_is_left(curves, write):
    path = sealed(write(curves))
    flip(path, -10)
    with pairtwist.open(path, check=False) as data:
        xarray.testing.assert_equal(data.load(), curves)


def test_what_libhdf5_cannot_read_is_named_and_left_out(curves, tmp_path):
    """A chunk of F_Q, whose checksum is no longer its."""
    path = tmp_path / "sample.h5"
    curves.to_netcdf(path, engine="h5netcdf", encoding={"qfi": {"fletcher32": True}})
    with h5py.File(path) as file:
        place = file["qfi"].id.get_chunk_info(0).byte_offset
    flip(path, place + 8)
    with pytest.raises(pairtwist.FileError, match="sample.h5 is damaged: qfi cannot be read: .*check=False"):
        pairtwist.open(path)
    with pytest.warns(pairtwist.PairtwistWarning, match="sample.h5 is damaged: qfi cannot be read: .*left out"):
        data = pairtwist.open(path, check=False)
    assert "qfi" not in data and data.encoding["source"] == str(path)
    xarray.testing.assert_equal(data.qfi_oat, curves.qfi_oat)
    with pytest.raises(pairtwist.ChoiceError, match="no quantity 'qfi'"):
        pairtwist.plot(data, "qfi")


def test_a_large_file_is_looked_at_on_demand(curves, write, monkeypatch):
    path = sealed(write(curves))
    flip(path, -10)
    monkeypatch.setattr(seal, "UNASKED", path.stat().st_size - 1)
    with pairtwist.open(path) as data:
        assert "qfi" in data
    with pytest.raises(pairtwist.FileError, match="is damaged"):
        pairtwist.open(path, check=True)


def test_a_file_is_read_once_as_long_as_it_does_not_change(curves, write, monkeypatch):
    path = sealed(write(curves))
    hashed = []
    real = seal._sha256
    monkeypatch.setattr(seal, "_sha256", lambda *given: hashed.append(1) or real(*given))
    for _ in range(3):
        pairtwist.open(path).close()
    assert len(hashed) == 1
    flip(path, 3000)
    with pytest.raises(pairtwist.FileError, match="is damaged"):
        pairtwist.open(path)
    assert len(hashed) == 2


def test_number_of_atoms_is_known_where_it_is_one(curves):
    assert atoms(curves) == 100
    scanned = curves.assign_coords(atoms=("kappa_tau_Q", [10.0, 20.0, 20.0, 20.0]))
    scanned["atoms"].attrs["key"] = "model.atoms"
    assert atoms(scanned) == "atoms"
    assert atoms(scanned.isel(kappa_tau_Q=slice(1, None))) == 20


def lay_parts(folder):
    """What a scan of 1517 points leaves when it is stopped in the middle of a line."""
    folder.mkdir()
    (folder / "scan.json").write_text('{"points": 1517, "config_sha256": "a"}')
    lines = [
        '{"points": [[0, 400], [800, 9]], "config_sha256": "a"}',
        '{"points": [[300, 1000]], "config_sha256": "a"}',
        '{"points": [[1400, 100]], "config_sha256": "another config"}',
    ]
    (folder / "manifest.0-of-1.jsonl").write_text("\n".join(lines) + '\n{"points": [[15')


def test_an_unfinished_scan_says_how_far_it_is(tmp_path):
    lay_parts(tmp_path / "map.h5.parts")
    for name in ("map.h5", "map.h5.parts"):
        with pytest.raises(pairtwist.FileError) as caught:
            pairtwist.open(tmp_path / name)
        assert str(caught.value) == (
            f"{tmp_path}/map.h5 is unfinished: 1 300 of 1 517 points are solved, in "
            f"{tmp_path}/map.h5.parts; the same `pairtwist run` goes on, and `pairtwist merge "
            f"{tmp_path}/map.h5.parts --partial -o OTHER.h5` joins what is there, with NaN elsewhere"
        )
    with pytest.raises(pairtwist.FileError, match="is unfinished"):
        pairtwist.plot(tmp_path / "map.h5")
    (tmp_path / "map.h5.parts" / "scan.json").write_text("{")
    with pytest.raises(pairtwist.FileError, match="nothing tells how many of its points"):
        pairtwist.open(tmp_path / "map.h5")


def test_a_scan_without_a_part_is_said_to_be_in_work(tmp_path):
    in_work = tmp_path / ".map.h5.abc123.tmp"
    with open(in_work, "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(pairtwist.FileError) as caught:
            pairtwist.open(tmp_path / "map.h5")
    assert f"{tmp_path}/map.h5 is being written by another process, in {in_work}" in str(caught.value)
    with pytest.raises(pairtwist.FileError, match="no such file"):  # left by a run that was killed
        pairtwist.open(tmp_path / "map.h5")


def test_parts_beside_a_result_are_no_matter(curves, write, tmp_path):
    lay_parts(tmp_path / "fig.h5.parts")
    with pairtwist.open(write(curves, "fig.h5")) as data:
        assert data.sizes["time"] == 31
