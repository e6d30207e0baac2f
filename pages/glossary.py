"""The glossary: one name a thing, and where it is introduced."""

from lossviz.web.glossary import glossary_page

glossary_page()
