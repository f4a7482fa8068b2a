# SPDX-License-Identifier: BSD-3-Clause
"""A result file as an xarray.Dataset, and the few questions about it that plots ask."""

import importlib.util
import os
import pathlib
import typing

import xarray

from pairtwist import seal
from pairtwist.computed import is_marked, is_seen, mark
from pairtwist.errors import ChoiceError, FileError, OutOfMemoryError, kind_of
from pairtwist.noted_values import is_of_its_run, note_values
from pairtwist.sketch import ATTRIBUTE
from pairtwist.start_files import parsed, source_of, stored_attributes
from pairtwist.unfinished import refuse_unfinished
from pairtwist.warn import warn

# The root attribute `format` of the files this package reads.
FORMAT = "pairtwist result 1"

SECTIONS = ("model", "light", "atoms", "pump", "solve")  # of a config: what may tell files apart

AT_ONCE = 1 << 26  # bytes of values that are read when a file is opened

# Attributes that are read as texts, which in a file that other software wrote they need not be.
TEXTS = {
    "format", "title", "resolved_config", "created", "backend", "device", "symbol", "long_name",
    "units", "key", "spacing", "flag_meanings",
}  # fmt: skip


def open(  # noqa: A001, as users type it
    path: str | os.PathLike[str],
    engine: typing.Literal["h5netcdf", "netcdf4"] | None = None,
    check: bool | None = None,
) -> xarray.Dataset:
    """The result file `path` as an xarray.Dataset. Up to 64 MiB of values are read at once, and the file is let go;
    more are read on demand, and nothing else is to be saved under that path before the dataset is closed.

    engine: "h5netcdf" or "netcdf4"; None takes the first that is installed and reads the file. check: whether all bytes
    are held against the file's last line first, its SHA-256, which reads the whole file; None does so
    up to 256 MiB, and once as long as the file does not change. False opens what is left of a damaged one: a
    variable that cannot be read is left out, and a warning names it. Close the dataset, or use it in a
    `with`. Raises FileError if the file is missing, damaged or not a pairtwist result.
    """
    path = path_of(path, "a path; of several files [pairtwist.open(path) for path in ...]")
    if "://" in os.fspath(path) and not os.path.exists(path):
        raise FileError(f"{path} is an address; pairtwist opens files: download it, and name the copy")
    path = pathlib.Path(path)
    refuse_unfinished(path)
    if not path.exists():
        raise FileError(f"{path}: no such file")
    if path.is_dir():
        raise FileError(f"{path} is a directory, not a result file")
    refuse_damaged(path, check)
    try:
        data = xarray.open_dataset(path, engine=engine or engine_of(path))
    except MemoryError as error:
        raise OutOfMemoryError(
            f"{path} cannot be opened: memory has run out, though its numbers are read on demand "
            "and only its axes at once; close results that are open, or del what is loaded of them"
        ) from error
    except Exception as error:  # what xarray makes of attributes that are none of its own is its own
        if not os.access(path, os.R_OK):
            raise FileError(f"{path} cannot be read: permission denied") from error
        if not (looks_like_hdf5(path) or is_classic(path)):
            raise FileError(f"{path} is not an HDF5 file, so no result of pairtwist") from error
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(
            f"{path} cannot be read; it is damaged, or not of pairtwist: {reason}; take another copy of it"
        ) from error
    if what := no_text(data):
        data.close()
        raise FileError(f"{path} is damaged, or not of pairtwist: {what} is no text")
    found = data.attrs.get("format")
    if found != FORMAT:
        data.close()
        what = f"is {found!r}, not" if found else "is missing; it should be"
        raise FileError(f"{path} is no result of pairtwist: its attribute format {what} {FORMAT!r}")
    data.attrs.pop("attributes_sha256", None)  # of the file: a Dataset may be saved with others
    try:
        if looks_like_hdf5(path):
            data.attrs.update(stored_attributes(data, path))
    except FileError:
        if check is not False:  # which opens what is left
            data.close()
            raise
    if data.nbytes <= AT_ONCE:
        data = let_go(data, path, check is False)
    note_and_mark(data)
    return data


def note_and_mark(data):
    """Notes of a Dataset from a file which values are those of its run."""
    at_once = data.nbytes <= AT_ONCE
    changed = note_values(data, at_once)
    mark(data, at_once, changed, is_of_its_run(data))


def path_of(source, allowed):
    """The source if it is a path. Raises ChoiceError, which says what is allowed."""
    if isinstance(source, str | os.PathLike):
        return source
    raise ChoiceError(f"found {kind_of(source)}; allowed is {allowed}")


def let_go(data, path, what_is_left):
    """Reads all values and closes the file: another Dataset may then be saved in its place, which
    would destroy a file that is open while it is written.

    what_is_left: whether a variable that cannot be read is left out, and named in a warning; else it
    is a FileError.
    """
    damaged = {}
    for name, values in data.variables.items():
        try:
            values.load()
        except MemoryError:  # what is left is read on demand, as of larger files
            return data
        except Exception as error:  # of libhdf5, in its words
            damaged[name] = str(error).splitlines()[0] if str(error) else type(error).__name__
    data.close()
    if not damaged:
        return data
    found = "; ".join(f"{name} cannot be read: {reason}" for name, reason in damaged.items())
    if not what_is_left:
        raise FileError(
            f"{path} is damaged: {found}; take another copy of it, or open what is left with check=False"
        )
    warn(f"{path} is damaged: {found}; it is left out")
    return data.drop_vars(damaged)


def no_text(data):
    """The attribute that is no text and should be one, in words; "" if there is none."""
    owners = {"": data, **data.variables}
    for name, owner in owners.items():
        for key in sorted(TEXTS & owner.attrs.keys()):
            if not isinstance(owner.attrs[key], str):
                return f"its attribute {key}" + (f" of {name}" if name else "")
    return ""


def refuse_damaged(path, check):
    """Raises FileError if the file's bytes are not those that were written; check as of open()."""
    try:
        if check is None:
            check = path.is_file() and path.stat().st_size <= seal.UNASKED
        found = seal.problem(path) if check else ""
    except OSError:
        return  # who opens it says why
    if found:
        raise FileError(
            f"{path} is damaged: {found}; take another copy of it, or open what is left with "
            "check=False (pairtwist info names what no longer is as it was)"
        )


def default_engine(first="h5netcdf"):
    """The xarray engine to use: h5netcdf, or another, where it is installed; else netcdf4."""
    return first if importlib.util.find_spec(first) else "netcdf4"


def engine_of(path):
    """The same of a file, which may be of netCDF's classic form."""
    return default_engine("scipy" if path.is_file() and is_classic(path) else "h5netcdf")


def is_classic(path):
    """Whether it is netCDF's form before HDF5, in which Datasets may be saved."""
    with path.open("rb") as stream:
        return stream.read(3) == b"CDF"


def looks_like_hdf5(path):
    with path.open("rb") as stream:
        return stream.read(8) == b"\x89HDF\r\n\x1a\n"


def as_dataset(source):
    """A Dataset of a DataArray: its values under its name, its coordinates. Of what xarray read
    from a file, a copy on which is noted what open() notes."""
    if isinstance(source, xarray.DataArray):
        data = source.to_dataset(name=str(source.name or "values"))
        if not is_seen(data) and is_changed_in_its_file(source):
            data = data.copy()
            mark(data, changed=[*data.data_vars])
        return data
    if ATTRIBUTE not in source.attrs or is_seen(source):
        return source
    data = source.copy()
    note_and_mark(data)
    return data


def is_changed_in_its_file(array):
    """Whether a DataArray that xarray has read from a file is no longer what the run gave that the file
    has the values of, as open() finds; not of a file that is no longer there."""
    path = pathlib.Path(array.encoding.get("source", ""))
    if not is_marked(array.variable) or not path.is_file():
        return False
    try:
        with xarray.open_dataset(path, engine=engine_of(path)) as data:
            known = ATTRIBUTE in data.attrs and data.nbytes <= AT_ONCE
            return known and array.name in note_values(data)
    except Exception:  # of another kind by now
        return False


def resolved_config(data):
    """The config with every default, as nested dictionaries; {} of what carries none.

    Raises FileError if the attribute is no config.
    """
    return parsed(data.attrs.get("resolved_config", ""), source_of(data))


def events_of(data):
    """The config's events by their names, a dict each; {} of what carries none."""
    output = resolved_config(data).get("output", {})
    events = output.get("events", []) if isinstance(output, dict) else []
    listed = events if isinstance(events, list) else []
    return {event["name"]: event for event in listed if isinstance(event, dict) and "name" in event}


def event_names(data):
    """The names of the config's events; [] of what carries none."""
    return list(events_of(data))
