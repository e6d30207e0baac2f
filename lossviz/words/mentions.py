"""Where running words first mention a term: it becomes a link to its entry in the glossary.

The browser shows the entry beside such a link (`web/js/site/terms.js`); without a script it is a
link. The words themselves stay as they are: a thing has one name, so the name finds it.
"""

import re
from functools import lru_cache

from lossviz.glossary import TERMS
from lossviz.words.references import address

# formulas, links, code, titles
_APART = re.compile(
    r"(\$[^$]*\$|\[[^\]]*\]\([^)]*\)|`[^`]*`|(?<!\*)\*(?!\*)[^*]+\*(?!\*)|《[^》]*》|https?://\S+)"
)


def marked(words: str, lang: str, lesson: str = "", seen: set[str] | None = None) -> str:
    """The words, as Markdown, with a link at the first mention of each term.

    Args:
      lesson: the lesson they belong to. A term that is also an everyday word, like "step", is one
        only where the lesson introduces it.
      seen: keys of terms that were mentioned before; those mentioned here are added.
    """
    known = set() if seen is None else seen
    pattern, keys = _names(lang, lesson)

    def link(found: re.Match[str]) -> str:
        key = keys[found[0].lower()]
        if key in known:
            return found[0]
        known.add(key)
        return f"[{found[0]}](glossary?lang={lang}#{address(key)})"

    parts = _APART.split(words)
    return "".join(part if at % 2 else pattern.sub(link, part) for at, part in enumerate(parts))


@lru_cache(maxsize=64)
def _names(lang: str, lesson: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all names, the longest first, and the term of each."""
    keys = {
        form.lower(): term.key
        for term in TERMS.values()
        if not term.everyday or term.lesson == lesson
        for form in _forms(term.names[lang])
    }
    # Latin letters are read to their end; Chinese is written without gaps
    spelled = [
        rf"(?<![\w-]){re.escape(form)}(?![\w-])" if lang == "en" else _chinese(form)
        for form in sorted(keys, key=len, reverse=True)
    ]
    return re.compile("|".join(spelled), re.IGNORECASE), keys


def _chinese(form: str) -> str:
    before = r"(?<![A-Za-z-])" if form[0].isascii() else ""
    after = r"(?![A-Za-z-])" if form[-1].isascii() else ""
    return f"{before}{re.escape(form)}{after}"


def _forms(name: str) -> list[str]:
    """The name, and its plural where its language has one."""
    if not name[-1].isascii():
        return [name]
    many = (
        f"{name[:-1]}ies" if name.endswith("y") else f"{name}es" if name[-1] == "s" else f"{name}s"
    )
    return [name, many]
