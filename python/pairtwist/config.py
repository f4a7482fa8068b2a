# SPDX-License-Identifier: BSD-3-Clause
"""Configs as Python objects: sections with typed keys, for editors to complete.

The keys are those of docs/interface.md, in the same sections; None leaves one out. What they may be
is the program's to say: a Config is checked when it is solved or planned, or by resolved().
"""

import dataclasses
import functools
import os
import pathlib
import tomllib
import typing

from pairtwist.equality import is_equal
from pairtwist.errors import FileError, UsageError, kind_of
from pairtwist.start_states import is_state
from pairtwist.toml import document
from pairtwist.unfinished import refuse_unfinished

Number = float | int
Complex = complex | float | int | list | dict
Numbers = typing.Any  # a list or array of numbers
Keys = dict[str, typing.Any]  # a section as a dictionary
State = typing.Any  # an array or a qutip.Qobj


def shown(section):
    """The keys that are set, as one writes them."""
    values = {field.name: getattr(section, field.name) for field in dataclasses.fields(section)}
    own = [
        f"{name}={value!r}"
        for name, value in values.items()
        if not (value is None or is_section(value) and not section_dict(value))
    ]
    return f"{type(section).__name__}({', '.join(own)})"


def reset(section, name):
    """`del config.model.kappa`: the key is as if it had not been set."""
    fields = {field.name: field for field in dataclasses.fields(section)}
    if name not in fields:
        raise AttributeError(f"{type(section).__name__} has no key {name!r}")
    made = fields[name].default_factory
    setattr(section, name, fields[name].default if made is dataclasses.MISSING else made())


@typing.dataclass_transform(kw_only_default=True)
def section(cls):
    """A dataclass of keyword arguments that refuses an unknown one as the program does."""
    cls.__repr__, cls.__eq__, cls.__delattr__ = shown, is_equal, reset
    cls = dataclasses.dataclass(kw_only=True, slots=True, repr=False)(cls)
    known = {field.name for field in dataclasses.fields(cls)}
    made, put = cls.__init__, cls.__setattr__

    @functools.wraps(made)
    def refuse_unknown(self, *given, **keys):
        if given:
            refuse_unnamed(cls.__name__, given[0])
        for key in keys:
            if key not in known:
                refuse(cls.__name__.lower(), key, keys[key])
        made(self, **keys)

    def set_known(self, key, value):
        if key not in known:
            refuse(cls.__name__.lower(), key, value)
        put(self, key, value)

    cls.__init__, cls.__setattr__ = refuse_unknown, set_known
    return cls


def refuse_unnamed(name, value):
    """Raises UsageError for what was given without a key's name."""
    if name == "Config" and isinstance(value, dict):
        way_out = "Config(**{...}) takes a dict of sections, and solve() takes it as it is"
    elif name == "Config":
        way_out = "Config.from_toml(...) reads a file or a text"
    else:
        way_out = f"as in {name}({dataclasses.fields(SECTIONS[name.lower()])[0].name}=...)"
    raise UsageError(
        f"{name}: found {kind_of(value)} without a name; allowed are keys by their names; "
        f"{way_out}"
    )


def refuse(name, key, value):
    """Raises what the program says to an unknown key."""
    from pairtwist.compiled import core

    entries = {"model": {"atoms": 1}, "time": {"stop": 1.0}}
    entries = {key: value, **entries} if name == "config" else entries
    if name != "config":
        entries.setdefault(name, {})[key] = value
    core().parse_config(document(entries), "Config")
    raise UsageError(f"{name}.{key} is no key of this Config")


@section
class Model:
    atoms: int | None = None
    U: Number | None = None
    W0: Number | None = None
    detuning: Number | None = None
    eta: Complex | None = None
    kappa: Number | None = None
    kappa_tau_Q: Number | None = None
    dephasing: Number | None = None
    tilt: Number | None = None
    transverse: Complex | None = None
    thermal_photons: Number | None = None
    kerr: Number | None = None
    two_photon_loss: Number | None = None
    tunnelling: Number | None = None
    rate_unit: str | None = None


@section
class Light:
    state: (
        typing.Literal["vacuum", "coherent", "fock", "thermal", "squeezed", "cat", "file"] | None
    ) = None
    alpha: Complex | None = None
    parity: int | None = None
    n: Number | None = None
    r: Number | None = None
    angle: Number | None = None
    path: str | None = None


@section
class Atoms:
    state: typing.Literal["coherent", "dicke", "file"] | None = None
    theta: Number | None = None
    phi: Number | None = None
    m: Number | None = None
    path: str | None = None


@section
class Pump:
    switch_off: Number | str | None = None
    segments: list[dict] | None = None
    factor: Number | None = None


@section
class Time:
    stop: Number | None = None
    samples: int | None = None
    values: Numbers | dict | None = None
    unit: typing.Literal["1", "tau_Q", "tau_C"] | None = None


@section
class Scan:
    mode: typing.Literal["grid", "zip"] | None = None
    axes: list[dict] | None = None


@section
class Solve:
    method: typing.Literal["auto", "closed_form", "gaussian", "fock", "joint"] | None = None
    backend: typing.Literal["auto", "cpu", "cuda"] | None = None
    tolerance: Number | None = None
    frame: typing.Literal["auto", "moving", "laboratory"] | None = None
    cutoff: int | str | None = None
    cutoff_exact: int | None = None
    trajectories: int | None = None
    first_trajectory: int | None = None
    seed: int | None = None
    max_seconds: Number | None = None


@section
class Output:
    quantities: list[str] | None = None
    over_time: typing.Literal["all", "final", "extrema"] | None = None
    events: list[dict] | None = None
    part_seconds: Number | None = None
    photons_max: int | None = None
    angles: Numbers | dict | None = None
    husimi_grid: list[int] | None = None


def section_dict(section):
    """The keys of a section that are set."""
    values = {field.name: getattr(section, field.name) for field in dataclasses.fields(section)}
    return {name: value for name, value in values.items() if value is not None}


def is_section(value):
    return isinstance(value, tuple(SECTIONS.values()))


SECTIONS = {
    "model": Model,
    "light": Light,
    "atoms": Atoms,
    "pump": Pump,
    "time": Time,
    "scan": Scan,
    "solve": Solve,
    "output": Output,
}


def is_text(config):
    """Whether it is a TOML text, not the path of a file."""
    return isinstance(config, str) and (
        "\n" in config or ("=" in config and not os.path.exists(config))
    )


def refuse_result(path):
    """Raises UsageError for a result file in the place of a config, FileError for its parts."""
    refuse_unfinished(path)
    try:
        with path.open("rb") as stream:
            begin = stream.read(8)
    except OSError:
        return  # who reads it says why it cannot be read
    if begin == b"\x89HDF\r\n\x1a\n":
        found = "a result file"
    elif begin.startswith(b"CDF"):
        found = "a netCDF-3 file"
    else:
        return
    refuse_foreign(path)
    of_program = "" if found == "a netCDF-3 file" else ", or have the program run it"
    raise UsageError(
        f"{path}: found {found}, allowed is a config; to solve it again give what "
        f"pairtwist.open({str(path)!r}) makes of it{of_program}"
    )


def refuse_foreign(path):
    """Raises FileError for a file of that kind which is no result."""
    from pairtwist import dataset

    try:
        dataset.open(path).close()
    except FileError as error:
        raise FileError(f"{error}; allowed is a config, or a result as a Dataset") from None


def toml_of(text, name):
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: is no TOML: {error}") from None


def section_of(name, given):
    """A section, made of a dictionary where it is one; a state as it is. Raises UsageError.

    Of light and atoms also the name of a state, light="cat".
    """
    kind = SECTIONS[name]
    if isinstance(given, dict):
        return kind(**given)
    if isinstance(given, str) and name in ("light", "atoms"):
        return kind(state=given)
    if isinstance(given, kind) or is_state(given):
        return given
    number = '; their number is model={"atoms": ...}' if name == "atoms" else ""
    raise UsageError(
        f"{name}: found {kind_of(given)}; allowed: {kind.__name__} or a dict{number}"
    )


if typing.TYPE_CHECKING:
    Kind = typing.TypeVar("Kind")

    class Part(typing.Generic[Kind]):
        """For type checkers: a section as an object, which may be set to a dictionary, too."""

        def __get__(self, config: object, kind: typing.Any = None) -> Kind: ...
        def __set__(self, config: object, value: Kind | Keys) -> None: ...

    class StartPart(Part[Kind]):
        """One that may also be set to a state."""

        def __set__(self, config: object, value: Kind | Keys | State) -> None: ...


@section
class Config:
    """Everything that a scan is. Sections are given as such, or as dictionaries."""

    title: str | None = None
    if typing.TYPE_CHECKING:
        model: Part[Model] = Part()
        light: StartPart[Light] = StartPart()
        atoms: StartPart[Atoms] = StartPart()
        pump: Part[Pump] = Part()
        time: Part[Time] = Part()
        scan: Part[Scan] = Part()
        solve: Part[Solve] = Part()
        output: Part[Output] = Part()
    else:
        model: Model = dataclasses.field(default_factory=Model)
        light: Light = dataclasses.field(default_factory=Light)
        atoms: Atoms = dataclasses.field(default_factory=Atoms)
        pump: Pump = dataclasses.field(default_factory=Pump)
        time: Time = dataclasses.field(default_factory=Time)
        scan: Scan = dataclasses.field(default_factory=Scan)
        solve: Solve = dataclasses.field(default_factory=Solve)
        output: Output = dataclasses.field(default_factory=Output)

    if typing.TYPE_CHECKING:
        # What is made of the fields at run time takes dictionaries, and states, too.
        def __init__(
            self,
            *,
            title: str | None = None,
            model: Model | Keys = ...,
            light: Light | Keys | State = ...,
            atoms: Atoms | Keys | State = ...,
            pump: Pump | Keys = ...,
            time: Time | Keys = ...,
            scan: Scan | Keys = ...,
            solve: Solve | Keys = ...,
            output: Output | Keys = ...,
        ) -> None: ...

    def __setattr__(self, name, value):
        """Of a section also as a dictionary, when the Config is made and later."""
        object.__setattr__(self, name, section_of(name, value) if name in SECTIONS else value)

    @classmethod
    def from_toml(cls, source: str | os.PathLike) -> typing.Self:
        """The Config in a file or a TOML text. Raises UsageError or FileError.

        Start files, whose paths are relative to a config's file, get its folder put before them.
        """
        if is_text(source):
            return cls(**toml_of(source, "the text"))
        refuse_result(pathlib.Path(source))
        try:
            text = pathlib.Path(source).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise FileError(f"{source}: cannot read the config: {reason}") from None
        entries = toml_of(text, source)
        for name in ("light", "atoms"):
            own = entries.get(name)
            if isinstance(own, dict) and isinstance(own.get("path"), str):
                own["path"] = os.path.join(os.path.dirname(os.path.abspath(source)), own["path"])
        return cls(**entries)

    def as_dict(self) -> dict[str, typing.Any]:
        """The keys that are set, in sections that have some."""
        found = {"title": self.title} if self.title is not None else {}
        for name in SECTIONS:
            own = getattr(self, name)
            entries = own if is_state(own) else section_dict(own)
            if is_state(own) or entries:
                found[name] = entries
        return found

    def to_toml(self) -> str:
        """As the program reads it. Raises UsageError for what is no text: states, several values."""
        from pairtwist.jobs import merged

        entries = merged(self)
        for name, own in entries.items():
            if is_state(own):
                raise UsageError(
                    f"{name}: found an array or Qobj, which a TOML text cannot hold; "
                    f"pairtwist.solve(config) takes it as it is, and its result keeps it; for the "
                    "program write it to a file (docs/file-format.md, The start amplitudes, The "
                    f'start light) and set {name}={{"state": "file", "path": "{name}.h5"}}'
                )
        return document(entries)

    def resolved(self) -> str:
        """With every default, as TOML. Raises UsageError where to_toml or the program would."""
        from pairtwist.compiled import core

        return core().parse_config(self.to_toml(), "Config").to_toml()
