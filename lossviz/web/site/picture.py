"""What a link says: the settings of a run, and which view and step of it is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lossviz.losses import CATALOGUE
from lossviz.playground import VIEWS, View, default_view
from lossviz.settings import Change, Settings
from lossviz.settings.fields import unused
from lossviz.settings.numerals import read_number
from lossviz.settings.query import write_value

# the URL's parameters beside the settings
OWN = ("view", "at", "formula", "lang")
# how the formula of the loss is written where it is not with letters
FORMS = ("numbers",)
# what a control's change may bring about elsewhere without the learner seeing why
WORTH_SAYING = ("not-offered-by-data", "batch-larger-than-data", "out-of-range", "upload-missing")


@dataclass(frozen=True)
class Picture:
    """The settings, and how they are looked at.

    view: None is the one that suits the loss; at: the step, None the last; formula: None is that
    with letters.
    """

    settings: Settings = field(default_factory=Settings)
    view: View | None = None
    at: int | None = None
    formula: str | None = None

    def to_query(self) -> str:
        """The canonical query: only what differs from the defaults, in a fixed order."""
        looks = {"view": self.view, "at": self.at, "formula": self.formula}
        own = [f"{key}={value}" for key, value in looks.items() if value is not None]
        return "&".join(filter(None, (self.settings.to_query(), *own)))


def read(query: Mapping[str, Sequence[str]]) -> tuple[Picture, tuple[Change, ...]]:
    """The nearest legal picture to a URL's parameters, and what had to be changed for it.

    Args:
      query: all values of each key. Never raises, whatever they hold.
    """
    settings, changes = Settings.read_query(query, also=OWN)
    view, view_changes = _read_view(_first(query, "view"), default_view(settings))
    at, at_changes = _read_step(_first(query, "at"), settings.steps)
    formula, form_changes = _read_form(_first(query, "formula"))
    changed = (*changes, *view_changes, *at_changes, *form_changes)
    return Picture(settings, view, at, formula), changed


def _first(query: Mapping[str, Sequence[str]], key: str) -> str:
    return next(iter(query.get(key, ())), "")


def _read_view(text: str, default: str) -> tuple[View | None, list[Change]]:
    if not text or text == default:
        return None, []
    for view in VIEWS:
        if text == view:
            return view, []
    return None, [Change("view", _shown(text), default, "unknown-choice")]


def _read_form(text: str) -> tuple[str | None, list[Change]]:
    if text in FORMS:
        return text, []
    if text in ("", "letters"):
        return None, []
    return None, [Change("formula", _shown(text), "letters", "unknown-choice")]


def _read_step(text: str, steps: int) -> tuple[int | None, list[Change]]:
    if not text:
        return None, []
    value, canonical = read_number(text, whole=True)
    if value is None:
        return None, [Change("at", _shown(text), str(steps), "not-a-number")]
    nearest = min(max(value, 0), steps)
    at = int(nearest)
    reason = None if canonical else "rewritten"
    if at != value:
        reason = "not-whole" if nearest == value else "out-of-range"
    changes = [Change("at", _shown(text), str(at), reason)] if reason else []
    return None if at == steps else at, changes


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text[:40])


def revise(
    settings: Settings, remembered: Mapping[str, Mapping[str, float]], **fields: Any
) -> tuple[Settings, tuple[Change, ...]]:
    """The settings with some fields changed, and everything that no longer fits repaired.

    Args:
      settings: what is shown now.
      remembered: for a loss, the parameters it was last used with.
      fields: new values by the settings' own names.

    Returns:
      The nearest legal settings, and what the learner should be told about it.
    """
    chosen = settings.explicit()
    if "loss" in fields:
        chosen |= _carried(settings, remembered, fields["loss"])
    query = {name: write_value(value) for name, value in (chosen | fields).items()}
    revised, changes = Settings.read_query(query)
    return revised, tuple(c for c in changes if c.reason in WORTH_SAYING)


def parameters(settings: Settings) -> dict[str, float]:
    """The parameters of the settings' own loss."""
    return {p.key: getattr(settings, p.key) for p in CATALOGUE[settings.loss].parameters}


def _carried(
    settings: Settings, remembered: Mapping[str, Mapping[str, float]], key: str
) -> dict[str, float]:
    """Parameters for the loss `key`: those that mean the same in the old loss, else its own last.

    A margin in radians is no margin in units of score, so a parameter is taken over only where its
    unit and its range are the same.
    """
    if key not in CATALOGUE:
        return {}
    before = {p.key: p for p in CATALOGUE[settings.loss].parameters}
    carried = {}
    for p in CATALOGUE[key].parameters:
        old = before.get(p.key)
        if old and (old.unit, old.low, old.high) == (p.unit, p.low, p.high):
            carried[p.key] = getattr(settings, p.key)
        else:
            carried[p.key] = remembered.get(key, {}).get(p.key, float(p.default))
    return carried


def uses(settings: Settings, name: str) -> bool:
    """Whether a setting counts beside the others: there is no momentum without SGD."""
    return unused(name, dict(settings)) is None
