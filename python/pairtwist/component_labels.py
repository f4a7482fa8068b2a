# SPDX-License-Identifier: BSD-3-Clause
"""The label of one component of a vector or a matrix: <J_x> of the mean spin <J>, F_xy of F_ab."""

import re

VECTOR = re.compile(r"\\mathbf\{(\w)\}")
INDICES = {"component": "a", "component_prime": "b"}  # of a matrix, in its symbol's subscript
SUBSCRIPT = re.compile(r"_\{ab\}")


def of_component(label, values):
    """A label with the components that are left of its values, where these are of one each."""
    chosen = {
        index: str(values[name].values)
        for name, index in INDICES.items()
        if name in values.coords and not values[name].ndim
    }
    if "a" in chosen:
        # The space ends the name of a command before it, and is none in mathtext.
        label = VECTOR.sub(rf" \1_{chosen['a']}", label).replace("$ ", "$")
    left = "".join(chosen.get(index, index) for index in INDICES.values())
    return SUBSCRIPT.sub(f"_{{{left}}}", label)
