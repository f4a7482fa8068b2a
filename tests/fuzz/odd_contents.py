# SPDX-License-Identifier: BSD-3-Clause
"""Result files that are whole, and hold what no program of ours would write."""

import h5py
import numpy as np

TEXTS = [
    "", " ", "$", "$$", r"$\frac{$", "\x1b[31m", "η" * 300, "{0}", "%s", "\\", "a\nb", "nan", "1e999",
    "time", "status", "[model]\natoms = 'x'", "a = " + "[" * 5000, "[model]\natoms = 3\n[", "<b>&amp;",
    "</script><script>alert(1)</script>", "good", "good not_converged", "N^2", "1/kHz", "../../x",
]  # fmt: skip
NUMBERS = [0.0, -0.0, -1.0, 1e308, -1e308, 5e-324, np.nan, np.inf, -np.inf, 1e-300, 3.0]


def odd_values(chance, shape):
    size = int(np.prod(shape))
    return np.array([chance.choice(NUMBERS) for _ in range(size)]).reshape(shape)


def change_attribute(chance, owner):
    names = sorted(set(owner.attrs) - {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"})
    if not names:
        return
    name = chance.choice(names)
    kind = chance.randrange(6)
    if kind == 0:
        del owner.attrs[name]
    elif kind == 1:
        owner.attrs[name] = chance.choice(NUMBERS)
    elif kind == 2:
        owner.attrs[name] = np.arange(chance.randrange(4), dtype="i1")
    else:
        owner.attrs[name] = chance.choice(TEXTS)


def change_values(chance, dataset):
    """Some of them, or all."""
    if dataset.dtype.kind == "O":
        if dataset.shape:
            dataset[chance.randrange(dataset.shape[0])] = chance.choice(TEXTS)
        return
    values = dataset[...]
    odd = odd_values(chance, values.shape)
    if chance.random() < 0.5:
        odd = np.where(np.reshape([chance.random() < 0.5 for _ in range(odd.size)], odd.shape), odd, values)
    with np.errstate(all="ignore"):
        dataset[...] = odd.astype(dataset.dtype)


def replace_dataset(chance, file, name):
    """By one of another type or shape, which has no dimensions any more."""
    shape = tuple(chance.randrange(4) for _ in range(chance.randrange(4)))
    old = dict(file[name].attrs)
    del file[name]
    kind = chance.choice(["f8", "i4", "i1", "O"])
    if kind == "O":
        data = file.create_dataset(name, shape, dtype=h5py.string_dtype())
    else:
        with np.errstate(all="ignore"):
            data = file.create_dataset(name, data=odd_values(chance, shape).astype(kind))
    for key in ("long_name", "units", "flag_meanings", "symbol"):
        if key in old:
            data.attrs[key] = old[key]


def make_a_change(chance, file):
    name = chance.choice(sorted(name for name in file if isinstance(file[name], h5py.Dataset)))
    kind = chance.randrange(10)
    if kind < 3:
        change_attribute(chance, file)
    elif kind < 6:
        change_attribute(chance, file[name])
    elif kind < 8:
        change_values(chance, file[name])
    elif kind == 8:
        replace_dataset(chance, file, name)
    else:
        del file[name]


def make_odd(chance, path):
    """Changes the file in one to four ways; h5py leaves it whole."""
    with h5py.File(path, "a") as file:
        for _ in range(chance.randint(1, 4)):
            try:
                make_a_change(chance, file)
            except (KeyError, OSError, RuntimeError, ValueError):
                pass  # libhdf5 will not: then the file stays as it is, or lacks what was to change
