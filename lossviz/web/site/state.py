"""The session's side of the URL: one way in and one way out.

Each page of a session has a state: a `Picture`, or the values of a lesson's controls. It is read
from the URL when the URL says something that this session did not write there (a link, the
browser's Back and Forward), it is changed from the callbacks of the controls, and `open_page`
writes it back. Controls only mirror it: `mirrored` gives a control its value and its callback.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from lossviz.settings import Change
from lossviz.upload import Table, UploadError, UploadMissing, keep, recall
from lossviz.web.exercise.model import Exercise, read_exercise, rest_of
from lossviz.web.lesson.state import LessonState
from lossviz.web.site import text
from lossviz.web.site.missing import MISSING, NotFoundState
from lossviz.web.site.picture import Picture, parameters, read, revise
from lossviz.words.scene_pages import SCENE_PAGES

Query = dict[str, list[str]]
# what an address says for the browser alone: it stays there as it came
KEPT = ("camera",)
MOST_KEPT = 40
# what the browser alone writes into the URL, and keeps there (js/state/place.js)
BROWSERS_OWN = ("present",)


@dataclass
class PageState:
    """A page with a picture, in one session."""

    name: str
    picture: Picture = field(default_factory=Picture)
    # what this session last put into the URL; anything else there came from outside
    written: Query = field(default_factory=dict)
    notice: Sequence[Change] = ()
    # the parameters each loss was last used with
    remembered: dict[str, dict[str, float]] = field(default_factory=dict)
    # the learner's own table, and the one in the picture, which may be another's: a table stays in
    # the common store while a session holds it
    table: Table | None = None
    shown: Table | None = None
    refusal: UploadError | None = None
    # the column chosen as its label; None: the last one
    label: str | None = None
    # how often a control was made anew because its setting was changed elsewhere
    renewed: dict[str, int] = field(default_factory=dict)
    # the settings whose controls were shown
    mirrors: set[str] = field(default_factory=set)
    # whether the first run has seen that they show what they mirror
    settled: bool = False
    # of the last report of the page's stage: its number, and the query it asked for
    answered: dict[str, Any] | None = None
    # what a teacher has written into the link
    exercise: Exercise | None = None
    # of the address, what is for the browser
    kept: Query = field(default_factory=dict)

    def hides(self, name: str) -> bool:
        """Whether an exercise has the control of this name not to be seen."""
        return self.exercise is not None and self.exercise.hides(name)

    def locks(self, name: str) -> bool:
        """Whether an exercise has the control of this name not to be moved."""
        return self.exercise is not None and name in self.exercise.lock

    def adopt(self, query: Query) -> None:
        """Show what the URL says."""
        self.picture, self.notice = read(query)

    def to_query(self) -> str:
        """The canonical query of what is shown."""
        return self.picture.to_query()

    def refresh(self) -> None:
        """Hold the table shown, or show what a link to a lost one shows."""
        settings = self.picture.settings
        if settings.dataset != "upload":
            self.shown = None
            return
        try:
            self.shown = self._found(settings.upload)
        except (UploadMissing, UploadError):
            self.shown = None
            self.picture, self.notice = read(parse_qs(self.picture.to_query()))

    def _found(self, key: str) -> Table:
        """The table of this id; the learner's own is put back if the store has lost it."""
        if self.table is not None and self.table.key == key:
            return keep(self.table)
        return recall(key)


def start_run() -> None:
    """First thing in a run: let the URL choose the language, unless a click is newer than it."""
    if not st.session_state.get("touched"):
        text.use(st.query_params.get("lang"))
    text.keep_language()


def open_page(name: str) -> None:
    """Bring the state of the page `name` up to date with the URL, and the URL with it."""
    query = {
        key: st.query_params.get_all(key) for key in st.query_params if key not in BROWSERS_OWN
    }
    kind = NotFoundState if name == MISSING else LessonState if name in SCENE_PAGES else PageState
    fresh = kind(name)
    state = st.session_state.setdefault(f"page {name}", fresh)
    if query != state.written and not st.session_state.get("touched"):
        _adopt(state, query)
    state.refresh()
    _write(state, query)


def _adopt(state: PageState | LessonState | NotFoundState, query: Query) -> None:
    """Show what the URL says: the page's own, an exercise, and what is for the browser."""
    own = {key: [*texts] for key, texts in rest_of(query).items() if key not in KEPT}
    state.adopt(own)
    if isinstance(state, NotFoundState):
        return
    state.exercise, changes = read_exercise(state.name, query)
    state.notice = (*changes, *state.notice)
    state.kept = {key: [query[key][0][:MOST_KEPT]] for key in KEPT if query.get(key)}


def leave_exercise(name: str) -> None:
    """From a callback: the exercise goes, and what is set on the page stays."""
    state = page_state(name)
    state.exercise = None
    state.notice = ()
    touch()


def page_state(name: str) -> Any:
    """The state of a page that has been opened in this session: `PageState` or `LessonState`."""
    return st.session_state[f"page {name}"]


def query_of(name: str) -> str:
    """The query under which a page is to be opened: as it was left, or as new."""
    state = st.session_state.get(f"page {name}")
    if state is None:
        return ""
    return "&".join(filter(None, (state.to_query(), urlencode(_exercise_of(state)))))


def _exercise_of(state: PageState | LessonState | NotFoundState) -> list[tuple[str, str]]:
    exercise = None if isinstance(state, NotFoundState) else state.exercise
    return exercise.pairs() if exercise else []


def _write(state: PageState | LessonState | NotFoundState, query: Query) -> None:
    wanted = parse_qs(state.to_query())
    for key, value in _exercise_of(state):
        wanted.setdefault(key, []).append(value)
    if not isinstance(state, NotFoundState):
        wanted |= state.kept
    if text.chosen():
        wanted["lang"] = [text.language()]
    if query != wanted:
        st.query_params.from_dict(wanted)
    state.written = wanted
    st.session_state["touched"] = False


def change(name: str, **fields: Any) -> None:
    """From a control's callback: change settings of the page. The coming run writes the URL."""
    state = page_state(name)
    settings = state.picture.settings
    if fields.get("dataset") == "upload" and state.table is not None:
        try:
            state.table = keep(state.table)
        except UploadError as error:
            state.refusal = error
            touch()
            return
        fields["upload"] = state.table.key
    state.remembered[settings.loss] = parameters(settings)
    revised, state.notice = revise(settings, state.remembered, **fields)
    at = state.picture.at if revised.steps == settings.steps else None
    state.picture = replace(state.picture, settings=revised, at=at)
    touch()


def look(name: str, **fields: Any) -> None:
    """From the stage's callback: change the view or the step looked at."""
    state = page_state(name)
    state.picture = replace(state.picture, **fields)
    touch()


def show(name: str, picture: Picture) -> None:
    """From the stage's callback: all settings at once, as after a reset."""
    state = page_state(name)
    state.picture, state.notice, state.remembered = picture, (), {}
    touch()


def touch() -> None:
    """A control was used: until the URL is written again, what it says is out of date."""
    st.session_state["touched"] = True


def mirrored(
    state: PageState, field_name: str, start: str = "value", options: Sequence[Any] = ()
) -> dict[str, Any]:
    """Keyword arguments that make a control show a setting and change it.

    Args:
      state: the page's state.
      field_name: the setting.
      start: what the control calls its first value; "index" counts in `options`.
      options: the choices of a control that takes an index.
    """
    value = getattr(state.picture.settings, field_name)
    state.mirrors.add(field_name)
    # A closed popover's controls are not in the browser: a value assigned to one is lost there, and
    # its old value comes back with the next click. A new key makes a new control instead.
    if st.session_state.get(_key(state, field_name), value) != value:
        state.renewed[field_name] = state.renewed.get(field_name, 0) + 1
    return {
        "key": _key(state, field_name),
        start: options.index(value) if start == "index" else value,
        "on_change": _changed,
        "args": (state.name, field_name),
    }


def settle(state: PageState) -> None:
    """After the controls, in a session's first run: run again if one does not show the setting.

    To a new session the browser brings what its controls showed in an older one, and that goes
    before the values that the controls are given here. The next run sees it, and makes such a
    control anew.
    """
    if state.settled:
        return
    state.settled = True
    settings = state.picture.settings
    shown = {name: st.session_state.get(_key(state, name)) for name in state.mirrors}
    if any(value is not None and value != getattr(settings, name) for name, value in shown.items()):
        st.rerun()


def _key(state: PageState, field_name: str) -> str:
    count = state.renewed.get(field_name)
    return f"{state.name}-{field_name}" + (f"-{count}" if count else "")


def _changed(name: str, field_name: str) -> None:
    value = st.session_state[_key(page_state(name), field_name)]
    if value is not None:
        change(name, **{field_name: value})
