"""A small server for one scene, one question or the stage alone, with made-up answers.

    PYTHONPATH=tests:. python -m browser.harness.server 8766

Then open http://127.0.0.1:8766/own/?scene=scores&z=1_2_3_4, /own/?kind=vote, or, for the stage of a
run, /own/?classes=6&params=s,m. The query takes lang, theme=dark, deaf=1 (changes are not answered)
and

* with scene, a scene of `scenes`, its own state;
* with kind, a question (vote or check) or the table of symptoms, nothing else;
* without both, the fields of `runs.Scene` and what `playground` says.

Every page has a path of its own, and below it a `Service`: pages that one browser shows, one after
the other or at once, know nothing of each other. The script and the styles are those of the site,
under one address that browsers keep, and pages stand under the site's policy.
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import parse_qsl, urlsplit

from lossviz.stage.bundle import bundle, sources
from lossviz.web import plotly_script
from lossviz.web.compressed import FOREVER, MEDIA_TYPES
from lossviz.web.modules import SCRIPT, STYLE, script_files
from lossviz.web.server.headers import headers_for

from . import playground, scenes

HERE = Path(__file__).parent
OWN = ("harness.js", "page.css")
# without what the front page starts: here is no Streamlit
FILES = {
    SCRIPT: bundle(sources(), SCRIPT).script,
    STYLE: script_files()[STYLE],
    **{f"harness/{name}": (HERE / name).read_text("utf-8") for name in OWN},
}
VERSION = sha256(repr(FILES).encode()).hexdigest()[:12]
PAGE = Template((HERE / "index.html").read_text("utf-8")).substitute(version=VERSION)
STATIC = "/lossviz/static/"
BYTES, JSON = "application/octet-stream", "application/json"


@dataclass
class Service:
    """How the requests of one page are answered; `asked` keeps their paths, below the page's own.

    Of scenes — delay: seconds before an answer; breaks: so many answers break off half way; status:
    what every scene is answered with; pause: seconds before each run of an experiment; reading:
    seconds before what was typed is answered; unread: so many of these answers fail.
    """

    asked: list[str] = field(default_factory=list)
    delay: float = 0.0
    breaks: int = 0
    status: int = 200
    pause: float = 0.0
    reading: float = 0.0
    unread: int = 0

    def breaks_off(self) -> bool:
        """Whether this answer is one that does."""
        left, self.breaks = self.breaks, max(self.breaks - 1, 0)
        return left > 0


class Harness(ThreadingHTTPServer):
    """A server on 127.0.0.1; `services` by the first part of the path."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.services: dict[str, Service] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def serve(self, name: str = "") -> tuple[str, Service]:
        """The address of a page that nobody has asked for anything yet, and its service."""
        name = name or f"page{len(self.services)}"
        self.services[name] = Service()
        return f"{self.url}{name}/", self.services[name]


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Harness
    service: Service

    def do_GET(self) -> None:
        if self.path.startswith(STATIC):
            return self.static(self.path.removeprefix(STATIC))
        url = urlsplit(self.path)
        page, _, name = url.path.removeprefix("/").partition("/")
        if page not in self.server.services:
            return self.answer("not found", "text/plain", 404)
        self.service = self.server.services[page]
        self.service.asked.append(self.path.removeprefix(f"/{page}"))
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        try:
            self.route(page, name, query)
        except (BrokenPipeError, ConnectionResetError):
            self.service.asked.append(f"left {name}")

    def route(self, page: str, name: str, query: dict[str, str]) -> None:
        run = query.get("lesson") == playground.LESSON
        match name:
            case "":
                self.answer(PAGE, "text/html; charset=utf-8")
            case "data":
                alone = "scene" in query or "kind" in query
                found = (scenes if alone else playground).component_data(query)
                self.answer(json.dumps(found | {"base": f"/{page}/", "version": VERSION}), JSON)
            case "lossviz/scene":
                self.run(query) if run else self.scene(query)
            case "lossviz/track":
                self.run(query) if run else self.trials()
            case "lossviz/typed":
                self.answer(json.dumps(playground.typed(query)), JSON) if run else self.typed(query)
            case "lossviz/point":
                self.answer(json.dumps(playground.point(query)), JSON)
            case "lossviz/picture":
                told = query.get("only") == "words"
                found = playground.told(query) if told else playground.figure(query["picture"])
                self.answer(json.dumps(found), JSON)
            case "lossviz/plotly.min.js":
                self.answer(plotly_script.SCRIPT.read_bytes(), MEDIA_TYPES[".js"])
            case _:
                self.answer("not found", "text/plain", 404)

    def begin(self, kind: str, status: int = 200, keep: str = "no-store") -> None:
        self.send_response(status)
        for key, value in headers_for(self.headers["Host"]).items():
            self.send_header(key, value)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", keep)
        self.end_headers()

    def answer(self, body: str | bytes, kind: str, status: int = 200) -> None:
        self.begin(kind, status)
        self.wfile.write(body.encode() if isinstance(body, str) else body)

    def stream(self, messages: Iterable[bytes]) -> None:
        """Send messages as they come."""
        self.begin(BYTES)
        for message in messages:
            self.wfile.write(message)
            self.wfile.flush()

    def static(self, name: str) -> None:
        """A script or a style, in whatever version it is asked for."""
        content = FILES.get(name.partition("/")[2])
        if content is None:
            return self.answer("not found", "text/plain", 404)
        self.begin(MEDIA_TYPES[Path(name).suffix], keep=FOREVER)
        self.wfile.write(content.encode())

    def run(self, query: dict[str, str]) -> None:
        first = sum("/scene" in path for path in self.service.asked) == 1
        self.stream(playground.messages(query, first))

    def scene(self, query: dict[str, str]) -> None:
        time.sleep(self.service.delay)
        if self.service.status != 200:
            return self.answer("no", "text/plain", self.service.status)
        whole = scenes.answer(query["scene"], query, query["lang"])
        self.stream([whole[: len(whole) // 2] if self.service.breaks_off() else whole])

    def typed(self, query: dict[str, str]) -> None:
        time.sleep(self.service.reading)
        if self.service.unread:
            self.service.unread -= 1
            return self.answer("no", "text/plain", 500)
        found = scenes.typed(query["scene"], query, query["slider"], query["typed"], query["lang"])
        self.answer(json.dumps(found), JSON)

    def trials(self) -> None:
        messages = [*scenes.trial_messages()]
        if self.service.breaks_off():
            del messages[len(messages) // 2 :]
        self.stream(self.paced(messages))

    def paced(self, messages: list[bytes]) -> Iterator[bytes]:
        for place, message in enumerate(messages):
            if place:
                time.sleep(self.service.pause)
            yield message

    def log_message(self, *args: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    harness = Harness(int(sys.argv[1]) if len(sys.argv) > 1 else 8766)
    harness.serve("own")
    harness.serve_forever()
