# SPDX-License-Identifier: BSD-3-Clause
"""The compiled part, pairtwist._core, where this copy of the package has one."""

import functools
import html
import importlib

from pairtwist.errors import PairtwistError


@functools.cache
def core():
    """The compiled module. Raises PairtwistError where this package has none."""
    try:
        module = importlib.import_module("pairtwist._core")
    except ModuleNotFoundError as missing:
        if missing.name != "pairtwist._core":
            raise
        raise PairtwistError(
            "this copy of pairtwist has no compiled part and opens and plots results only; "
            "`pip install .` in the source tree builds it, docs/python.md"
        ) from None
    module.Plan._repr_html_ = plan_table
    return module


def plan_table(plan):
    """A Plan as a notebook shows it."""
    methods = ", ".join(f"{name}: {count:,}" for name, count in plan.methods.items())
    rows = {
        "points": f"{plan.points:,} ({methods})",
        "samples a point": f"{plan.samples:,}",
        "coherences to solve": f"{plan.solved:,} of {plan.coherences:,}",
        "batches": f"{plan.batches:,}, of {plan.largest_batch:,} points at most",
        "memory": f"{megabytes(plan.rows_bytes)} of results, {megabytes(plan.batch_bytes)} of work",
        "result file": f"{megabytes(plan.disk_bytes)} of numbers, before compression",
    }
    lines = "".join(
        f'<tr><th style="text-align:left">{html.escape(name)}</th>'
        f'<td style="text-align:left">{html.escape(value)}</td></tr>'
        for name, value in rows.items()
    )
    return f"<table>{lines}</table>"


def megabytes(count):
    return f"{count / 1e6:,.1f} MB" if count >= 5e4 else f"{count / 1e3:,.1f} kB"
