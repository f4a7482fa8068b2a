# SPDX-License-Identifier: BSD-3-Clause
"""The bar of solve(): on a terminal or in a notebook, for what takes more than a second."""

import multiprocessing
import sys
import threading

DELAY = 1.0  # seconds without a bar: most jobs are done by then
EVERY = 1.0  # seconds between looks at the clock, whether or not a point is done


class Progress:
    """A bar of points. It also lives while none is done: planning and the first batch take long.

    Used in a `with`; called with the number of points that are done.
    """

    def __init__(self, points):
        from tqdm.auto import tqdm

        self._bar = tqdm(total=points, unit="point", delay=DELAY)
        self._over = threading.Event()
        self._clock = threading.Thread(target=self._keep_time, daemon=True)

    def __enter__(self):
        self._clock.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._clock.join()
        self._bar.close()

    def __call__(self, done):
        self._bar.update(done - self._bar.n)

    def _keep_time(self):
        wait = DELAY
        while not self._over.wait(wait):
            self._bar.refresh()
            self._bar.last_print_t = self._bar._time()  # else it takes itself for never shown
            wait = EVERY


def progress_of(points):
    """The bar, or None where nobody would see it, or many would get mixed up."""
    return Progress(points) if is_watched() else None


def is_watched():
    """On a terminal or in a notebook, by its own process: of many workers bars are a muddle."""
    if multiprocessing.parent_process() is not None:
        return False
    return sys.stderr.isatty() or "ipykernel" in sys.modules
