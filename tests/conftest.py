# SPDX-License-Identifier: BSD-3-Clause
"""What is common to all Python tests."""


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "long: builds something or takes long; scripts/test.sh all runs it"
    )
