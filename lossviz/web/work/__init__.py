"""Work that visitors ask for: done once for all who ask, in fair turns, and dropped with the last.

A request becomes a `Stream` of messages with its readers (`streams`); its work is cut into short
parts, which a `Crew` of as many threads as there are cores takes up in turns that are fair between
visitors (`crew`); `Answer` sends the messages on as they come (`answers`).
"""

from lossviz.web.work.answers import JSON, TRACK, Answer, accepts_gzip, apology, refusal
from lossviz.web.work.crew import Crew
from lossviz.web.work.streams import Streams

__all__ = [
    "JSON",
    "TRACK",
    "Answer",
    "Crew",
    "Streams",
    "accepts_gzip",
    "apology",
    "refusal",
]
