"""The web shell: the only package that imports Streamlit. What app.py is made of stands here."""

import logging
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from lossviz.web import plotly_script
from lossviz.web.compressed import CompressedFiles
from lossviz.web.front_page import FrontPage
from lossviz.web.lectern.notes import routes as notes_routes
from lossviz.web.modules import base_path, version
from lossviz.web.server.alone import routes as alone_routes
from lossviz.web.server.doors import Doors
from lossviz.web.server.headers import SecurityHeaders
from lossviz.web.server.process import ensure_home, few_arenas, one_blas_thread, raise_file_limit
from lossviz.web.server.routes import routes as stage_routes
from lossviz.web.server.uploads import UploadLimits
from lossviz.web.server.warm_up import compute_in_place, warm_up
from lossviz.web.site.text import say

__all__ = ["lifespan", "middleware", "routes", "say_sorry"]

ensure_home()
few_arenas()
one_blas_thread()
compute_in_place()

middleware = [
    Middleware(SecurityHeaders),
    Middleware(Doors),
    Middleware(UploadLimits),
    Middleware(CompressedFiles),
    Middleware(FrontPage),
]
# Streamlit puts the path that the site stands under before its own routes only
routes = [
    Route(base_path() + route.path.removeprefix("/"), route.endpoint)
    for route in (plotly_script.route, *notes_routes, *stage_routes, *alone_routes)
]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncGenerator[None]:
    """Compile the kernels in the background while the port is already open."""
    # Streamlit turns uvicorn's access log on: 250 lines for each visitor
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    raise_file_limit()
    # a module that cannot be bundled is to stop the start, not the first visitor
    version()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield


def say_sorry(_error: Exception) -> bool:
    """What a visitor sees of an error; the log has the rest.

    Streamlit's own box is in English and sends the visitor to search engines.
    """
    st.error(say("frame.error"))
    return True
