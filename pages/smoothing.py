"""Lesson 4: from hinge to cross-entropy."""

from lossviz.web.lesson.page import lesson_page

lesson_page("smoothing")
