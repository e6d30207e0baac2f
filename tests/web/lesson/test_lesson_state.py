"""A lesson's page in one session."""

import streamlit as st

from lossviz.lessons import LESSONS
from lossviz.web.lesson.page import _moved
from lossviz.web.lesson.state import LessonState


def test_a_page_opens_with_the_defaults():
    state = LessonState("softmax")
    assert state.to_query() == "" and state.notice == ()


def test_a_link_is_adopted_and_what_was_wrong_is_said():
    state = LessonState("likelihood")
    state.adopt({"P": ["1,1,1,1"], "p": ["0.2"], "lang": ["zh"]})
    assert state.to_query() == "p=0.2&P=0.25_0.25_0.25_0.25"
    assert [change.reason for change in state.notice] == ["sum-not-one"]


def test_a_scene_moves_its_own_controls_and_no_others():
    state = LessonState("softmax")
    state.adopt({"g": ["1,1,1"], "c": ["2"]})
    lesson = LESSONS["softmax"]
    state.follow(lesson.scene("scores"), "z=0,0,0&i=2", 1)
    # what a scene reports is its whole state: c is back at its default
    assert state.to_query() == "z=0_0_0&i=2&g=1_1_1"
    assert state.query_of(lesson.scene("song")) == "g=1_1_1"


def test_scenes_share_what_they_both_show():
    state = LessonState("gradient")
    lesson = LESSONS["gradient"]
    state.follow(lesson.scene("pairs"), "z=1,2&y=1", 1)
    assert state.query_of(lesson.scene("jacobian")) == "z=1_2&y=1"


def test_a_report_is_answered_with_what_it_led_to():
    state = LessonState("gradient")
    lesson = LESSONS["gradient"]
    state.follow(lesson.scene("pairs"), "z=1,2,nonsense&y=1", 7)
    assert state.answered == {"pairs": {"n": 7, "query": state.query_of(lesson.scene("pairs"))}}
    led_to = state.answered["pairs"]["query"]
    # another scene moves what both show: the answer is still to the first report
    state.follow(lesson.scene("jacobian"), "z=3,4&y=1", 8)
    assert state.answered["pairs"] == {"n": 7, "query": led_to}
    assert state.query_of(lesson.scene("pairs")) != led_to


def test_only_what_is_said_to_this_session_moves_a_scene(monkeypatch):
    state = LessonState("softmax")
    said = {"to": "", "n": 1, "query": "z=0_0_0"}
    monkeypatch.setattr(st, "session_state", {"page softmax": state})
    reports = [None, "z", {}, said | {"to": "older"}, said | {"n": None}, said | {"query": 3}]
    for report in reports:
        st.session_state["softmax-scores"] = {"change": report}
        _moved("softmax", "scores")
    assert state.to_query() == "" and state.answered == {}
    st.session_state["softmax-scores"] = {"change": said}
    _moved("softmax", "scores")
    assert state.to_query() == "z=0_0_0"


def test_all_scenes_go_back_and_once_more_forward():
    state = LessonState("gradient")
    assert not state.moved
    state.adopt({"z": ["1,2"], "y": ["1"]})
    state.reset()
    assert state.to_query() == "" and state.before is not None
    state.reset()
    assert state.to_query() == "z=1_2&y=1" and state.before is None
    # once something is moved there is nothing to undo: the next reset is one
    state.reset()
    state.follow(LESSONS["gradient"].scene("pairs"), "z=3,4&y=2", 1)
    state.reset()
    assert state.to_query() == ""
    # nor is there after a link
    state.adopt({"y": ["1"]})
    assert state.before is None
