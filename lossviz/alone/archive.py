"""What a file has in place of a server: answers to the requests that its stage makes.

An answer is made of chunks, so that both languages share the numbers. Each chunk is compressed by
itself: the page unpacks what it shows, when it shows it.
"""

import zlib
from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple, TypeVar

Made = TypeVar("Made")


class Progress(NamedTuple):
    """How much of the work for a file is done."""

    done: int
    total: int


# work that says how far it has come, now and then, and returns what it has made
Making = Generator[Progress, None, Made]


class Chunk(NamedTuple):
    """Where a chunk stands among the bytes of its archive."""

    start: int
    end: int


class Archive:
    """Answers by the route and the query of their requests."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._answers: list[dict[str, object]] = []

    def chunk(self, message: bytes) -> Chunk:
        """Keep a message, or several, to be part of any number of answers."""
        start = len(self.data)
        self.data += zlib.compress(message, 6)
        return Chunk(start, len(self.data))

    def answer(
        self, route: str, query: str, parts: Sequence[Chunk], *, lang: str = "", over: str = ""
    ) -> None:
        """From now on these chunks answer what is asked for.

        Args:
          route: "scene" or "track".
          query: the state that is asked for.
          lang: "" is the same in every language.
          over: what a track runs over.
        """
        self._answers.append(
            {"route": route, "query": query, "lang": lang, "over": over, "parts": parts}
        )

    def index(self) -> list[dict[str, object]]:
        """What there is, as the page reads it."""
        return self._answers


def made(work: Making[Made], told: Callable[[Progress], None] = lambda _: None) -> Made:
    """What comes of the work; `told` hears how far it has come."""
    while True:
        try:
            told(next(work))
        except StopIteration as end:
            return end.value
