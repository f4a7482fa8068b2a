# SPDX-License-Identifier: BSD-3-Clause
"""Start files whose contents are known, so that they need not be at their paths.

A Dataset holds those of its config in the attributes light_start and atoms_start: the file byte by
byte, as int8, which netCDF has in each of its forms.
"""

import hashlib
import tomllib

import numpy as np

from pairtwist.errors import FileError, UsageError

ROLES = ("light", "atoms")  # sections that stand for a state: by its name, or as an array


def known_start(role, path, contents):
    """A start as the compiled part takes it: role, path, SHA-256 and contents."""
    return role, path, hashlib.sha256(contents).hexdigest(), contents


def kept_starts(data):
    """The starts that a Dataset's config names, with the contents that its attributes hold.

    Raises FileError where these are not those of their SHA-256.
    """
    config = parsed(config_text(data), source_of(data))
    found = []
    for role in ROLES:
        path = config.get(role, {}).get("path")
        if path is None:
            continue
        sha256 = str(data.attrs.get(f"{role}_sha256", ""))
        if f"{role}_start" not in data.attrs:
            found.append((role, path, sha256, contents_in_its_file(data, role, sha256)))
            continue
        start = known_start(role, path, bytes_of(data, f"{role}_start"))
        if start[2] != sha256:
            raise FileError(
                f"{source_of(data)}: its attribute {role}_start has the SHA-256 {start[2]}, which "
                f"is not that of {role}_sha256: {sha256 or 'none'}; take another copy of it, or "
                f"give the state again: {role}=..."
            )
        found.append(start)
    return found


def contents_in_its_file(data, role, sha256):
    """Those of a start that xarray.open_dataset() leaves in the result file; None where that is gone, or holds
    others."""
    try:
        contents = stored_attributes(data, data.encoding["source"])[f"{role}_start"].tobytes()
    except (KeyError, ImportError, FileError):
        return None
    return contents if hashlib.sha256(contents).hexdigest() == sha256 else None


def config_text(data):
    """The config that a Dataset was solved from. Raises UsageError where it carries none."""
    text = data.attrs.get("resolved_config")
    if isinstance(text, str):
        return text
    raise UsageError(
        "config: found a Dataset without the attribute resolved_config, which a result has until "
        "arithmetic or the like drops its attributes; solve the result itself, or its config"
    )


def parsed(text, source):
    """A stored config as dictionaries. Raises FileError, about `source`, where it is none."""
    try:
        config = tomllib.loads(text)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise FileError(
            f"{source} is damaged: its attribute resolved_config is no TOML: {reason}"
        ) from None
    sections = [config.get(name, {}) for name in ("model", *ROLES)]
    if not all(isinstance(section, dict) for section in sections) or not isinstance(
        sections[0].get("atoms", 1), int
    ):
        raise FileError(f"{source} is damaged: its attribute resolved_config is no config")
    return config


def bytes_of(data, name):
    values = np.atleast_1d(data.attrs[name])
    if values.dtype.kind not in "iu":
        raise FileError(f"{source_of(data)}: its attribute {name} is no bytes, so it is damaged")
    return values.astype(np.int8).tobytes()


def source_of(data):
    return data.encoding.get("source", "the Dataset")


def stored_attributes(data, path):
    """The attributes that stand for the start files in the group of `data`'s file.

    Raises FileError where they cannot be read.
    """
    if not any(f"{role}_sha256" in data.attrs for role in ROLES):
        return {}
    import h5py

    try:
        with h5py.File(path) as file:
            group = file.get("start_files", {})
            return {f"{role}_start": group[role][...].view(np.int8) for role in ROLES if role in group}
    except (OSError, TypeError, ValueError) as error:
        raise FileError(f"{path} is damaged: its start_files cannot be read: {error}") from error
