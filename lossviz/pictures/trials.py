"""Many runs trained in front of you, in two settings: which of them converge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import shown, written
from lossviz.pictures.picture import Picture, Say
from lossviz.pictures.reading import Frame, numbers_of
from lossviz.pictures.telling import together

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


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

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """What stands there before a run: the threshold, and the pull of each setting."""
        from lossviz.pictures.charts import trials as chart

        return chart.figure(self, frame, theme)

    def pulls(self, frame: Frame) -> np.ndarray:
        """The pull of each setting at each step, [2, steps]."""
        return numbers_of(frame, self.y).reshape(len(self.arms), -1)

    def words(self, frame: Frame, say: Say) -> str:
        """The two settings, when a run has converged, and from where to where the pull goes."""
        pulls = [
            say("described.trials.pull", arm=arm, first=written("share", pull[0]),
                last=written("share", pull[-1]))
            for arm, pull in zip(self.arms, self.pulls(frame), strict=True)
        ]  # fmt: skip
        return say(
            "described.trials.all", seeds=self.seeds, one=self.arms[0], other=self.arms[1],
            threshold=shown("percent", frame, self.threshold),
            pull=self.pull, pulls=together(pulls, say),
        )  # fmt: skip
