"""LaTeX with marks: terms that light up, brackets, places where a row may break."""

import re
from itertools import pairwise

# where a row of numbers may go on in the next line
BREAK = "\u2063"
FACTOR = rf"{BREAK} \cdot "
_TALL = re.compile(r"\\(frac|limits|begin|left|underset)")
_FACTOR = re.compile(r"(\\class\{[^}]*\}\{)*\s*\\cdot")
_TOKEN = re.compile(r"\\class\{[^}]*\}\{|\\[{}]|[{}]|" + BREAK)


def marked(kind: str, latex: str) -> str:
    """`latex` as an element of this class."""
    return rf"\class{{{kind}}}{{{latex}}}"


def term(name: str, latex: str) -> str:
    """`latex` marked as the quantity `name`, which lights up together with it in the pictures.

    "p2" lights with "p2" and with the family "p", the name without its trailing digits.
    """
    return marked(f"term-{name}", latex) if name else latex


def slot(name: str) -> str:
    """The place where the browser writes the number `name`."""
    return marked(f"slot-{name}", "0")


def whole(latex: str) -> str:
    """`latex` without breaks: for what stands in a fraction, a root or an exponent."""
    return latex.replace(BREAK, "")


def unmarked(latex: str) -> str:
    """`latex` without marks, for who lights nothing: prose, and what is read aloud."""
    found, marks, at = "", [], 0
    for token in _TOKEN.finditer(latex):
        found += latex[at : token.start()]
        at = token.end()
        opens = token[0].endswith("{") and token[0] != r"\{"
        if opens:
            marks.append(token[0] != "{")
        # a brace that closes goes where the one that opened it has gone
        gone = marks.pop() if token[0] == "}" else opens and marks[-1]
        found += "" if gone else token[0]
    return found + latex[at:]


def pieces(latex: str) -> list[str]:
    """`latex` cut at its breaks: a class goes on in the next piece, other groups are not cut."""
    found, opened, piece, at = [], [], "", 0
    for token in _TOKEN.finditer(latex):
        piece += latex[at : token.start()]
        at = token.end()
        if token[0] != BREAK:
            piece += token[0]
            if token[0] == "}":
                opened.pop()
            elif token[0].endswith("{") and token[0] != r"\{":
                opened.append(token[0])
        elif all(group.startswith(r"\class") for group in opened):
            found.append(piece + "}" * len(opened))
            piece = "".join(opened)
    return [*found, piece + latex[at:]]


def depths(latex: str) -> list[int]:
    """How deep each break lies: within brackets deeper than outside, before · than before +."""
    found, opened = [], 0
    for before, after in pairwise(pieces(latex)):
        opened += sum(before.count(sign) for sign in "([") - sum(map(before.count, ")]"))
        found.append(2 * opened + bool(_FACTOR.match(after)))
    return found


def paren(inside: str) -> str:
    """( … ), as high as what they hold. A sign at their beginning is the sign of what follows."""
    # a row may go on within, where many terms stand
    return fenced("(", inside, ")", breaks=rf"{BREAK} + \cdots" in inside)


def fenced(left: str, inside: str, right: str, breaks: bool = False) -> str:
    """`inside` in brackets as high as it; with breaks within, as high as what is beside each."""
    if not _TALL.search(inside):
        return left + inside + right
    if breaks:
        inside = inside.replace(FACTOR, FACTOR[1:])
        return rf"\Biggl{left}{inside}\Biggr{right}"
    return rf"\left{left}{{{whole(inside)}}}\right{right}"
