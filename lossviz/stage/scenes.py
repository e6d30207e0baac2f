"""What the browser asks the server for in a lesson's scene: its state, and every slider's track."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from lossviz.derivations import DERIVATIONS, evaluate
from lossviz.figures.theme import SURFACES
from lossviz.gallery.scenes import shown
from lossviz.lessons import Lesson, Scene
from lossviz.scenes.controls import Choice, Control, Number, Numbers, Slider, State
from lossviz.scenes.scene import Arrays, Track, frame_of, sliders_of, tracks_of
from lossviz.scenes.state import read, resized, to_query, values_of
from lossviz.scenes.typed import is_typed
from lossviz.stage.elsewhere import with_elsewhere
from lossviz.stage.formats import number
from lossviz.stage.mathml import mathml
from lossviz.stage.packing import Scaled, message
from lossviz.stage.sliders import name_of
from lossviz.stage.words import pictured, rich, word
from lossviz.stage.work import NotThere
from lossviz.words import phrases, say_in
from lossviz.words.mentions import marked

# rows of so many numbers are curves and surfaces: they go as 16-bit integers, finer than any pixel
LONG = 60


def asked(lesson: Lesson, scene: Scene, query: Any) -> str:
    """The state that a query asks for, as the scene writes it.

    Args:
      query: the state, in whatever form `lossviz.scenes.state.read` takes.
    """
    controls = lesson.controls_of(scene)
    return to_query(controls, read(controls, query)[0])


def messages(lesson: Lesson, scene: Scene, query: str, lang: str) -> Iterator[bytes]:
    """Everything the browser needs to show a scene and to follow its sliders.

    "scene" with its controls, pictures and derivations and "frame", its state, come first, then a
    "track" for each slider, then "end" with what the pictures show, in words.
    """
    controls = lesson.controls_of(scene)
    state, _ = read(controls, query)
    head = message("scene", **described(lesson, scene, query, lang))
    arrays = frame_of(scene, controls, state)
    yield head + frame(arrays)
    for one in tracks_of(scene, controls, state):
        yield track(one)
    yield ending(lesson, scene, state, lang, arrays)


def described(lesson: Lesson, scene: Scene, query: str, lang: str) -> dict[str, Any]:
    """What a "scene" message has: all that is in a language, but for what the pictures show."""
    controls = lesson.controls_of(scene)
    state, _ = read(controls, query)
    words = _Words(lang, lesson.key)
    return {
        "query": query,
        "changed": bool(to_query(controls, state)),
        "controls": with_elsewhere(_controls(controls, state, words), lesson, scene, lang),
        "sliders": [slider.name for slider in sliders_of(controls, state)],
        "dear": [],
        "timeline": None,
        "looks": [],
        "beside": None,
        "rows": pictured(lang, lesson.key, scene.rows(state)),
        "derivations": _derivations(lesson, scene, state, lang),
        "about": scene.about(state) if scene.about else "",
        "wide": scene.wide,
    }


def frame(arrays: Arrays) -> bytes:
    """The message with the arrays of a state."""
    return message("frame", _packed(arrays))


def track(found: Track) -> bytes:
    """The message with a scene along its sliders."""
    axes = {"over": list(found.over), "counts": list(found.counts)}
    return message("track", _packed(found.arrays), **axes)


def ending(lesson: Lesson, scene: Scene, state: State, lang: str, arrays: Arrays) -> bytes:
    """The last message: what the pictures show at the state, in words."""
    return message("end", words=shown(lesson, scene, state, lang, arrays).words())


def figure_messages(
    lesson: Lesson, scene: Scene, query: str, picture: str, lang: str, theme: str
) -> Iterator[bytes]:
    """A picture of a scene as a Plotly figure, for zoom and export, as one message of JSON.

    Raises:
      NotThere: at this state the scene has no such picture, or it is words alone.
    """
    controls = lesson.controls_of(scene)
    state, _ = read(controls, query)
    # a scene with runs of its own trains them here, unless it is on somebody's page
    at = shown(lesson, scene, state, lang, frame_of(scene, controls, state))
    figures = at.figures()
    if picture not in figures:
        raise NotThere(f"no picture {picture[:40]!r}; there are {', '.join(figures) or 'none'}")
    drawn = figures[picture]
    figure = json.loads(drawn.figure(at.frame, SURFACES[theme]).to_json())
    yield json.dumps({"figures": [{"title": at.name(picture), "figure": figure}]}).encode()


def _packed(arrays: Arrays) -> dict[str, np.ndarray | Scaled]:
    return {name: _compact(array) for name, array in arrays.items()}


def _compact(array: np.ndarray) -> np.ndarray | Scaled:
    if array.ndim > 1 and array.shape[-1] > LONG and np.isfinite(array).all():
        if (array == np.round(array)).all() and np.abs(array).max() < 32767:
            return array.astype(np.int16)
        return Scaled(array, float(np.abs(array).max()))
    return array.astype(np.float32)


class _Words:
    """The words of one lesson in one language."""

    def __init__(self, lang: str, lesson: str) -> None:
        self.lang, self.lesson = lang, lesson

    def __call__(self, key: str, **values: object) -> str:
        return word(self.lang, self.lesson, key).format(**values)

    def or_else(self, key: str, otherwise: str) -> str:
        return phrases(self.lang).get(f"{self.lesson}.{key}", otherwise)


def _controls(controls: tuple[Control, ...], state: State, words: _Words) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for control in controls:
        if isinstance(control, Numbers) and len(control.sizes) > 1:
            sized = {size: resized(controls, state, control.key, size) for size in control.sizes}
            options = [
                _option(str(size), to_query(controls, new), size == len(state[control.key]))
                for size, new in sized.items()
            ]
            label = words(f"sizes.{control.key}")
            found.append(_choice(f"{control.key}-size", label, options))
        if isinstance(control, Choice):
            choice = _choice(control.key, words(f"controls.{control.key}"),
                             _options(control, controls, state, words))  # fmt: skip
            found.append(choice | (_listed(control, words) if control.groups else {}))
        if isinstance(control, Number) and control.stops:
            options = [
                _option(
                    words(f"stops.{stop}"),
                    to_query(controls, {**state, control.key: float(k)}),
                    state[control.key] == k,
                )
                for k, stop in enumerate(control.stops)
            ]  # fmt: skip
            stop = _choice(f"{control.key}-stop", words(f"stops.{control.key}"), options)
            found.append(stop | {"of": control.key})
        found += [_slider(slider, state, words) for slider in control.sliders(state)]
    return found


def _choice(name: str, label: str, options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": "choice", "name": name, "label": label, "options": options}


def _listed(choice: Choice, words: _Words) -> dict[str, Any]:
    """What a choice with groups has beside another one: its headings, and how many options each."""
    groups = [
        {"text": words(f"groups.{choice.key}.{group}"), "count": len(options)}
        for group, options in (choice.groups or {}).items()
    ]
    return {"kind": "list", "groups": groups}


def _option(text: str, query: str, chosen: bool) -> dict[str, Any]:
    return {"text": text, "query": query, "chosen": chosen}


def _options(
    choice: Choice, controls: tuple[Control, ...], state: State, words: _Words
) -> list[dict[str, Any]]:
    fresh = {c.key: c.default for c in controls if c.key in choice.resets}
    return [
        _option(
            words.or_else(f"options.{choice.key}.{option}", option),
            to_query(controls, {**state, **fresh, choice.key: option}),
            option == state[choice.key],
        )
        for option in choice.offered(state)
    ]


def _slider(slider: Slider, state: State, words: _Words) -> dict[str, Any]:
    control = slider.control
    grid = slider.grid(state)
    label = _label(slider, words)
    texts = [_reading(control, value, words) for value in grid]
    field = name_of(label, slider.symbol, words.lang) if is_typed(slider) else None
    return {
        "kind": "slider",
        "name": slider.name,
        "key": control.key,
        "place": slider.place,
        "symbol": slider.symbol,
        "label": label,
        "values": list(grid),
        "texts": texts,
        "index": grid.index(slider.value(state)),
        "colour": f"class:{slider.place}" if slider.coloured else None,
        "remarks": [words.or_else(f"remarks.{slider.name}.{number(value)}", "") for value in grid],
        "plays": isinstance(control, Number) and control.plays,
        "again": words(f"again.{control.key}") if _again(control) else "",
        "field": field,
    }


def _again(control: Control) -> bool:
    return isinstance(control, Number) and control.again


def label(lesson: Lesson, slider: Slider, lang: str) -> str:
    """What the slider is called."""
    return _label(slider, _Words(lang, lesson.key))


def _label(slider: Slider, words: _Words) -> str:
    place = 0 if slider.place is None else slider.place
    return words.or_else(
        f"controls.{slider.name}", words(f"controls.{slider.control.key}", n=place + 1)
    )


def reading(lesson: Lesson, control: Control, value: float, lang: str) -> str:
    """A value of one of the lesson's controls as it stands beside its slider."""
    return _reading(control, value, _Words(lang, lesson.key))


def _reading(control: Control, value: float, words: _Words) -> str:
    """The slider's value as it stands beside it."""
    written = number(value).replace("-", "−")
    if not isinstance(control, Number):
        return written
    if control.stops:
        before = int(value)
        if value == before:
            return words(f"stops.{control.stops[before]}")
        return words("between", a=words(f"stops.{control.stops[before]}"),
                     b=words(f"stops.{control.stops[before + 1]}"),
                     share=f"{100 * (value - before):.0f}")  # fmt: skip
    return f"{written}{control.unit}"


def _derivations(lesson: Lesson, scene: Scene, state: State, lang: str) -> list[dict[str, Any]]:
    if not scene.derivations:
        return []
    env = scene.given(values_of(state))
    # terms of the words over the scene are explained there
    seen: set[str] = set()
    marked(word(lang, lesson.key, f"scenes.{scene.key}.lead"), lang, lesson.key, seen)
    say = partial(_marked, lang, lesson.key, seen)
    return [
        {
            "key": key,
            "title": rich(say_in(lang, f"derivations.{key}.title")),
            "lines": _lines(key, env, say),
        }
        for key in scene.derivations
    ]


def _marked(lang: str, lesson: str, seen: set[str], key: str) -> str:
    return rich(marked(say_in(lang, key), lang, lesson, seen))


def _lines(
    key: str, env: Mapping[str, np.ndarray], say: Callable[[str], str]
) -> list[dict[str, Any]]:
    derivation = DERIVATIONS[key]
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        lines = evaluate(derivation, env)
    return [
        {
            "relation": mathml(step.relation.latex, "inline") if place else "",
            "words": say(f"derivations.{key}.{step.key}"),
            "symbols": mathml(step.latex),
            "numbers": mathml(line.template),
            "scalar": line.value.ndim == 1,
        }
        for place, (step, line) in enumerate(zip(derivation.steps, lines, strict=True))
    ]
