"""The state of a lesson's page: what its controls say, and what had to be changed of a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lossviz.lessons import Lesson, Scene
from lossviz.scenes.state import defaults, read, to_query
from lossviz.settings import Change
from lossviz.web.exercise.model import Exercise
from lossviz.words.scene_pages import SCENE_PAGES

OWN = ("lang",)


@dataclass
class LessonState:
    """A lesson in one session. `name` is the page's name and the lesson's key."""

    name: str
    values: dict[str, Any] = field(default_factory=dict)
    notice: tuple[Change, ...] = ()
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # of each scene: the number of the last report taken over, and the query it led to
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    # what a reset of the whole page has taken back, until something is moved
    before: dict[str, Any] | None = None
    # what a teacher has written into the link
    exercise: Exercise | None = None
    # of the address, what is for the browser
    kept: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.adopt({})

    @property
    def lesson(self) -> Lesson:
        """The lesson this page shows."""
        return SCENE_PAGES[self.name]

    def adopt(self, query: Mapping[str, Sequence[str]]) -> None:
        """Show what the URL says."""
        self.values, self.notice = read(self.lesson.controls, query, also=OWN)
        self.before = None

    def refresh(self) -> None:
        """A lesson holds nothing that could get lost."""

    def to_query(self) -> str:
        """The canonical query of the whole lesson."""
        return to_query(self.lesson.controls, self.values)

    def query_of(self, scene: Scene) -> str:
        """The canonical query of one scene's own controls."""
        return to_query(self.lesson.controls_of(scene), self.values)

    @property
    def moved(self) -> bool:
        """Whether any value differs from those the lesson opens with."""
        return self.to_query() != ""

    def reset(self) -> None:
        """All scenes back to the values they open with; once more, to those they had before."""
        shown = self.values
        self.values = defaults(self.lesson.controls) if self.before is None else self.before
        self.before = shown if self.before is None else None
        self.notice = ()

    def follow(self, scene: Scene, query: str, number: int) -> None:
        """Take over the state that a scene reports, in its report of this number."""
        moved, _ = read(self.lesson.controls_of(scene), query)
        self.values |= moved
        # a vector that got shorter takes the choices of other scenes with it
        self.values, _ = read(self.lesson.controls, to_query(self.lesson.controls, self.values))
        self.notice, self.before = (), None
        self.answered[scene.key] = {"n": number, "query": self.query_of(scene)}
