"""Settings: everything that decides what a run shows."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from lossviz.settings.fields import FIELDS, default_of, fit, limits, unused
from lossviz.settings.query import Change, read_query, write_value


def _default(name: str) -> Any:
    return FIELDS[name].default


class Settings(BaseModel):
    """What to train on, how, and under which loss. Immutable, hashable, always legal.

    What is left out takes its default, which may depend on the rest: `classes` on the data set,
    `s`, `m`, … on the loss (None where the loss has no such parameter). A setting that means
    nothing beside the others (`m` under softmax, `momentum` under Adam) is put to rest at one
    value, and `points` is cut to what the data set has, so that settings that mean the same are
    equal. Ranges are in `FIELDS`; `limits` gives those that hold here.

    Raises ValueError naming the setting, what was expected and what came.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: str = _default("dataset")
    upload: str = _default("upload")  # id of an uploaded table, lossviz.upload.remember
    classes: int = _default("classes")
    points: int = _default("points")  # to train on; as many as there are if there are fewer
    spread: float = _default("spread")
    imbalance: float = _default("imbalance")
    noise: float = _default("noise")  # share of the training labels that are wrong
    dim: int = _default("dim")  # of the embedding
    encoder: str = _default("encoder")
    depth: int = _default("depth")
    width: int = _default("width")
    vectors: str = _default("vectors")  # where the class vectors start
    loss: str = _default("loss")
    s: float | None = None
    m: float | None = None
    m1: float | None = None
    m2: float | None = None
    m3: float | None = None
    eps: float | None = None
    lam: float | None = None
    anneal: bool = _default("anneal")
    bias: bool = _default("bias")
    optimizer: str = _default("optimizer")
    lr: float = _default("lr")
    momentum: float = _default("momentum")
    batch: int = _default("batch")  # 0: all points at once
    decay: float = _default("decay")
    steps: int = _default("steps")
    seed: int = _default("seed")

    @field_validator("*", mode="before")
    @classmethod
    def _plain_number(cls, value: Any) -> Any:
        """A NumPy or JAX scalar as Python's own, so that equal settings hash alike."""
        return value.item() if hasattr(value, "item") and getattr(value, "ndim", 1) == 0 else value

    @model_validator(mode="after")
    def _settle(self) -> "Settings":
        given = {name: getattr(self, name) for name in self.model_fields_set}
        # The model is frozen for everyone else; here its values are still being found.
        self.__dict__.update(_settled(given))
        return self

    @classmethod
    def from_query(cls, query: Any) -> "Settings":
        """The legal settings nearest to a URL query: text, bytes or a mapping.

        Never raises, whatever came; what is no query at all counts as an empty one.
        """
        return cls.read_query(query)[0]

    @classmethod
    def read_query(
        cls, query: Any, also: Collection[str] = ()
    ) -> tuple["Settings", tuple[Change, ...]]:
        """`from_query` and what it changed. `also`: keys of the query that are no settings."""
        values, changes = read_query(query, also)
        # Every value has been made to fit; checking again could only fail if another thread changed
        # the store of uploads in between.
        return cls.model_construct(**values), tuple(changes)

    def explicit(self) -> dict[str, Any]:
        """The settings that differ from their defaults, in the order of the table."""
        chosen = dict(self)
        return {
            name: chosen[name]
            for name in FIELDS
            if unused(name, chosen) is None and chosen[name] != default_of(name, chosen)
        }

    def to_query(self) -> str:
        """The canonical URL query: what differs from the defaults, ASCII, in a fixed order.

        `Settings.from_query(settings.to_query()) == settings`.
        """
        return "&".join(f"{name}={write_value(v)}" for name, v in self.explicit().items())

    def replace(self, **changes: Any) -> "Settings":
        """The settings with some changed; defaults that depend on a change follow it.

        Raises ValueError if what was chosen before is not legal beside the changes.
        """
        return Settings(**(self.explicit() | changes))

    def limits(self, name: str) -> tuple[int | float, int | float]:
        """Least and greatest value of a number beside the other settings."""
        return limits(name, dict(self))


def _settled(given: Mapping[str, Any]) -> dict[str, Any]:
    """A value for every setting, or a ValueError."""
    chosen: dict[str, Any] = {}
    for name in FIELDS:
        default = default_of(name, chosen)
        if unused(name, chosen) is not None:
            chosen[name] = default
            continue
        value = default if given.get(name) is None else given[name]
        chosen[name], reason = fit(name, value, chosen)
        # A data set with fewer points than asked for is used as far as it goes.
        if reason is not None and (name, reason) != ("points", "not-offered-by-data"):
            raise ValueError(f"{name}: expected {_expected(name, chosen)}, got {_brief(value)}")
    return chosen


def _expected(name: str, chosen: Mapping[str, Any]) -> str:
    field = FIELDS[name]
    if field.kind == "choice":
        return "one of " + ", ".join(field.choices)
    if field.kind == "id":
        return "the 16 hexadecimal digits that lossviz.upload.remember gives"
    low, high = (write_value(bound) for bound in limits(name, chosen))
    if name == "batch":
        return f"0 (all points) or a whole number from 4 to {high}, the number of points"
    kind = "a whole number" if field.kind == "whole" else "a number"
    beside = f" for dataset {chosen['dataset']}" if name == "classes" else ""
    beside = f" for loss {chosen['loss']}" if field.default is None else beside
    return f"{kind} from {low} to {high}{beside}"


def _brief(value: Any) -> str:
    # Python refuses to print whole numbers of more than 4300 digits.
    beyond = not isinstance(value, str) and abs(value) > 1e300
    return "a number beyond 1e300" if beyond else repr(value)
