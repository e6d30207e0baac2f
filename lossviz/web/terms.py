"""What the browser shows beside a term: its names, its sentence, and the way to the glossary."""

from functools import lru_cache

from lossviz.glossary import TERMS
from lossviz.stage.words import rich
from lossviz.web.site.links import address
from lossviz.web.site.text import LANGUAGES, joined, say_in, with_formulas


@lru_cache(maxsize=len(LANGUAGES))
def entries(lang: str) -> dict[str, object]:
    """{"more": what leads to the glossary, "terms": its entries by their anchors}."""
    return {
        "more": say_in(lang, "glossary.more"),
        "terms": {
            address(key): {
                "name": term.names[lang],
                "also": [
                    term.names[other]
                    for other in LANGUAGES
                    if term.names[other] != term.names[lang]
                ],
                "says": rich(joined(with_formulas(term.says[lang], f"glossary, {key}"))),
            }
            for key, term in TERMS.items()
        },
    }
