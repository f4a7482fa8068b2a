# SPDX-License-Identifier: BSD-3-Clause
"""Keys of a config by the names that keywords have, and scans of them."""

import dataclasses
import re
import typing

import numpy as np

from pairtwist.compiled import core
from pairtwist.config import SECTIONS
from pairtwist.errors import PairtwistError, UsageError, kind_of


OF_SEGMENTS = ("until",)  # keys that segments of a pump have, and no section


def keys_by_name():
    """{name: [section.key, ...]}: what a key may be called without its section."""
    found = {}
    for name, kind in SECTIONS.items():
        for field in dataclasses.fields(kind):
            found.setdefault(field.name, []).append(f"{name}.{field.name}")
            found.setdefault(f"{name}_{field.name}", []).append(f"{name}.{field.name}")
    return found


def is_short(name, keys):
    """Whether a name is the one to show for its key: without section where that is enough."""
    last = keys[0].split(".")[1]
    return len(keys) == 1 and (name == last or len(keys_by_name()[last]) > 1)


def key_of(name, beside=(), offers=lambda key: True):
    """ "model.eta" of "eta", "model_eta" or itself; "model.eta.abs" of "eta_abs" or itself.

    beside: other names that the message about an unknown one is to offer; offers: whether it is to
    offer a key. Raises UsageError for an unknown name, or for one of several keys.
    """
    from pairtwist.selection import nearest_of

    if field_of(name):
        return name
    known = keys_by_name()
    part = re.fullmatch(r"(\w+)_(abs|phase)", name)
    if part and name not in known and any(map(is_complex, known.get(part[1], ()))):
        return f"{key_of(part[1])}.{part[2]}"
    if name not in known:
        offered = [
            *beside,
            *(key for key, whole in known.items() if is_short(key, whole) and offers(whole[0])),
        ]
        if "." in name:
            wholes = dict.fromkeys(whole[0] for whole in known.values())
            offered = [whole for whole in wholes if offers(whole)]
        if name in OF_SEGMENTS:
            whole = f"pump.segments[0].{name}"
            raise UsageError(f"no key {name!r}; each segment of a pump has its own: **{{{whole!r}: ...}}")
        if meant := meaning_of(name.rpartition(".")[2]):
            raise UsageError(f"no key {name!r}; {meant}")
        raise UsageError(f"no key {name!r}{nearest_of(name, offered)}")
    if len(known[name]) > 1:
        choices = " or ".join(key.replace(".", "_") for key in known[name])
        raise UsageError(f"{name!r} is a key of several sections: {choices}")
    return known[name][0]


def meaning_of(symbol):
    """What the program says of a symbol of the physics, with the keyword; "" of other names."""
    text, key = said_of(symbol)
    return f"{text}: {keyword_of(key)}=..." if key else ""


def said_of(symbol):
    """("N is model.atoms here", "model.atoms") of a symbol; ("", None) of other names."""
    if not symbol.isidentifier():
        return "", None
    try:
        core().parse_config("", "config", [f"model.{symbol}=0"])
    except PairtwistError as error:  # also where there is no compiled part, which knows of symbols
        found = re.search(rf"; ({symbol} is (\w+\.\w+).*? here)\.", str(error))
        if found:
            return found.groups()
    return "", None


def key_named(name):
    """The key of a name, or of a symbol, "model.atoms" of "atoms" and "N"; None of neither.

    Raises UsageError for a name of several keys.
    """
    part = re.fullmatch(r"(\w+)_(abs|phase)", name)
    if name in keys_by_name() or field_of(name) or (part and part[1] in keys_by_name()):
        return key_of(name)
    return said_of(name)[1]


def keyword_of(key):
    """ "eta" of "model.eta", "light_n" of "light.n": the shortest that is only its own."""
    return next(name for name, keys in keys_by_name().items() if keys == [key])


def field_of(key):
    """The dataclass field that "model.eta" is, or what is below it; None of what is no such key."""
    section, _, rest = key.partition(".")
    last = re.split(r"[.\[]", rest)[0]
    return SECTIONS[section].__dataclass_fields__.get(last) if section in SECTIONS else None


def kinds_of(key):
    """The types that the key itself may have; () of what is below a key."""
    field = field_of(key) if key.count(".") == 1 and "[" not in key else None
    return typing.get_args(field.type) if field else ()


def is_complex(key):
    return complex in kinds_of(key)


def is_single(key):
    """Whether the key has one number or word: several values of it can only be an axis."""
    kinds = kinds_of(key)
    return bool(kinds) and typing.Any not in kinds and not any(
        typing.get_origin(kind) is list for kind in kinds
    )


def scan(
    mode: typing.Literal["grid", "zip"] = "grid", **axes: typing.Any
) -> dict[str, typing.Any]:
    """The section `scan` of a config: each keyword an axis with its values, the first the slowest.

    solve(config, scan=scan(eta=np.linspace(100, 400, 7), kappa=[0, 1])). Keys are named by their
    last part, or with their section, light_n; of complex ones eta_abs and eta_phase; or whole, as
    scan(**{"pump.segments[1].eta": [0, 1]}). mode="zip" runs all axes together.
    Raises UsageError where a keyword is no axis.
    """
    if not isinstance(mode, str):
        raise UsageError(
            f"scan: found {kind_of(mode)} in the place of mode; axes are keywords, "
            'scan(eta=[1.0, 2.0], mode="grid")'
        )
    refuse_sections(axes)
    entries = [axis_of(key_of(name, offers=may_be_axis), values) for name, values in axes.items()]
    return {"mode": mode, "axes": entries}


def refuse_sections(axes):
    """Raises UsageError for start states, and for sections, none of which is an axis."""
    for name in axes.keys() & (SECTIONS.keys() - {"atoms"}):
        if name == "light":
            way_out = (
                "kinds of light are, light_state=[...]; of states as arrays solve one each, and "
                "xarray.concat joins the results"
            )
        else:
            way_out = f"its keys are: {', '.join(axis_names(name)) or 'none of them'}"
        raise UsageError(f"{name}: a section is no axis; {way_out}")


def axis_names(section):
    """What the axes over a section's keys may be called."""
    names = (f"{section}.{field.name}" for field in dataclasses.fields(SECTIONS[section]))
    return [keyword_of(key) for key in names if may_be_axis(key)]


def may_be_axis(key):
    """Whether the program has axes over a key at all; where there is no program, of every key."""
    try:
        core().parse_config(
            "[model]\natoms = 1\n[time]\nstop = 1.0\n", "config",
            [f'scan.axes=[{{key="{key}", values=[1.0]}}]'],
        )  # fmt: skip
    except UsageError as error:
        return "which cannot be an axis" not in str(error)
    except PairtwistError:
        pass
    return True


def axis_of(key, values):
    """An entry of scan.axes. Raises UsageError for complex values, which no axis has."""
    several_complex = np.ndim(values) == 1 and np.iscomplexobj(values)
    if several_complex and not is_complex(key):
        raise UsageError(f"{key}: an axis has real values, and these are complex")
    if several_complex:
        name = key.rpartition(".")[2]
        raise UsageError(
            f"{key}: an axis has real values, and these are complex; for those are the axes "
            f'{name}_abs and {name}_phase, as a grid or together, scan("zip", ...)'
        )
    return {"key": key, "values": whole_numbers(key, values)}


def whole_numbers(key, values):
    """Of a key that takes integers, those that are whole as such, also of a list: 20.0 as 20.

    Of scan.axes those of each axis.
    """
    if key == "scan.axes" and isinstance(values, list | tuple):
        return [whole_axis(axis) for axis in values]
    array = getattr(values, "values", values)  # of xarray
    if not takes_integers(key):
        return values
    if isinstance(array, list | tuple):
        return [number(entry) for entry in array]
    if not isinstance(array, np.ndarray | np.floating | float):
        return values
    array = np.asarray(array)
    return [number(entry) for entry in array.tolist()] if np.ndim(array) else number(array.item())


def is_integer(key):
    kinds = kinds_of(key)
    return int in kinds and float not in kinds


def takes_integers(key):
    """Whether the key is an integer, or, as light.n of a Fock state, may have to be one."""
    return key == "light.n" or is_integer(key)


def whole_axis(axis):
    """An entry of scan.axes; what is none is left to the program."""
    if not isinstance(axis, dict) or not isinstance(axis.get("key"), str) or "values" not in axis:
        return axis
    return {**axis, "values": whole_numbers(axis["key"], axis["values"])}


def number(value):
    if isinstance(value, np.generic | np.ndarray) and value.ndim == 0:
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value
