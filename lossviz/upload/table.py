"""Records → a table of numbers with one label column."""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

import numpy as np
from jaxtyping import Float64, Int32

from lossviz.upload.answers import Note, UploadError, shown
from lossviz.upload.records import MAX_ROWS, Record, read_records

MAX_CLASSES = 20
MAX_NAME_LENGTH = 60
# bytes that a table takes beside its numbers and names, and those of one note
OVERHEAD = 2048
NOTE = 512

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, eq=False)
class Table:
    """A checked table; labels are indices of class_names. The arrays are read-only.

    name is the file's name, label_name the label column's, columns all names of the file in order.
    twin: the kept table of another file that holds the same and shares its arrays with this one.
    """

    name: str
    values: Float64[np.ndarray, "n D"]
    labels: Int32[np.ndarray, " n"]
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    label_name: str
    columns: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    twin: "Table | None" = field(default=None, repr=False)

    @cached_property
    def key(self) -> str:
        """The hash of what the table holds, not of what it is called: 16 hexadecimal digits."""
        head = json.dumps([self.feature_names, self.class_names, self.values.shape])
        digest = hashlib.blake2b(head.encode(), digest_size=8)
        digest.update(self.values.astype("<f8").tobytes())
        digest.update(self.labels.astype("<i4").tobytes())
        return digest.hexdigest()

    @cached_property
    def weight(self) -> int:
        """About how many bytes of memory the table takes."""
        names = {*self.columns, *self.feature_names, *self.class_names, self.name, self.label_name}
        places = len(self.columns) + len(self.feature_names) + len(self.class_names)
        text = sum(map(sys.getsizeof, names)) + 8 * places
        return OVERHEAD + self.values.nbytes + self.labels.nbytes + text + NOTE * len(self.notes)


@dataclass(frozen=True)
class _Column:
    """One column: its name, its cells, the numbers they hold (None where one holds none)."""

    name: str
    cells: list[str]
    numbers: list[float | None]


def parse(data: bytes, filename: str = "", label_column: str | int | None = None) -> Table:
    """Read a CSV file.

    data: at most 2 MB of UTF-8 or UTF-16 (with its byte order mark) text; columns separated by
    comma, semicolon or tab; quoted cells; an optional header; decimal commas where the separator
    is not the comma. At most 5,000 rows, 200 columns, 20 classes; at least two rows a class.
    label_column: a column's name or its number counted from 1; the last one if None.
    Labels may be text or numbers; 1, 1.0 and 01 are one class.

    Raises UploadError, which names line and column.
    """
    records, separator = read_records(data)
    columns, lines = _columns(records, separator)
    names = tuple(column.name for column in columns)
    if not lines:
        raise UploadError("no-rows", columns=names)
    if len(lines) > MAX_ROWS:
        raise UploadError("too-many-rows", columns=names, line=lines[-1], most=MAX_ROWS)
    label = columns.pop(_label_index(names, label_column))
    notes = []
    if len(columns) > 1 and label.name != names[0] and _is_index(columns[0]):
        notes.append(Note("index-column", {"position": 1}))
        del columns[0]
    for column in columns:
        _check_numbers(column, lines, names)
    _check_decimals(columns, lines, names)
    class_names, labels = _labels(label, lines, names)
    values = np.array([column.numbers for column in columns], dtype=np.float64).T.copy()
    constant = (values == values[0]).all(axis=0)
    notes += [
        Note("constant-column", {"column": column.name})
        for column, same in zip(columns, constant, strict=True)
        if same
    ]
    values.flags.writeable = labels.flags.writeable = False
    return Table(
        name=shown(PurePath(filename.replace("\\", "/")).name, MAX_NAME_LENGTH),
        values=values,
        labels=labels,
        feature_names=tuple(column.name for column in columns),
        class_names=class_names,
        label_name=label.name,
        columns=names,
        notes=tuple(notes),
    )


def _columns(records: list[Record], separator: str) -> tuple[list[_Column], list[int]]:
    """The columns without their header, and the line of each row."""
    cells = [list(column) for column in zip(*(cells for _, cells in records), strict=True)]
    numbers = [[_number(cell, separator) for cell in column] for column in cells]
    header = _has_header(numbers)
    names = _names([column[0] for column in cells] if header else [""] * len(cells), records[0][0])
    columns = [
        _Column(*column)
        for column in zip(
            names, [c[header:] for c in cells], [n[header:] for n in numbers], strict=True
        )
    ]
    return columns, [line for line, _ in records[header:]]


def _number(cell: str, separator: str) -> float | None:
    """The number a cell holds, or None. A comma is a decimal mark where it separates no columns."""
    if separator != "," and "." not in cell:
        cell = cell.replace(",", ".", 1)
    return float(cell) if _NUMBER.fullmatch(cell) else None


def _has_header(numbers: list[list[float | None]]) -> bool:
    """Whether the first row names the columns.

    It does if no column of numbers starts with a number. Where only some do, it is still a header
    if those count 0, 1, 2, … or 1, 2, 3, … (names given by a data frame); otherwise the row is data
    with a mistake in it.
    """
    rest = len(numbers[0]) - 1
    heads = [c[0] for c in numbers if sum(v is not None for v in c[1:]) * 2 > rest or not rest]
    counted = [v for v in heads if v is not None]
    if not counted:
        return True
    counts_up = counted[0] in (0, 1) and _counts_up(counted)
    return len(counted) < len(heads) and counts_up and rest > 0


def _counts_up(numbers: Sequence[float | None]) -> bool:
    first, *rest = numbers
    return first is not None and rest == [first + k for k in range(1, len(numbers))]


def _names(given: list[str], line: int) -> list[str]:
    """Names of the columns; x1, x2, … by position where the file gives none."""
    repeated = [name for name, n in Counter(filter(None, given)).items() if n > 1]
    if repeated:
        raise UploadError("duplicate-name", line=line, column=repeated[0])
    return [shown(name, MAX_NAME_LENGTH) or f"x{j + 1}" for j, name in enumerate(given)]


def _label_index(names: tuple[str, ...], wanted: str | int | None) -> int:
    if wanted is None:
        return len(names) - 1
    if isinstance(wanted, str) and wanted.strip() in names:
        return names.index(wanted.strip())
    number = str(wanted).strip()
    if re.fullmatch("[0-9]{1,4}", number) and 1 <= int(number) <= len(names):
        return int(number) - 1
    raise UploadError("no-such-column", columns=names, column=number)


def _is_index(column: _Column) -> bool:
    """Whether it is the row index a data frame writes: first, nameless, counting from 0 or 1."""
    unnamed = column.name in ("x1", "Unnamed: 0")
    return unnamed and column.numbers[0] in (0, 1) and _counts_up(column.numbers)


def _check_numbers(column: _Column, lines: list[int], names: tuple[str, ...]) -> None:
    """Refuse a feature at its first cell that is empty, no number, or too large for one."""
    wrong = sum(
        v is None and bool(cell) for cell, v in zip(column.cells, column.numbers, strict=True)
    )
    mostly_text = wrong * 2 > len(lines)
    for line, cell, value in zip(lines, column.cells, column.numbers, strict=True):
        where = {"columns": names, "line": line, "column": column.name}
        if not cell:
            raise UploadError("empty-cell", **where)
        if value is None:
            # Dates, percentages and 1'000 also fill whole columns, but are numbers gone wrong.
            words = mostly_text and not re.search(r"\d", cell)
            raise UploadError("text-column" if words else "not-a-number", value=cell, **where)
        if not np.isfinite(value):
            raise UploadError("too-large", value=cell, **where)


def _check_decimals(columns: list[_Column], lines: list[int], names: tuple[str, ...]) -> None:
    """Refuse a file with both 0.5 and 0,5: one of the two marks may be a thousands separator."""
    if not any("." in cell for column in columns for cell in column.cells):
        return
    for column in columns:
        for line, cell in zip(lines, column.cells, strict=True):
            if "," in cell:
                where = {"columns": names, "line": line, "column": column.name}
                raise UploadError("mixed-decimals", value=cell, **where)


def _labels(
    column: _Column, lines: list[int], names: tuple[str, ...]
) -> tuple[tuple[str, ...], Int32[np.ndarray, " n"]]:
    """Class names in order (by number if all are numbers, else by text) and each row's index."""
    where = {"columns": names, "column": column.name}
    for cell, line in zip(column.cells, lines, strict=True):
        if not cell:
            raise UploadError("empty-cell", line=line, **where)
        if len(cell) > MAX_NAME_LENGTH:
            raise UploadError("long-label", line=line, most=MAX_NAME_LENGTH, **where)
    # Above 2⁵³ neighbouring whole numbers are one float: such labels are compared as text.
    numbers = [v for v in column.numbers if v is not None and abs(v) < 2**53]
    numeric = len(numbers) == len(column.numbers)
    keys = numbers if numeric else [shown(c, MAX_NAME_LENGTH) or "?" for c in column.cells]
    classes = sorted(set(keys))
    texts = [_label_text(key) for key in classes]
    if len(classes) > MAX_CLASSES:
        raise UploadError("too-many-classes", count=len(classes), most=MAX_CLASSES, **where)
    if len(classes) == 1:
        raise UploadError("one-class", value=texts[0], **where)
    for key, n in Counter(keys).items():
        if n < 2:
            line = next(line for line, other in zip(lines, keys, strict=True) if other == key)
            text = _label_text(key)
            raise UploadError("small-class", value=text, line=line, **where)
    index = {key: k for k, key in enumerate(classes)}
    return tuple(texts), np.array([index[key] for key in keys], dtype=np.int32)


def _label_text(key: str | float) -> str:
    if isinstance(key, str):
        return key
    return str(int(key)) if key == int(key) else repr(key)
