# SPDX-License-Identifier: BSD-3-Clause
"""A language for each indented block of the documents.

docs/*.md are written to be read as they are, with indented code. Markdown knows no language of such
a block; here its first telling line decides. What no rule knows (formulas, output) stays plain.
"""

import ast
import re

from docutils import nodes
from sphinx.transforms import SphinxTransform

# In this order; each pattern is looked for in all lines.
RULES = [
    ("cpp", r"^#include |^ *struct \w+ : "),
    ("cmake", r"^(cmake_minimum_required|find_package)\("),
    ("julia", r"^using HDF5"),
    ("toml", r"^\[[a-z.]+\]$|^(model|time|light|scan|output|solve)(\.\w+)* = "),
    ("slurm", r"^#SBATCH"),
    (
        "bash",
        r"^(srun |for \w+ in |time |cmake |pip |bash |valgrind |ctest |taskset |[A-Z_]+=\S+ |"
        r"(\S*/)?pairtwist [a-z]|benchmarks/|scripts/|build/|PYTHONPATH=)",
    ),
]


PYTHON = re.compile(r"^(import|from|with) \w|^(\w+(, )?)+ = |\bpairtwist\.\w+\(", re.MULTILINE)


def is_python(code):
    """Whether it is Python's grammar, and more than words that happen to be."""
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return PYTHON.search(code) is not None


def language_of(code):
    """Python, or of the rules the first that some line fits; None without one."""
    if is_python(code):
        return "python"
    for language, pattern in RULES:
        if re.search(pattern, code, re.MULTILINE):
            return language
    return None


class IndentedCode(SphinxTransform):
    default_priority = 300

    def apply(self, **keywords):
        for block in self.document.findall(nodes.literal_block):
            if block.get("language", "none") == "none":
                found = language_of(block.astext())
                if found:
                    block["language"] = found


def setup(app):
    app.add_transform(IndentedCode)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
