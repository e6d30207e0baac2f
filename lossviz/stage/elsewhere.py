"""Where else on a page a value can be moved: scenes of one lesson share their controls."""

from typing import Any

from lossviz.lessons import Lesson, Scene
from lossviz.words import say_in


def elsewhere(lesson: Lesson, scene: Scene, key: str, lang: str) -> dict[str, Any] | None:
    """The other scenes that move the control `key`, as the browser shows them at it.

    `text` goes before their numbers; each of `scenes` has its `number`, its `anchor` in the page,
    and a `name` for who cannot see what stands round it. None where no other scene has the control.
    """
    others = [
        {"number": n, "anchor": one.key, "name": say_in(lang, "lesson.also.name", n=n)}
        for n, one in enumerate(lesson.scenes, 1)
        if one.key != scene.key and key in one.moves
    ]
    return {"text": say_in(lang, "lesson.also.text"), "scenes": others} if others else None


def with_elsewhere(
    specs: list[dict[str, Any]], lesson: Lesson, scene: Scene, lang: str
) -> list[dict[str, Any]]:
    """The controls of a scene, each with where `also` it is: of a vector its first slider."""
    own = {control.key for control in lesson.controls_of(scene)}
    found = []
    for spec in specs:
        key = spec["key"] if spec["kind"] == "slider" else spec["name"]
        first = not spec.get("place")
        also = elsewhere(lesson, scene, key, lang) if key in own and first else None
        found.append(spec | {"also": also})
    return found
