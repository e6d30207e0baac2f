"""Published numbers and toy figures, computed anew: the page that checks the papers.

A claim is a number that somebody printed and the function that computes it here; a shape is what a
toy figure shows, measured on runs of the digits. Whether they hold is found out, never written.
"""

from lossviz.papers.claim import Claim, Link, Verdict, judge
from lossviz.papers.claims import CLAIMS, SOURCES
from lossviz.papers.figures import LESSON
from lossviz.papers.settings import FIGURES
from lossviz.papers.shapes import SHAPES, Seen, Shape, look

__all__ = [
    "CLAIMS",
    "FIGURES",
    "LESSON",
    "SHAPES",
    "SOURCES",
    "Claim",
    "Link",
    "Seen",
    "Shape",
    "Verdict",
    "judge",
    "look",
]
