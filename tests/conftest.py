# SPDX-License-Identifier: BSD-3-Clause
"""What is common to all Python tests."""

import gc
import pathlib

import pytest


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "long: builds something or takes long; scripts/test.sh all runs it"
    )


def pytest_collection_finish():
    """What the tests have imported stays, and need not be looked through for what may go."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def warm_python():
    # tests/wheel, which imports nothing from folders (--import-mode=importlib), does not find it.
    from warm_python import WarmPython

    python = WarmPython(pathlib.Path(__file__).resolve().parents[1] / "python")
    yield python
    python.close()
