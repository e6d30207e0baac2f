"""What is taken away of a run: its numbers as files, its loss as programs, a notebook."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from lossviz.export import to_csv, to_notebook, to_npz
from lossviz.export.about import file_name
from lossviz.playground import runs
from lossviz.settings import Settings
from lossviz.snippets import TARGETS, snippet, snippets

# what there is, the ending of its file, and its type
KINDS = {
    "csv": ("zip", "application/zip"),
    "npz": ("npz", "application/octet-stream"),
    "notebook": ("ipynb", "application/x-ipynb+json"),
    "snippet": ("py", "text/x-python; charset=utf-8"),
}
JSON = "application/json"


class Wanted(NamedTuple):
    """What is asked for. target: of a snippet; "" for all of them, as JSON."""

    settings: Settings
    what: str
    step: int
    target: str
    lang: str

    @property
    def media_type(self) -> str:
        """The type of the answer."""
        return JSON if self.what == "snippet" and not self.target else KINDS[self.what][1]

    @property
    def file_name(self) -> str:
        """The name under which the answer is kept; ASCII."""
        target = f"{self.target}." if self.target else ""
        return file_name(self.settings, target + KINDS[self.what][0])


def messages(wanted: Wanted) -> Iterator[bytes]:
    """The file as one message; before it b"" again and again while the run is trained."""
    settings, what, step, target, lang = wanted
    if what == "snippet":
        yield _programs(settings, target, lang)
    elif what == "notebook":
        yield to_notebook(settings, lang)
    else:
        for run in runs.finished(settings):
            if run is None:
                yield b""
            else:
                yield to_npz(run, lang) if what == "npz" else to_csv(run, step, lang)


def _programs(settings: Settings, target: str, lang: str) -> bytes:
    """One program, or all of them; instead of none a comment that says why."""
    if target:
        found = snippet(settings, target, lang)
        return (found.code or f"# {found.note}\n").encode()
    programs = [one._asdict() for one in snippets(settings, lang)]
    return json.dumps({"snippets": programs}, ensure_ascii=False).encode()


def asked(settings: Settings, what: str, step: int, target: str, lang: str) -> Wanted:
    """What is wanted, for `messages`.

    Raises:
      ValueError: there is no such thing to take, or no such target; it says what there is.
    """
    for name, value, known in (("what", what, KINDS), ("target", target, ("", *TARGETS))):
        if value not in known:
            names = ", ".join(filter(None, known))
            raise ValueError(f"{name} must be one of {names}; got {value[:40]!r}")
    return Wanted(settings, what, step, target if what == "snippet" else "", lang)
