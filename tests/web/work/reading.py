"""What the tests of streamed work share."""

from collections.abc import Iterator

from lossviz.stage.work import Spread
from lossviz.web.work.streams import Reader


async def whole(reader: Reader) -> list[bytes]:
    """All messages; the reader leaves."""
    found = []
    try:
        while (message := await reader.next()) is not None:
            found.append(message)
    finally:
        reader.close()
    return found


def in_turn(work: Spread) -> Iterator[bytes]:
    """The messages of work that could be spread, one part after the other."""
    yield next(work.gather)
    for number, part in enumerate(work.parts):
        *_, whole = work.do(part)
        yield work.gather.send((number, whole))
