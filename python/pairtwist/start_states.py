# SPDX-License-Identifier: BSD-3-Clause
"""Start states as arrays or qutip.Qobj, as the start files that the program reads.

In the atoms' arrays m runs upwards from -N/2; in QuTiP's it runs downwards from N/2.
"""

import io

import numpy as np

from pairtwist.errors import UsageError
from pairtwist.warn import warn

LEVELS = 1024  # the most photon levels that a light may start with
NORM = 1e-10  # how far a norm may be from 1, as in the program
ROUNDING = 1e-5  # what arithmetic in single precision leaves of it, of up to LEVELS entries


def is_state(value):
    """Whether a section of the config is a state instead: an array or a qutip.Qobj."""
    return isinstance(value, np.ndarray) and value.ndim > 0 or is_qobj(value)


def is_qobj(value):
    return hasattr(value, "full") and hasattr(value, "isket")


def file_of(section, value):
    """The bytes of the file that light.path or atoms.path is to name. Raises UsageError."""
    if section == "light":
        return file_of_parts("density", light_density(value))
    return file_of_parts("amplitude", atoms_amplitudes(value))


def file_of_parts(name, array):
    import h5py

    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file[f"{name}_re"] = np.ascontiguousarray(array.real, dtype=float)
        file[f"{name}_im"] = np.ascontiguousarray(array.imag, dtype=float)
    return stream.getvalue()


def light_density(value):
    """<n|rho|k> of a ket or a density matrix."""
    array = numbers_of("light", value, "one mode of light: .ptrace(i) leaves part i")
    if len(array) > LEVELS:
        raise UsageError(
            f"light: found a state on {len(array)} photon levels; allowed are {LEVELS} at most"
        )
    if array.ndim == 1:
        array = normalised("light", array, value)
        return np.outer(array, array.conj())
    if array.shape[0] != array.shape[1]:
        refuse_shape("light", array.shape)
    if is_single(value):
        array = density_of_single(array, value)
    trace = np.trace(array).real
    if trace == 0:
        raise UsageError("light: the trace of the matrix is 0, so it is no density matrix")
    if abs(trace - 1) > NORM:
        raise UsageError(
            f"light: the trace of the density matrix is {trace:.12g}; divide it by that"
        )
    return array


def atoms_amplitudes(value):
    """Amplitudes of a pure state, m running upwards."""
    array = numbers_of(
        "atoms", value, "one spin of length N/2, the N + 1 Dicke states, as of "
        "qutip.spin_coherent(N/2, theta, phi)"
    )  # fmt: skip
    if array.ndim != 1:
        refuse_shape("atoms", array.shape)
    array = normalised("atoms", array, value)
    return array[::-1] if is_qobj(value) else array


def numbers_of(section, value, whole):
    """A ket as one dimension, a matrix as two. `whole`: what a Qobj has to be of, for messages."""
    if is_qobj(value):
        if value.type not in ("ket", "oper"):
            way_out = "; its .dag() is a ket" if value.type == "bra" else ""
            raise UsageError(
                f"{section}: found a Qobj of type {value.type!r}; allowed are a ket and a density "
                f"matrix{way_out}"
            )
        if len(value.dims[0]) != 1:
            raise UsageError(
                f"{section}: found a Qobj of dims {value.dims}, of {len(value.dims[0])} parts; "
                f"allowed is a state of {whole}"
            )
        value = value.full()
    if value.dtype.kind not in "biufc":
        raise UsageError(f"{section}: found an array of {value.dtype}; allowed are numbers")
    array = value.astype(complex)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim not in (1, 2) or not array.size:
        refuse_shape(section, array.shape)
    if not np.isfinite(array).all():
        at = np.argwhere(~np.isfinite(array))[0].tolist()
        raise UsageError(f"{section}: the entry {at} is {array[tuple(at)]}, not a finite number")
    return array


def refuse_shape(section, shape):
    """Raises UsageError with the shapes that a state may have."""
    if section == "light":
        allowed = "are a ket and a density matrix, of the shapes (n,) and (n, n) on n photon levels"
    else:
        allowed = "is a pure state, N + 1 amplitudes: the shape (N + 1,) or (N + 1, 1)"
        if len(shape) == 2 and shape[0] == shape[1]:
            allowed += (
                "; atoms start in no density matrix; where it is pure, its last eigenvector is the "
                "state: np.linalg.eigh(rho)[1][:, -1], or rho.eigenstates()[1][-1] of a Qobj"
            )
    raise UsageError(f"{section}: found an array of shape {shape}; allowed {allowed}")


def normalised(section, ket, given):
    """The ket, of norm 1. Raises UsageError, unless rounding in single precision put it off."""
    norm = np.linalg.norm(ket)
    if norm == 0:
        raise UsageError(f"{section}: all {len(ket)} entries of the ket are 0, which is no state")
    if abs(norm**2 - 1) <= NORM:
        return ket
    if is_single(given) and abs(norm**2 - 1) <= ROUNDING:
        say_normalised(section, given, f"its norm is {norm:.12g}")
        return ket / norm
    axis = ""
    if section == "atoms" and not is_qobj(given) and given.dtype.kind in "iu":
        axis = "; several numbers of atoms are an axis: scan=pairtwist.scan(atoms=[...])"
    raise UsageError(
        f"{section}: the norm of the ket is {norm:.12g}; divide it by that, or take .unit() of "
        f"a Qobj{axis}"
    )


def density_of_single(matrix, given):
    """The density matrix that rounding in single precision has put off; others as they are."""
    hermitian = (matrix + matrix.conj().T) / 2
    weights, vectors = np.linalg.eigh(hermitian)
    trace = weights.sum()
    off = max(np.abs(matrix - hermitian).max(), abs(trace - 1), -weights[0])
    if not NORM < off <= ROUNDING:
        return matrix
    say_normalised("light", given, f"its trace, norm of the state, is {trace:.12g}")
    kept = (vectors * np.maximum(weights, 0)) @ vectors.conj().T
    return kept / np.trace(kept).real


def is_single(value):
    """Whether numbers have less than double precision; a Qobj never does."""
    return not is_qobj(value) and value.dtype in (np.float16, np.float32, np.complex64)


def say_normalised(section, given, what):
    warn(
        f"{section}: is {given.dtype}, in single precision: {what}; normalised to 1 in double. "
        "An array of complex128 that is normalised there is taken as it is"
    )
