"""In practice: which s and m, and why a run did not converge."""

from lossviz.web.lesson.page import lesson_page

lesson_page("practice")
