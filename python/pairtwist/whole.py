# SPDX-License-Identifier: BSD-3-Clause
"""Files that appear whole or not at all: written under a hidden name beside, renamed at the end."""

import contextlib
import errno
import fcntl
import os
import pathlib
import re
import secrets
import signal
import stat

PREFIX = ".pairtwist-"  # of names that nobody takes for a result, also where a kill leaves one
OURS = re.compile(re.escape(PREFIX) + r"\d+-[0-9a-f]{8}")
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

# Each with the descriptor whose lock says that somebody is at work on it.
_unfinished: dict[pathlib.Path, int] = {}


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
                    os.close(_unfinished.pop(name))
    finally:
        for name in names:
            if name in _unfinished:
                remove(name)


def is_special(target):
    return target.exists() and not target.is_file()


def made_beside(target, path):
    """An empty file in the folder of `target`, of a name that is nobody's, and locked.

    What runs that were killed have left there is removed. A file that may not be written to is not
    replaced either. Raises OSError.
    """
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
    remove_left(target.parent)
    while True:
        name = target.with_name(f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}")
        with of_paths([name], [path]), signals_held():
            file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            # Before it had its lock, it may have been taken for what somebody has left.
            if locked(file) and os.fstat(file).st_nlink > 0:
                _unfinished[name] = file
                return name
            os.close(file)


def locked(file):
    """Whether nobody else has its lock; a file system without locks has none to give."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def remove_left(folder):
    """Removes what processes that were killed have left in a folder: nobody has its lock."""
    names = []
    with contextlib.suppress(OSError):  # a folder that cannot be read is who writes' to report
        names = [entry.path for entry in os.scandir(folder) if OURS.fullmatch(entry.name)]
    for name in names:
        with contextlib.suppress(OSError):  # it is in work, or not ours to remove, or nobody knows
            file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(file, "rb"):
                if stat.S_ISREG(os.fstat(file).st_mode):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    os.unlink(name)


@contextlib.contextmanager
def of_paths(names, paths):
    """An OSError about one of `names` says the path that stands for it."""
    try:
        yield
    except OSError as error:
        for name, path in zip(names, paths):
            if error.filename is not None and os.fspath(error.filename) == os.fspath(name):
                error.filename = os.fspath(path)
                if error.filename2 is not None:
                    del error.filename2  # one that is None is said, too: "-> None"
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
    with contextlib.suppress(OSError):
        name.unlink()
    with contextlib.suppress(KeyError):
        os.close(_unfinished.pop(name))


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
