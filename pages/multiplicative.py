"""Lesson 8: multiplicative margins."""

from lossviz.web.lesson.page import lesson_page

lesson_page("multiplicative")
