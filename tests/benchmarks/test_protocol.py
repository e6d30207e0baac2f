"""A tab without a browser, at the real site."""

import pytest

from benchmarks.fetching import get
from benchmarks.load import STAGE, coarse_level, name_of, release, shape_queries
from benchmarks.protocol import visiting
from lossviz.playground import coarse_to_fine
from lossviz.settings import Settings
from tests.conftest import in_own_loop


def test_a_release_brings_the_run_of_the_new_setting(site):
    async def scene():
        async with visiting(site) as session:
            await session.open("playground", "seed=3")
            await release(session, "m", 0.5)
            data = session.components[STAGE]
            run = await get(site, f"/lossviz/scene?{data['query']}", data["visitor"])
            return session.query, data["query"], session.errors, run.whole

    query, shown, errors, whole = in_own_loop(scene())
    assert query == "m=0.5&seed=3" and shown == query
    assert whole and not errors


def test_a_tab_goes_from_page_to_page(site):
    async def scene():
        async with visiting(site) as session:
            found = []
            for page in ("", "softmax", "playground", "label-smoothing"):
                await session.open(page)
                found.append(set(session.components))
            return found

    home, softmax, playground, smoothing = in_own_loop(scene())
    assert "home-stage" in home and "softmax-scores" in softmax
    assert "playground-stage" in playground and "label_smoothing-targets" in smoothing
    assert not home & softmax - {"document", "shade"}


def test_a_lesson_takes_over_what_a_scene_reports(site):
    async def scene():
        async with visiting(site) as session:
            await session.open("softmax")
            await session.report("softmax-scores", "change", query="z=1_2_3")
            await session.until(lambda: session.components["softmax-scores"]["query"])
            return session.query, session.components["softmax-scores"]["query"]

    assert in_own_loop(scene()) == ("z=1_2_3", "z=1_2_3")


def test_every_tab_has_a_name_of_its_own(site):
    names = {in_own_loop(name_of(site)) for _ in range(2)}
    assert len(names) == 2 and "" not in names


def test_the_server_hangs_up_on_nonsense(site):
    async def scene():
        async with visiting(site) as session:
            await session.send(b"\xff nonsense")
            await session.until(lambda: False, 20)

    with pytest.raises(ConnectionError):
        in_own_loop(scene())


def test_patience_ends(site):
    async def scene():
        async with visiting(site) as session:
            await session.until(lambda: False, 0.05)

    with pytest.raises(TimeoutError):
        in_own_loop(scene())


def test_nobody_at_the_port():
    async def scene():
        async with visiting("http://127.0.0.1:1"):
            pass

    with pytest.raises(OSError):
        in_own_loop(scene())


@pytest.mark.parametrize("count, start", [(25, 16), (31, 6), (26, 25), (2, 0)])
def test_the_coarse_level_is_what_a_sweep_trains_first(count, start):
    level = coarse_level(count, start)
    assert level == {*coarse_to_fine(count, start)[: len(level)]}
    assert {0, count - 1} <= level


def test_no_two_shapes_are_the_same():
    shapes = {
        (s.points, s.width, s.depth, s.classes, s.dim)
        for s in map(Settings.from_query, shape_queries(240))
    }
    assert len(shapes) == 240
