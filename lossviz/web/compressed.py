"""What is the same for everybody: compressed once, and not sent to who has it.

Streamlit leaves its own scripts as they are, for a proxy to compress. Where there is none, they are
most of what a first visit waits for: 2.6 MB that come as 0.65.
"""

import asyncio
import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lossviz.web.modules import base_path
from lossviz.web.server.headers import INDEX
from lossviz.web.work import accepts_gzip

# for what has another path when it changes
FOREVER = "public, max-age=31536000, immutable"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".map": "application/json"}


@lru_cache(maxsize=512)
def packed(content: str | Path, encoding: str) -> tuple[bytes, str]:
    """A text, or the file that has it, in an encoding, "gzip" or "identity", and its ETag."""
    body = content.read_bytes() if isinstance(content, Path) else content.encode()
    if encoding == "gzip":
        body = gzip.compress(body, mtime=0)
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


async def compressed(
    content: str | Path, asked: Headers, media_type: str, cache_control: str
) -> Response:
    """The answer with `content` to a request with the headers `asked`."""
    # also "identity" is said: Streamlit's middleware then leaves the answer as it is
    encoding = "gzip" if accepts_gzip(asked.get("accept-encoding", "")) else "identity"
    body, tag = await asyncio.to_thread(packed, content, encoding)
    headers = {
        "Cache-Control": cache_control,
        "Content-Encoding": encoding,
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    known = asked.get("if-none-match", "")
    if tag in {part.strip().removeprefix("W/") for part in known.split(",")} or known == "*":
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


@lru_cache(maxsize=1)
def streamlit_files() -> dict[str, Path]:
    """Streamlit's scripts and styles by their path below the site's own."""
    folder = INDEX.parent
    found = (path for kind in ("js", "css") for path in folder.glob(f"static/{kind}/*.{kind}"))
    return {path.relative_to(folder).as_posix(): path for path in found}


class CompressedFiles:
    """Answers for Streamlit with its scripts and styles, to whoever takes them compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path = scope["path"]
            base = base_path()
            below = path.removeprefix(base) if path.startswith(base) else ""
            file, headers = streamlit_files().get(below), Headers(scope=scope)
            if file and accepts_gzip(headers.get("accept-encoding", "")):
                answer = await compressed(file, headers, MEDIA_TYPES[file.suffix], FOREVER)
        await answer(scope, receive, send)
