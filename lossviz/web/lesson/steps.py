"""What a page of scenes is made of: the steps in which it is held, listed and linked to."""

from typing import Any, Literal, NamedTuple

from lossviz.lessons import Lesson
from lossviz.stage.words import heading
from lossviz.web.site.text import phrases, say_in

Kind = Literal["vote", "scene", "remember", "check", "sources"]


class Step(NamedTuple):
    """A part of a page.

    anchor: its name in the address, after #; a scene's is its key.
    kind: what it is.
    key: of the scene or of the question; "" where there is one of its kind.
    """

    anchor: str
    kind: Kind
    key: str = ""

    @property
    def holder(self) -> str:
        """The key of the container that has all of the step; its class in the page is st-key-…."""
        return f"{'scene' if self.kind == 'scene' else 'step'}-{self.anchor}"


def steps_of(lesson: Lesson) -> tuple[Step, ...]:
    """The steps of a lesson, in the order in which they stand on its page."""
    vote = [Step("vote", "vote", lesson.vote.key)] if lesson.vote else []
    scenes = [Step(scene.key, "scene", scene.key) for scene in lesson.scenes]
    checks = [Step(f"check-{one.key}", "check", one.key) for one in lesson.checks]
    words = [Step("remember", "remember")] if vote else []
    sources = [Step("sources", "sources")] if vote else []
    return (*vote, *scenes, *words, *checks, *sources)


def title_of(lesson: Lesson, step: Step, lang: str) -> str:
    """What the step is called in a list: a scene with its number."""
    if step.kind == "scene":
        return heading(lang, lesson.key, step.key)
    if step.kind == "check":
        number = [question.key for question in lesson.checks].index(step.key) + 1
        return f"{say_in(lang, 'lesson.check')} {number}"
    return say_in(lang, f"lesson.{step.kind}")


def told(lesson: Lesson, lang: str) -> list[dict[str, Any]]:
    """The steps as the browser is told of them.

    Each with `anchor`, `kind`, `key`, `holder`, `title`, and for who holds the lesson `minutes` and
    `notes`, where the words have them.
    """
    return [
        step._asdict()
        | {"holder": step.holder, "title": title_of(lesson, step, lang)}
        | _spoken(lesson, step, lang)
        for step in steps_of(lesson)
    ]


def _spoken(lesson: Lesson, step: Step, lang: str) -> dict[str, Any]:
    notes = phrases(lang).get(f"speaking.{lesson.key}.{step.anchor}", "")
    return {"minutes": lesson.minutes.get(step.anchor), "notes": notes}
