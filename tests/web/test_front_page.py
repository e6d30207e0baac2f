"""The front page: Streamlit's own with our words in it, and what stands at an unknown address."""

import asyncio
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import streamlit as st
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse

from lossviz import upload
from lossviz.scenes.controls import Choice, Number
from lossviz.settings.query import write_value
from lossviz.web import front_page
from lossviz.web.front_page import (
    ADDRESSES,
    EARLY,
    ELEMENTS,
    END,
    FIRST_SCRIPT,
    FONT,
    HTML,
    NO_SCRIPT,
    TITLE,
    FrontPage,
)
from lossviz.web.modules import HERE, SCRIPT, STYLE, script_files, version
from lossviz.web.server.headers import INDEX, SCRIPTS, _inline_scripts
from lossviz.web.site import foreign
from lossviz.web.site.links import NAMES
from lossviz.web.site.text import LANGUAGES, phrases
from lossviz.words.scene_pages import SCENE_PAGES
from tests.conftest import in_own_loop

ADDRESS_OF = {name: path for path, name in ADDRESSES.items()}
ORIGINAL = INDEX.read_text("utf-8")


async def streamlit(scope, receive, send):
    """Answers as Streamlit does: with its page wherever it has nothing else."""
    answers = {
        "/_stcore/host-config": JSONResponse({"blockErrorDialogs": False, "metricsUrl": ""}),
        "/_stcore/health": PlainTextResponse("ok"),
        "/static/a.js": PlainTextResponse("script", media_type="text/javascript"),
        "/closed": PlainTextResponse("no", 403),
    }
    await answers.get(scope["path"], FileResponse(INDEX))(scope, receive, send)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def ask(path: str, method: str = "GET", accept: str = "en", app=streamlit) -> Answer:
    """What a client gets that accepts this language, and gzip."""
    path, _, query = path.partition("?")
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        # the client stays
        await asyncio.Event().wait()

    headers = [(b"accept-language", accept.encode()), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode()}
    in_own_loop(FrontPage(app)(scope | {"headers": headers}, receive, send))
    start, *rest = sent
    named = {k.decode().lower(): v.decode() for k, v in start["headers"]}
    body = b"".join(message.get("body", b"") for message in rest)
    return Answer(start["status"], named, body.decode())


def texts(html: str) -> list[str]:
    """What stands between the tags, but for comments and scripts."""
    return re.sub(r"<!--.*?-->|<(script|style).*?</\1>|<[^>]*>", "\n", html, flags=re.S).split("\n")


def is_streamlit_s(answer: "Answer") -> bool:
    return answer.text == ORIGINAL


def data_of(html: str) -> dict:
    return json.loads(re.search(r'id="lossviz-frame">(.*?)</script>', html, re.DOTALL)[1])


@pytest.mark.parametrize("place", [HTML, TITLE, NO_SCRIPT, FONT, END])
def test_streamlit_s_page_has_each_place_that_is_filled(place):
    assert len(place.findall(ORIGINAL)) == 1


def test_our_script_comes_before_all_of_streamlit_s():
    assert FIRST_SCRIPT.search(ORIGINAL)
    html = ask("/").text
    modules = re.findall(r'<script type="module"[^>]* src="([^"]+)"', html)
    assert modules[0] == f"./lossviz/static/{version()}/{SCRIPT}"
    assert len(modules) > 1 and all(name in ORIGINAL for name in modules[1:])
    # a module that does not wait for its turn could overtake it
    assert "async" not in re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)


def test_what_streamlit_asks_for_late_is_asked_for_beside_its_own_script():
    manifest = json.loads((INDEX.parent / "manifest.json").read_text("utf-8"))
    # a part that a new Streamlit calls something else would be missed in silence
    assert {Path(name).stem for name in manifest} >= set(ELEMENTS)
    files = [entry["file"] for name, entry in manifest.items() if Path(name).stem in ELEMENTS]
    html = ask("/angular").text
    preloads = re.findall(r'modulepreload" crossorigin href="\./([^"]+)"', html)
    assert set(files) <= set(preloads) and len(preloads) == len(set(preloads))
    assert all((INDEX.parent / path).is_file() for path in preloads)
    # the plain page's own come first
    own = re.findall(r'modulepreload" crossorigin href="\./([^"]+)"', ORIGINAL)
    assert preloads[: len(own)] == own
    # nothing that these need is left for later
    by_file = {entry["file"]: entry for entry in manifest.values()}
    (entry,) = re.findall(r'src="\./(static/js/index\.[^"]+)"', html)
    needed = {manifest[name]["file"] for path in files for name in by_file[path]["imports"]}
    assert needed <= {*preloads, entry}


def test_the_styles_of_what_components_show_come_with_the_page():
    address = f"./lossviz/static/{version()}/{STYLE}"
    assert f'<link rel="stylesheet" href="{address}">' in ask("/glossary").text
    sheet = script_files()[STYLE]
    for file in ("stage/stage.css", "stage/lesson.css", "stage/pictures.css"):
        assert (HERE / file).read_text("utf-8") in sheet


def test_no_font_is_loaded_that_the_theme_does_not_name():
    assert len(FONT.findall(ORIGINAL)) == 1
    assert 'as="font"' not in ask("/").text
    assert data_of(ask("/").text)["fonts"] == {
        "bodyFont": st.get_option("theme.font"),
        "headingFont": st.get_option("theme.headingFont"),
        "codeFont": st.get_option("theme.codeFont"),
    }


def early_of(path: str) -> dict[str, str]:
    return json.loads(re.search(r'id="lossviz-early">(.*?)</script>', ask(path).text, re.DOTALL)[1])


PLAYGROUND = "lossviz/scene?lesson=playground&"


@pytest.mark.parametrize("path, address", [
    ("/", PLAYGROUND + "scene=home&lang=en"),
    ("/playground?lang=zh", PLAYGROUND + "scene=playground&lang=zh"),
    ("/playground?m=0.40&loss=cosface&at=20&x=%22",
     PLAYGROUND + "scene=playground&lang=en&loss=cosface&m=0.4"),
])  # fmt: skip
def test_a_stage_s_run_is_asked_for_with_the_page(path, address):
    (found,) = early_of(path).values()
    assert parse_qs(found) == parse_qs(address)


def test_a_lesson_s_first_scene_or_the_one_a_link_names_is_asked_for_with_the_page():
    scenes = SCENE_PAGES["angular"].scenes
    found = early_of("/angular?lang=zh")
    assert list(found) == [scene.key for scene in scenes]
    for key, address in found.items():
        assert address == f"lossviz/scene?lesson=angular&scene={key}&lang=zh"


@pytest.mark.parametrize("name", SCENE_PAGES)
def test_a_scene_is_asked_for_in_the_state_of_the_page_s_address(name):
    lesson, tried = SCENE_PAGES[name], 0
    for scene in lesson.scenes:
        for control in lesson.controls_of(scene):
            if not isinstance(control, Number | Choice) or getattr(control, "only", None):
                continue
            values = control.grid if isinstance(control, Number) else control.options
            value = next(value for value in values if value != control.default)
            query = f"{control.key}={write_value(value)}"
            (asked,) = parse_qs(early_of(f"/{ADDRESS_OF[name]}?{query}")[scene.key])[control.key]
            assert asked == write_value(value)
            tried += 1
    assert tried > 0


def test_nothing_is_asked_for_where_there_is_no_picture_or_only_its_session_has_the_data():
    assert early_of("/glossary") == early_of("/nowhere") == {}
    kept = upload.keep(upload.parse(b"a,b,c\n" + b"1,2,x\n3,4,y\n" * 20))
    assert early_of(f"/playground?dataset=upload&upload={kept.key}") == {}


def test_no_query_can_end_the_script_or_break_the_page():
    for query in ("m=</script><b>", "m=%3C/script%3E", "m=" + "9" * 5000, "loss=%FF%00", "&&=;%"):
        for page in ("playground", "angular", "practice"):
            html = ask(f"/{page}?{query}").text
            assert "<b>" not in html and EARLY not in html
            assert all(
                address.startswith("lossviz/") for address in early_of(f"/{page}?{query}").values()
            )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_has_its_title_and_its_words_in_the_language_of_the_visitor(path, lang):
    answer = ask(f"/{path}", accept=f"tlh, {lang};q=0.8")
    assert answer.status == 200
    title = phrases(lang)[f"frame.pages.{ADDRESSES[path]}"]
    assert f"<title>{title} · lossviz</title>" in answer.text
    assert f'<html lang="{ {"zh": "zh-Hans"}.get(lang, lang) }">' in answer.text
    assert f"<noscript><p>{phrases(lang)['line.no_script']}</p></noscript>" in answer.text
    assert not any("Streamlit" in words for words in texts(answer.text))
    assert data_of(answer.text)["astray"] is False


def test_a_link_s_language_goes_before_the_browser_s():
    assert '<html lang="zh-Hans">' in ask("/playground?lang=zh&m=0.5").text
    assert '<html lang="en">' in ask("/playground?lang=xx").text


@pytest.mark.parametrize("path", ["/arcface-nan", "/foo/bar", "/foo/bar/", "/static/js/gone.js"])
def test_an_unknown_address_is_not_found(path):
    answer = ask(f"{path}?lang=zh")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "没有这个页面" in answer.text
    assert data_of(answer.text)["astray"] is True
    # it does not lie in the folder that the files are in
    assert '="./' not in answer.text and 'src="/static/js/' in answer.text


def test_the_page_about_it_is_not_led_to_itself():
    answer = ask("/not-found?address=/x")
    assert answer.status == 404
    assert data_of(answer.text)["astray"] is False


def test_under_a_path_of_its_own(monkeypatch):
    monkeypatch.setattr(front_page, "base_path", lambda: "/loss/")
    front_page.front_page.cache_clear()
    assert ask("/loss/playground").status == 200
    missing = ask("/loss/nothing/here")
    assert missing.status == 404
    assert 'src="/loss/lossviz/static/' in missing.text and 'src="/loss/static/js/' in missing.text
    # what lies beside the site is for others to answer
    assert is_streamlit_s(ask("/playground"))
    front_page.front_page.cache_clear()


def test_other_answers_are_left_as_they_are():
    assert ask("/_stcore/health").text == "ok"
    assert ask("/static/a.js").text == "script"
    assert ask("/closed").status == 403
    assert is_streamlit_s(ask("/playground", "POST"))
    assert ask("/nothing", "HEAD").status == 404


def test_streamlit_is_told_to_keep_its_dialogs_shut():
    zipped = GZipMiddleware(streamlit, minimum_size=1)
    for app in (streamlit, zipped):
        answer = ask("/_stcore/host-config", app=app)
        assert json.loads(answer.text) == {"blockErrorDialogs": True, "metricsUrl": ""}
        assert answer.headers["content-length"] == str(len(answer.text))


def test_the_policy_still_knows_every_line_of_script_in_the_page():
    for path in ("/", "/nowhere"):
        assert " ".join(_inline_scripts(ask(path).text)) == SCRIPTS


def test_the_page_brings_the_words_of_all_languages():
    data = data_of(ask("/").text)
    assert data["table"] == [row._asdict() for row in foreign.TABLE]
    assert data["words"].keys() == LANGUAGES.keys()
    assert data["words"]["zh"]["line"]["lost"] == phrases("zh")["line.lost"]
    assert data["words"]["zh"]["foreign"]["file_too_large"].endswith("2 MB。")


def test_every_page_has_an_address():
    assert sorted(ADDRESSES.values()) == sorted(NAMES)
    assert "not-found" not in ADDRESSES


def test_no_word_of_ours_can_end_the_script(monkeypatch):
    monkeypatch.setattr(foreign, "words", lambda: {k: {"a": "</script>"} for k in LANGUAGES})
    front_page.front_page.cache_clear()
    assert data_of(ask("/").text)["words"]["zh"]["foreign"] == {"a": "</script>"}
    front_page.front_page.cache_clear()
