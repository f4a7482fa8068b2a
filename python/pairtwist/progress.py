# SPDX-License-Identifier: BSD-3-Clause
"""The bar of solve(): on a terminal or in a notebook, for what takes more than a second."""

import importlib.util
import multiprocessing
import sys
import threading
import time

DELAY = 1.0  # seconds without a bar: most jobs are done by then
EVERY = 1.0  # seconds between looks at the clock, whether or not a point is done


class Progress:
    """A bar of all that there is to do, also inside of a point that takes long.

    Used in a `with`; called with the number of points that are done and the share, 0 ... 1, of all
    work; without it points are taken to be alike. The bar itself, and the modules that draw it, are
    there from the moment that it is to be seen.
    """

    def __init__(self, points):
        self._points, self._done, self._share = points, 0, 0.0
        self._bar = None
        self._lock = threading.Lock()  # the solver's thread counts, the clock's draws
        self._over = threading.Event()
        self._clock = threading.Thread(target=self._keep_time, daemon=True)

    def __enter__(self):
        self._began = time.time()
        self._clock.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._clock.join()
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done, share=None):
        with self._lock:
            self._done = done
            # What is left is an estimate, and may grow; a bar does not go back, and is full when
            # all is done.
            so_far = done / self._points if share is None else share
            most = 1.0 if done == self._points else 0.99
            self._share = max(self._share, min(so_far, most))
            if self._bar is not None:
                self._show()

    def _show(self):
        self._bar.set_description_str(f"{self._done}/{self._points} points", refresh=False)
        self._bar.update(self._share - self._bar.n)

    def _keep_time(self):
        wait = DELAY
        while not self._over.wait(wait):
            with self._lock:
                if self._bar is None:
                    self._bar = bar_of(self._began)
                    self._show()
                self._bar.refresh()
                self._bar.last_print_t = self._bar._time()  # else its next update has to wait
            wait = EVERY


def bar_of(began):
    """A bar with its clock set to when the work began."""
    shape = "{l_bar}{bar}| [{elapsed}<{remaining}]"
    bar = kind_of_bar()(total=1.0, bar_format=shape, smoothing=0.0)  # by all of the time so far
    bar.start_t = began
    return bar


def kind_of_bar():
    """A widget where a notebook has them, else a text, without tqdm's warning that it has none."""
    if "ipykernel" in sys.modules and importlib.util.find_spec("ipywidgets") is not None:
        from tqdm.auto import tqdm
    else:
        from tqdm import tqdm
    return tqdm


def progress_of(points):
    """The bar, or None where nobody would see it, or many would get mixed up."""
    return Progress(points) if is_watched() else None


def is_watched():
    """On a terminal or in a notebook, by its own process: of many workers bars are a muddle."""
    if multiprocessing.parent_process() is not None:
        return False
    return sys.stderr.isatty() or "ipykernel" in sys.modules
