"""The tables kept in this process, by the hash of what they hold."""

import hashlib
import json
import threading
from collections import OrderedDict

from lossviz.upload.table import Table

MAX_TABLES = 8

_tables: OrderedDict[str, Table] = OrderedDict()
_lock = threading.Lock()


class UploadMissing(KeyError):
    """The table of this id is not kept here (any more): the file has to be uploaded again."""

    def __str__(self) -> str:
        return f"no uploaded table {self.args[0]!r} is kept here: upload the file again"


def remember(table: Table) -> str:
    """Keep a table and return its id: 16 hexadecimal digits, the hash of what it holds.

    All threads share the store. It keeps the 8 tables used last.
    """
    head = json.dumps([table.feature_names, table.class_names, table.values.shape])
    digest = hashlib.blake2b(head.encode(), digest_size=8)
    digest.update(table.values.astype("<f8").tobytes())
    digest.update(table.labels.astype("<i4").tobytes())
    key = digest.hexdigest()
    with _lock:
        _tables[key] = table
        _tables.move_to_end(key)
        while len(_tables) > MAX_TABLES:
            _tables.popitem(last=False)
    return key


def recall(key: str) -> Table:
    """The table of this id. Raises UploadMissing (a KeyError) if it is not kept."""
    with _lock:
        if key not in _tables:
            raise UploadMissing(key)
        _tables.move_to_end(key)
        return _tables[key]
