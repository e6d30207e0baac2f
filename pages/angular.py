"""Lesson 7: angular margins, the whole family."""

from lossviz.web.lesson.page import lesson_page

lesson_page("angular")
