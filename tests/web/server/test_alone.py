"""Scenes by themselves over HTTP: who may frame what, and every query answered in words."""

import asyncio
import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from lossviz.stage.packing import unpack
from lossviz.web.server import alone, headers
from lossviz.web.server.doors import HOSTS, Doors
from lossviz.web.server.headers import SecurityHeaders
from lossviz.web.server.routes import routes as stage_routes
from lossviz.words import SCENE_PAGES, say_in
from tests.conftest import in_own_loop

SITE = Starlette(routes=[*stage_routes, *alone.routes])
APP = SecurityHeaders(Doors(SITE))
SMALL = "dataset=ring&classes=3&points=60&width=8&steps=20"


class Asked:
    """What came of a GET of a path below /lossviz/."""

    def __init__(self, path: str, accept: str = "en", host: str = "site.example", app=APP) -> None:
        self.status, self.headers, self.body = 0, {}, b""
        in_own_loop(self._ask(path, accept, host, app))

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def told(self) -> dict:
        return json.loads(re.search(r'id="lossviz-told">(.*?)</script>', self.text)[1])

    async def _ask(self, path: str, accept: str, host: str, app) -> None:
        path, _, query = path.partition("?")
        staying = asyncio.Event()
        sent = [(b"host", host.encode()), (b"accept-language", accept.encode())]
        scope = {
            "type": "http", "method": "GET", "path": f"/lossviz/{path}", "raw_path": path.encode(),
            "query_string": query.encode(), "headers": sent, "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80), "scheme": "http", "root_path": "", "http_version": "1.1",
        }  # fmt: skip

        async def receive() -> dict:
            await staying.wait()
            return {"type": "http.disconnect"}

        async def send(part: dict) -> None:
            if part["type"] == "http.response.start":
                self.status = part["status"]
                self.headers = {k.decode().lower(): v.decode() for k, v in part["headers"]}
            else:
                self.body += part["body"]

        await asyncio.wait_for(app(scope, receive, send), 120)

    @property
    def framed(self) -> bool:
        """Whether a page of anybody may show it in a frame."""
        return "'self'" not in self.ancestors and "x-frame-options" not in self.headers

    @property
    def ancestors(self) -> str:
        return self.headers["content-security-policy"].split("frame-ancestors ")[1]


def test_the_view_may_be_framed_by_anybody():
    asked = Asked("embed?lesson=softmax&scene=two")
    assert asked.status == 200 and asked.framed and asked.ancestors == "* file:"
    # nothing else of the policy is laxer there
    strict, lax = headers.policy("site.example"), headers.policy("site.example", framed=True)
    assert strict.partition("frame-ancestors")[0] == lax.partition("frame-ancestors")[0]


@pytest.mark.parametrize("path", [
    "embed/", "embed/..", "embed/../embed", "embed/../scene?lesson=softmax&scene=two", "./embed",
    "embed//", "Embed", "embed;x", "embed%2f", "embedx", "x/embed", "/embed", "embed/.", "",
    "scene?lesson=softmax&scene=two", "file?lesson=nope", "picture?lesson=x", "typed", "point?at=x",
    "static/x/bundle/alone.js", "track?over=embed", "../lossviz/embed", "embed ", "embed\n",
])  # fmt: skip
def test_nothing_else_may_be_framed(path):
    asked = Asked(path)
    assert not asked.framed and asked.ancestors == "'self'"
    assert asked.headers["x-frame-options"] == "SAMEORIGIN"


def test_under_a_path_of_its_own_the_view_is_there_alone(monkeypatch):
    monkeypatch.setattr(headers, "base_path", lambda: "/site/")
    assert headers.is_framed({"path": "/site/lossviz/embed"})
    for path in ("/lossviz/embed", "/site/site/lossviz/embed", "/sitelossviz/embed", "/site/embed"):
        assert not headers.is_framed({"path": path})


def test_a_foreign_host_is_refused_there_too(monkeypatch):
    monkeypatch.setenv(HOSTS, "site.example")
    app = SecurityHeaders(Doors(SITE))
    path = "embed?lesson=softmax&scene=two"
    assert Asked(path, app=app).status == 200
    refused = Asked(path, host="evil.example", app=app)
    assert refused.status == 400 and "lossviz-told" not in refused.text


@pytest.mark.parametrize("query, status, key, words", [
    ("", 400, "no_lesson", {}),
    ("lesson=", 400, "no_lesson", {}),
    ("scene=two", 400, "no_lesson", {}),
    ("lesson=nope&scene=two", 404, "lesson", {"given": "nope"}),
    ("lesson=softmax", 404, "scene", {"lesson": "softmax", "given": ""}),
    ("lesson=softmax&scene=three", 404, "scene", {"lesson": "softmax", "given": "three"}),
    ("lesson=playground&scene=two", 404, "scene", {"lesson": "playground", "given": "two"}),
])  # fmt: skip
@pytest.mark.parametrize("route", ["embed", "file"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_there_is_not_is_said_in_a_page(route, lang, query, status, key, words):
    asked = Asked(f"{route}?{query}&lang={lang}")
    assert asked.status == status and asked.headers["content-type"].startswith("text/html")
    lesson = query.partition("lesson=")[2].partition("&")[0]
    scenes = [s.key for s in SCENE_PAGES[lesson].scenes] if lesson in SCENE_PAGES else [lesson]
    known = [*SCENE_PAGES, "playground"] if key == "lesson" else scenes
    said = say_in(lang, f"alone.wrong.{key}", known=", ".join(known), **words)
    assert said in unescape(asked.text)


def test_markup_in_a_name_stays_text():
    asked = Asked(f"embed?lesson={quote('<img src=x onerror=alert(1)>')}&scene=x")
    assert asked.status == 404 and "<img" not in asked.text and "&lt;img" in asked.text
    script = quote("</script><script>alert(1)</script>")
    asked = Asked(f"embed?lesson=softmax&scene=two&{script}={script}&lang=en")
    assert asked.status == 200 and "<script>alert" not in asked.text
    assert any("</script>" in line for line in asked.told["words"]["en"]["notice"])


def test_wrong_values_are_set_right_and_said_in_both_languages():
    told = Asked("embed?lesson=margin&scene=shapes&margin=9&loss=cosine&odd=1&g=2").told
    assert told["query"] == "margin=2"
    said = told["words"]
    # g is a control of another scene: a link of the whole lesson may have it
    assert len(said["en"]["notice"]) == len(said["zh"]["notice"]) == 3
    assert "“odd”" in " ".join(said["en"]["notice"])
    assert Asked("embed?lesson=margin&scene=shapes&margin=0.3").told["words"]["en"]["notice"] == []


def test_many_changes_are_said_shortly():
    told = Asked("embed?lesson=softmax&scene=two&" + "&".join(f"k{n}=1" for n in range(40))).told
    assert len(told["words"]["en"]["notice"]) == 7
    assert re.fullmatch(r"and \d+ more", told["words"]["en"]["notice"][-1])


def test_the_playground_is_shown_with_its_settings_and_how_it_is_looked_at():
    state = "loss=cosface&m=0.25&view=raw&at=30"
    told = Asked(f"embed?lesson=playground&scene=home&{state}&theme=dark").told
    assert (told["lesson"], told["scene"], told["layout"]) == ("playground", "playground", "run")
    assert told["query"] == state
    assert told["surface"] == "dark" and told["address"] == "playground"
    assert told["words"]["en"]["title"] == "CosFace / AM-Softmax"


def test_language_and_theme_are_those_asked_for_or_the_reader_s():
    path = "embed?lesson=softmax&scene=two"
    assert Asked(path, accept="zh-CN,zh").told["lang"] == "zh"
    assert Asked(f"{path}&lang=en", accept="zh-CN,zh").told["lang"] == "en"
    assert Asked(f"{path}&lang=fr").told["lang"] == "en"
    assert "prefers-color-scheme" in Asked(f"{path}&theme=purple").text
    assert "prefers-color-scheme" not in Asked(f"{path}&theme=light").text


def test_a_lost_table_is_no_other_data():
    asked = Asked("embed?lesson=playground&scene=playground&dataset=upload&upload=0123456789abcdef")
    assert asked.status == 410 and say_in("en", "alone.wrong.table") in asked.text


def test_each_page_waits_under_a_name_of_its_own():
    path = "embed?lesson=softmax&scene=two"
    names = {Asked(path).told["visitor"] for _ in range(3)}
    assert len(names) == 3
    assert Asked(path).headers["cache-control"] == "no-store"


def test_the_file_is_a_download_with_a_readable_name():
    asked = Asked("file?lesson=softmax&scene=two&lang=zh")
    assert asked.status == 200 and asked.text.startswith("<!doctype html>")
    assert asked.headers["content-disposition"] == 'attachment; filename="lossviz-softmax-two.html"'
    assert asked.told["archived"] and asked.told["lang"] == "zh"


def test_the_file_of_a_run_says_how_far_it_is_and_is_the_same():
    query = f"file?lesson=playground&scene=playground&loss=softmax&{SMALL}&lang=en"
    messages = unpack(Asked(f"{query}&as=messages").body)
    kinds = [header["type"] for header, _ in messages]
    assert kinds[-2:] == ["file", "end"] and set(kinds[:-2]) <= {"progress", "waiting"}
    header, arrays = messages[-2]
    assert header["name"].startswith("lossviz-playground-") and header["name"].endswith(".html")
    html = arrays["html"].tobytes().decode()
    assert html == Asked(query).text
