"""The routes: every request is answered, or refused in words."""

import asyncio
import json
import os
import sys
from collections import Counter
from importlib import import_module
from threading import Event, get_native_id

import pytest
from starlette.applications import Starlette

from lossviz import upload
from lossviz.web.packing import unpack
from lossviz.web.work import Crew, Streams
from tests.conftest import in_own_loop

# lossviz.web has a list of the same name
routes = import_module("lossviz.web.routes")
APP = Starlette(routes=routes.routes)
SMALL = "dataset=ring&classes=3&points=60&width=8&steps=20"


class Asked:
    """What came of a GET."""

    def __init__(self) -> None:
        self.status, self.headers, self.body, self.ended = 0, {}, b"", False

    @property
    def error(self) -> str:
        return json.loads(self.body)["error"]


async def ask(path: str, name: str = "") -> Asked:
    """A GET of a visitor who stays to the end."""
    path, _, query = path.partition("?")
    found, staying = Asked(), asyncio.Event()
    scope = {
        "type": "http", "method": "GET", "path": f"/lossviz/{path}", "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(b"x-lossviz-visitor", name.encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "http",
        "root_path": "", "http_version": "1.1",
    }  # fmt: skip

    async def receive() -> dict:
        await staying.wait()
        return {"type": "http.disconnect"}

    async def send(part: dict) -> None:
        if part["type"] == "http.response.start":
            found.status = part["status"]
            found.headers = {k.decode(): v.decode() for k, v in part["headers"]}
        else:
            found.body += part["body"]
            found.ended = not part.get("more_body", False)

    await asyncio.wait_for(APP(scope, receive, send), 60)
    return found


def get(path: str) -> Asked:
    return in_own_loop(ask(path))


@pytest.mark.parametrize(
    "path, words",
    [
        (f"point?{SMALL}&at=21&point=0", "at must be a whole number from 0 to 20; got '21'"),
        (f"point?{SMALL}&at=999999999999&point=0", "at must be a whole number from 0 to 20"),
        (f"point?{SMALL}&at=" + "9" * 5000 + "&point=0", "at must be a whole number"),
        (f"point?{SMALL}&at=-1&point=0", "at must be a whole number"),
        (f"point?{SMALL}&at=%C2%B3&point=0", "at must be a whole number"),
        (f"point?{SMALL}&at=20", "point must be a whole number from 0 to 89; got ''"),
        (f"point?{SMALL}&at=20&point=90", "point must be a whole number from 0 to 89; got '90'"),
        (f"figure?{SMALL}&at=1e9", "at must be a whole number from 0 to 20; got '1e9'"),
        (f"sweep?{SMALL}&over=width", "over must be one of s, m; got 'width'"),
        ("sweep?loss=softmax&over=s", "over must be one of none"),
        (f"input?{SMALL}&over=width", "over must be one of step, s, m; got 'width'"),
        ("scene?lesson=softmax&scene=nowhere", "no scene 'nowhere' in a lesson 'softmax'"),
        ("scene?lesson=../etc&scene=passwd", "no scene"),
        ("scene", "no scene '' in a lesson ''"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(path, words):
    found = get(path)
    assert found.status == 400 and words in found.error and len(found.body) < 300


@pytest.mark.parametrize("path", ["run", "sweep", "point", "figure"])
@pytest.mark.parametrize("key", ["0123456789abcdef", "", "nonsense"])
def test_a_lost_table_is_said_and_no_other_data_shown(path, key):
    found = get(f"{path}?dataset=upload&upload={key}&over=s&at=0&point=0")
    assert found.status == 410 and "upload the file again" in found.error


def test_a_table_that_is_kept_is_trained_on():
    rows = "\n".join(f"{k},{k * k % 7},{'ab'[k % 2]}" for k in range(40))
    key = upload.remember(upload.parse(f"u,v,y\n{rows}\n".encode(), "t.csv"))
    found = get(f"run?dataset=upload&upload={key}&width=8&steps=20")
    # it may have had to wait for its program
    heads = {head["type"]: head for head, _ in unpack(found.body)}
    assert heads["meta"]["class_names"] == ["a", "b"] and "end" in heads


def test_every_kind_of_answer_comes_whole():
    paths = {
        f"run?{SMALL}": routes.TRACK,
        f"sweep?{SMALL}&over=m": routes.TRACK,
        f"input?{SMALL}&over=step": routes.TRACK,
        f"input?{SMALL}&over=m": routes.TRACK,
        "scene?lesson=softmax&scene=scores": routes.TRACK,
        f"point?{SMALL}&at=20&point=3": routes.JSON,
        f"figure?{SMALL}&at=0": routes.JSON,
    }

    async def together() -> list[Asked]:
        return await asyncio.gather(*map(ask, paths))

    for found, (path, kind) in zip(in_own_loop(together()), paths.items(), strict=True):
        assert (found.status, found.headers["content-type"], found.ended) == (200, kind, True), path
        if kind == routes.TRACK:
            assert unpack(found.body)[-1][0]["type"] == "end", path
        else:
            assert json.loads(found.body), path
    assert json.loads(get(f"point?{SMALL}&at=20&point=3").body)["step"] == 20


def test_a_full_server_says_when_to_come_again(monkeypatch):
    crew = Crew(1, most=3)
    monkeypatch.setattr(routes, "_runs", Streams(crew))

    messages, all_asked = routes.service.run_messages, Event()

    def held(*args):
        assert all_asked.wait(30)
        yield from messages(*args)

    monkeypatch.setattr(routes.service, "run_messages", held)

    async def burst() -> list[Asked]:
        asked = [asyncio.ensure_future(ask(f"run?{SMALL}&seed={seed}")) for seed in range(10)]
        while sum(answer.done() for answer in asked) < 7:
            await asyncio.sleep(0.01)
        all_asked.set()
        return await asyncio.gather(*asked)

    found = in_own_loop(burst())
    assert Counter(answer.status for answer in found) == {200: 3, 503: 7}
    for answer in found:
        if answer.status == 503:
            said = json.loads(answer.body)
            assert int(answer.headers["retry-after"]) >= 1 and said["place"] == 4
        else:
            assert unpack(answer.body)[-1][0]["type"] == "end"
    assert crew._open == {}


def test_who_asks_for_the_same_shares_the_work(monkeypatch):
    made = []
    messages = routes.service.run_messages
    monkeypatch.setattr(
        routes.service, "run_messages", lambda *args: made.append(args) or messages(*args)
    )

    async def together() -> list[Asked]:
        asked = [f"run?{SMALL}&seed=77&lr=0.02", f"run?lr=2e-2&seed=77&{SMALL}&x=1"]
        return await asyncio.gather(*map(ask, asked * 5))

    found = in_own_loop(together())
    assert len({answer.body for answer in found}) == 1 and len(made) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
@pytest.mark.parametrize(
    "path",
    ["run", "scene?lesson=softmax&scene=scores", "point?at=0&point=0", "figure"],
)
def test_what_a_click_asks_for_has_the_priority_of_the_process(monkeypatch, path):
    found, stream = [], routes._stream

    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, get_native_id())

    def noting():
        found.append(priority())
        yield b"done"

    def noted(request, streams, _key, _make, *more, **named):
        return stream(request, streams, object(), noting, *more, **named)

    monkeypatch.setattr(routes, "_stream", noted)
    assert in_own_loop(ask(path)).body == b"done"
    assert found == [priority()]
