"""Lesson 3: the gradient a − y, and C−1 binary classifiers."""

from lossviz.web.lesson.page import lesson_page

lesson_page("gradient")
