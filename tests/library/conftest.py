# SPDX-License-Identifier: BSD-3-Clause
import os
import pathlib

import pytest


@pytest.fixture(scope="session")
def build():
    """The build folder of the program under test; its tests are skipped by name without one."""
    program = os.environ.get("PAIRTWIST_PROGRAM")
    if not program:
        pytest.skip("PAIRTWIST_PROGRAM is unset")
    folder = pathlib.Path(program).resolve().parent
    if not (folder / "cmake_install.cmake").is_file():
        pytest.skip("PAIRTWIST_PROGRAM is in no build folder")
    return folder
