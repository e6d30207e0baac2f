"""The stage: the one component that shows a scene, of a lesson or of the playground. Python's side.

The component itself is a loader of a few lines; the modules under `web/js` come from a route of
ours, so that they can import each other and the browser keeps them. What a scene shows, the browser
asks the server for: here it is only told which scene, and in which state.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Literal

import streamlit as st

from lossviz.figures.theme import stage_theme
from lossviz.web.exercise.model import Exercise
from lossviz.web.modules import base_path, loader, version
from lossviz.web.server import visitors
from lossviz.web.site import text

ROOM = "stage"


@cache
def component(name: Literal["stage", "question", "symptoms", "share", "exercise"]):
    """The component whose module is `name`.js."""
    return st.components.v2.component(
        f"lossviz_{name}", js=loader(f"frame/{name}.js"), isolate_styles=False
    )


def shared() -> dict[str, Any]:
    """What every one of these components is told."""
    return {
        "base": base_path(),
        "version": version(),
        "visitor": visitors.session_name(),
        "lang": text.language(),
        "theme": stage_theme(),
        "text": text.room(ROOM) | text.room("take"),
    }


def stage(
    lesson: str,
    scene: str,
    query: str,
    *,
    answered: dict[str, Any] | None,
    key: str,
    on_change: Callable[[], None],
    layout: Literal["rows", "run"] = "rows",
    looks: Sequence[str] = (),
    exercise: Exercise | None = None,
) -> None:
    """Show a scene in the state that `query` says.

    Args:
      lesson: the page it belongs to, under which the server knows it.
      answered: of the last report that was taken over, its number `n` and the `query` it asked for.
      on_change: called when something was moved, before the page runs again; the new state is the
        "change" in the component's state: {to, n, query}, see `lossviz.web.reports`.
      layout: pictures in rows beside derivations, or those of one run round its sliders.
      looks: keys of the query that say how a state is looked at, and are no part of it.
      exercise: which of its controls are there, and what is to be reached with them.
    """
    asked = exercise and exercise.model_dump(include={"show", "lock", "goal"})
    component("stage")(
        key=key,
        data=shared() | {
            "lesson": lesson,
            "scene": scene,
            "query": query,
            "answered": answered,
            "layout": layout,
            "looks": list(looks),
            "exercise": asked,
        },
        on_change_change=on_change,
    )  # fmt: skip
