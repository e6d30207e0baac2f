"""Whatever came as a query → pairs of text."""

import math
from collections.abc import Iterable, Mapping
from itertools import islice
from numbers import Real
from typing import Any
from urllib.parse import unquote_plus

from lossviz.settings.numerals import write_number

MOST_CHARACTERS = 8192
MOST_PAIRS = 400

Pair = tuple[str, str]


def pairs_of(query: Any) -> tuple[list[Pair], str | None]:
    """(keys and values, percent signs undone; None or why not all of it was read).

    query: a query string with or without its question mark, its bytes, a mapping of keys to values
    or lists of values, or None. At most 8192 characters and 400 pairs are read. Never raises.
    """
    if query is None:
        return [], None
    if isinstance(query, Mapping):
        return _first((_text(key), text) for key, value in query.items() for text in _texts(value))
    if isinstance(query, bytes | bytearray):
        query = bytes(query[: MOST_CHARACTERS + 1]).decode(errors="replace")
    if not isinstance(query, str):
        return [], "unreadable"
    too_long = len(query) > MOST_CHARACTERS
    if too_long:
        # The last pair may have lost its end: half a number is another number.
        query = query[:MOST_CHARACTERS].rpartition("&")[0]
    parts = (part.partition("=") for part in query.removeprefix("?").split("&") if part)
    pairs, unread = _first((unquote_plus(key), unquote_plus(text)) for key, _, text in parts)
    return pairs, "too-long" if too_long else unread


def _first(pairs: Iterable[Pair]) -> tuple[list[Pair], str | None]:
    found = list(islice(pairs, MOST_PAIRS + 1))
    return found[:MOST_PAIRS], "too-long" if len(found) > MOST_PAIRS else None


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [_text(v) for v in value[:MOST_PAIRS]]
    return [_text(value)]


def _text(value: Any) -> str:
    """Text as it is (its beginning), numbers in a form that every field can read."""
    if isinstance(value, str):
        return value[:MOST_CHARACTERS]
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, Real):
        return type(value).__name__
    try:
        number = float(value)
    except OverflowError:
        number = math.copysign(math.inf, 1 if value > 0 else -1)
    if math.isinf(number):
        return "1e999" if number > 0 else "-1e999"
    return write_number(number)
