"""Steps of an exercise that are still to come, as they stand in a link.

A step is its page, its scene and what is set there, all parted by "*", a sign that addresses keep
as it is: `then=margin*regions*C*6*title*Which m?*goal*region_gone_3`. What a text needs of it
stands behind a "!".
"""

import re
from typing import NamedTuple
from urllib.parse import quote

from lossviz.lessons import LESSONS
from lossviz.words.references import address

PLAYGROUND = "playground"
MOST_PAIRS = 60
# what a step may say beside values: nothing of the row that it stands in
ELSEWHERE = ("exercise", "then", "done", "lang", "present")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]{0,39}")
_PARTS = re.compile(r"((?:[^*!]|![*!])*)(\*|$)")


class Step(NamedTuple):
    """A page, a scene of it, and what its address says, in order."""

    page: str
    scene: str
    pairs: tuple[tuple[str, str], ...]

    def write(self) -> str:
        """As a link has it."""
        parts = [address(self.page), self.scene, *(part for pair in self.pairs for part in pair)]
        return "*".join(part.replace("!", "!!").replace("*", "!*") for part in parts)


def scenes_of(page: str) -> tuple[str, ...]:
    """The scenes of a page that an exercise can be about; none where it has none."""
    if page == PLAYGROUND:
        return (PLAYGROUND,)
    return tuple(scene.key for scene in LESSONS[page].scenes) if page in LESSONS else ()


def read_step(text: str) -> Step | None:
    """The step that a link names; None for what is none."""
    parts = _parted(text)
    if parts is None or len(parts) < 2 or len(parts) % 2 or len(parts) > 2 + 2 * MOST_PAIRS:
        return None
    page, scene, *rest = parts
    name = page.replace("-", "_")
    pairs = tuple(zip(rest[::2], rest[1::2], strict=True))
    if scene not in scenes_of(name) or page != address(name):
        return None
    if not all(_KEY.fullmatch(key) and key not in ELSEWHERE for key, _ in pairs):
        return None
    return Step(name, scene, tuple(pair for pair in pairs if pair[1]))


def _parted(text: str) -> list[str] | None:
    parts: list[str] = []
    place = 0
    while found := _PARTS.match(text, place):
        parts.append(re.sub(r"!(.)", r"\1", found[1]))
        place = found.end()
        if not found[2]:
            return parts if place == len(text) else None
    return None


def written(pairs: list[tuple[str, str]]) -> str:
    """A query in which letters, digits and * stay as they are, and a space is a +."""
    return "&".join(f"{_quoted(key)}={_quoted(text)}" for key, text in pairs)


def _quoted(text: str) -> str:
    return quote(text, safe="*-._ ", errors="replace").replace(" ", "+")
