"""Lesson 9: label smoothing."""

from lossviz.web.lesson.page import lesson_page

lesson_page("label_smoothing")
