"""The check of the papers: published numbers and toy figures, computed anew."""

from lossviz.web.papers.page import papers_page

papers_page()
