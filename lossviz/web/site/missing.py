"""The page at every address that is none of the site's: what was asked for, what is near it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar
from urllib.parse import unquote, urlencode

from lossviz.settings.query import printable

MISSING = "not_found"
MOST = 200
# as `difflib` counts: of a whole address, and of a word in it, which says less
CLOSE, CLOSE_WORD = 0.72, 0.8
SHORTEST = 4
Found = TypeVar("Found")
# a word in an address that tells of a run that failed → its failure on /practice
TROUBLES = {
    "nan": "nan", "inf": "nan", "acos": "nan", "sqrt": "sqrt", "half": "half", "fp16": "half",
    "float16": "half", "bfloat16": "half", "amp": "half", "stuck": "early", "accuracy": "early",
    "degrees": "units", "radians": "units", "converge": "ten", "verification": "verification",
    "trouble": "other", "failure": "other", "debug": "other",
}  # fmt: skip


@dataclass
class NotFoundState:
    """The page in one session: the address that was asked for, as a link to this page has it."""

    name: str = MISSING
    address: str = ""
    notice: tuple = ()
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def adopt(self, query: Mapping[str, Sequence[str]]) -> None:
        """Show what the URL says."""
        self.address = next(iter(query.get("address", ())), "")[:MOST]

    def refresh(self) -> None:
        """Nothing in here can get lost."""

    def to_query(self) -> str:
        """The canonical query."""
        return urlencode({"address": self.address}) if self.address else ""

    @property
    def shown(self) -> str:
        """The address as a person would write it, without signs that cannot be seen."""
        return printable(unquote(self.address))


def nearest(address: str, names: Mapping[str, Found]) -> Found | None:
    """What stands under the name that is nearest to the address, or to a word of it; else None.

    Args:
      address: a path, whatever was typed.
      names: what can be meant, by its names; of names that are alike the last one counts.
    """
    known = {_plain(name): found for name, found in names.items()}
    whole = _plain(unquote(address))
    words = [word for word in whole.split("-") if len(word) >= SHORTEST]
    for asked, cutoff in ((whole, CLOSE), *((word, CLOSE_WORD) for word in words)):
        for close in get_close_matches(asked, known, n=1, cutoff=cutoff):
            return known[close]
    return None


def trouble(address: str) -> str | None:
    """The failure on `/practice` that an address tells of, if it does: /arcface-nan."""
    words = _plain(unquote(address)).split("-")
    return next((TROUBLES[word] for word in words if word in TROUBLES), None)


def _plain(text: str) -> str:
    """Its words in small letters, parted by -."""
    return "-".join(re.findall(r"\w+", text.lower().replace("_", " ")))
