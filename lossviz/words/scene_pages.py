"""The pages that are made of scenes: the lessons, and the page that checks the papers."""

from collections.abc import Mapping
from types import MappingProxyType

from lossviz import papers
from lossviz.lessons import LESSONS, Lesson

SCENE_PAGES: Mapping[str, Lesson] = MappingProxyType({**LESSONS, papers.LESSON.key: papers.LESSON})
