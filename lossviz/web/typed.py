"""What a person has typed beside a slider: read, and answered with a value and a word about it."""

from collections.abc import Mapping
from typing import Any

from lossviz.lessons import Lesson, Scene
from lossviz.losses import Parameter
from lossviz.playground import parameter_names
from lossviz.scenes.scene import sliders_of
from lossviz.scenes.state import read, to_query
from lossviz.scenes.typed import is_typed, typed
from lossviz.settings import Settings
from lossviz.settings.query import printable
from lossviz.settings.typed import Typed, read_typed
from lossviz.stage.formats import with_unit
from lossviz.stage.scenes import label, reading
from lossviz.web.site.text import say_in


def in_scene(
    lesson: Lesson, scene: Scene, query: Mapping[str, str], name: str, text: str, lang: str
) -> dict[str, Any] | None:
    """What typing `text` beside the slider `name` leads to; None where there is nothing to type.

    moved: whether that is another state; query: as the scene writes it; values: of all its sliders
    by name; value, text: this slider's value and its reading; word: why it is not what was typed,
    or "".
    """
    controls = lesson.controls_of(scene)
    state, _ = read(controls, query)
    slider = {s.name: s for s in sliders_of(controls, state) if is_typed(s)}.get(name)
    if slider is None:
        return None
    reached, found = typed(controls, state, slider, text)
    value = slider.value(reached)
    shown = reading(lesson, slider.control, value, lang)
    return {
        "moved": reached != state,
        "query": to_query(controls, reached),
        "values": {s.name: s.value(reached) for s in sliders_of(controls, reached)},
        "value": value,
        "text": shown,
        "word": _word(found, slider.symbol or label(lesson, slider, lang), text, shown, lang),
    }


def in_playground(settings: Settings, parameter: Parameter, text: str, lang: str) -> dict[str, Any]:
    """What `text` beside a parameter's slider leads to, as above."""
    found = read_typed(text, *settings.limits(parameter.key), unit=parameter.unit)
    before = getattr(settings, parameter.key)
    value = before if found.value is None else found.value
    shown = with_unit(value, parameter.unit)
    word = _word(found, parameter.symbol, text, shown, lang)
    reached = settings.replace(**{parameter.key: value})
    return {
        "moved": value != before,
        "query": reached.to_query(),
        "values": {name: getattr(reached, name) for name in parameter_names(reached)},
        "value": value,
        "text": shown,
        "word": word,
    }


def _word(found: Typed, field: str, text: str, used: str, lang: str) -> str:
    if found.reason is None:
        return ""
    words = {"field": field, "given": printable(text.strip()), "used": " ".join(used.split())}
    return say_in(lang, f"typed.{found.reason}", **words)
