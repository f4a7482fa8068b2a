"""The compiled part of pairtwist."""

from collections.abc import Sequence


class Job:
    """A validated config."""

    @property
    def points(self) -> int:
        """Points of its scan."""

    @property
    def backend(self) -> str:
        """"auto", "cpu" or "cuda": what it is to be solved on."""

    @property
    def notes(self) -> list[str]:
        """What is to be told: keys left out, and the like."""

    def to_toml(self) -> str:
        """Its config with every default, as TOML."""

def read_config(path: str, overrides: Sequence[str] = [], starts: Sequence[tuple[str, str, str, bytes | None]] = []) -> Job:
    """
    The config in a file; overrides: "key=value", as of --set; starts: role, path, SHA-256 and contents of start files, which need not exist where these are known.
    """

def parse_config(text: str, name: str, overrides: Sequence[str] = [], starts: Sequence[tuple[str, str, str, bytes | None]] = []) -> Job:
    """The config in a text; name stands for the file in messages."""

class Plan:
    """What a scan would cost. Bytes are of the largest batch."""

    @property
    def points(self) -> int: ...

    @property
    def samples(self) -> int:
        """Sample times a point."""

    @property
    def methods(self) -> dict[str, int]:
        """Points of each method."""

    @property
    def in_double(self) -> int:
        """Of closed_form, points for which doubles do."""

    @property
    def coherences(self) -> int:
        """Sum of (N+1)^2."""

    @property
    def solved(self) -> int:
        """Pairs left by symmetry, demand and weight."""

    @property
    def sectors(self) -> int:
        """Cavity amplitudes evolved."""

    @property
    def batches(self) -> int: ...

    @property
    def largest_batch(self) -> int:
        """Points."""

    @property
    def batch_bytes(self) -> int:
        """What a backend holds of one batch."""

    @property
    def rows_bytes(self) -> int:
        """What the host holds of its results."""

    @property
    def disk_bytes(self) -> int:
        """Numbers of the file before compression."""

    def __repr__(self) -> str: ...

class Solver:
    """A CPU or CUDA devices, ready for one job after another."""

    def __init__(self, backend: str, threads: int, devices: Sequence[int]) -> None: ...

    @property
    def backend(self) -> str: ...

    @property
    def device(self) -> str: ...

    def plan(self, job: Job) -> Plan: ...

    def solve(self, job: Job, progress: object | None) -> dict:
        """
        coords, data_vars and attrs of a Dataset, and at how many points samples were few for its extrema (coarse); progress is called with the points done and the share of all work.
        """
