"""CSV bytes → records: which line each starts on, and its cells as text."""

import csv
import io
import re

from lossviz.upload.answers import UploadError

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 200
SEPARATORS = ("\t", ";", ",")

Record = tuple[int, list[str]]


def read_records(data: bytes) -> tuple[list[Record], str]:
    """([(line on which the record starts, its stripped cells)], the separator).

    Lines are counted as an editor counts them, whatever ends them (LF, CRLF or CR) and however many
    a quoted cell spans. Blank lines and empty columns at the right-hand end are left out; every
    record has the same number of cells. Raises UploadError.
    """
    text, first_line, separator = _opened(_decoded(data))
    records = _split(text, first_line, separator)
    if not records:
        raise UploadError("no-rows")
    _cut_to_width(records)
    return records, separator


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UploadError("too-big", most=MAX_BYTES // 1024**2)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UploadError("workbook")
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("latin-1")
        raise UploadError("encoding", line=_line_after(before)) from None
    if "\x00" in text:
        raise UploadError("binary", line=_line_after(text[: text.index("\x00")]))
    return text


def _line_after(text: str) -> int:
    return 1 + max(text.count("\n"), text.count("\r"))


def _opened(text: str) -> tuple[str, int, str]:
    """(text without a spreadsheet's “sep=;” line, number of its first line, separator)."""
    said = re.match(r'"?sep=([\t;,])"?(?:\r\n|\r|\n|$)', text, re.IGNORECASE)
    if said:
        return text[said.end() :], 2, said[1]
    # The comma comes last, so that it loses a tie: in “5,1;3,5” it is the decimal mark.
    return text, 1, max(SEPARATORS, key=lambda separator: _fit(text, separator))


def _fit(text: str, separator: str) -> tuple[int, int]:
    """Of the first 20 records: how many have the first one's width, how many are divided at all."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = [len(row) for _, row in zip(range(20), reader, strict=False) if row]
    except csv.Error:
        return 0, 0
    return sum(w == widths[0] > 1 for w in widths), sum(w > 1 for w in widths)


def _split(text: str, first_line: int, separator: str) -> list[Record]:
    # newline="" leaves CR, LF and CRLF as they are, and line_num counts each of them once.
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=separator, strict=True, skipinitialspace=True)
    records = []
    while True:
        line = first_line + reader.line_num
        try:
            row = next(reader, None)
        except csv.Error:
            raise UploadError("quotes", line=line) from None
        if row is None:
            return records
        cells = [cell.strip() for cell in row]
        if any(cells):
            records.append((line, cells))
        if len(records) > MAX_ROWS + 1:
            raise UploadError("too-many-rows", line=line, most=MAX_ROWS)


def _cut_to_width(records: list[Record]) -> None:
    """Cut the columns that are empty from top to bottom at the end; refuse any other difference."""
    filled = [max(j for j, cell in enumerate(cells) if cell) + 1 for _, cells in records]
    width = min(len(records[0][1]), max(filled))
    if width > MAX_COLUMNS:
        raise UploadError("too-many-columns", line=records[0][0], count=width, most=MAX_COLUMNS)
    for (line, cells), last in zip(records, filled, strict=True):
        if last > width or len(cells) < width:
            count = last if last > width else len(cells)
            raise UploadError("ragged", line=line, count=count, expected=width)
        del cells[width:]
    if width < 2:
        raise UploadError("one-column")
