"""The steps in which a page is presented: those of its lesson, or its one picture."""

from typing import Any, TypedDict

from lossviz.stage.words import rich
from lossviz.web.lesson.steps import Step, told
from lossviz.web.site.text import say_in
from lossviz.words.scene_pages import SCENE_PAGES

# pages with one live stage
LIVE = ("home", "playground")
# all pages that can be presented
TALKS = (*SCENE_PAGES, *LIVE)


class Talk(TypedDict):
    """What is presented of a page: its name, its title, and its steps as `told` gives them."""

    page: str
    title: str
    steps: list[dict[str, Any]]


def live_step(name: str) -> Step:
    """The one step of a page with a live stage."""
    return Step(name, "scene", name)


def talk(name: str, lang: str) -> Talk:
    """What the presenter and the speaker's window are told of the page `name`, one of `TALKS`.

    The notes are HTML there.
    """
    title = say_in(lang, f"frame.pages.{name}")
    if name in SCENE_PAGES:
        steps = told(SCENE_PAGES[name], lang)
    else:
        step = live_step(name)
        own = {"holder": step.holder, "title": title, "minutes": None, "notes": ""}
        steps = [step._asdict() | own]
    return {
        "page": name,
        "title": title,
        "steps": [step | {"notes": rich(step["notes"])} for step in steps],
    }
