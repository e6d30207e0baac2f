"""QR codes of this site's own addresses, and of nothing else: no one is sent elsewhere by us."""

import io
from functools import lru_cache
from urllib.parse import urlsplit

import segno

# as long as an exercise may be
MOST_CHARACTERS = 2000
# light modules round the code, without which no camera finds it
QUIET = 4
# modules a side, up to which the next better correction is worth its smaller modules
MOST_CAREFUL = 57


class Unfit(ValueError):
    """A text of which there is no code here; its words say why."""


def qr_code(text: str, host: str, base: str) -> bytes:
    """The code of the address `text` as SVG, black on white, with its quiet zone.

    Args:
      text: the whole address, as a browser writes it.
      host: the name and port under which this site was asked.
      base: the path that the site stands under, with a slash at both ends.

    Raises:
      Unfit: it is too long, or no address of this site.
    """
    if len(text) > MOST_CHARACTERS:
        more = len(text) - MOST_CHARACTERS
        raise Unfit(f"text has {more} characters more than the {MOST_CHARACTERS} that a code holds")
    if not _is_own(text, host, base):
        raise Unfit("text must be an address of this site")
    return _drawn(text)


def _is_own(text: str, host: str, base: str) -> bool:
    # a browser takes a backslash for a slash, and leaves out what cannot be seen
    if not host or not text.isascii() or not text.isprintable() or "\\" in text or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    own = parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
    return own and f"{parts.path or '/'}/".startswith(base) and ".." not in parts.path


@lru_cache(maxsize=32)
def _drawn(text: str) -> bytes:
    """With the best correction of errors that costs no module, and M where the code is small."""
    found = segno.make_qr(text, error="m")
    if found.symbol_size(border=0)[0] > MOST_CAREFUL:
        found = segno.make_qr(text, error="l")
    out = io.BytesIO()
    found.save(
        out, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return out.getvalue()
