"""Where those who soak the site go: states that the lessons have."""

import random

import pytest

from benchmarks.people import PAGES, Soaked, anywhere
from lossviz.scenes.state import read, to_query
from lossviz.web.site.links import NAMES, address
from lossviz.words.scene_pages import SCENE_PAGES


def test_every_page_is_visited():
    assert {*PAGES} == {"" if name == "home" else address(name) for name in NAMES}


@pytest.mark.parametrize("lesson", SCENE_PAGES.values(), ids=list(SCENE_PAGES))
def test_states_are_legal_and_differ(lesson):
    rng = random.Random(0)
    for scene in lesson.scenes:
        controls = lesson.controls_of(scene)
        queries = {to_query(controls, anywhere(controls, rng)) for _ in range(5)}
        assert len(queries) > 1 or not controls
        assert not any(read(controls, query)[1] for query in queries)


def test_what_goes_wrong_is_counted():
    found = Soaked()
    for status in (200, 503, 400, 500, -1):
        found.friendly(status, what="run")
        found.hostile(status)
    found.friendly(200, whole=False, what="sweep")
    assert found.wrong == 4 + 1 + 1
    assert "500 to a foe" in found.words() and "run broke off" in found.words()
