"""One table of settings that drives the URL, the widgets and the training."""

from lossviz.settings.fields import FIELDS, Field
from lossviz.settings.model import Settings
from lossviz.settings.query import REASONS, Change

__all__ = ["FIELDS", "REASONS", "Change", "Field", "Settings"]
