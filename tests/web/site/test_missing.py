"""The page for unknown addresses: which page was meant, and what its link holds."""

from urllib.parse import parse_qs

import pytest

from lossviz.lessons.practice.failures import FAILURES
from lossviz.web.site.missing import MOST, TROUBLES, NotFoundState, nearest, trouble

NAMES = {"arcface": "loss", "Softmax": "a title", "softmax": "the lesson", "label-smoothing": 3}
NAMES |= {"标签平滑": 3, "practice": 4, "": "home"}


@pytest.mark.parametrize(
    "address, found",
    [
        ("/arcface-nan", "loss"),
        ("/softmx", "the lesson"),
        ("/SOFTMAX/", "the lesson"),
        ("/label_smoothing", 3),
        ("/lessons/label%20smoothing", 3),
        ("/%E6%A0%87%E7%AD%BE%E5%B9%B3%E6%BB%91", 3),
        ("/practise", 4),
        ("/foo/bar", None),
        ("/wp-login.php", None),
        ("/", None),
        ("", None),
        ("/%ff%zz", None),
        ("/" + "x" * 5000, None),
    ],
)
def test_nearest(address, found):
    assert nearest(address, {k: v for k, v in NAMES.items() if k}) == found


@pytest.mark.parametrize(
    "address, failure",
    [
        ("/arcface-nan", "nan"),
        ("/arcface-loss-NaN/", "nan"),
        ("/cosface_accuracy_0", "early"),
        ("/nancy", None),
        ("/arcface", None),
    ],
)
def test_an_address_that_tells_of_a_failure_leads_to_it(address, failure):
    assert trouble(address) == failure
    assert set(TROUBLES.values()) <= set(FAILURES)


def test_its_query_reads_back_what_it_writes():
    state = NotFoundState()
    assert state.to_query() == ""
    state.adopt({"address": ["/a b/<c>&d=%C3%A9", "other"], "lang": ["zh"]})
    assert state.shown == "/a b/<c>&d=é"
    again = NotFoundState()
    again.adopt(parse_qs(state.to_query()))
    assert again == state


@pytest.mark.parametrize("sign", ["%E2%80%AE", "%0A", "%00", "%E2%80%8B"])
def test_signs_that_cannot_be_seen_are_not_shown(sign):
    """They turn the line round, break it, or hide in it."""
    state = NotFoundState()
    state.adopt({"address": [f"/soft{sign}max"]})
    assert state.shown == "/soft\ufffdmax"


def test_an_address_is_shown_up_to_a_length():
    state = NotFoundState()
    state.adopt({"address": ["/" + "y" * 5000]})
    assert len(state.address) == MOST
    assert len(state.shown) < MOST and state.shown.startswith("/yyy")
