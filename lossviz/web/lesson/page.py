"""A lesson's page: a vote, scenes with their derivations, what to remember, questions, sources."""

from functools import lru_cache, partial

import streamlit as st

from lossviz.lessons import Question, Scene
from lossviz.scenes.controls import Choice
from lossviz.stage.words import heading, rich, word
from lossviz.web import reports
from lossviz.web.controls import exercise_banner, notice, share_controls
from lossviz.web.lectern import present_controls
from lossviz.web.lesson.place import around, numbered, onward
from lossviz.web.lesson.state import LessonState
from lossviz.web.lesson.steps import Step, steps_of
from lossviz.web.modules import base_path, loader, version
from lossviz.web.site import text
from lossviz.web.site.state import page_state, touch
from lossviz.web.site.text import say
from lossviz.web.stage import component, shared, stage
from lossviz.words.mentions import marked


def lesson_page(name: str) -> None:
    """The whole page of the lesson `name`, in the order every lesson has."""
    state = page_state(name)
    lesson = state.lesson
    if state.exercise:
        return _exercise(state, lesson.scene(state.exercise.scene))
    page_head(state)
    notice(state)
    for step in steps_of(lesson):
        if step.kind == "scene":
            scene_section(state, lesson.scene(step.key))
        else:
            with st.container(key=step.holder, gap="xsmall"):
                _words(state, step)
    with st.container(key="words"):
        onward(name)
    return None


def _exercise(state: LessonState, scene: Scene) -> None:
    """An exercise has its scene to itself."""
    arrival(state.name, 1)
    exercise_banner(state)
    notice(state)
    scene_section(state, scene)


@lru_cache(maxsize=1)
def _arrival():
    return st.components.v2.component("lossviz_arrival", js=loader("frame/arrive.js"))


def arrival(page: str, scenes: int) -> None:
    """What brings the heading that a link names into view, and keeps it there as scenes grow."""
    data = {"base": base_path(), "version": version(), "page": page, "scenes": scenes}
    _arrival()(key="arrival", data=data, height=1)


def page_head(state: LessonState) -> None:
    """Title, reset, link, lead; and what brings the scene that a link names into view."""
    arrival(state.name, len(state.lesson.scenes))
    with st.container(key="hero", gap="xsmall"):
        around(state.name)
        with st.container(key="head", horizontal=True, vertical_alignment="center"):
            st.title(numbered(state.name, _say(state, "title")), anchor=False)
            _reset(state)
            share_controls(state)
            present_controls(state.name)
        st.markdown(marked(_say(state, "lead"), text.language(), state.name))


def scene_section(state: LessonState, scene: Scene) -> None:
    """A scene under its number, title and lead."""
    with st.container(key=f"scene-{scene.key}", gap="xsmall"):
        st.header(heading(text.language(), state.name, scene.key), anchor=scene.key)
        lead = _say(state, f"scenes.{scene.key}.lead")
        st.markdown(marked(lead, text.language(), state.name))
        _scene(state, scene)
    # an exercise leaves what it says alone
    for choice in () if state.exercise else state.lesson.controls_of(scene):
        if isinstance(choice, Choice) and choice.groups:
            _symptoms(state, scene, choice)


def _words(state: LessonState, step: Step) -> None:
    """A step that is words: a question, what to remember, or the sources, under its heading."""
    lesson = state.lesson
    if step.kind == "vote" and lesson.vote:
        return _question(state, lesson.vote, "vote")
    if step.kind == "check":
        question = next(one for one in lesson.checks if one.key == step.key)
        if question is lesson.checks[0]:
            st.header(say("lesson.check"), anchor="check")
        return _question(state, question, "check")
    st.header(say(f"lesson.{step.kind}"), anchor=step.anchor)
    words = _say(state, step.kind)
    # titles of papers are what their authors have written
    sources = step.kind == "sources"
    st.markdown(words if sources else marked(words, text.language(), state.name))
    return None


def _say(state: LessonState, key: str) -> str:
    return word(text.language(), state.name, key)


def _reset(state: LessonState) -> None:
    """All scenes back to the start; until something is moved, the same button undoes that."""
    undoes = state.before is not None
    st.button(
        say("lesson.reset_undo" if undoes else "lesson.reset"),
        icon=":material/undo:" if undoes else ":material/restart_alt:",
        key=f"{state.name}-reset",
        disabled=not (undoes or state.moved),
        on_click=_back,
        args=(state.name,),
    )


def _back(name: str) -> None:
    page_state(name).reset()
    touch()


def _scene(state: LessonState, scene: Scene) -> None:
    stage(
        state.name,
        scene.key,
        state.query_of(scene),
        answered=state.answered.get(scene.key),
        key=f"{state.name}-{scene.key}",
        on_change=partial(_moved, state.name, scene.key),
        exercise=state.exercise,
    )


def _symptoms(state: LessonState, scene: Scene, choice: Choice) -> None:
    """All options of a list under its headings, each a link to its state."""
    lang = text.language()
    places = {option: at for at, option in enumerate(choice.options)}
    groups = [
        {
            "text": _say(state, f"groups.{choice.key}.{group}"),
            "reported": _say(state, f"reported.{group}"),
            "options": [
                {
                    "text": _say(state, f"options.{choice.key}.{option}"),
                    "href": f"?lang={lang}&{choice.key}={option}#{scene.key}",
                    "at": places[option],
                }
                for option in options
            ],
        }
        for group, options in (choice.groups or {}).items()
    ]
    with st.container(key=f"listed-{scene.key}", gap="xsmall"):
        st.header(_say(state, "reported.title"), anchor="symptoms")
        component("symptoms")(
            key=f"{state.name}-{choice.key}",
            data=shared() | {"scene": scene.key, "groups": groups},
        )


def _question(state: LessonState, question: Question, kind: str) -> None:
    prefix = kind if kind == "vote" else f"check.{question.key}"
    options = [
        {
            "text": rich(_say(state, f"{prefix}.{n}.text")),
            "reason": rich(_say(state, f"{prefix}.{n}.reason")),
            "right": n == question.right,
        }
        for n in range(1, question.options + 1)
    ]
    component("question")(
        key=f"{state.name}-{kind}-{question.key}",
        data=shared() | {
            "kind": kind,
            "id": f"{state.name}-{question.key}",
            "question": rich(_say(state, f"{prefix}.question")),
            "options": options,
        },
    )  # fmt: skip


def _moved(name: str, scene_key: str) -> None:
    """A scene reports a new state."""
    report = reports.heard(st.session_state[f"{name}-{scene_key}"].get("change"))
    if report and isinstance(report.get("query"), str):
        state = page_state(name)
        state.follow(state.lesson.scene(scene_key), report["query"], report["n"])
        touch()
