"""The HTML of a page of one scene alone, and what its script is told."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from lossviz import losses
from lossviz.alone.archive import Archive
from lossviz.alone.offline import without_links
from lossviz.figures.theme import SURFACES, stage_theme
from lossviz.settings import Settings
from lossviz.stage import summaries
from lossviz.stage.bundle import JS, Bundle, bundle, needed
from lossviz.stage.words import rich, word
from lossviz.words import LANGUAGES, TAGS, room, say_in
from lossviz.words.references import LESSON_NUMBERS

HERE = Path(__file__).parent
SHEETS = ("stage", "lesson", "pictures", "screens", "sight")
STYLES = tuple(JS.parent / "stage" / f"{name}.css" for name in SHEETS)
SCRIPT, START = "bundle/alone.js", "frame/alone.js"
PLAYGROUND = "playground"
# keys of a query that say how a run is looked at
LOOKS = ("view", "at", "formula")
THEMES = ("auto", *SURFACES)
ROLES = ("background", "panel", "ink", "muted", "accent", "warning")

# or a browser asks for one
NO_ICON = '<link rel="icon" href="data:,">'


@dataclass(frozen=True)
class Place:
    """A scene at a state, and how its page is to look.

    query: the state, with what says how it is looked at; settings: those of a run, where it is
    one; notices: what had to be changed of a link, in each language.
    """

    lesson: str
    scene: str
    query: str
    lang: str = "en"
    theme: str = "auto"
    settings: Settings | None = None
    notices: Mapping[str, Sequence[str]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def bundled() -> Bundle:
    """The script with all that such a page runs."""
    return bundle(needed(START), SCRIPT, START)


@lru_cache(maxsize=1)
def style() -> str:
    """All that it looks like but for its colours."""
    return "\n".join((*(path.read_text("utf-8") for path in STYLES), own_style()))


@lru_cache(maxsize=1)
def own_style() -> str:
    """What is round the scene alone."""
    return (HERE / "page.css").read_text("utf-8")


def colours(theme: str) -> str:
    """The colours of the page, which are the reader's own choice unless `theme` is one."""

    def rule(name: str) -> str:
        surface = SURFACES[name]
        pairs = "".join(f"--la-{role}:{getattr(surface, role)};" for role in ROLES)
        scheme = "dark" if name == "dark" else "light"
        return f":root{{color-scheme:{scheme};{pairs}}}"

    if theme in SURFACES:
        return rule(theme)
    return f"{rule('light')}@media (prefers-color-scheme: dark){{{rule('dark')}}}"


def told(place: Place, *, base: str = "/", address: str = "", visitor: str = "") -> dict[str, Any]:
    """What the script of the page is told, for a page on the site.

    Args:
      base: the path of the site; address: that of the scene's page on it.
      visitor: the name under which its requests wait for their turn.
    """
    run = place.settings is not None
    return {
        "base": base,
        "address": address,
        "lesson": place.lesson,
        "scene": place.scene,
        "query": place.query,
        "lang": place.lang,
        "languages": LANGUAGES,
        "tags": TAGS,
        "theme": stage_theme(),
        "surface": place.theme,
        "layout": "run" if run else "rows",
        "looks": list(LOOKS) if run else [],
        "visitor": visitor,
        "archived": False,
        "words": {lang: _words(place, lang) for lang in LANGUAGES},
    }


def told_in_file(place: Place, archive: Archive, free: bool) -> dict[str, Any]:
    """What it is told in a file, whose `archive` is all that there is.

    Args:
      free: whether its sliders can be moved at once.
    """
    found = told(place)
    for lang, words in found["words"].items():
        words["lead"] = without_links(words["lead"])
        words["text"] |= {
            "refused": say_in(lang, "alone.not_here"),
            "outdated": "",
            "returned": say_in(lang, "alone.returned"),
            "trials_start": say_in(lang, "alone.trials_start"),
        }
        lacks = "lacks_of_scene" if place.settings is None else "lacks_of_run"
        keys = ("note", *(() if free else ("single",)), lacks)
        # Chinese sentences have no space between them
        words["note"] = ("" if lang == "zh" else " ").join(say_in(lang, f"alone.{k}") for k in keys)
    return found | {"archived": True, "answers": archive.index()}


def _words(place: Place, lang: str) -> dict[str, Any]:
    title, about, lead = _heading(place, lang)
    return {
        "page": f"{title} · {say_in(lang, 'frame.site')}",
        "about": about,
        "title": title,
        "lead": lead,
        "note": "",
        "notice": list(place.notices.get(lang, ())),
        "text": room(lang, "stage"),
        "own": room(lang, "alone"),
    }


def _heading(place: Place, lang: str) -> tuple[str, str, str]:
    """Title, what it belongs to, and the words under it as HTML."""
    if place.settings is not None:
        loss = losses.get(place.settings.loss)
        parts = (summaries.data, summaries.network, summaries.training)
        facts = " · ".join(part(place.settings, lang) for part in parts)
        return say_in(lang, f"losses.{loss.key}.title"), facts, ""
    page = say_in(lang, f"frame.pages.{place.lesson}")
    number = LESSON_NUMBERS.get(place.lesson)
    about = page if number is None else say_in(lang, "alone.lesson", n=number, title=page)
    title = word(lang, place.lesson, f"scenes.{place.scene}.title")
    return title, about, rich(word(lang, place.lesson, f"scenes.{place.scene}.lead"))


def html(
    page: Mapping[str, Any],
    *,
    head: str,
    script: str,
    archive: Archive | None = None,
) -> str:
    """The page.

    Args:
      page: what its script is told.
      head: what else stands in its head.
      script: the element that starts it.
      archive: what a file has in place of a server.
    """
    lang = page["lang"]
    words = page["words"][lang]
    stored = ""
    if archive is not None:
        packed = base64.b64encode(archive.data).decode()
        stored = f'<script type="text/plain" id="lossviz-archive">{packed}</script>\n'
    return f"""<!doctype html>
<html lang="{TAGS[lang]}" data-shade="{page["surface"]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{NO_ICON}
{head}
<title>{escape(words["page"])}</title>
</head>
<body>
<div id="lossviz"></div>
<noscript>{_no_script()}</noscript>
<script type="application/json" id="lossviz-told">{_json(page)}</script>
{stored}{script}
</body>
</html>
"""


def _no_script() -> str:
    said = (
        f'<p lang="{TAGS[lang]}">{escape(say_in(lang, "alone.no_script"))}</p>'
        for lang in LANGUAGES
    )
    return f'<main class="la-page">{"".join(said)}</main>'


def _json(page: Mapping[str, Any]) -> str:
    """JSON that no HTML can be read into."""
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
