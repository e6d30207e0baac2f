"""A URL query → the nearest legal settings, and what had to be changed on the way."""

import math
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lossviz import upload
from lossviz.settings.fields import FIELDS, default_of, fit, unused
from lossviz.settings.numerals import read_number, write_number
from lossviz.settings.pairs import pairs_of

MOST_UNKNOWN = 10
MOST_SHOWN = 40
MOST_LOOKED_AT = 200  # no choice is nearly as long

REASONS = (
    "unknown-key",  # no setting of this name
    "repeated-key",  # given twice: the first one counts
    "too-long",  # the end of the query was not read
    "unreadable",  # not a query at all
    "unknown-choice",
    "not-a-number",
    "not-yes-or-no",
    "not-whole",  # rounded
    "out-of-range",
    "rewritten",  # the same in canonical spelling
    "not-offered-by-data",  # more or fewer classes or points than the data set has
    "batch-larger-than-data",
    "upload-missing",  # the uploaded table is not kept any more: the default data set
    "not-in-loss",  # the loss has no such parameter
    "not-used-by-data",
    "not-used-by-encoder",
    "not-used-by-optimizer",
)

_FLAGS = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}


@dataclass(frozen=True)
class Change:
    """One thing that is not as the query said.

    field: the setting ("" for the query as a whole, the key itself if unknown); given: what came,
    at most 40 printable characters; used: the canonical text of what counts instead, "" for
    nothing; reason: one of REASONS.
    """

    field: str
    given: str
    used: str
    reason: str


def read_query(query: Any, also: Collection[str] = ()) -> tuple[dict[str, Any], list[Change]]:
    """(a value for every setting, changes). `also`: keys that belong to others. Never raises."""
    pairs, unread = pairs_of(query)
    changes = [Change("", "", "", unread)] if unread else []
    given, more = sorted_out(pairs, FIELDS, also)
    changes += more + _without_missing_upload(given)
    chosen: dict[str, Any] = {}
    for name in FIELDS:
        chosen[name], reason = _read_field(name, given.get(name), chosen)
        if reason is not None:
            used = write_value(chosen[name])
            changes.append(Change(name, printable(given[name]), used, reason))
    return chosen, changes


def sorted_out(
    pairs: list[tuple[str, str]], known: Collection[str], also: Collection[str]
) -> tuple[dict[str, str], list[Change]]:
    """The text given for each key that is known, and changes for unknown and repeated keys."""
    given, repeated, unknown = {}, {}, {}
    for key, text in pairs:
        if key in also:
            continue
        if key not in known:
            unknown.setdefault(key, text)
        elif given.setdefault(key, text) != text:
            repeated[key] = text
    changes = [
        Change(key, printable(text), printable(given[key]), "repeated-key")
        for key, text in repeated.items()
    ]
    changes += [
        Change(printable(key), printable(text), "", "unknown-key")
        for key, text in islice(unknown.items(), MOST_UNKNOWN)
    ]
    return given, changes


def write_value(value: Any) -> str:
    """The canonical text of a setting's value; "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else write_number(value)


def _without_missing_upload(given: dict[str, str]) -> list[Change]:
    """Take the data set out of `given` where it is an upload that is not in the store."""
    if folded(given.get("dataset", "")) != "upload":
        return []
    key = given.get("upload", "")
    try:
        upload.recall(folded(key))
        return []
    except upload.UploadMissing:
        del given["dataset"]
        given.pop("upload", None)
        return [Change("upload", printable(key), FIELDS["dataset"].default, "upload-missing")]


def _read_field(name: str, text: str | None, chosen: Mapping[str, Any]) -> tuple[Any, str | None]:
    """(legal value, reason for a change or None)."""
    default = default_of(name, chosen)
    if text is None:
        return default, None
    value, reason = _read_value(name, text)
    idle = unused(name, chosen)
    if idle is not None:
        return default, None if value == default and value is not None else idle
    if value is None:
        return default, reason
    value, unfit = fit(name, value, chosen)
    return value, unfit or reason


def _read_value(name: str, text: str) -> tuple[Any, str | None]:
    """(value of the field's type or None, reason); a whole number may be an infinity."""
    field = FIELDS[name]
    if field.kind in ("choice", "id"):
        value = folded(text)
        return value, None if value == text else "rewritten"
    if field.kind == "flag":
        value = _FLAGS.get(folded(text))
        return value, "not-yes-or-no" if value is None else None
    value, canonical = read_number(text, whole=field.kind == "whole")
    if value is None:
        return None, "not-a-number"
    reason = None if canonical else "rewritten"
    if field.kind == "whole" and math.isfinite(value):
        rounded = math.floor(value + 0.5)
        return rounded, reason if rounded == value else "not-whole"
    return value, reason


def folded(text: str) -> str:
    """The text without the differences that no choice depends on: case, width, blanks around it."""
    return unicodedata.normalize("NFKC", text[:MOST_LOOKED_AT]).strip().casefold()


def printable(text: str) -> str:
    """At most 40 printable characters of it, as a notice may show them."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in text[: MOST_SHOWN + 1])
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
