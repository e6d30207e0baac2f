"""What is said about a file: errors that refuse it and notes on one that is accepted."""

import re
from dataclasses import dataclass

# English wording of every answer. The codes and the fields are the same in all languages.
MESSAGES = {
    "too-big": "the file is too large: at most {most} MB can be read",
    "workbook": "this is a spreadsheet workbook, not text: save it as CSV (UTF-8) first",
    "encoding": "line {line}: the text is neither UTF-8 nor UTF-16: save it as CSV (UTF-8)",
    "binary": "line {line}: this is not a text file",
    "quotes": "line {line}: a quotation mark is not closed, or is followed by more text",
    "no-rows": "the file holds no rows of data",
    "one-column": "only one column found: separate the columns by comma, semicolon or tab",
    "too-many-rows": "line {line}: the file has more than {most} rows",
    "too-many-columns": "line {line}: {count} columns; at most {most} can be read",
    "ragged": "line {line}: {count} cells, but the first row has {expected}",
    "duplicate-name": "line {line}: two columns are called ‘{column}’",
    "no-such-column": "there is no column ‘{column}’",
    "empty-cell": "line {line}, column ‘{column}’: the cell is empty",
    "not-a-number": "line {line}, column ‘{column}’: ‘{value}’ is not a number",
    "too-large": "line {line}, column ‘{column}’: ‘{value}’ is too large a number",
    "mixed-decimals": "line {line}, column ‘{column}’: ‘{value}’ has a decimal comma, but other "
    "numbers of the file have a decimal point",
    "text-column": "column ‘{column}’ holds text (‘{value}’ on line {line}); only the label column "
    "may: choose it as the label or remove it",
    "long-label": "line {line}, column ‘{column}’: a label has at most {most} characters",
    "one-class": "column ‘{column}’ is ‘{value}’ in every row; at least two classes are needed",
    "too-many-classes": "column ‘{column}’ has {count} different values; "
    "a label has at most {most}",
    "small-class": "line {line}, column ‘{column}’: class ‘{value}’ has one row only; "
    "every class needs two",
    "full": "the server holds as many tables as it can: try again in a few minutes",
}
NOTES = {
    "constant-column": "column ‘{column}’ is the same in every row: it tells no classes apart",
    "index-column": "column {position} only counts the rows: it is left out",
}

# Characters that would break a message or a picture: controls, lone surrogates, direction marks.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


class UploadError(ValueError):
    """A file that cannot be used. `str()` is the English sentence of `MESSAGES`.

    Attributes: code (a key of MESSAGES), fields (what the sentence names: line, column, value, …),
    columns (the file's column names where they are known, so that another label can be chosen).
    """

    def __init__(self, code: str, *, columns: tuple[str, ...] = (), **fields):
        self.code, self.columns = code, columns
        self.fields = {k: shown(v) if isinstance(v, str) else v for k, v in fields.items()}
        super().__init__(MESSAGES[code].format(**self.fields))


@dataclass(frozen=True)
class Note:
    """Something the learner should know about an accepted file: a key of NOTES and its fields."""

    code: str
    fields: dict

    def __str__(self) -> str:
        return NOTES[self.code].format(**self.fields)


def shown(text: str, most: int = 40) -> str:
    """The text as one printable line of at most `most` characters."""
    text = " ".join(_UNSEEN.sub(" ", text[: 8 * most]).split())
    return text if len(text) <= most else text[: most - 1] + "…"
