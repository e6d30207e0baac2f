"""The playground as a scene: its state is `Settings`, its tracks are runs that are trained.

The timeline is the track over the training step; each parameter of the loss has a track of trained
end states. `KEYS` are the pages that show it: the playground, and the front page with less of it.
"""

from typing import Literal, get_args

from lossviz import losses
from lossviz.settings import Settings

KEYS = ("playground", "home")
TIMELINE = "step"

View = Literal["unit", "raw", "input"]
VIEWS: tuple[View, ...] = get_args(View)


def default_view(settings: Settings) -> View:
    """Angular losses live on the circle, raw-score losses in the plane.

    In 3-D all live on the sphere: there alone can boundaries be drawn that do not hide the points.
    """
    on_the_circle = losses.get(settings.loss).family == "angular" or settings.dim == 3
    return "unit" if on_the_circle else "raw"


def parameter_names(settings: Settings) -> list[str]:
    """The parameters of the loss: each has a slider, and a track of trained end states."""
    return [parameter.key for parameter in losses.get(settings.loss).parameters]


def slider_values(settings: Settings, name: str) -> list[float]:
    """The positions of a parameter's slider: its grid, and the value the settings hold.

    A link may hold s = 30: the slider then has that position too, so that what is shown is
    always a run that was trained at just this value.
    """
    grid = next(p.grid for p in losses.get(settings.loss).parameters if p.key == name)
    return sorted({*grid, float(getattr(settings, name))})


def coarse_to_fine(count: int, start: int) -> list[int]:
    """All of range(count): the ends and every eighth first, then the gaps, from `start` outwards.

    A drag across a half-filled slider then always finds a trained state close by.
    """
    order: list[int] = []
    seen: set[int] = set()
    for step in (8, 4, 2, 1):
        level = {*range(start % step, count, step), 0, count - 1} - seen
        order += sorted(level, key=lambda k: abs(k - start))
        seen |= level
    return order
