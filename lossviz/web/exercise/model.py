"""An exercise as a link holds it, and the nearest one to whatever a link says."""

import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from lossviz.lessons import LESSONS
from lossviz.losses import CATALOGUE
from lossviz.scenes.controls import Choice, Control, Numbers, Shares
from lossviz.settings import FIELDS, Change
from lossviz.settings.fields import PARAMETERS
from lossviz.settings.query import printable
from lossviz.web.exercise.goal import Goal, read_goal
from lossviz.web.exercise.spoken import plain_text
from lossviz.web.exercise.step import PLAYGROUND, Step, read_step, scenes_of, written
from lossviz.words.references import address

Query = Mapping[str, Sequence[str]]

# the keys of an address that are an exercise's; no control of any page has one of these names
KEYS = ("exercise", "title", "note", "show", "lock", "goal", "then", "done")
MOST_TITLE, MOST_NOTE = 80, 300
# how many steps a row has at most, and how many signs a link
MOST_STEPS = 8
MOST_CHARACTERS = 2000
# what the playground has to set beside its sliders
GROUPS = ("loss", "data", "network", "training")
TIMELINE = "step"
REASONS = (
    "text-cut",  # longer than a title or a note may be
    "text-cleaned",  # it had signs that cannot be seen
    "exercise-missing",  # keys of an exercise, but not of which scene
    "exercise-unknown",  # no such scene on this page
    "control-unknown",
    "all-locked",
    "goal-unreadable",
    "goal-unreachable",
    "step-unreadable",
    "steps-many",
)


class Exercise(BaseModel):
    """What a teacher says of one scene, and which steps come after it.

    Attributes:
      page, scene: what it is about; the playground's scene has the name of its page.
      show: names of the controls that are there; None: all of them.
      lock: names of those that are there and cannot be moved.
      then: the steps that follow; done: how many went before.
    """

    model_config = ConfigDict(frozen=True)

    page: str
    scene: str
    title: str = Field("", max_length=MOST_TITLE)
    note: str = Field("", max_length=MOST_NOTE)
    show: tuple[str, ...] | None = None
    lock: tuple[str, ...] = ()
    goal: Goal | None = None
    then: tuple[Step, ...] = Field((), max_length=MOST_STEPS)
    done: int = Field(0, ge=0, le=MOST_STEPS)

    def pairs(self) -> list[tuple[str, str]]:
        """Keys and values of its part of the address, in a fixed order."""
        given = {
            "exercise": self.scene,
            "title": self.title,
            "note": self.note,
            "show": "_".join(self.show or ()),
            "lock": "_".join(self.lock),
            "goal": self.goal.write() if self.goal else "",
        }
        found = [(key, text) for key, text in given.items() if text]
        found += [("then", step.write()) for step in self.then]
        return found + ([("done", str(self.done))] if self.done else [])

    def hides(self, name: str) -> bool:
        """Whether the control of this name is not to be seen."""
        return self.show is not None and name not in self.show

    def following(self) -> str | None:
        """The next step as a part of an address below the site's own; None at the last one."""
        if not self.then:
            return None
        step = self.then[0]
        more = [("then", one.write()) for one in self.then[1:]]
        place = [("exercise", step.scene), *more, ("done", str(self.done + 1))]
        return f"{address(step.page)}?{written([*step.pairs, *place])}"

    @property
    def steps(self) -> int:
        """How many steps there are in all."""
        return self.done + 1 + len(self.then)


def rest_of(query: Query) -> dict[str, Sequence[str]]:
    """What a query says beside an exercise."""
    return {key: texts for key, texts in query.items() if key not in KEYS}


def read_exercise(page: str, query: Query) -> tuple[Exercise | None, tuple[Change, ...]]:
    """The exercise of an address on the page `page`, and what had to be changed. Never raises.

    Args:
      query: all values of each key, whatever they hold.
    """
    given = {key: str(next(iter(query.get(key, ())), "")) for key in KEYS}
    if not any(given.values()):
        return None, ()
    scene = given["exercise"]
    if scene not in scenes_of(page):
        reason = "exercise-unknown" if scene else "exercise-missing"
        return None, (Change("exercise", printable(scene), "", reason),)
    changes: list[Change] = []
    texts = {}
    for key, most in (("title", MOST_TITLE), ("note", MOST_NOTE)):
        texts[key], reason = plain_text(given[key], most)
        if reason:
            changes.append(Change(key, printable(given[key]), str(most), reason))
    show = _names(page, scene, "show", given["show"], changes) or None
    lock = _names(page, scene, "lock", given["lock"], changes)
    loss = str(next(iter(query.get("loss", ())), ""))
    if lock and not _movable(page, scene, show, lock, loss):
        changes.append(Change("lock", printable(given["lock"]), "", "all-locked"))
        lock = ()
    goal = _goal(page, scene, given["goal"], show, lock, changes)
    done = int(given["done"]) if re.fullmatch("[0-9]", given["done"]) else 0
    done = min(done, MOST_STEPS - 1)
    then = _steps(query.get("then", ()), MOST_STEPS - 1 - done, changes)
    found = Exercise(
        page=page, scene=scene, **texts, show=show, lock=lock, goal=goal, then=then, done=done
    )
    return found, tuple(changes)


def _controls(page: str, scene: str) -> tuple[Control, ...]:
    lesson = LESSONS[page]
    return lesson.controls_of(lesson.scene(scene))


def _known(page: str, scene: str) -> dict[str, Control | None]:
    """What can be shown or locked, by name: controls, and each slider of a vector."""
    if page == PLAYGROUND:
        return dict.fromkeys((*PARAMETERS, TIMELINE, *GROUPS))
    known: dict[str, Control | None] = {}
    for control in _controls(page, scene):
        known[control.key] = control
        if isinstance(control, Numbers | Shares):
            sizes = control.sizes if isinstance(control, Numbers) else (len(control.default),)
            known |= {f"{control.key}{k + 1}": control for k in range(max(sizes))}
    return known


def _names(
    page: str, scene: str, key: str, text: str, changes: list[Change]
) -> tuple[str, ...]:  # fmt: skip
    known = _known(page, scene)
    asked = dict.fromkeys(name for name in text.split("_")[:60] if name)
    unknown = [name for name in asked if name not in known]
    if unknown:
        changes.append(Change(key, printable(", ".join(unknown)), "", "control-unknown"))
    return tuple(name for name in asked if name in known)


def _movable(
    page: str, scene: str, show: tuple[str, ...] | None, lock: tuple[str, ...], loss: str
) -> bool:
    """Whether anything is left to be moved; `loss`: the playground's, whatever the address says."""
    if page == PLAYGROUND:
        of_loss = CATALOGUE.get(loss) or CATALOGUE[FIELDS["loss"].default]
        names = [*(p.key for p in of_loss.parameters), TIMELINE, *GROUPS]
        return any(_free(name, name, show, lock) for name in names)
    controls = _controls(page, scene)
    names = _known(page, scene)
    return not controls or any(
        _free(name, control.key, show, lock)
        for name, control in names.items()
        if control and (name != control.key or not isinstance(control, Numbers | Shares))
    )


def _free(name: str, key: str, show: tuple[str, ...] | None, lock: tuple[str, ...]) -> bool:
    """Whether a control, or a slider of it, is there and can be moved."""
    return not {name, key} & {*lock} and (show is None or bool({name, key} & {*show}))


def _goal(
    page: str,
    scene: str,
    text: str,
    show: tuple[str, ...] | None,
    lock: tuple[str, ...],
    changes: list[Change],
) -> Goal | None:
    if not text:
        return None
    goal = read_goal(text)
    if goal is None:
        changes.append(Change("goal", printable(text), "", "goal-unreadable"))
    elif not _reachable(page, scene, goal, show, lock):
        changes.append(Change("goal", printable(text), "", "goal-unreachable"))
        goal = None
    return goal


def _reachable(
    page: str, scene: str, goal: Goal, show: tuple[str, ...] | None, lock: tuple[str, ...]
) -> bool:
    """Whether a goal about a slider lies on it, and it is free; of others only the page knows."""
    known = _known(page, scene)
    if goal.relation in ("gone", "kept") or goal.about not in known:
        return True
    control = known[goal.about]
    if isinstance(control, Choice) or goal.about in GROUPS:
        # the loss has a number, too; and no other choice has one
        return goal.about == "loss"
    if control is None:
        field = FIELDS.get(goal.about)
        return _free(goal.about, goal.about, show, lock) and (
            field is None or goal.within(field.low, field.high)
        )
    # the other shares of a distribution move this one
    held = not isinstance(control, Shares) and not _free(goal.about, control.key, show, lock)
    return not held and goal.within(control.low, min(control.high, control.grid[-1]))


def _steps(texts: Sequence[str], room: int, changes: list[Change]) -> tuple[Step, ...]:
    """The first steps that can be read, as many as there is room for."""
    found: list[Step] = []
    for text in texts[:60]:
        step = read_step(str(text)[:MOST_CHARACTERS])
        if step is None:
            changes.append(Change("then", printable(str(text)), "", "step-unreadable"))
        else:
            found.append(step)
    if len(found) > room or len(texts) > 60:
        changes.append(Change("then", str(len(texts)), str(MOST_STEPS), "steps-many"))
    return tuple(found[:room])
