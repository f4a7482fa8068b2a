# SPDX-License-Identifier: BSD-3-Clause
"""What this package raises, each with the exit code that the program returns."""


class PairtwistError(Exception):
    """Base of the others; its message names the thing, the value and the way out."""

    exit_code = 2


def kind_of(value):
    """The type of what was given, with its article, for messages: "an int"."""
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' or name == 'ndarray' else 'a'} {name}"


class UsageError(PairtwistError, ValueError):
    """A config that is wrong, or wants what this version does not have; the program's message. And
    a call that has no meaning."""

    exit_code = 2


class ChoiceError(PairtwistError, ValueError):
    """A quantity, axis, value or image format that is not to be had; the message lists what is."""

    exit_code = 2


class FileError(PairtwistError, OSError):
    """A file that cannot be read or written, or that pairtwist did not write."""

    exit_code = 4


class DeviceError(PairtwistError, RuntimeError):
    """A device that is not there or failed."""

    exit_code = 5


class OutOfMemoryError(PairtwistError, MemoryError):
    """What was asked for does not fit into memory; the message says what takes less."""

    exit_code = 2


class PairtwistWarning(UserWarning):
    """What is worth knowing of a config, a result or a picture, to be filtered by its class."""
