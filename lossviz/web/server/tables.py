"""The uploaded table that a request asks for."""

from collections.abc import Mapping

from lossviz.settings.query import folded
from lossviz.upload import Table, recall


def named(query: Mapping[str, str]) -> Table | None:
    """The uploaded table a query names; None if it is about other data.

    The table cannot be lost while it is held. Raises UploadMissing, whose `str()` says what to do,
    if it is not kept here: the settings of such a query would fall back to the default data.
    """
    if folded(query.get("dataset", "")) != "upload":
        return None
    return recall(folded(query.get("upload", "")))
