"""The routes: every request is answered, or refused in words."""

import asyncio
import json
import os
import sys
from collections import Counter
from threading import Event, get_native_id

import pytest
from starlette.applications import Starlette

from lossviz import upload
from lossviz.figures.theme import DARK, LIGHT
from lossviz.stage.packing import unpack
from lossviz.web.server import routes
from lossviz.web.work import Crew, Streams
from lossviz.words import say_in
from tests.conftest import in_own_loop

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
        (f"picture?{SMALL}&at=1e9", "at must be a whole number from 0 to 20; got '1e9'"),
        (f"track?{SMALL}&over=width", "over must be one of s, m; got 'width'"),
        ("track?loss=softmax&over=s", "over must be one of none"),
        ("track?lesson=softmax&scene=scores&over=z1", "no track over 'z1' in the scene scores"),
        (f"track?{SMALL}&over=width&view=input", "over must be one of step, s, m; got 'width'"),
        (f"track?{SMALL}&over=step", "over must be one of s, m; got 'step'"),
        ("scene?lesson=softmax&scene=nowhere", "no scene 'nowhere' in a lesson 'softmax'"),
        ("scene?lesson=../etc&scene=passwd", "no scene"),
        ("take?what=xlsx", "what must be one of csv, npz, notebook, snippet; got 'xlsx'"),
        ("take", "what must be one of csv, npz, notebook, snippet; got ''"),
        ("take?what=snippet&target=keras", "target must be one of lossviz, torch, pml; got 'keras"),
        (f"take?{SMALL}&what=csv&at=21", "at must be a whole number from 0 to 20; got '21'"),
        ("scene?lesson=", "no scene '' in a lesson ''"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(path, words):
    found = get(path)
    assert found.status == 400 and words in found.error and len(found.body) < 300


@pytest.mark.parametrize(
    "path, words",
    [
        ("lesson=softmax&scene=nowhere&picture=moved", "no scene 'nowhere' in a lesson 'softmax'"),
        ("lesson=&scene=scores&picture=moved", "no scene 'scores' in a lesson ''"),
        ("lesson=softmax&scene=scores", "no picture ''; there are moved, shares, numbers"),
        ("lesson=softmax&scene=scores&picture=../etc", "no picture '../etc'; there are moved"),
        ("lesson=practice&scene=lab&picture=told", "no picture 'told'; there are run, loss"),
        (f"{SMALL}&picture=formula", "no picture 'formula'; there are embedding, psi, history"),
        (SMALL, "no picture ''; there are embedding"),
    ],
)
def test_a_picture_that_there_is_not_is_not_found(path, words):
    found = get(f"picture?{path}")
    assert found.status == 404 and words in found.error and len(found.body) < 300


def test_a_picture_is_that_of_the_state_the_language_and_the_theme():
    path = "picture?lesson=softmax&scene=scores&picture=shares&z=0_0_0_0"
    body = get(f"{path}&lang=zh&theme=dark").body
    (sent,) = json.loads(body)["figures"]
    assert sent["title"] == say_in("zh", "softmax.pictures.shares")
    (bars,) = sent["figure"]["data"]
    assert bars["text"] == ["0.25"] * 4
    assert sent["figure"]["layout"]["paper_bgcolor"] == DARK.panel
    # what cannot be is set right, as everywhere
    odd = get(f"{path}&lang=xx&theme=%00&z=1e99_0_0_nan").body
    layout = json.loads(odd)["figures"][0]["figure"]["layout"]
    assert layout["paper_bgcolor"] == LIGHT.panel


@pytest.mark.parametrize("path", ["scene", "track", "point", "picture", "take"])
@pytest.mark.parametrize("key", ["0123456789abcdef", "", "nonsense"])
def test_a_lost_table_is_said_and_no_other_data_shown(path, key):
    found = get(f"{path}?dataset=upload&upload={key}&over=s&at=0&point=0&what=npz")
    assert found.status == 410 and "upload the file again" in found.error


def test_a_table_that_is_kept_is_trained_on():
    rows = "\n".join(f"{k},{k * k % 7},{'ab'[k % 2]}" for k in range(40))
    key = upload.remember(upload.parse(f"u,v,y\n{rows}\n".encode(), "t.csv"))
    found = get(f"scene?dataset=upload&upload={key}&width=8&steps=20")
    # it may have had to wait for its program
    heads = [head for head, _ in unpack(found.body)]
    rows = next(head["rows"] for head in heads if "rows" in head)
    assert rows[0]["pictures"][0]["names"] == ["a", "b"] and heads[-1]["type"] == "end"


@pytest.mark.parametrize(
    "what, name",
    [
        ("csv", "lossviz-ring-arcface-s16-m0.3.zip"),
        ("npz", "lossviz-ring-arcface-s16-m0.3.npz"),
        ("notebook", "lossviz-ring-arcface-s16-m0.3.ipynb"),
        ("snippet&target=torch", "lossviz-ring-arcface-s16-m0.3.torch.py"),
    ],
)
def test_what_is_taken_away_is_a_file_with_a_name(what, name):
    found = get(f"take?{SMALL}&what={what}&at=10")
    assert found.status == 200 and found.ended and len(found.body) > 500
    assert found.headers["content-disposition"] == f'attachment; filename="{name}"'
    starts = {"zip": b"PK", "npz": b"PK", "ipynb": b"{", "py": b"# ArcFace"}
    assert found.body.startswith(starts[name.rpartition(".")[2]])


def test_all_programs_come_as_json_with_what_is_said_of_them():
    found = get(f"take?{SMALL}&what=snippet&loss=hinge&lang=zh")
    programs = json.loads(found.body)["snippets"]
    assert [one["target"] for one in programs] == ["lossviz", "torch", "pml"]
    assert programs[1]["code"] and not programs[2]["code"] and "没有" in programs[2]["note"]
    # asked for alone, a program that there is not is a comment that says why
    alone = get(f"take?{SMALL}&what=snippet&target=pml&loss=hinge")
    assert alone.body.startswith(b"# pytorch-metric-learning has no loss")


def test_every_kind_of_answer_comes_whole():
    paths = {
        f"scene?{SMALL}": routes.TRACK,
        f"scene?{SMALL}&only=words": routes.TRACK,
        f"track?{SMALL}&over=m": routes.TRACK,
        f"track?{SMALL}&over=step&view=input": routes.TRACK,
        f"track?{SMALL}&over=m&view=input": routes.TRACK,
        "scene?lesson=softmax&scene=scores": routes.TRACK,
        f"point?{SMALL}&at=20&point=3": routes.JSON,
        f"picture?{SMALL}&picture=input&at=0&view=input": routes.JSON,
        f"picture?{SMALL}&only=words&at=0&view=input": routes.JSON,
        f"picture?lesson=playground&scene=home&{SMALL}&picture=history": routes.JSON,
        "picture?lesson=softmax&scene=scores&picture=shares": routes.JSON,
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

    messages, all_asked = routes.runs.messages, Event()

    def held(*args):
        assert all_asked.wait(30)
        yield from messages(*args)

    monkeypatch.setattr(routes.runs, "messages", held)

    async def burst() -> list[Asked]:
        asked = [asyncio.ensure_future(ask(f"scene?{SMALL}&seed={seed}")) for seed in range(10)]
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
    messages = routes.runs.messages
    monkeypatch.setattr(routes.runs, "messages", lambda *args: made.append(args) or messages(*args))

    async def together() -> list[Asked]:
        asked = [f"scene?{SMALL}&seed=77&lr=0.02", f"scene?lr=2e-2&seed=77&{SMALL}&x=1"]
        return await asyncio.gather(*map(ask, asked * 5))

    found = in_own_loop(together())
    assert len({answer.body for answer in found}) == 1 and len(made) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of threads")
@pytest.mark.parametrize(
    "path",
    ["scene", "scene?lesson=softmax&scene=scores", "point?at=0&point=0", "picture"],
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
