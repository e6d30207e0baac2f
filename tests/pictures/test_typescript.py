"""The records, the browser's types and the browser's classes are about the same kinds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from lossviz.pictures import KINDS, Part, Picture
from lossviz.pictures.typescript import declaration, declarations

PICTURES = Path(__file__).parents[2] / "lossviz" / "web" / "js" / "pictures"
RECORDS = (PICTURES / "records.d.ts").read_text("utf-8")


def test_the_types_in_the_checkout_are_those_of_the_records() -> None:
    assert declarations() == RECORDS, "run `make types`"


def test_records_types_and_classes_are_of_the_same_kinds() -> None:
    # in TypeScript: the records, and the members of the union
    declared = dict(re.findall(r'^export interface (\w+) .*\{\n  type: "(\w+)";$', RECORDS, re.M))
    union = re.search(r"^export type Picture =((?:\n  \| \w+)+);$", RECORDS, re.M)
    assert union
    assert set(declared.values()) == KINDS.keys()
    assert set(re.findall(r"\w+", union[1])) == declared.keys()
    # in JavaScript: the table, and classes of these names that the files it imports export
    script = (PICTURES / "pictures.js").read_text("utf-8")
    table = re.search(r"^const CLASSES = \{\n(.*?)^\};$", script, re.M | re.S)
    assert table
    classes = dict(re.findall(r"^  (\w+): (\w+),$", table[1], re.M))
    assert classes.keys() == KINDS.keys()
    files = dict(re.findall(r'^import \{ (\w+) \} from "\./(\w+\.js)";$', script, re.M))
    for kind, name in classes.items():
        source = (PICTURES / files[name]).read_text("utf-8")
        assert f"export class {name} " in source
        # and the class is written for the record of its kind
        assert f'import("./records.d.ts").{KINDS[kind].__name__}' in source


@dataclass(frozen=True, kw_only=True)
class Piece(Part):
    """A part.

    size: how large.
    """

    size: float | str


@dataclass(frozen=True, kw_only=True)
class Whole(Picture):
    """A picture."""

    pieces: Sequence[Piece] | None = None
    names: Sequence[str | None]
    sizes: Mapping[str, int] | None
    way: Literal["up", "down"] = "up"
    odd: bool = False


@dataclass(frozen=True, kw_only=True)
class Strange(Part):
    """A field that JSON has no type for."""

    value: complex


def test_a_record_in_typescript() -> None:
    assert declaration(Piece) == (
        "/**\n * A part.\n *\n * size: how large.\n */\n"
        "export interface Piece {\n  size: number | string;\n}"
    )
    # what goes without saying may be missing, and is never null
    assert declaration(Whole) == (
        "/** A picture. */\nexport interface Whole extends Common {\n"
        "  pieces?: Piece[];\n  names: (string | null)[];\n"
        '  sizes: Record<string, number> | null;\n  way?: "up" | "down";\n  odd?: boolean;\n}'
    )


def test_a_type_without_a_counterpart_is_named() -> None:
    with pytest.raises(TypeError, match="complex"):
        declaration(Strange)
