"""What app.py is made of."""

import streamlit as st

from lossviz.web import middleware, say_sorry
from lossviz.web.server.headers import SecurityHeaders
from lossviz.web.site.text import phrases


def test_visitors_get_our_own_words_and_no_details_of_an_error(monkeypatch):
    said = []
    monkeypatch.setattr(st, "error", said.append)
    assert say_sorry(RuntimeError("secret")) is True
    assert said == [phrases("en")["frame.error"]]


def test_headers_stand_in_front_of_everything():
    assert middleware[0].cls is SecurityHeaders
