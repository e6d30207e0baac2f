"""The goal of an exercise: a condition that the page sees come true while somebody drags."""

import re
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lossviz.settings.numerals import read_number, write_number

Relation = Literal["at", "above", "below", "gone", "kept"]
# what a class has or has not; the other relations are about numbers
OF_CLASSES = ("gone", "kept")
MOST_CLASSES = 1000
_SPELLING = re.compile(
    rf"([A-Za-z][A-Za-z0-9_]{{0,39}}?)_({'|'.join(get_args(Relation))})_([0-9.e-]{{1,24}})"
    r"(?:_([0-9.e-]{1,24}))?"
)


class Goal(BaseModel):
    """When an exercise is done.

    Attributes:
      about: the name of a slider, of a number that is shown, or "region": of the first picture that
        has regions of classes; of a further one its id.
      relation: the number is `at` the value, or `above` or `below` it (both include the value); the
        class of that number has no region, `gone`, or has one, `kept`.
      value: the number that is meant, or the class.
      reach: how far from the value `at` also counts; None: as near as the slider's grid allows.
    """

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    about: str
    relation: Relation
    value: float
    reach: float | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _fits(self) -> "Goal":
        """Only `at` has a reach, and a class is a whole number."""
        if self.reach is not None and self.relation != "at":
            raise ValueError(f"reach: none beside {self.relation}")
        whole = 0 <= self.value <= MOST_CLASSES and self.value == int(self.value)
        if self.relation in OF_CLASSES and not whole:
            raise ValueError(f"value: a class, from 0 to {MOST_CLASSES}; got {self.value}")
        return self

    def write(self) -> str:
        """As a link has it: M_at_0.4_0.05, accuracy_above_0.9, region_gone_3."""
        numbers = [self.value] + ([] if self.reach is None else [self.reach])
        return "_".join([self.about, self.relation, *map(write_number, numbers)])

    def within(self, low: float, high: float) -> bool:
        """Whether a number that goes from `low` to `high` can meet it."""
        if self.relation == "above":
            return high >= self.value
        if self.relation == "below":
            return low <= self.value
        reach = self.reach or 0.0
        return low <= self.value + reach and high >= self.value - reach


def read_goal(text: str) -> Goal | None:
    """The goal that a link names; None for what is none."""
    found = _SPELLING.fullmatch(text)
    if found is None:
        return None
    about, relation, *numbers = found.groups()
    value, reach = (part and read_number(part)[0] for part in numbers)
    if numbers[1] is not None and reach is None:
        return None
    try:
        given = {"about": about, "relation": relation, "value": value, "reach": reach}
        return Goal.model_validate(given)
    except ValidationError:
        return None
