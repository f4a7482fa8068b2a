# SPDX-License-Identifier: BSD-3-Clause
"""Sphinx's configuration of the documentation site; scripts/site.sh builds it.

The pages of docs/ are included where they are, never copied; what is generated (gallery, keys) lies
in site/gallery and site/generated, Doxygen's XML in build-site/doxygen.
"""

import importlib.metadata
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE / "extensions"))

project = "pairtwist"
author = copyright = "the pairtwist authors"
version = release = importlib.metadata.version("pairtwist")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "breathe",
    "sphinx_copybutton",
    "sphinx_design",
    "math_to_mathml",
    "config_keys",
    "indented_code",
    "named_links",
    "plain_docstrings",
]
exclude_patterns = ["generated/**", "make/**", "extensions/**", "requirements.txt"]
source_suffix = {".md": "myst-nb"}

# Every reference must be found; but for names of other projects, whose indices need a network.
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(numpy|np|xarray|qutip|matplotlib|pathlib|collections|typing|os)\..*"),
    ("py:.*", r"(Number|Complex|Numbers|optional|None|array|object|module)"),
    ("py:.*", r"(pairtwist\.notebook\.)?NotebookFigure"),  # a matplotlib figure that shows itself
    ("py:.*", r"(int|float|complex|str|bool|dict|list|tuple|property|Any|Literal|Sequence).*"),
    ("cpp:.*", r"(std|std::.*|size_t|u?int\d+_t|uint8_t|int8_t)"),
    ("cpp:.*", r"Clock::time_point"),  # of std::chrono, by ResultSink's name for it
]

myst_enable_extensions = ["dollarmath", "deflist", "colon_fence", "attrs_inline"]
myst_heading_anchors = 4
myst_disable_syntax = ["html_inline", "html_block"]  # <n> is a mean, not a tag
smartquotes = False  # m' is a prime
highlight_language = "none"  # indented blocks get theirs from extensions/indented_code.py

# Notebooks run when the site is built; an exception in one of them is an error.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"

# Each header opens the one namespace anew.
suppress_warnings = ["duplicate_declaration.cpp"]
breathe_projects = {"pairtwist": str(ROOT / "build-site" / "doxygen" / "xml")}
breathe_default_project = "pairtwist"
breathe_domain_by_extension = {"hpp": "cpp"}
cpp_maximum_signature_line_length = 90
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"pairtwist {version}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#1f4e8c",
        "color-brand-content": "#1f4e8c",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8ab4f8",
        "color-brand-content": "#8ab4f8",
    },
}
copybutton_exclude = ".linenos, .gp, .go"

# `scripts/site.sh linkcheck` needs a network; these are not for machines.
linkcheck_ignore = [r"https://doi\.org/.*"]
