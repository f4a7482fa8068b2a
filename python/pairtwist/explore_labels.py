# SPDX-License-Identifier: BSD-3-Clause
"""Symbols of a result file for a page: mathtext as a list of pieces, each with its style.

A piece is [text, style], style one of "", "i" (italic), "sub", "sup". The page makes elements and
escaped text of them, so that nothing a file says is ever read as HTML.
"""

import re

from pairtwist import events
from pairtwist.labels import symbol, units

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
        "phi chi psi omega varphi vartheta varepsilon Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi "
        "Omega".split(),
        "αβγδεζηθικλμνξπρστφχψωφϑεΓΔΘΛΞΠΣΦΨΩ",
        strict=True,
    )
)
OTHERS = {"langle": "⟨", "rangle": "⟩", "hbar": "ħ", "partial": "∂", "infty": "∞", "pm": "±",
          "cdot": "·", "times": "×", "ldots": "…"}  # fmt: skip
SPACES = {",": "\u2009", ";": "\u2005", " ": " ", "!": ""}
UPRIGHT = {"mathrm", "mathbf", "mathsf", "text", "rm"}
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}_^]|[A-Za-z]+|[^\\{}_^A-Za-z]+", re.DOTALL)


def pieces(text):
    """The pieces of a text with mathtext between dollar signs; an odd dollar sign is itself."""
    parts = str(text).split("$")
    if len(parts) % 2 == 0:
        return [[str(text), ""]]
    found = []
    for i, part in enumerate(parts):
        found += mathtext(part) if i % 2 else [[part, ""]]
    return merged(found)


def mathtext(text):
    """What stands between dollar signs. What is unknown is shown by its name."""
    tokens = TOKEN.findall(text)
    found, styles, pending = [], [""], ""
    upright = False  # what the next group or token is
    for token in tokens:
        if token in "_^":
            pending = "sub" if token == "_" else "sup"
        elif token == "{":
            styles.append(pending or styles[-1])
            if upright:
                styles[-1] = f"{styles[-1]} upright"
            pending, upright = "", False
        elif token == "}":
            if len(styles) > 1:
                styles.pop()
        elif token[1:] in UPRIGHT and token[0] == "\\":
            upright = True
        else:
            shown = glyph(token)
            if pending and token[0] != "\\" and len(shown) > 1:  # x_ab is x_a b
                found.append([shown[0], style_of(pending, shown[0])])
                shown, pending = shown[1:], ""
            found.append([shown, style_of(pending or styles[-1], shown)])
            pending, upright = "", False
    return found


def style_of(style, shown):
    """A letter that is not said to be upright is italic, outside of indices and exponents."""
    kind = style.removesuffix(" upright").strip()
    return kind or ("i" if shown.isalpha() and not style.endswith("upright") else "")


def glyph(token):
    if token[0] != "\\":
        return token
    name = token[1:]
    return GREEK.get(name) or OTHERS.get(name) or SPACES.get(name, name)


def merged(found):
    """Neighbours of one style as one piece; empty ones left out."""
    result = []
    for text, style in found:
        if result and result[-1][1] == style:
            result[-1][0] += text
        elif text:
            result.append([text, style])
    return result


def label(variable):
    """The symbol of a variable; its name where it has none."""
    return pieces(symbol(variable))


def label_in(data, name):
    """As label(), of a variable of a result: that of an event's time says so."""
    return pieces(events.symbol(data, name))


def unit(variable):
    """Its units for people, "" where they are 1."""
    return str(units(variable))
