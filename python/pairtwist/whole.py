# SPDX-License-Identifier: BSD-3-Clause
"""Files that appear whole or not at all: written under a hidden name beside, renamed at the end."""

import contextlib
import errno
import os
import pathlib
import secrets
import signal
import stat

PREFIX = ".pairtwist-"  # of names that nobody takes for a result, also where a kill leaves one
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_unfinished: set[pathlib.Path] = set()


@contextlib.contextmanager
def whole(*paths):
    """Names to write to instead of `paths`, which take their places when the `with` is left.

    After an error none of them is there, and what was under `paths` is as it was. Yields a list of
    pathlib.Path. A file that is replaced keeps its permissions, a link leads to the new one; what
    is no regular file (a device, a pipe) is written to directly. Raises OSError, which names the
    path that was asked for.
    """
    targets = [pathlib.Path(os.path.realpath(path)) for path in paths]
    names = []
    try:
        for path, target in zip(paths, targets):
            names.append(target if is_special(target) else made_beside(target, path))
        with of_paths(names, paths):
            yield names
            ready = [(name, target) for name, target in zip(names, targets) if name != target]
            for name, target in ready:
                if target.exists():
                    os.chmod(name, stat.S_IMODE(target.stat().st_mode))
            with signals_held():
                for name, target in ready:
                    os.replace(name, target)
                    _unfinished.discard(name)
    finally:
        for name in names:
            if name in _unfinished:
                remove(name)


def is_special(target):
    return target.exists() and not target.is_file()


def made_beside(target, path):
    """An empty file in the folder of `target`, of a name that is nobody's.

    A file that may not be written to is not replaced either. Raises OSError.
    """
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
    name = target.with_name(f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}")
    with of_paths([name], [path]), signals_held():
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        _unfinished.add(name)
    return name


@contextlib.contextmanager
def of_paths(names, paths):
    """An OSError about one of `names` says the path that stands for it."""
    try:
        yield
    except OSError as error:
        for name, path in zip(names, paths):
            if error.filename is not None and os.fspath(error.filename) == os.fspath(name):
                error.filename, error.filename2 = os.fspath(path), None
        raise


@contextlib.contextmanager
def signals_held():
    """Signals that end a process wait until it is over: no rename is without its entry here."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def remove(name):
    _unfinished.discard(name)
    with contextlib.suppress(OSError):
        name.unlink()


def end_cleanly():
    """For commands: a signal that ends the process takes what is unfinished with it, and is said.

    The process then ends by that signal, as its caller expects. What is ignored stays so (nohup).
    """
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, on_end)


def on_end(number, _frame):
    for name in list(_unfinished):
        remove(name)
    with contextlib.suppress(OSError):
        os.write(2, f"ended by {signal.Signals(number).name}: nothing more is written\n".encode())
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
