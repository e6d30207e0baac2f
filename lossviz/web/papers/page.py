"""The page that checks the papers: a table of published numbers, then the toy figures."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import streamlit as st

from lossviz.glossary import TERMS
from lossviz.papers import (
    CLAIMS,
    FIGURES,
    SHAPES,
    SOURCES,
    Claim,
    Link,
    Seen,
    Shape,
    Verdict,
    judge,
    look,
)
from lossviz.stage.words import rich, word
from lossviz.web.controls import notice
from lossviz.web.lesson.page import page_head, scene_section
from lossviz.web.modules import base_path
from lossviz.web.papers.numbers import difference, measured, pretty, written
from lossviz.web.site import text
from lossviz.web.site.links import address, page_link
from lossviz.web.site.state import page_state
from lossviz.web.site.text import phrases

NAME = "papers"
CSS = Path(__file__).with_suffix(".css")
# in a tab of its own: the place in the long table is kept
BLANK = 'target="_blank" rel="noopener"'
COLUMNS = ("what", "published", "ours", "difference", "verdict", "see")


@lru_cache(maxsize=1)
def _style() -> str:
    return f"<style>{CSS.read_text('utf-8')}</style>"


def papers_page() -> None:
    """The whole page. What needs training is filled in last: all the rest is there at once."""
    state = page_state(NAME)
    lang = text.language()
    st.html(_style())
    page_head(state)
    notice(state)
    verdicts = [(claim, judge(claim)) for claim in CLAIMS]
    holding = sum(verdict.passes for _, verdict in verdicts)
    st.markdown(word(lang, NAME, "summary").format(n=holding, all=len(verdicts)))
    st.html(numbers_table(verdicts, lang, text.chosen()))
    seed = int(state.values["seed"])
    places = {}
    for scene in state.lesson.scenes:
        scene_section(state, scene)
        _open_runs(scene.key, seed)
        places[scene.key] = st.empty()
    for figure, place in places.items():
        place.html(shapes_table(figure, seed, lang))


def _open_runs(figure: str, seed: int) -> None:
    """A link for each run of a figure that opens it in the playground."""
    shown = FIGURES[figure]
    with st.container(key=f"runs-{figure}", horizontal=True, vertical_alignment="center"):
        st.markdown(word(text.language(), NAME, "open"))
        for name, settings in zip(shown.names, shown.runs(seed), strict=True):
            page_link("playground", name, settings.to_query())


# --- the table of numbers -----------------------------------------------------------------------


def numbers_table(verdicts: list[tuple[Claim, Verdict]], lang: str, say_language: bool) -> str:
    """The claims with their verdicts as HTML, grouped by paper."""
    heads = "".join(
        f'<th scope="col">{escape(word(lang, NAME, f"columns.{name}"))}</th>' for name in COLUMNS
    )
    groups = "".join(_group(key, verdicts, lang, say_language) for key in SOURCES)
    return f'<table class="pp-table"><thead><tr>{heads}</tr></thead>{groups}</table>'


def _group(
    key: str, verdicts: list[tuple[Claim, Verdict]], lang: str, say_language: bool
) -> str:  # fmt: skip
    title = rich(word(lang, NAME, f"groups.{key}.title"))
    source = rich(word(lang, NAME, f"groups.{key}.source"))
    if SOURCES[key]:
        source = f'<a href="{escape(SOURCES[key])}" {BLANK}>{source}</a>'
    rows = "".join(
        _row(claim, verdict, lang, say_language)
        for claim, verdict in verdicts
        if claim.group == key
    )
    head = f'<th scope="rowgroup" colspan="{len(COLUMNS)}">{title} <small>{source}</small></th>'
    return f'<tbody><tr class="pp-group">{head}</tr>{rows}</tbody>'


def _row(claim: Claim, verdict: Verdict, lang: str, say_language: bool) -> str:
    what = rich(word(lang, NAME, f"claims.{claim.key}.what"))
    where = phrases(lang).get(f"{NAME}.claims.{claim.key}.where")
    small = f"<small>{rich(where)}</small>" if where else ""
    kind = "" if claim.kind == "printed" else word(lang, NAME, f"kinds.{claim.kind}")
    unit = _unit(claim.unit, lang)
    published = ("≤ " if claim.at_most else "") + ", ".join(map(pretty, claim.published)) + unit
    ours = ", ".join(map(written, verdict.ours, claim.published)) + unit
    cells = (
        f"{escape(published)}{f'<small>{escape(kind)}</small>' if kind else ''}",
        escape(ours),
        escape(difference(verdict.difference)),
        _verdict(verdict.passes, lang),
        _link(claim, lang, say_language),
    )
    rest = zip(COLUMNS[1:], cells, strict=True)
    return (
        f'<tr><th scope="row">{what}{small}</th>'
        + "".join(_cell(name, cell, lang) for name, cell in rest)
        + "</tr>"
    )


def _cell(name: str, content: str, lang: str) -> str:
    label = escape(word(lang, NAME, f"columns.{name}"))
    return f'<td class="pp-{name}" data-label="{label}">{content}</td>'


def _verdict(holds: bool, lang: str) -> str:
    sign, key = ("✓", "holds") if holds else ("✗", "differs")
    says = escape(word(lang, NAME, key))
    return f'<span class="pp-{key}"><span aria-hidden="true">{sign}</span> {says}</span>'


def _unit(unit: str, lang: str) -> str:
    return f" {TERMS[unit].names[lang]}" if unit in TERMS else unit


def _link(claim: Claim, lang: str, say_language: bool) -> str:
    if claim.link is None:
        return ""
    label = escape(word(lang, NAME, "columns.see"))
    return f'<a href="{escape(_href(claim.link, lang, say_language))}" {BLANK}>{label}</a>'


def _href(link: Link, lang: str, say_language: bool) -> str:
    """The link's address on this site; the language goes along if a link or the switch set it."""
    query = parse_qs(link.query)
    if say_language:
        query["lang"] = [lang]
    path = f"{base_path()}{address(link.page)}"
    asked = urlencode(query, doseq=True, safe=",")
    return path + (f"?{asked}" if asked else "") + (f"#{link.anchor}" if link.anchor else "")


# --- the shapes of a figure ---------------------------------------------------------------------


def shapes_table(figure: str, seed: int, lang: str) -> str:
    """What a toy figure shows, and what our runs of this seed show, as HTML."""
    heads = "".join(
        f'<th scope="col">{escape(word(lang, NAME, f"columns.{name}"))}</th>'
        for name in ("what", "shown", "measured", "verdict")
    )
    rows = "".join(_shape_rows(figure, seed, lang))
    return (
        f'<table class="pp-table pp-shapes"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _shape_rows(figure: str, seed: int, lang: str) -> Iterator[str]:
    for shape in SHAPES:
        if shape.figure != figure:
            continue
        seen = look(shape, seed)
        what = rich(word(lang, NAME, f"shapes.{shape.key}.what"))
        cells = (
            ("shown", rich(word(lang, NAME, f"shapes.{shape.key}.shown"))),
            ("measured", escape(_values(shape, seen))),
            ("verdict", _verdict(seen.holds, lang) + _reason(shape, seen, lang)),
        )
        yield (
            f'<tr><th scope="row">{what}</th>'
            + "".join(_cell(name, content, lang) for name, content in cells)
            + "</tr>"
        )


def _values(shape: Shape, seen: Seen) -> str:
    # a name and its number stay on one line
    return " · ".join(
        f"{name}: {value}".replace(" ", "\N{NO-BREAK SPACE}")
        for name, value in zip(shape.names, measured(seen.values, shape.kind), strict=True)
    )


def _reason(shape: Shape, seen: Seen, lang: str) -> str:
    """Why a shape may differ, where the reason is known."""
    known = phrases(lang).get(f"{NAME}.shapes.{shape.key}.why")
    return f"<small>{rich(known)}</small>" if known and not seen.holds else ""
