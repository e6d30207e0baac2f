"""A small server for a scene or a question alone: its page, its files, made-up answers.

    PYTHONPATH=tests:. python -m browser.lesson_harness.server 8766

Then open http://127.0.0.1:8766/?scene=scores&z=1_2_3_4 or /?kind=vote. The query takes scene, lang,
theme=dark, kind (vote, check or symptoms), deaf=1 (changes are not answered) and the scene's own
state.
"""

import json
import sys
import time
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from runpy import run_path
from urllib.parse import parse_qsl, urlsplit

from lossviz.figures.theme import stage_theme

from . import fabricate as fab

HERE = Path(__file__).parent
WEB = HERE.parents[2] / "lossviz" / "web"
STAGE = WEB / "stage"
LOCALE = HERE.parents[2] / "assets" / "locale"
# read as plain files: importing lossviz.web would start JAX and Streamlit
WORDS = {
    lang: tomllib.loads((LOCALE / lang / "stage.toml").read_text("utf-8")) for lang in ("en", "zh")
}
HEADERS = run_path(str(WEB / "server" / "headers.py"))["HEADERS"]
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
MODULES = "lossviz/static/v/"
FOLDERS = {"stage": STAGE, "": HERE}
OPTIONS = [
    ("They double.", False, "Only a factor of the exponentials would change them."),
    ("They stay <b>as they are</b>.", True, "The factor e<sup>c</sup> cancels."),
    ("They become equal.", False, "Differences of scores stay, and so do the shares."),
]


def component_data(query: dict[str, str]) -> dict:
    """What Python hands to the component for this query."""
    lang = "zh" if query.get("lang") == "zh" else "en"
    shared = {"lang": lang, "theme": stage_theme(), "text": WORDS[lang]}
    if query.get("kind") == "symptoms":
        options = [{"text": t, "href": f"?failure={t}#lab", "at": n} for n, t in enumerate("ab")]
        groups = [{"text": "NaN", "reported": "the loss is NaN", "options": options}]
        return shared | {"scene": "lab", "groups": groups}
    if "kind" in query:
        return shared | {
            "kind": query["kind"],
            "id": f"{query['kind']}-1",
            "question": "Add 5 to all scores. What do the probabilities do?",
            "options": [{"text": t, "right": r, "reason": why} for t, r, why in OPTIONS],
        }
    scene = query.get("scene", "scores")
    state = fab.write(fab.read(scene, query))
    return shared | {"lesson": "softmax", "scene": scene, "query": state, "base": "/",
                     "layout": "rows", "looks": [], "version": "v"}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers one request; `asked` keeps the paths for the tests.

    delay: seconds before an answer; breaks: so many answers break off half way; status: what
    every scene is answered with; pause: seconds before each run of an experiment; reading: seconds
    before what was typed is answered; unread: so many of these answers fail.
    """

    asked: list[str]
    delay = 0.0
    breaks = 0
    status = 200
    pause = 0.0
    reading = 0.0
    unread = 0

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        self.asked.append(self.path)
        name = url.path.strip("/")
        try:
            if name == "lossviz/scene":
                self.scene(query)
            elif name == "lossviz/track":
                self.trials()
            elif name == "lossviz/typed":
                self.typed(query)
            elif name == "data":
                self.answer(json.dumps(component_data(query)), "application/json")
            else:
                self.file(name or "index.html")
        except (BrokenPipeError, ConnectionResetError):
            self.asked.append(f"left {name}")

    def answer(self, body: str | bytes, kind: str, status: int = 200) -> None:
        blob = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for key, value in HEADERS.items():
            self.send_header(key, value)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(blob)

    def file(self, name: str) -> None:
        folder, _, last = name.rpartition("/")
        path = FOLDERS[folder] / last if folder in FOLDERS else HERE / "none"
        if name.startswith(MODULES):
            path = WEB / "js" / name.removeprefix(MODULES)
        if ".." in name or not path.is_file():
            return self.answer("not found", "text/plain", 404)
        self.answer(path.read_bytes(), TYPES.get(path.suffix, "application/octet-stream"))

    def scene(self, query: dict[str, str]) -> None:
        kind = type(self)
        time.sleep(kind.delay)
        if kind.status != 200:
            return self.answer("no", "text/plain", kind.status)
        whole = fab.answer(query["scene"], query, query["lang"])
        if kind.breaks:
            kind.breaks -= 1
            whole = whole[: len(whole) // 2]
        self.answer(whole, "application/octet-stream")

    def typed(self, query: dict[str, str]) -> None:
        kind = type(self)
        time.sleep(kind.reading)
        if kind.unread:
            kind.unread -= 1
            return self.answer("no", "text/plain", 500)
        found = fab.typed(query["scene"], query, query["slider"], query["typed"], query["lang"])
        self.answer(json.dumps(found), "application/json")

    def trials(self) -> None:
        kind = type(self)
        breaks = kind.breaks
        kind.breaks = max(breaks - 1, 0)
        messages = list(fab.trial_messages())
        self.answer(messages[0], "application/octet-stream")
        for message in messages[1 : len(messages) // 2 if breaks else None]:
            time.sleep(kind.pause)
            self.wfile.write(message)
            self.wfile.flush()

    def log_message(self, *args: object) -> None:
        """Quiet."""


def start(port: int = 0) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 whose handler keeps what was asked in `RequestHandlerClass.asked`."""
    handler = type("Recording", (Handler,), {"asked": []})
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


if __name__ == "__main__":
    start(int(sys.argv[1]) if len(sys.argv) > 1 else 8766).serve_forever()
