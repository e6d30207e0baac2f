"""The stream of an experiment: every run once, shares that grow, and an end that stops it."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from starlette.requests import Request

from lossviz import training
from lossviz.lessons import LESSONS, trials
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.web.lesson import service
from lossviz.web.lesson import trials as web
from lossviz.web.stage.packing import unpack
from lossviz.web.stage.streams import Streams
from tests.conftest import in_own_loop

SEEDS = 5
# lossviz.web has a list of the same name
routes = import_module("lossviz.web.routes")


@pytest.fixture(scope="module")
def run() -> Run:
    """Any run; the fake sweep below hands it out under other settings."""
    return training.train(Settings(loss="sphereface"))


@pytest.fixture
def sweep(monkeypatch, run) -> list[str]:
    """A sweep that trains nothing and hands the runs over out of order; what became of it."""
    log: list[str] = []

    def stream_sweep(points):
        log.append("begun")
        order = sorted(range(len(points)), key=lambda k: k ^ 1)
        try:
            for k in order:
                good = points[k].anneal or points[k].seed % 2 == 0
                curve = run.accuracy if good else run.accuracy / 2
                yield k, replace(run, settings=points[k], accuracy=curve)
        finally:
            log.append("closed")

    monkeypatch.setattr(training, "stream_sweep", stream_sweep)
    monkeypatch.setattr(trials, "SEEDS", SEEDS)
    monkeypatch.setattr(web, "PAUSE_S", 0)
    return log


def everything(query: str = "") -> list[tuple[dict, dict]]:
    return unpack(b"".join(web.messages(web.asked(query)[0])))


def test_every_run_comes_once_with_its_link(sweep):
    (meta, _), *frames, (end, _) = everything("times=3&start=means")
    assert (meta["type"], meta["total"], end["type"]) == ("meta", 2 * SEEDS, "end")
    assert [header["done"] for header, _ in frames] == list(range(1, 2 * SEEDS + 1))
    seen = set()
    for header, arrays in frames:
        for k, query in enumerate(header["queries"]):
            settings = Settings.from_query(query)
            assert (settings.m, settings.vectors) == (3, "means")
            assert settings.anneal == bool(arrays["arm"][k]) and settings.seed == arrays["seed"][k]
            seen.add(settings)
        assert arrays["curve"].shape == (len(header["queries"]), trials.SHOWN)
    assert len(seen) == 2 * SEEDS


def test_shares_grow_with_the_runs(sweep):
    *_, (_, first), (_, last), (end, _) = everything()[:2] + everything()[-2:]
    assert first["tried"].sum() == 1
    np.testing.assert_array_equal(last["tried"], [SEEDS, SEEDS])
    np.testing.assert_array_equal(last["count"], [3, 5])
    np.testing.assert_allclose(last["share"], [0.6, 1])
    assert (last["low"] <= last["share"]).all() and (last["share"] <= last["high"]).all()
    assert end["only"] == [0, 2] and end["apart"] is False


def test_many_runs_share_a_message(sweep, monkeypatch):
    monkeypatch.setattr(web, "PAUSE_S", 60)
    frames = [header["done"] for header, _ in everything() if header["type"] == "frames"]
    assert frames == [1, 2 * SEEDS]


def test_closing_it_stops_the_training(sweep):
    stream = web.messages(web.asked("")[0])
    next(stream), next(stream)
    assert sweep == ["begun"]
    stream.close()
    assert sweep == ["begun", "closed"]


@pytest.mark.parametrize("query", ["times=9&by=lbfgs&start=", "times=4&by=sgd", {"x": "1"}, "%%"])
def test_a_wrong_query_is_set_right(query):
    assert web.asked(query) == web.asked("")


def test_the_route_streams_and_two_readers_share_one_training(sweep, monkeypatch):
    monkeypatch.setattr(routes, "_trials", Streams(2, "test"))

    async def ask(query: bytes) -> bytes:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query}
        response = await routes.experiment(Request(scope))
        assert response.headers["Content-Encoding"] == "identity"
        return b"".join([part async for part in response.body_iterator])

    async def both() -> list[bytes]:
        return [await ask(b"by=sgd&times=nonsense"), await ask(b"")]

    one, other = in_own_loop(both())
    assert one == other and unpack(one)[-1][0]["type"] == "end"
    assert sweep == ["begun", "closed"]


def test_the_scene_has_its_program_compiled_beforehand(monkeypatch):
    compiled = []
    monkeypatch.setattr(service, "compile_soon", compiled.append)
    service._answer.cache_clear()
    lesson = LESSONS["multiplicative"]
    service.answer(lesson, lesson.scene("converge"), "by=adam", "en")
    state, _ = web.asked("by=adam")
    assert compiled == [trials.points(state)[0]]
    service.answer(lesson, lesson.scene("gap"), "", "en")
    assert len(compiled) == 1
