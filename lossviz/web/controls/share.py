"""The button that opens the dialog in which what is shown can be given away."""

from lossviz.web.exercise import model
from lossviz.web.lesson.state import LessonState
from lossviz.web.site.state import PageState
from lossviz.web.site.text import room, say
from lossviz.web.stage import component, shared

# the groups of controls that the playground has beside its sliders, by the words for them
GROUPS = {name: f"share.groups.{name}" for name in model.GROUPS}


def share_controls(state: PageState | LessonState) -> None:
    """The button; the dialog itself is the browser's, which knows what is shown there."""
    uploaded = isinstance(state, PageState) and state.picture.settings.dataset == "upload"
    component("share")(
        key=f"{state.name}-share",
        width="content",
        data=shared() | {
            "page": state.name,
            "title": say(f"frame.pages.{state.name}"),
            "uploaded": uploaded,
            "exercises": bool(model.scenes_of(state.name)),
            "groups": [
                {"name": name, "label": say(key)} for name, key in GROUPS.items()
            ] if state.name == "playground" else [],
            "most": {
                "title": model.MOST_TITLE, "note": model.MOST_NOTE,
                "steps": model.MOST_STEPS, "link": model.MOST_CHARACTERS,
            },
            "share": room("share") | room("take"),
        },
    )  # fmt: skip
