"""The controls of the playground: one row of losses, one row of what else can be chosen."""

from lossviz.web.controls.data import data_controls
from lossviz.web.controls.exercise import exercise_banner
from lossviz.web.controls.losses import loss_controls
from lossviz.web.controls.network import network_controls
from lossviz.web.controls.notices import notice
from lossviz.web.controls.share import share_controls
from lossviz.web.controls.training import training_controls

__all__ = [
    "data_controls",
    "exercise_banner",
    "loss_controls",
    "network_controls",
    "notice",
    "share_controls",
    "training_controls",
]
