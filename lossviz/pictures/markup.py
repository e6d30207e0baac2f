"""Words with marks, and formulas, as they are read aloud."""

import re

_FORMULA = re.compile(r"\$([^$]+)\$")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
# keeps formulas and the marks at them together in a browser; a voice does without
_JOINER = "\N{WORD JOINER}"
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
_GROUP = re.compile(r"\{([^{}]*)\}")
_FRACTION = re.compile(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_POWER = re.compile(r"([\^_])\{([^{}]*)\}")
SIGNS = {
    "sum": "Σ", "to": "→", "infty": "∞", "ne": "≠", "le": "≤", "ge": "≥", "cdot": "·",
    "times": "×", "theta": "θ", "psi": "ψ", "alpha": "α", "beta": "β", "gamma": "γ",
    "lambda": "λ", "epsilon": "ε", "varepsilon": "ε", "varphi": "φ", "phi": "φ", "pi": "π",
    "sigma": "σ", "tau": "τ", "eta": "η", "nabla": "∇", "partial": "∂", "circ": "°", "sqrt": "√",
    "approx": "≈", "propto": "∝", "in": "∈", "pm": "±", "ldots": "…", "dots": "…", "lVert": "‖",
    "rVert": "‖", "Vert": "‖", "|": "‖", "Delta": "Δ", "Omega": "Ω", "infin": "∞",
    "left": "", "right": "", "limits": "", "quad": " ", "qquad": " ", ",": " ", ";": " ",
    ":": " ", "!": "", " ": " ", "displaystyle": "", "mathrm": "", "text": "", "operatorname": "",
    "mathbf": "", "tfrac": "", "bigl": "", "bigr": "",
}  # fmt: skip


def aloud(words: str) -> str:
    """Words without marks: formulas as `latex_aloud` has them, the names of links alone."""
    parts = _FORMULA.split(words.replace(_JOINER, ""))
    parts[::2] = [_LINK.sub(r"\1", _STRONG.sub(r"\1", part)) for part in parts[::2]]
    parts[1::2] = [latex_aloud(part) for part in parts[1::2]]
    return "".join(parts)


def latex_aloud(latex: str) -> str:
    """LaTeX as one line of signs: \\frac{a}{b} is (a)/(b), e^{x} is e^(x), \\theta is θ."""
    before = ""
    # braces from within to without, each time as many as hold no others
    while before != latex:
        before = latex
        latex = _FRACTION.sub(lambda part: f"{_whole(part[1])}/{_whole(part[2])}", latex)
        latex = _POWER.sub(lambda part: f"{part[1]}{_whole(part[2])}", latex)
        if before == latex:
            latex = _GROUP.sub(r"\1", latex, count=1)
    signs = _COMMAND.sub(lambda found: SIGNS.get(found[1], f" {found[1]} "), latex)
    signs = re.sub(r"\s+([,)°])|([(])\s+", r"\1\2", signs.replace("^°", "°"))
    return re.sub(r"([a-z]) \(", r"\1(", " ".join(signs.split()))


def _whole(part: str) -> str:
    """In brackets, unless it is a single sign."""
    return part if len(part) < 2 or re.fullmatch(r"\\[A-Za-z]+|\d+", part) else f"({part})"
