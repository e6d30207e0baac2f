"""The tables kept in this process, by the hash of what they hold."""

import gc
import threading
from collections import OrderedDict
from dataclasses import replace
from weakref import WeakValueDictionary

from lossviz.upload.answers import UploadError
from lossviz.upload.table import Table

# bytes; the largest table there can be takes 8 million of them
BUDGET = 128 * 1024 * 1024


class UploadMissing(KeyError):
    """The table of this id is not kept here (any more): the file has to be uploaded again."""

    def __str__(self) -> str:
        return f"no uploaded table {self.args[0][:40]!r} is kept here: upload the file again"


class Store:
    """Every table that somebody holds, and those used last, within one budget.

    A table lives while anything outside refers to it. The others make room, the one used longest
    ago first. All threads may use one store.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._all: WeakValueDictionary[str, Table] = WeakValueDictionary()
        self._recent: OrderedDict[str, Table] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, table: Table) -> Table:
        """The table as it is kept; hold it, and it can be recalled.

        Tables with the same numbers and the same names in them are kept once. Raises UploadError
        if those that are held leave no room.
        """
        found = self._put(table)
        if found is None:
            gc.collect()  # a session that has ended can hold its table until then
            found = self._put(table)
        if found is None:
            raise UploadError("full", columns=table.columns)
        if found is table or found is table.twin:
            return table
        return replace(table, values=found.values, labels=found.labels, twin=found)

    def recall(self, key: str) -> Table:
        """The table of this id. Raises UploadMissing (a KeyError) if it is not kept."""
        with self._lock:
            found = self._all.get(key)
            if found is None:
                raise UploadMissing(key)
            self._use(found)
        return found

    def _put(self, table: Table) -> Table | None:
        with self._lock:
            found = self._all.get(table.key)
            if found is None and self._has_room(table.weight):
                found = self._all[table.key] = table
            if found is not None:
                self._use(found)
            return found

    def _use(self, table: Table) -> None:
        self._recent[table.key] = table
        self._recent.move_to_end(table.key)

    def _has_room(self, weight: int) -> bool:
        """Whether so many bytes fit, once tables that nobody holds have made way."""
        excess = sum(table.weight for table in self._all.values()) + weight - self._budget
        while excess > 0 and self._recent:
            key, oldest = self._recent.popitem(last=False)
            given_up = oldest.weight
            del oldest
            if key not in self._all:
                excess -= given_up
        return excess <= 0


_store = Store()


def keep(table: Table) -> Table:
    """The table as it is kept in this process; whoever holds it keeps it there.

    Raises UploadError if the tables held by others leave no room.
    """
    return _store.keep(table)


def remember(table: Table) -> str:
    """Keep a table and return its id: 16 hexadecimal digits, the hash of what it holds.

    All threads share the store. A table that nobody holds stays until others need its room.
    Raises UploadError as `keep` does.
    """
    return _store.keep(table).key


def recall(key: str) -> Table:
    """The table of this id. Raises UploadMissing (a KeyError) if it is not kept."""
    return _store.recall(key)
