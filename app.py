"""The server: `make app`, or `uvicorn app:app`, or `streamlit run app.py`."""

import streamlit as st

from lossviz.web import lifespan, middleware, routes, say_sorry

app = st.App(
    "lossviz/web/main.py",
    lifespan=lifespan,
    routes=routes,
    middleware=middleware,
    on_script_error=say_sorry,
)
