# SPDX-License-Identifier: BSD-3-Clause
"""From what solve() is given, a config and keywords, to the program's validated Job."""

import contextlib
import numbers
import os
import pathlib
import tomllib

import numpy as np
import xarray

from pairtwist.compiled import core
from pairtwist.config import SECTIONS, Config, is_section, is_text, refuse_result, section_dict
from pairtwist.errors import UsageError, kind_of
from pairtwist.keys import is_complex, is_single, key_of, whole_numbers
from pairtwist.known_keys import keyed, scan_axes
from pairtwist.part_of_scan import config_of_part
from pairtwist.start_files import ROLES, kept_starts, known_start
from pairtwist.start_states import file_of, is_qobj, is_state
from pairtwist.toml import document, value_text
from pairtwist.warn import warn
from pairtwist.words_of_python import array_path, in_python, in_words_of_python, joined

ARGUMENTS = ("progress", "threads", "backend", "device")  # of solve and plan, beside keys


@contextlib.contextmanager
def job_of(config, backend, overrides):
    """The validated Job; what is thrown within the `with` is said in words of Python."""
    base = merged(config)
    own = taken_out_of(base, overrides)
    given = {**own, **overrides}
    states = {name: given[name] for name in ROLES if is_state(given.get(name))}
    keys = {**keys_of_all(own), **keys_of_all(overrides)}
    if "atoms" in states and not says_atoms(base, keys):
        keys["model.atoms"] = states["atoms"].shape[0] - 1
    if backend != "auto":
        keys["solve.backend"] = backend
    words = [f"{key}={value_text(key, value)}" for key, value in keys.items()]
    starts = starts_of(config, states)
    made_here = not isinstance(base, pathlib.Path) and config is not base
    warn_of_lost_axes(config, keys)
    refuse_surrogates(words)
    with in_words_of_python(made_here):
        if isinstance(base, pathlib.Path):
            job = core().read_config(os.fspath(base), words, starts)
        else:
            text = document(base) if isinstance(base, dict) else base
            refuse_surrogates([text])
            job = core().parse_config(text, "config", words, starts)
    for note in joined(in_python(note, made_here) for note in job.notes):
        if not is_of_array(note, states):
            warn(note)
    with in_words_of_python(made_here):
        yield job


def warn_of_lost_axes(config, keys):
    """Of a result's own scan, which another takes the place of, as every key does."""
    if not isinstance(config, xarray.Dataset) or "scan.axes" not in keys:
        return
    axes = keys["scan.axes"]
    new = {axis.get("key") for axis in axes if isinstance(axis, dict)} if isinstance(axes, list) else set()
    gone = scan_axes(config).keys() - new - keys.keys()
    lost = {key: name for name, key in keyed(config).items() if key in gone and config[name].ndim}
    if lost:
        kept = ", ".join(f'{key.rpartition(".")[2]}=data["{name}"]' for key, name in lost.items())
        warn(
            f"scan: takes the place of the result's own, so that {', '.join(lost)} is the config's one value; "
            f"to keep that axis give it, too: pairtwist.scan(..., {kept}), or give a value"
        )


def starts_of(config, states):
    """Start files whose contents are known: of states as arrays, and of a Dataset all others."""
    made = [known_start(name, array_path(name), file_of(name, states[name])) for name in states]
    kept = kept_starts(config) if isinstance(config, xarray.Dataset) else []
    return [*made, *(start for start in kept if start[0] not in states)]


def refuse_surrogates(texts):
    for text in texts:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise UsageError(
                f"found {text[error.start : error.end]!r} in the config: half of a surrogate pair, "
                "which is no character; allowed: texts that are UTF-8"
            ) from None


def says_atoms(base, keys):
    """Whether a config, with keys that override it, gives or scans model.atoms.

    What is no TOML is said to, so that the program says what is wrong with it.
    """
    if "model.atoms" in keys:
        return True
    try:
        if isinstance(base, pathlib.Path):
            base = base.read_text(encoding="utf-8")
        config = base if isinstance(base, dict) else tomllib.loads(base)
        axes = keys.get("scan.axes") or config.get("scan", {}).get("axes", [])
        scanned = any(axis.get("key") == "model.atoms" for axis in axes)
        return scanned or config.get("model", {}).get("atoms") is not None
    except (OSError, ValueError, AttributeError, TypeError):
        return True


def is_of_array(note, states):
    """A note on `state = "file"` beside an axis over states, which an array wrote and no user."""
    useless = ".state: means nothing beside the scan axis"
    return any(note.startswith(f"{name}{useless}") for name in states)


def merged(config):
    """A Config or dict as a dict of plain sections, a path as Path, TOML text as it is.

    Of a result the text that it was solved from, of a selection a dict of what its points need.
    """
    if isinstance(config, xarray.Dataset):
        return config_of_part(config)
    if isinstance(config, Config):
        return merged(config.as_dict())
    if isinstance(config, dict):
        found = {name: plain_section(value) for name, value in config.items()}
        for name, entries in found.items():
            if isinstance(entries, dict):
                for key, value in entries.items():
                    refuse_several(f"{name}.{key}", value, pairs=True)
                found[name] = {
                    key: whole_numbers(f"{name}.{key}", value) for key, value in entries.items()
                }
        return found
    if not isinstance(config, str | os.PathLike):
        raise UsageError(
            f"config: found {kind_of(config)}; allowed: a Config, a dict, a path, TOML text, or a "
            "result as a Dataset"
        )
    if is_text(config):
        return config
    if not os.fspath(config):
        raise UsageError("config: found an empty text; allowed: a path, TOML text with a section, or a dict")
    path = pathlib.Path(config)
    refuse_result(path)
    return path


def plain_section(value):
    """A section of a Config as a dict, everything else as it is."""
    return section_dict(value) if is_section(value) else value


def refuse_several(key, value, pairs=False):
    """Raises UsageError for several values of a key that has one: they are an axis.

    Also for a complex number of a real key. pairs: whether a list [re, im] is a complex number, as
    in a text.
    """
    refuse_complex(key, value)
    if isinstance(value, list | tuple | range):
        several = not (pairs and is_complex(key))
    else:
        several = np.ndim(getattr(value, "values", value)) > 0
    if not several or not is_single(key):
        return
    found = "an array" if hasattr(value, "shape") else kind_of(value)
    one = "; a complex number is 3 + 4j" if is_complex(key) else ""
    raise UsageError(
        f"{key}: found {found}, allowed is one value{one}; several are an axis: "
        f"scan=pairtwist.scan({key.rpartition('.')[2]}=...)"
    )


def refuse_complex(key, value):
    """Raises UsageError for a complex number where the key is a real one."""
    number = getattr(value, "values", value)
    if np.ndim(number) == 0 and np.iscomplexobj(number) and is_single(key) and not is_complex(key):
        raise UsageError(f"{key}: found the complex number {number}; allowed is a real one")


def taken_out_of(base, overrides):
    """The states among a dict's sections, which are removed; and what replaces a section whole."""
    if not isinstance(base, dict):
        return {}
    states = {name: value for name, value in base.items() if is_state(value)}
    for name in {*states, *(name for name, value in overrides.items() if is_state(value))}:
        base.pop(name, None)
    return states


def keys_of_all(overrides):
    """{section.key: value} of all overrides. Raises UsageError for a key that two of them give."""
    keys, given_as = {}, {}
    for name, value in overrides.items():
        for key, entry in keys_of(name, value).items():
            if key in keys:
                raise UsageError(
                    f"{key}: is given as {given_as[key]} and as {name}; leave one out"
                )
            keys[key], given_as[key] = entry, name
    return keys


def keys_of(name, value):
    """{section.key: value} of an override: of a key, of a section, or of a state for a section."""
    value = plain_section(value)
    if name != "scan" and isinstance(value, dict) and value.keys() == {"mode", "axes"}:
        raise UsageError(
            f"{name}: found what pairtwist.scan() makes, which is the keyword scan: "
            f"scan=pairtwist.scan({name}=[...])"
        )
    if isinstance(value, str) and name in ROLES:
        return {f"{name}.state": value}
    if is_state(value) and name in ROLES:
        return {f"{name}.state": "file", f"{name}.path": array_path(name)}
    if isinstance(value, dict) and name in SECTIONS:
        if name == "scan" and not value.keys() <= {"mode", "axes"}:
            names = [key for key in value if key not in ("mode", "axes")]
            raise UsageError(
                f"scan: found {', '.join(map(str, names))}; its keys are mode and axes, which "
                f"pairtwist.scan({names[0]}=...) makes"
            )
        entries = {f"{name}.{key}": entry for key, entry in value.items() if entry is not None}
        for key, entry in entries.items():
            refuse_several(key, entry, pairs=True)
        return {key: whole_numbers(key, entry) for key, entry in entries.items()}
    if name in SECTIONS and not (name == "atoms" and is_number(value)):
        found = "an array" if isinstance(value, np.ndarray) else kind_of(value)
        found = "a state" if is_qobj(value) else found
        raise UsageError(f"{name}: found {found}; {allowed_as(name)}")
    key = name if name == "title" else key_of(name, beside=[*SECTIONS, *ARGUMENTS])
    refuse_several(key, value)
    return {key: whole_numbers(key, value)}


def is_number(value):
    """Also one of NumPy or xarray."""
    array = getattr(value, "values", value)
    if hasattr(array, "item") and np.ndim(array) == 0:
        array = array.item()
    return isinstance(array, numbers.Real)


def allowed_as(section):
    """What a section may be, for messages; `atoms` is the key model.atoms, too."""
    if section == "light":
        return (
            "allowed is a dict of its keys, or a state as a NumPy array or qutip.Qobj; a kind of "
            'light by its name is light_state="cat"'
        )
    if section == "atoms":
        return (
            "allowed is a number of atoms, a dict of the section's keys, or a state as a NumPy "
            "array or qutip.Qobj; several numbers are an axis: scan=pairtwist.scan(atoms=...)"
        )
    if section == "time":
        return "allowed is a dict of its keys; sample times are values=[0.0, ...], their end stop="
    if section == "scan":
        return "allowed is what pairtwist.scan(...) makes, of several axes pairtwist.scan(eta=[...], kappa=[...])"
    return "allowed is a dict of its keys"
