"""Presenting a page: its steps, the presenter on it, and the speaker's window."""

from lossviz.web.lectern.presenter import present_controls
from lossviz.web.lectern.talk import TALKS, talk

__all__ = ["TALKS", "present_controls", "talk"]
