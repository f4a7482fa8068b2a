# SPDX-License-Identifier: BSD-3-Clause
"""A scan that is killed again and again, at random moments, comes to the same bits.

PAIRTWIST_TEST_KILLS: how many times (10); PAIRTWIST_TEST_SEED: of the moments.
"""

import json
import os
import random
import signal
import subprocess
import time

import pytest
from calls import run
from scans_in_parts import IN_ONE, SCAN, datasets
from test_run import names

KILLS = int(os.environ.get("PAIRTWIST_TEST_KILLS", "10"))
SEED = int(os.environ.get("PAIRTWIST_TEST_SEED", "1"))


@pytest.mark.long
def test_killed_at_random_moments(program, tmp_path):
    """No point that was in a manifest is lost, and the result has the bits of an undisturbed one."""
    print(f"seed {SEED}")
    choose = random.Random(SEED)
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    (undisturbed / "scan.toml").write_text(IN_ONE)
    started = time.monotonic()
    assert run(program, undisturbed, "run", "scan.toml").returncode == 0
    length = time.monotonic() - started
    whole = datasets(undisturbed / "scan.h5")

    folder = tmp_path / "killed"
    folder.mkdir()
    (folder / "scan.toml").write_text(SCAN)
    kills = scans = lost = 0
    done = 0
    while kills < KILLS:
        process = subprocess.Popen(
            [program, "run", "scan.toml"], cwd=folder, stderr=subprocess.DEVNULL
        )
        time.sleep(choose.uniform(0.0, 0.8 * length))
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            kills += 1
        if not (folder / "scan.h5").exists():
            if (folder / "scan.h5.parts" / "scan.json").exists():
                info = json.loads(run(program, folder, "info", "scan.h5", "--json").stdout)
                lost += max(0, done - info["done"])
                done = info["done"]
            continue
        # Complete, or as good as.
        finished = run(program, folder, "run", "scan.toml")
        assert finished.returncode == 0, finished.stderr
        assert names(folder) == ["scan.h5", "scan.toml"]
        assert datasets(folder / "scan.h5") == whole
        (folder / "scan.h5").unlink()
        scans += 1
        done = 0
    finished = run(program, folder, "run", "scan.toml")
    assert finished.returncode == 0, finished.stderr
    assert names(folder) == ["scan.h5", "scan.toml"]
    assert datasets(folder / "scan.h5") == whole
    assert lost == 0
    print(f"{kills} kills, {scans + 1} scans, {lost} points lost")
