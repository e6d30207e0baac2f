"""What the words of several kinds of pictures say alike: classes, and vectors close together."""

from collections.abc import Iterable, Sequence

import numpy as np

from lossviz.pictures.formats import written
from lossviz.pictures.picture import Say
from lossviz.pictures.solids import angle


def class_of(names: Sequence[str] | None, cls: int, say: Say) -> str:
    """The class as the picture calls it: a number of its own, or its place from 1 on."""
    name = names[cls] if names and cls < len(names) else str(cls + 1)
    return say("described.class", name=name) if name.isdigit() else name


def of_vectors(vectors: np.ndarray, names: Sequence[str] | None, say: Say) -> str:
    """Which two of the vectors [C, d] have the least angle between them; nothing below two."""
    known = [cls for cls, w in enumerate(vectors) if np.isfinite(w).all() and w.any()]
    pairs = [(one, other) for k, one in enumerate(known) for other in known[k + 1 :]]
    if not pairs:
        return ""
    angles = [angle(vectors[one], vectors[other]) for one, other in pairs]
    one, other = pairs[int(np.argmin(angles))]
    return say(
        "described.vectors", one=class_of(names, one, say), other=class_of(names, other, say),
        angle=written("digits", min(angles)),
    )  # fmt: skip


def together(parts: Iterable[str], say: Say) -> str:
    """Parts of a sentence, with what the language puts between them."""
    return say("described.between").join(parts)
