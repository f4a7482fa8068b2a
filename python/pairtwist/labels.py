"""Texts of axes and legends, from the attributes symbol, long_name and units of a result file."""

from matplotlib.mathtext import MathTextParser

# Closed approximations drawn beside qfi where the file has them: what the legend calls them.
APPROXIMATIONS = {
    "qfi_oat": "one-axis twisting",
    "qfi_p8": "short-time approximation",
    "qfi_b39": "Eq. (B39)",
    "qfi_b40": "Eq. (B40)",
    "qfi_d3": "coherent-light approximation",
}

# Units that are times of each point's own, as mathtext.
OWN_TIME_SCALES = {"tau_Q": r"\tau_Q", "tau_C": r"\tau_C", "time.stop": r"t_\mathrm{stop}"}


def symbol(variable):
    """Its symbol, else its long name, else its name."""
    return variable.attrs.get("symbol") or variable.attrs.get("long_name") or str(variable.name)


def units(variable):
    """Its units; "" where they are 1 or unknown."""
    found = variable.attrs.get("units", "")
    return "" if found == "1" else found


def axis_label(variable):
    """The symbol with its units: "$t$ (1/kHz)"; "$t/\\tau_Q$" for times in a point's own scale."""
    text, unit = symbol(variable), units(variable)
    if unit in OWN_TIME_SCALES and text.endswith("$"):
        return f"{text[:-1]}/{OWN_TIME_SCALES[unit]}$"
    return f"{text} ({unit})" if unit else text


def drawable(text):
    """A user's text, its dollar signs taken as such where they enclose no valid mathtext."""
    try:
        for line in text.splitlines():
            MathTextParser("path").parse(line)
    except ValueError:
        return text.replace("$", r"\$")
    return text


def is_fisher_information(name):
    """Whether a variable is a Fisher information, to be shown as a fraction of N^2."""
    return name.startswith(("qfi", "cfi")) and not name.endswith("_time")


def per_atoms_squared(label):
    """The label of F_Q turned into that of F_Q/N^2."""
    return label[:-1] + "/N^2$" if label.endswith("$") else label + " / $N^2$"


def is_logarithmic(variable):
    return str(variable.attrs.get("spacing", "")).startswith("log")


def number_texts(values):
    """Numbers as text, with as few digits (four at least) as keep different ones apart."""
    for digits in (4, 6, 9, 12, 17):
        texts = [f"{value:.{digits}g}" for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts


def value_labels(coordinates, count):
    """`count` legend texts, one per place along the coordinates: "kappa = 0.1 kHz, U = 2"."""
    parts = []
    for coordinate in coordinates:
        values = coordinate.values.tolist()
        if values and isinstance(values[0], str):
            parts.append(values)
            continue
        unit = units(coordinate)
        unit = f"${OWN_TIME_SCALES[unit]}$" if unit in OWN_TIME_SCALES else unit
        texts = number_texts(values)
        parts.append([f"{symbol(coordinate)} = {text} {unit}".rstrip() for text in texts])
    return [", ".join(part[i] for part in parts) for i in range(count)]
