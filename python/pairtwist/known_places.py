# SPDX-License-Identifier: BSD-3-Clause
"""Which values the results of this session have, where, and of which config: by hashes of them.

A mask, a selection or a join leaves each value at its coordinates; a sum, a mean or a largest value
of several does not.
"""

import zlib

import numpy as np

from pairtwist.start_files import ROLES

LARGEST = 1 << 18  # values of a variable, whose hashes take a moment
# For a config: of a value that stands at the same place by more than one; of one that a join has, whose
# config is that of the first.
SEVERAL, OF_JOIN = "", "join"
NO_CONFIG = {None, SEVERAL, OF_JOIN}
# What each point has beside its quantities: zeros of one result stand where another has them, too.
OF_POINTS = (
    "tau_Q", "kappa", "status", "method", "cutoff", "tail_population", "error_estimate", "runtime",
)  # fmt: skip


class Hashes:
    """What is known of each of many hashes; of too many, an even share of them, told by its bits."""

    MOST = 1 << 18

    def __init__(self):
        self._known = {}
        self._zeros = 0  # at the end of those that are kept

    def add(self, hashes, what):
        while len(self._known) + len(own := self.kept(hashes)) > self.MOST:
            self._zeros += 1
            there = np.fromiter(self._known, np.uint64, len(self._known))
            self._known = {key: self._known[key] for key in self.kept(there).tolist()}
        for key in own.tolist():
            before = self._known.get(key, OF_JOIN)
            if before == OF_JOIN:
                self._known[key] = what
            elif what not in (before, OF_JOIN):
                self._known[key] = SEVERAL

    def kept(self, hashes):
        return hashes[hashes & np.uint64((1 << self._zeros) - 1) == 0]

    def of(self, hashes):
        """What is known of those that would be kept: texts, and None where one is unknown."""
        return {self._known.get(key) for key in self.kept(hashes).tolist()}


_values = Hashes()
_coordinates = Hashes()
_dimensions: dict = {}  # {salt: the sets of dimensions that variables of that name have}


def config_of(data):
    """The config of a result, and as comments of TOML what its start states are known by."""
    starts = (f"# {data.attrs.get(f'{role}_sha256', '')}" for role in ROLES)
    return "\n".join([str(data.attrs.get("resolved_config", "")), *starts])


def remember(array, config):
    """Notes a variable of a result of that config, by config_of(); False of one that is too large."""
    if array.size > LARGEST:
        return False
    dims = frozenset(name for name in array.dims if name in array.coords)
    _dimensions.setdefault(salt_of(array), set()).add(dims)
    for name in dims:
        _coordinates.add(hashes_along(array[name]), config)
    _values.add(hashes_of(array, dims), config)
    return True


def configs_of(array):
    """The configs, by config_of(), by which these values were computed where they stand; NaN is no value.

    {None} where some are of no result; set() where nothing tells: of none of a share, or of
    coordinates that no result has.
    """
    found = []
    if array.size > LARGEST or array.dtype.kind not in "iuf":
        return set()
    ways = _dimensions.get(salt_of(array), ())
    for dims in ways:
        if dims <= array.coords.keys() and all(is_known(array[name]) for name in dims):
            found.append(_values.of(hashes_of(array, dims)))
    known = [configs for configs in found if None not in configs]
    if {SEVERAL} in known:  # of which config they are nobody can tell, whoever else has them
        return {SEVERAL}
    # Of a result that has more coordinates than are left, nothing is known.
    return set().union(*known) if known else {None} if found and len(found) == len(ways) else set()


def configs_of_values(data, variable=None):
    """The configs by which a variable, or all but what each point has, is known to be computed."""
    names = [variable] if variable else [name for name in data.data_vars if name not in OF_POINTS]
    return set().union(*(configs_of(data[name]) for name in names)) - NO_CONFIG


def places_with_values(array):
    """An array without the places, along each dimension, at which it has no value at all."""
    if array.size > LARGEST or array.dtype.kind != "f" or not np.isnan(array.values).any():
        return array
    for name in array.dims:
        array = array.dropna(name, how="all")
    return array


def is_known(coordinate):
    """Whether the values of a coordinate are those of results."""
    return coordinate.ndim < 2 and None not in _coordinates.of(hashes_along(coordinate))


def salt_of(array):
    """What tells quantities apart, whatever a variable is called: renaming keeps it."""
    names = array.attrs.get("symbol", ""), array.attrs.get("long_name", "")
    return zlib.crc32(repr(names).encode())


def hashes_of(array, dims):
    """Of all values but NaN, with their coordinates along these dimensions."""
    values = array.values
    total = mixed(bits_of(values) ^ np.uint64(salt_of(array)))
    for name in sorted(dims):
        along = mixed(hashes_along(array[name]) ^ np.uint64(zlib.crc32(str(name).encode())))
        sizes = [array.sizes[dim] if dim in array[name].dims else 1 for dim in array.dims]
        total = total + along.reshape(sizes or -1)
    return mixed(total)[~np.isnan(np.atleast_1d(values))]


def hashes_along(coordinate):
    values = np.atleast_1d(coordinate.values)
    if values.dtype.kind in "iuf":
        return mixed(bits_of(values))
    return mixed(np.array([zlib.crc32(str(word).encode()) for word in values.tolist()], np.uint64))


def bits_of(values):
    """Of numbers in double precision, of both zeros the same."""
    return np.atleast_1d(np.asarray(values, np.float64) + 0.0).view(np.uint64)


def mixed(bits):
    """Spread over all 64 bits, as splitmix64 does."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
