"""Work that makes messages: one after the other, or in parts that can be done side by side."""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, NamedTuple


class Spread(NamedTuple):
    """Work whose parts can be done side by side.

    parts: what is to be done, in this order; do: does one of them in any thread, and hands over
    what there is so far whenever it can give way: the last of it is the whole; gather: makes the
    messages. Its first one comes by itself; then it is sent (number of the part, what came of it),
    one at a time and in whatever order they are done, and answers each with a message, or with b""
    for none yet.
    """

    parts: Sequence[Any]
    do: Callable[[Any], Iterator[Any]]
    gather: Generator[bytes, tuple[int, Any], None]


Work = Iterator[bytes] | Spread


def in_turn(work: Spread) -> Iterator[tuple[int, bytes]]:
    """Its messages, made by who asks for them: (how many parts are done, a message or b"")."""
    yield 0, next(work.gather)
    for number, part in enumerate(work.parts):
        whole = None
        for so_far in work.do(part):
            whole = so_far
            yield number, b""
        yield number + 1, work.gather.send((number, whole))


class NotThere(LookupError):
    """What was asked for is not there; its words say what is."""
