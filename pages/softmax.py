"""Lesson 1: softmax, sigmoid, logistic regression."""

from lossviz.web.lesson.page import lesson_page

lesson_page("softmax")
