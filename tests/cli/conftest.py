# SPDX-License-Identifier: BSD-3-Clause
import os

import pytest


@pytest.fixture(scope="session")
def program():
    """The program under test; its tests are skipped by name where PAIRTWIST_PROGRAM is unset."""
    path = os.environ.get("PAIRTWIST_PROGRAM")
    if not path:
        pytest.skip("PAIRTWIST_PROGRAM is unset")
    return os.path.abspath(path)
