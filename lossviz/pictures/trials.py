"""Many runs trained in front of you, in two settings: which of them converge."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Picture


@dataclass(frozen=True, kw_only=True)
class Trials(Picture):
    """query: what the server is asked for; seeds: runs of each of the `arms`."""

    kind = "trials"
    query: str
    arms: Sequence[str]
    seeds: int
    x: str
    y: str
    threshold: str
    step: str
    accuracy: str
    pull: str
