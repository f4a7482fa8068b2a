# SPDX-License-Identifier: BSD-3-Clause
"""Values of Python and NumPy as TOML."""

import enum
import json
import math
import numbers
import os
import sys

from pairtwist.errors import UsageError, kind_of


def value_text(key, value):
    """A value as TOML; complex numbers as [re, im]. Raises UsageError for what has no place."""
    array = getattr(value, "values", value)  # of xarray and pandas
    if hasattr(array, "tolist"):
        value = array.tolist()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return integer_text(key, int(value))
    if isinstance(value, numbers.Real):
        return number_text(float(value))
    if isinstance(value, numbers.Complex):
        return f"[{number_text(value.real)}, {number_text(value.imag)}]"
    if isinstance(value, enum.Enum):
        return value_text(key, value.value)
    if isinstance(value, str | os.PathLike):
        return json.dumps(os.fspath(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        entries = ", ".join(
            f"{name_text(k)} = {value_text(f'{key}.{k}', v)}" for k, v in value.items()
        )
        return f"{{ {entries} }}"
    if isinstance(value, list | tuple | range):
        return f"[{', '.join(value_text(key, entry) for entry in value)}]"
    if value is None:
        raise UsageError(f"{key}: found None, which is no value; leave {key.rpartition('.')[2]} out")
    raise UsageError(f"{key}: found {kind_of(value)}; allowed are numbers, texts and lists")


def integer_text(key, value):
    """As a float where TOML's integers, of 64 bits, do not reach; keys of integers refuse that."""
    if -(2**63) <= value < 2**63:
        return str(value)
    try:
        return number_text(float(value))
    except OverflowError:
        raise UsageError(
            f"{key}: found an integer of {len(str(abs(value)))} digits; allowed are numbers up to "
            f"{sys.float_info.max:.1e}"
        ) from None


def number_text(value):
    """Read back to the same bits."""
    if math.isfinite(value):
        return repr(value)
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def name_text(name):
    """A key, quoted where it must be."""
    plain = name.isascii() and name.replace("-", "_").replace("_", "a").isalnum()
    return name if plain else json.dumps(name, ensure_ascii=False)


def document(config):
    """A config of nested dictionaries: its sections as tables. None is a key that is not there."""
    lines = []
    for key, value in config.items():
        if value is not None and not isinstance(value, dict):
            lines.append(f"{name_text(key)} = {value_text(key, value)}")
    for section, entries in config.items():
        if isinstance(entries, dict):
            lines += ["", f"[{name_text(section)}]"]
            for key, value in entries.items():
                if value is not None:
                    lines.append(f"{name_text(key)} = {value_text(f'{section}.{key}', value)}")
    return "\n".join(lines).lstrip("\n") + "\n"
