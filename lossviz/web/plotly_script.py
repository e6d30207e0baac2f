"""Plotly's own bundle out of its wheel: no request leaves the machine."""

import asyncio
import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lossviz.web.work import accepts_gzip

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@lru_cache(maxsize=2)
def packed(encoding: str) -> tuple[bytes, str]:
    """The script in an encoding, "gzip" or "identity", and its ETag.

    Compressing takes longer than sending; the compressed script is a third of the plain one, which
    few ask for.
    """
    body = SCRIPT.read_bytes()
    if encoding == "gzip":
        body = gzip.compress(body, mtime=0)
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


async def plotly_js(request: Request) -> Response:
    """The script, compressed once for all who take it so, and nothing where it is known."""
    # also "identity" is said: Streamlit's middleware then leaves the answer as it is
    accepted = request.headers.get("accept-encoding", "")
    encoding = "gzip" if accepts_gzip(accepted) else "identity"
    body, tag = await asyncio.to_thread(packed, encoding)
    headers = {
        "Cache-Control": "public, max-age=86400",
        "Content-Encoding": encoding,
        "ETag": tag,
        "Vary": "Accept-Encoding",
    }
    known = request.headers.get("if-none-match", "")
    if tag in {part.strip().removeprefix("W/") for part in known.split(",")} or known == "*":
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/javascript", headers=headers)


route = Route("/lossviz/plotly.min.js", plotly_js)
