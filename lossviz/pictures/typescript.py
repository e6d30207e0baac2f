"""The records of the pictures as TypeScript: what the browser's classes are checked against.

    python -m lossviz.pictures.typescript > lossviz/web/js/pictures/records.d.ts

A field that goes without saying while it has its default is `name?`; a picture's kind is its
`type`, by which one can tell the members of `Picture`, all kinds together.
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from lossviz.pictures import KINDS, Look, Part, Picture, Row

HEAD = "// Written by `make types` from lossviz/pictures: change it there."
WORDS: dict[Any, str] = {
    str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null",
    # as a type it is any kind of picture; what all kinds have in common is called differently
    Picture: "Picture",
}  # fmt: skip
COMMON = "Common"


def declarations() -> str:
    """The file's text: an interface for every record, parts before what they are parts of."""
    roots = [Row, Look, *(KINDS[kind] for kind in sorted(KINDS))]
    records = dict.fromkeys(record for root in roots for record in _needed(root))
    kinds = "".join(f"\n  | {KINDS[kind].__name__}" for kind in sorted(KINDS))
    union = f"/** A picture of any kind. */\nexport type Picture ={kinds};"
    return "\n\n".join([HEAD, *map(declaration, records), union]) + "\n"


def _needed(record: type[Part]) -> Iterator[type[Part]]:
    """The record after its base and its parts."""
    if base := _base(record):
        yield from _needed(base)
    for hint in _own(record).values():
        for part in _parts(hint):
            yield from _needed(part)
    yield record


def _parts(hint: Any) -> Iterator[type[Part]]:
    """The records within an annotation; any kind of picture comes by itself."""
    if inspect.isclass(hint) and issubclass(hint, Part) and hint is not Picture:
        yield hint
    for part in get_args(hint):
        yield from _parts(part)


def _base(record: type[Part]) -> type[Part] | None:
    base = record.__base__
    return base if base is not None and issubclass(base, Part) and base is not Part else None


def _own(record: type[Part]) -> dict[str, Any]:
    """The annotations of the fields that its base has not."""
    base = _base(record)
    hints = get_type_hints(record)
    known = {one.name for one in _fields(base)} if base else set()
    return {one.name: hints[one.name] for one in _fields(record) if one.name not in known}


def _fields(record: type[Part]) -> tuple[Field[Any], ...]:
    return fields(record)  # ty: ignore[invalid-argument-type]  # every part is a dataclass


def declaration(record: type[Part]) -> str:
    base = _base(record)
    extends = f" extends {_name(base)}" if base else ""
    kind = [f'  type: "{name}";' for name, one in KINDS.items() if one is record]
    optional = {one.name for one in _fields(record) if one.default is not MISSING}
    own = [
        f"  {name}?: {_type(_without_none(hint))};" if name in optional
        else f"  {name}: {_type(hint)};"
        for name, hint in _own(record).items()
    ]  # fmt: skip
    head = f"export interface {_name(record)}{extends} {{"
    return "\n".join([_comment(record), head, *kind, *own, "}"])


def _name(record: type[Part]) -> str:
    return COMMON if record is Picture else record.__name__


def _comment(record: type[Part]) -> str:
    lines = (inspect.getdoc(record) or "").splitlines()
    if len(lines) == 1:
        return f"/** {lines[0]} */"
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */"])


def _without_none(hint: Any) -> Any:
    """The type of a value that is left out where it would be None."""
    if get_origin(hint) not in (UnionType, Union):
        return hint
    return Union[tuple(one for one in get_args(hint) if one is not NoneType)]  # noqa: UP007


def _type(hint: Any) -> str:
    """An annotation in TypeScript.

    Raises:
      TypeError: it has no counterpart yet.
    """
    origin, args = get_origin(hint), get_args(hint)
    if hint in WORDS:
        return WORDS[hint]
    if origin in (UnionType, Union):
        return " | ".join(map(_type, args))
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in args)
    if origin is Sequence or (origin is tuple and args[1:] == (...,)):
        return f"({one})[]" if " | " in (one := _type(args[0])) else f"{one}[]"
    if origin is Mapping:
        return f"Record<{_type(args[0])}, {_type(args[1])}>"
    if inspect.isclass(hint) and issubclass(hint, Part):
        return hint.__name__
    raise TypeError(f"no TypeScript for {hint}")


if __name__ == "__main__":
    print(declarations(), end="")
