"""All modules of the site as one file, made by the server when it starts.

A browser at the end of a slow line waits for the number of requests, not for their bytes: a hundred
modules over six connections cost seventeen round trips. Each module becomes a function that is
called when it is first needed and returns its exports, so what it keeps to itself stays its own,
and the order in which modules run is that of their imports.

The modules are written alike, and only what they use is known here: named imports from relative
paths, and exports of one declaration or of a default. Anything else raises. Comments that have
lines of their own and the space before a line are left out; a source map leads back to the files.
"""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

JS = Path(__file__).parents[1] / "web" / "js"

COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/)[\s\S])*\*/|//.*)[ \t]*$", re.MULTILINE)
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
NAMED = re.compile(r"^export (?=(?:const|class|(?:async )?function\*?) (\w+))", re.MULTILINE)
DEFAULT = re.compile(
    r"^export default (?:((?:async )?function\*?|class)\b *(\w*)|(?=[\w$.]+\())", re.MULTILINE
)
UNKNOWN = re.compile(r"^(?:import|export)\b.*|\bimport\(.*", re.MULTILINE)
OWN = "$default"

HEAD = "const made = new Map();\nconst modules = {\n"
# a module that is being made is not there yet: there are no cycles
TAIL = """};
export function module(name) {
if (!made.has(name)) made.set(name, modules[name]());
return made.get(name);
}
"""
# after a restart a page may go on with another version of the script: what began with it goes on
BEGIN = """const begun = Symbol.for("lossviz begun");
if (!globalThis[begun]) {
globalThis[begun] = true;
module(%s);
}
"""
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Line(NamedTuple):
    """A line of the bundle, and the line and column of its module that it comes from."""

    text: str
    line: int
    column: int


class Bundle(NamedTuple):
    """The script, and its source map as JSON."""

    script: str
    map: str


@lru_cache(maxsize=1)
def sources() -> dict[str, str]:
    """The text of every module by "room/name.js"."""
    return {path.relative_to(JS).as_posix(): path.read_text("utf-8") for path in _paths()}


def _paths() -> list[Path]:
    return sorted(JS.glob("*/**/*.js"))


def imports(name: str, text: str) -> list[str]:
    """The modules that the module `name` imports, in its order."""
    return [_place(name, match[2]) for match in IMPORT.finditer(_without_comments(text))]


def needed(start: str) -> dict[str, str]:
    """The text of the module `start` and of all that it imports, by "room/name.js"."""
    found, left = {}, [start]
    while left:
        if (name := left.pop()) not in found:
            found[name] = sources()[name]
            left += imports(name, found[name])
    return {name: found[name] for name in sorted(found)}


def bundle(modules: Mapping[str, str], name: str, start: str | None = None) -> Bundle:
    """One script of all `modules`, text by "room/name.js", that exports `module(name)`.

    Args:
      name: the script's own "room/name.js": sources are beside its room.
      start: the module to run when the script is loaded, once in a page.

    Raises:
      ValueError: a module has a form of import or export, or a template, that is not known here,
        imports one that is not there, or, by way of others, itself.
    """
    _check_order(modules)
    script, lines = [HEAD], [None] * HEAD.count("\n")
    for at, (module, text) in enumerate(modules.items()):
        body = list(_lines(module, text))
        script += [f"{json.dumps(module)}: () => {{\n", *(f"{line.text}\n" for line in body)]
        script.append("},\n")
        lines += [None, *((at, line.line, line.column) for line in body), None]
    begin = BEGIN % json.dumps(start) if start else ""
    ending = f"{TAIL}{begin}//# sourceMappingURL={posixpath.basename(name)}.map\n"
    return Bundle("".join([*script, ending]), _source_map(list(modules), lines))


def _check_order(modules: Mapping[str, str]) -> None:
    """Raises ValueError where an import leads nowhere, or back to the module that it is in."""
    done: set[str] = set()

    def visit(name: str, by: tuple[str, ...]) -> None:
        if name not in modules:
            raise ValueError(f"{by[-1]} imports {name}, which is not there")
        if name in by:
            raise ValueError(f"modules import each other: {' → '.join((*by, name))}")
        if name not in done:
            for other in imports(name, modules[name]):
                visit(other, (*by, name))
            done.add(name)

    for name in modules:
        visit(name, ())


def _lines(name: str, text: str) -> Iterator[Line]:
    """The body of the function that the module becomes."""
    code = _without_comments(text)
    exports = [match[1] for match in NAMED.finditer(code)]
    code = IMPORT.sub(lambda match: _needs(name, match), code)
    code = NAMED.sub("", code)
    for match in DEFAULT.finditer(code):
        exports.append(f"default: {match[2] or OWN}")
    code = DEFAULT.sub(_default, code)
    if unknown := UNKNOWN.search(code):
        raise ValueError(f"{name}: not a form that can be bundled: {unknown[0]}")
    for number, line in enumerate(code.split("\n")):
        bare = line.lstrip()
        if bare.count("`") % 2:
            # the space before its lines, and what looks like a comment in it, would be lost
            raise ValueError(f"{name}:{number + 1}: a template must stay on one line")
        if bare:
            yield Line(bare.rstrip(), number, len(line) - len(bare))
    yield Line(f"return {{ {', '.join(exports)} }};", 0, 0)


def _without_comments(text: str) -> str:
    """The code with nothing in place of its comments, on the lines where it was."""
    return COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def _needs(name: str, match: re.Match[str]) -> str:
    names = " ".join(match[1].replace(" as ", ": ").split())
    line = f"const {{ {names} }} = module({json.dumps(_place(name, match[2]))});"
    return line + "\n" * match[0].count("\n")


def _default(match: re.Match[str]) -> str:
    kind, given = match[1], match[2]
    return f"{kind} {given or OWN}" if kind else f"const {OWN} = "


def _place(name: str, path: str) -> str:
    """The module that `path` in the module `name` is."""
    return posixpath.normpath(f"{name}/../{path}")


def _source_map(names: list[str], lines: list[tuple[int, int, int] | None]) -> str:
    """A source map, version 3, of which line comes from which; None: from nowhere."""
    groups, before = [], (0, 0, 0)
    for line in lines:
        if line is None:
            groups.append("")
            continue
        moves = (now - then for now, then in zip(line, before, strict=True))
        groups.append("A" + "".join(map(_vlq, moves)))
        before = line
    found = {"version": 3, "sources": [f"../{name}" for name in names], "names": []}
    return json.dumps(found | {"mappings": ";".join(groups)}, separators=(",", ":"))


def _vlq(number: int) -> str:
    """A number as source maps write it: sign last, five bits a digit, the smallest first."""
    left, digits = abs(number) * 2 + (number < 0), ""
    while True:
        left, low = left >> 5, left & 31
        digits += DIGITS[low | 32 if left else low]
        if not left:
            return digits
