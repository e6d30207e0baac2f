"""The site: `make app` serves it, or `streamlit run app.py`, or `uvicorn app:app`."""

import streamlit as st

from lossviz.web import lifespan, middleware, routes, say_sorry

app = st.App(
    "lossviz/web/site/main.py",
    lifespan=lifespan,
    routes=routes,
    middleware=middleware,
    on_script_error=say_sorry,
)
