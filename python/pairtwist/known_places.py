# SPDX-License-Identifier: BSD-3-Clause
"""Which values the results of this session have, where, and of which config: by hashes of them.

A mask, a selection or a join leaves each value at its coordinates; a sum, a mean or a largest value
of several does not.
"""

import zlib

import numpy as np

from pairtwist.start_files import ROLES

LARGEST = 1 << 18  # values of a variable, whose hashes take a moment
MOST_CONFIGS = 64  # of a value
# For configs: of a value that a join has, whose config is that of the first; of one that more have than
# are kept.
OF_JOIN, OF_ANY = frozenset(), frozenset({""})
# What each point has beside its quantities: zeros of one result stand where another has them, too.
OF_POINTS = (
    "tau_Q", "kappa", "status", "method", "cutoff", "tail_population", "error_estimate", "runtime",
)  # fmt: skip


class Hashes:
    """The configs of each of many hashes; of too many, of an even share of them, told by its bits."""

    MOST = 1 << 18

    def __init__(self):
        self._known = {}
        self._zeros = 0  # at the end of those that are kept

    def add(self, hashes, configs):
        while len(self._known) + len(own := self.kept(hashes)) > self.MOST:
            self._zeros += 1
            there = np.fromiter(self._known, np.uint64, len(self._known))
            self._known = {key: self._known[key] for key in self.kept(there).tolist()}
        after = {}  # the same set for all that had the same before
        for key in own.tolist():
            before = self._known.get(key, OF_JOIN)
            if before not in after:
                after[before] = before | configs
                if before == OF_ANY or len(after[before]) > MOST_CONFIGS:
                    after[before] = OF_ANY
            self._known[key] = after[before]

    def kept(self, hashes):
        return hashes[hashes & np.uint64((1 << self._zeros) - 1) == 0]

    def of(self, hashes):
        """Those of the hashes that would be kept: sets of configs, and None where one is unknown."""
        return {self._known.get(key) for key in self.kept(hashes).tolist()}


_values = Hashes()
_coordinates = Hashes()
# {salt: {set of coordinates: whether these are the dimensions of a variable of that name, no more}}
_dimensions: dict = {}


def config_of(data):
    """The config of a result, and as comments of TOML what its start states are known by."""
    starts = (f"# {data.attrs.get(f'{role}_sha256', '')}" for role in ROLES)
    return "\n".join([str(data.attrs.get("resolved_config", "")), *starts])


def dims_of(array):
    """Dimensions whose values say where a value stands; the number of a scan's point is of no matter."""
    return frozenset(name for name in array.dims if name in array.coords and name != "point")


def points_of(array):
    """Coordinates of a single value that give a key: a selection that was solved again has them, and what it
    may be joined with was computed along them."""
    return frozenset(name for name, one in array.coords.items() if one.ndim == 0 and "key" in one.attrs)


def remember(array, config):
    """Notes a variable of a result of that config, by config_of(), or None of a join; False of one that is
    too large."""
    if array.size > LARGEST:
        return False
    configs = OF_JOIN if config is None else frozenset({config})
    dims = dims_of(array)
    known = _dimensions.setdefault(salt_of(array), {})
    for places in {dims, dims | points_of(array)}:
        known[places] = known.get(places, False) or places == dims
        for name in places:
            _coordinates.add(hashes_along(array[name]), configs)
        _values.add(hashes_of(array, places), configs)
    return True


def is_of_results(array):
    """Whether these values are where they stand in results of this session; NaN is no value.

    None where nothing tells: of none of a share, or of coordinates that no result has.
    """
    found = configs_by_places(array)
    if any(configs and None not in configs for configs in found):
        return True
    # Of a result that has more coordinates than are left, nothing is known.
    every = all(
        has_places(array, dims)
        for dims, alone in _dimensions.get(salt_of(array), {}).items()
        if alone
    )
    return False if found and every and None in set().union(*found) else None


def configs_by_places(array):
    """For each set of coordinates that results have of such a variable, and this one too: for each of its
    values the configs by which it was computed there, and None of one that is of no result."""
    if array.size > LARGEST or array.dtype.kind not in "iuf":
        return []
    return [
        _values.of(hashes_of(array, dims))
        for dims in _dimensions.get(salt_of(array), ())
        if has_places(array, dims)
    ]


def has_places(array, dims):
    """Whether it has these coordinates, with values of results."""
    return dims <= array.coords.keys() and all(is_known(array[name]) for name in dims)


def common_of_values(data, variable=None, of=lambda config: {config}):
    """What the configs have in common by which a variable, or all but what each point has, was computed:
    empty where some of its values are of one result, and others of another. None where nobody knows.

    A value may be of each of the configs that have it. of: what is asked of a config, a set.
    """
    every = [common_of(configs_by_places(one), of) for one in asked_for(data, variable)]
    known = [found for found in every if found is not None]
    return set.intersection(*known) if known else None


def common_of(by_places, of):
    every = [set.intersection(*(set().union(*map(of, one)) for one in told)) for told in told_by(by_places)]
    return set().union(*every) if every else None


def configs_of_values(data, variable=None):
    """All configs by which some of these values may have been computed."""
    every = [configs_by_places(one) for one in asked_for(data, variable)]
    return set().union(*(one for by_places in every for told in told_by(by_places) for one in told))


def told_by(by_places):
    """The configs of all values, where each is of a known one; nothing where none of a share is kept at some
    places, at which these may be of others."""
    if not all(by_places):
        return []
    every = (configs - {OF_ANY} for configs in by_places)
    return [told for told in every if told and not told & {None, OF_JOIN}]


def asked_for(data, variable):
    names = [variable] if variable else [name for name in data.data_vars if name not in OF_POINTS]
    return [data[name] for name in names]


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
