"""The one crew that does what visitors ask this process for."""

from lossviz.web.server.process import GivesBack
from lossviz.web.work import Crew

CREW = Crew(ended=GivesBack())
