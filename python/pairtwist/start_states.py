# SPDX-License-Identifier: BSD-3-Clause
"""Start states as arrays or qutip.Qobj: written to files, as the program reads them.

In the atoms' arrays m runs upwards from -N/2; in QuTiP's it runs downwards from N/2.
"""

import numpy as np

from pairtwist.errors import UsageError


def is_state(value):
    """Whether a section of the config is a state instead: an array or a qutip.Qobj."""
    return isinstance(value, np.ndarray) or is_qobj(value)


def is_qobj(value):
    return hasattr(value, "full") and hasattr(value, "isket")


def write_state(section, value, path):
    """Writes the file that `section`.path is to name. Raises UsageError."""
    if section == "light":
        write_parts(path, "density", light_density(value))
    elif section == "atoms":
        write_parts(path, "amplitude", atoms_amplitudes(value))
    else:
        raise UsageError(f"{section}: found a state; allowed is a dict of its keys")


def write_parts(path, name, array):
    import h5py

    with h5py.File(path, "w") as file:
        file[f"{name}_re"] = np.ascontiguousarray(array.real, dtype=float)
        file[f"{name}_im"] = np.ascontiguousarray(array.imag, dtype=float)


def light_density(value):
    """<n|rho|k> of a ket or a density matrix."""
    array = np.asarray(value.full() if is_qobj(value) else value, dtype=complex)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 1:
        return np.outer(array, array.conj())
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        raise UsageError(
            f"light: found an array of shape {array.shape}; allowed are a ket and a density matrix"
        )
    return array


def atoms_amplitudes(value):
    """Amplitudes of a pure state, m running upwards."""
    array = np.asarray(value.full() if is_qobj(value) else value, dtype=complex)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise UsageError(
            f"atoms: found an array of shape {array.shape}; allowed is a pure state, "
            "N + 1 amplitudes"
        )
    return array[::-1] if is_qobj(value) else array
