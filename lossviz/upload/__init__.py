"""A learner's own table: CSV bytes → checked numbers, and the small store that keeps them.

The rules are strict and the answers are plain: whatever is wrong is named with its line and its
column, so that it can be put right in the spreadsheet it came from. Nothing is guessed away: no row
is dropped, no gap is filled.
"""

from lossviz.upload.answers import MESSAGES, NOTES, Note, UploadError
from lossviz.upload.records import MAX_BYTES
from lossviz.upload.store import BUDGET, UploadMissing, keep, recall, remember
from lossviz.upload.table import Table, parse

__all__ = [
    "BUDGET",
    "MAX_BYTES",
    "MESSAGES",
    "NOTES",
    "Note",
    "Table",
    "UploadError",
    "UploadMissing",
    "keep",
    "parse",
    "recall",
    "remember",
]
