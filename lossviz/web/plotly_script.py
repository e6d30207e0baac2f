"""Plotly's own bundle out of its wheel: no request leaves the machine."""

from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lossviz.web.compressed import compressed

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


async def plotly_js(request: Request) -> Response:
    """The script, compressed once for all who take it so, and nothing where it is known."""
    return await compressed(SCRIPT, request.headers, "text/javascript", "public, max-age=86400")


route = Route("/lossviz/plotly.min.js", plotly_js)
