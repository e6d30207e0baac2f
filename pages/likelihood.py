"""Lesson 2: information, entropy, KL divergence, cross-entropy, likelihood."""

from lossviz.web.lesson.page import lesson_page

lesson_page("likelihood")
