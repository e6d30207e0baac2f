"""The stream of an experiment: every run once, shares that grow, and an end that stops it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from lossviz import training
from lossviz.lessons import LESSONS
from lossviz.lessons.multiplicative import trials
from lossviz.settings import Settings
from lossviz.stage import trials as web
from lossviz.stage.packing import unpack
from lossviz.training import Run
from lossviz.web.server import routes
from lossviz.web.work import Crew, Streams
from tests.conftest import in_own_loop
from tests.web.work.reading import in_turn, whole

SEEDS = 5


@pytest.fixture(scope="module")
def run() -> Run:
    """Any run; the fake sweep below hands it out under other settings."""
    return training.train(Settings(loss="sphereface"))


@pytest.fixture
def sweep(monkeypatch, run) -> list[Settings]:
    """Runs are not trained but handed out as if; the settings that were asked for."""
    log: list[Settings] = []

    def stream(settings: Settings) -> Iterator[Run]:
        log.append(settings)
        good = settings.anneal or settings.seed % 2 == 0
        yield replace(run, settings=settings, accuracy=run.accuracy / (1 if good else 2))

    monkeypatch.setattr(training, "stream", stream)
    monkeypatch.setattr(trials, "SEEDS", SEEDS)
    monkeypatch.setattr(web, "PAUSE_S", -1)
    return log


def everything(query: str = "") -> list[tuple[dict, dict]]:
    return unpack(b"".join(in_turn(web.track(web.asked(query)[0]))))


def test_every_run_comes_once_with_its_link(sweep):
    sent = everything("times=3&start=means")
    assert sent[-1][0]["type"] == "end"
    told = [header for header, _ in sent if header["type"] == "progress"]
    assert [header["done"] for header in told] == list(range(2 * SEEDS + 1))
    assert {header["total"] for header in told} == {2 * SEEDS}
    frames = [(header, arrays) for header, arrays in sent if header["type"] == "track"]
    places = [place for header, _ in frames for place in header["positions"]]
    assert places == list(range(2 * SEEDS))
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
    sent = [header for header, _ in everything()]
    _, first, *_, last = (header for header in sent if header["type"] == "progress")
    end = sent[-1]
    assert sum(first["tried"]) == 1
    np.testing.assert_array_equal(last["tried"], [SEEDS, SEEDS])
    np.testing.assert_array_equal(last["count"], [3, 5])
    np.testing.assert_allclose(last["share"], [0.6, 1])
    for low, share, high in zip(last["low"], last["share"], last["high"], strict=True):
        assert low <= share <= high
    assert (end["only"], end["p"], end["differ"]) == ([0, 2], 0.5, False)


def test_many_runs_share_a_message(sweep, monkeypatch):
    monkeypatch.setattr(web, "PAUSE_S", 60)
    told = [header["done"] for header, _ in everything() if header["type"] == "progress"]
    assert told == [0, 1, 2 * SEEDS]


@pytest.mark.parametrize("query", ["times=9&by=lbfgs&start=", "times=4&by=sgd", {"x": "1"}, "%%"])
def test_a_wrong_query_is_set_right(query):
    assert web.asked(query) == web.asked("")


def test_two_visitors_share_one_training(sweep):
    async def both() -> list[list[bytes]]:
        streams = Streams(Crew(2))
        state, key = web.asked("by=sgd&times=nonsense")
        assert key == web.asked("")[1]
        readers = [streams.read(key, name, lambda: web.track(state)) for name in "ab"]
        return await asyncio.gather(*map(whole, readers))

    one, other = in_own_loop(both())
    assert one == other and unpack(b"".join(one))[-1][0]["type"] == "end"
    assert len(sweep) == len(set(sweep)) == 2 * SEEDS


def test_the_scene_has_its_program_compiled_beforehand(monkeypatch):
    compiled = []
    monkeypatch.setattr(routes, "compile_soon", compiled.append)
    lesson = LESSONS["multiplicative"]
    list(routes._scene_messages(lesson, lesson.scene("converge"), "by=adam", "en"))
    state, _ = web.asked("by=adam")
    assert compiled == [trials.points(state)[0]]
    list(routes._scene_messages(lesson, lesson.scene("gap"), "", "en"))
    assert len(compiled) == 1
