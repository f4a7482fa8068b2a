"""What this package raises, each with the exit code that the program's `plot` command returns."""


class PairtwistError(Exception):
    """Base of the two below; its message names the thing, the value and the way out."""

    exit_code = 2


class ChoiceError(PairtwistError, ValueError):
    """A quantity, axis, value or image format that is not to be had; the message lists what is."""

    exit_code = 2


class FileError(PairtwistError, OSError):
    """A file that cannot be read or written, or that pairtwist did not write."""

    exit_code = 4
