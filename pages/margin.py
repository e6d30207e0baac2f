"""Lesson 6: the additive margin."""

from lossviz.web.lesson.page import lesson_page

lesson_page("margin")
