"""Lesson 5: how smooth? the scale s."""

from lossviz.web.lesson.page import lesson_page

lesson_page("scale")
