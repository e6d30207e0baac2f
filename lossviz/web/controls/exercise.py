"""The banner over an exercise: what is to be done, whether it is reached, what comes next."""

from functools import partial

import streamlit as st

from lossviz.web import reports
from lossviz.web.controls.share import share_controls
from lossviz.web.lesson.state import LessonState
from lossviz.web.modules import base_path
from lossviz.web.site.state import PageState, leave_exercise
from lossviz.web.site.text import chosen, language, room
from lossviz.web.stage import component, shared


def exercise_banner(state: PageState | LessonState) -> None:
    """What a teacher wrote into the link, over the scene that it is about."""
    exercise = state.exercise
    if exercise is None:
        return
    with st.container(key="exercise", horizontal=True, vertical_alignment="center", gap="small"):
        component("exercise")(
            key=f"{state.name}-exercise",
            data=shared() | {
                "scene": exercise.scene,
                "title": exercise.title,
                "note": exercise.note,
                "goal": exercise.goal and exercise.goal.model_dump(),
                "at": exercise.done + 1,
                "steps": exercise.steps,
                "next": _next(state),
                "words": room("exercise"),
            },
            on_leave_change=partial(_left, state.name),
        )  # fmt: skip
        share_controls(state)


def _next(state: PageState | LessonState) -> str | None:
    """The address of the next step; the language goes along if a link or the switch set it."""
    following = state.exercise and state.exercise.following()
    if not following:
        return None
    return f"{base_path()}{following}" + (f"&lang={language()}" if chosen() else "")


def _left(name: str) -> None:
    report = st.session_state[f"{name}-exercise"].get("leave")
    if reports.heard(report):
        leave_exercise(name)
