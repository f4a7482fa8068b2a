# SPDX-License-Identifier: BSD-3-Clause
"""Texts of axes and legends, from the attributes symbol, long_name and units of a result file."""

import re
import unicodedata

from matplotlib.mathtext import MathTextParser

from pairtwist.known_keys import UNKNOWN

MOST_IN_TEXT = 400  # characters; a picture has no room for more, and a raster no size
MOST_IN_UNIT = 40
LARGEST_WHOLE = 1e6  # from here on a whole number is written with a power of ten
MINUS = "\N{MINUS SIGN}"
NO_GLYPHS = ("Cc", "Cs", "Cn")  # controls, halves of pairs, what is no character

# Closed approximations drawn beside qfi where the file has them: what the legend calls them.
APPROXIMATIONS = {
    "qfi_oat": "one-axis twisting",
    "qfi_p8": "short-time approximation",
    "qfi_b39": "Eq. (B39)",
    "qfi_b40": "Eq. (B40)",
    "qfi_d3": "coherent-light approximation",
}

# Keys of the config that may tell files apart, as the program writes them on the axes of a scan.
SYMBOLS = {
    "model.atoms": "$N$",
    "model.U": "$U$",
    "model.W0": "$W_0$",
    "model.detuning": r"$\Delta_c$",
    "model.eta": r"$\eta$",
    "model.eta.abs": r"$|\eta|$",
    "model.eta.phase": r"$\arg\,\eta$",
    "model.kappa": r"$\kappa$",
    "model.kappa_tau_Q": r"$\kappa\,\tau_Q$",
    "model.tunnelling": "$J$",
    "model.thermal_photons": r"$n_\mathrm{th}$",
    "model.kerr": "$K$",
    "model.two_photon_loss": r"$\kappa_2$",
    "model.dephasing": r"$\gamma_\phi$",
    "model.tilt": r"$\delta$",
    "model.transverse": r"$\tilde W$",
    "model.transverse.abs": r"$|\tilde W|$",
    "model.transverse.phase": r"$\arg\,\tilde W$",
    "light.alpha": r"$\alpha$",
    "light.alpha.abs": r"$|\alpha|$",
    "light.alpha.phase": r"$\arg\,\alpha$",
    "light.n": "$n_0$",
    "light.r": "$r$",
    "light.angle": r"$\varphi$",
    "light.parity": "$p$",
    "light.state": "light",
    "atoms.theta": r"$\theta$",
    "atoms.phi": r"$\phi$",
    "atoms.m": "$m$",
    "atoms.state": "atoms",
    "pump.switch_off": r"$t_\mathrm{off}$",
    "pump.factor": "$f$",
    "time.stop": r"$t_\mathrm{stop}$",
}
# Variables whose files have no symbol of them.
VARIABLES = {"switch_off_time": r"$t_\mathrm{off}$"}

ANGLES = ("atoms.theta", "atoms.phi", "light.angle")

# Keys of [model] without a unit; all others there are rates.
PURE_NUMBERS = ("atoms", "kappa_tau_Q", "thermal_photons", "rate_unit")

# Units that are times of each point's own, as mathtext.
OWN_TIME_SCALES = {"tau_Q": r"\tau_Q", "tau_C": r"\tau_C", "time.stop": r"t_\mathrm{stop}"}


def symbol(variable):
    """Its symbol, else its long name, else its name, as text that can be drawn."""
    attributes = variable.attrs
    text = attributes.get("symbol") or VARIABLES.get(variable.name) or attributes.get("long_name")
    return drawable(str(text or variable.name))


def units(variable):
    """Its units; "" where they are 1 or unknown. A dollar sign in them is no mathtext."""
    found = str(variable.attrs.get("units", ""))
    return "" if found == "1" else shortened(found, MOST_IN_UNIT).replace("$", r"\$")


def axis_label(variable):
    """The symbol with its units: "$t$ (1/kHz)"; "$t/\\tau_Q$" for times in a point's own scale."""
    text, unit = symbol(variable), units(variable)
    if unit in OWN_TIME_SCALES and text.endswith("$"):
        return f"{text[:-1]}/{OWN_TIME_SCALES[unit]}$"
    return with_units(text, variable)


def together(label, others):
    """The label of an axis along which other keys, by their symbols, change as well."""
    return f"{label}, together with {', '.join(others)}" if others else label


def with_units(text, variable):
    """A text with the units of a variable, where it has some: "$t$ (1/kHz)"."""
    unit = units(variable)
    return f"{text} ({unit})" if unit else text


def shortened(text, most):
    """The beginning of a text that is too long to be drawn, with an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "\N{HORIZONTAL ELLIPSIS}"


def drawable(text):
    """A user's text, its dollar signs taken as such where they enclose no valid mathtext.

    What commands a terminal or is no character is left out: fonts have no glyph of it.
    """
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in NO_GLYPHS)
    text = shortened(text, MOST_IN_TEXT)
    try:
        for line in text.splitlines():
            MathTextParser("path").parse(line)
    except (ValueError, RecursionError):
        return text.replace("$", r"\$")
    return text


def plain(text):
    """A label for a terminal: "kappa tau_Q = 1"."""
    text = re.sub(r"\\mathrm\{(\w+)\}", r"\1", text)
    text = text.replace(r"\langle ", "<").replace(r"\langle", "<").replace(r"\rangle", ">")
    text = re.sub(r"\$(-?)(?:([\d.]+)\\times)?10\^\{(-?\d+)\}\$", as_typed, text)
    return text.replace(r"\,", " ").replace("$", "").replace("\\", "").replace(MINUS, "-")


def as_typed(power):
    """What plain() finds of a power of ten, as one would type it: "2e-5"."""
    return f"{power[1]}{power[2] or 1}e{power[3]}"


def is_fisher_information(name):
    """Whether a variable is a Fisher information, to be shown as a fraction of N^2: no time, no axis."""
    return name.startswith(("qfi", "cfi")) and not name.endswith("_time") and "_direction" not in name


def per_atoms(label, power):
    """The label of F_Q turned into that of F_Q/N^2, of any power of N."""
    n = {0: "", 1: "N", 2: "N^2"}[power]
    if not n:
        return label
    return f"{label[:-1]}/{n}$" if label.endswith("$") else f"{label} / ${n}$"


def verb(count):
    """Of "1 of 31 values is", "2 of 31 values are"."""
    return "is" if count == 1 else "are"


def number_texts(values):
    """Numbers as text, with as few digits (four at least) as keep different ones apart."""
    for digits in (4, 6, 9, 12, 17):
        texts = [number_text(value, digits) for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts


def number_text(value, digits):
    """A number as a paper has it: "0.02", "\N{MINUS SIGN}1", "$2\\times10^{-5}$"."""
    if float(value).is_integer() and abs(value) < LARGEST_WHOLE:
        return with_minus(str(int(value)))
    text = f"{value:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return with_minus(text)
    times = {"1": "", "-1": "-"}.get(mantissa, rf"{mantissa}\times")
    return rf"${times}10^{{{int(exponent)}}}$"


def with_minus(text):
    """A number as text, with the sign that mathtext and ticks have for its hyphen."""
    return text.replace("-", MINUS)


def setting_label(key, config):
    """A key of a config, {"model.kappa": 0.1, ...}, as a legend text: "$\\kappa$ = 0.1 kHz"."""
    value = config[key]
    section, name = key.split(".", 1)
    if value is UNKNOWN:
        return drawable(f"{SYMBOLS.get(key, name)} unknown")
    if key == "solve.trajectories" and value == 0:
        return "no trajectories"
    if name == "path":  # of a start state
        return drawable(f"{section}: {value}")
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], dict):
        re, im = value
        text = with_minus(f"{re:g}" if im == 0 else f"{re:g}{im:+g}i")
    else:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        text = number_text(value, 10) if number else str(value)
    unit = getattr(value, "unit", "") or unit_of_key(key, config.get("model.rate_unit", "1"))
    return drawable(f"{SYMBOLS.get(key, name)} = {text}{behind_number(unit)}")


def behind_number(unit):
    """A unit as it follows a number: " kHz", "/kHz", of a pure one nothing."""
    unit = f"${OWN_TIME_SCALES[unit]}$" if unit in OWN_TIME_SCALES else unit
    return unit.removeprefix("1") if unit == "1" or unit.startswith("1/") else f" {unit}".rstrip()


def unit_of_key(key, rate_unit):
    """The units of a key of the config, "1" of a pure number: all others of [model] are rates."""
    section, name = key.split(".", 1)
    if key in ANGLES:
        return "rad"
    pure = section != "model" or name in PURE_NUMBERS or name.endswith(".phase")
    return "1" if pure else rate_unit


def value_labels(coordinates, count):
    """`count` legend texts, one per place along the coordinates: "kappa = 0.1 kHz, U = 2"."""
    parts = []
    for coordinate in coordinates:
        values = coordinate.values.tolist()
        if values and isinstance(values[0], str):
            parts.append([drawable(value) for value in values])
            continue
        unit = behind_number(units(coordinate))
        parts.append([f"{symbol(coordinate)} = {text}{unit}" for text in number_texts(values)])
    return [", ".join(part[i] for part in parts) for i in range(count)]
