#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The CUDA backend on a device whose memory somebody else has taken, but for a little.

    gpu_memory_check.py PAIRTWIST CONFIG       (needs torch, h5py and a GPU)

Runs the config with ever less device memory free and compares every number with the run that had all
of it. A run may refuse points for want of memory (exit 3, status out_of_memory), or the device (exit
5); what it does report must be the same to the last bit. (About 500 MiB go to the CUDA context.)
"""

import subprocess
import sys

import h5py
import numpy as np
import torch


def numbers(path):
    with h5py.File(path) as file:
        return {
            name: data[()]
            for name, data in file.items()
            if isinstance(data, h5py.Dataset) and name != "runtime"
        }


def main():
    program, config = sys.argv[1:3]

    def run(output):
        command = [program, "run", config, "--backend", "cuda", "--force", "--quiet", "-o", output]
        return subprocess.run(command, capture_output=True, text=True)

    done = run("/tmp/all_memory.h5")
    if done.returncode != 0:
        sys.exit(f"with all memory: exit {done.returncode}: {done.stderr}")
    expected = numbers("/tmp/all_memory.h5")
    worst = 0
    for left in (2000, 1000, 700, 640, 600, 560):
        free, _ = torch.cuda.mem_get_info()
        hog = torch.empty(max(free - left * 2**20, 0), dtype=torch.uint8, device="cuda")
        done = run("/tmp/little_memory.h5")
        line = f"{left} MiB free for context and batches: exit {done.returncode}"
        if done.returncode in (0, 3):
            found = numbers("/tmp/little_memory.h5")
            good = found["status"] == 0
            same = all(
                np.array_equal(found[name][good], expected[name][good], equal_nan=True)
                for name in found
                if found[name].shape[: good.ndim] == good.shape
            )
            line += f", {good.sum()} of {good.size} points, {'the same bits' if same else 'OTHER NUMBERS'}"
            worst = max(worst, 0 if same else 1)
        elif done.returncode != 5:
            worst = 1
        print(line, done.stderr.strip()[:200])
        del hog
        torch.cuda.empty_cache()
    return worst


if __name__ == "__main__":
    sys.exit(main())
