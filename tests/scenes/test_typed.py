"""A value typed beside a slider leads to the state that letting the slider go there leads to."""

import numpy as np
import pytest

from lossviz.lessons import LESSONS
from lossviz.scenes.controls import Choice, Number, Numbers, Shares, steps
from lossviz.scenes.scene import sliders_of
from lossviz.scenes.state import defaults, read, to_query, values_along
from lossviz.scenes.typed import is_typed, typed

CONTROLS = (
    Number("a", "a", steps(-1, 1, 0.1), 0.5),
    Number("n", "N", steps(1, 9, 1), 3.0, whole=True),
    Number("t", "θ", steps(0, 180, 5), 90.0, unit="°"),
    Numbers("z", "z", steps(-6, 6, 0.1), (1.0, 2.0, 3.0), (2, 3, 4)),
    Choice("y", tuple("1234"), "2", of="z"),
    Shares("P", "p", (0.2, 0.3, 0.5)),
    Number("road", "", steps(0, 2, 0.1), 0.0, stops=("start", "half", "end")),
)
STATE = defaults(CONTROLS)
SLIDERS = {slider.name: slider for slider in sliders_of(CONTROLS, STATE)}


@pytest.mark.parametrize(
    "name, text, key, held, reason",
    [
        ("a", "0,123456789", "a", 0.123457, None),
        ("a", "1e9", "a", 1.0, "too-large"),
        ("a", "abc", "a", 0.5, "not-a-number"),
        ("n", "2.6", "n", 3.0, "not-whole"),
        ("t", "π/2 rad", "t", 90.0, None),
        ("z2", "−3", "z", (1.0, -3.0, 3.0), None),
        ("z3", "1,5", "z", (1.0, 2.0, 1.5), None),
        ("z1", "-7;8", "z", (1.0, 2.0, 3.0), "not-a-number"),
        ("P3", "60%", "P", (0.16, 0.24, 0.6), None),
        ("P3", "1.5", "P", (0.0, 0.0, 1.0), "too-large"),
        ("P1", "1/3", "P", (0.333333, 0.25, 0.416667), None),
    ],
)
def test_one_value_moves_and_the_rest_stays(name, text, key, held, reason):
    state, found = typed(CONTROLS, STATE, SLIDERS[name], text)
    assert found.reason == reason
    assert state[key] == pytest.approx(held, abs=1e-9)
    assert {k: v for k, v in state.items() if k != key} == {
        k: v for k, v in STATE.items() if k != key
    }
    # it is legal, and in its link nothing has to be put right
    assert read(CONTROLS, to_query(CONTROLS, state)) == (state, ())


@pytest.mark.parametrize("name", ["a", "z2", "P1"])
def test_a_position_of_the_slider_typed_is_where_the_slider_leads(name):
    slider = SLIDERS[name]
    grid, (_, values) = slider.grid(STATE), values_along([slider], STATE)
    at = len(grid) // 3
    state, _ = typed(CONTROLS, STATE, slider, str(grid[at]))
    np.testing.assert_allclose(np.ravel(state[slider.control.key]),
                               np.ravel(values[slider.control.key][at]), atol=1e-6)  # fmt: skip


def test_a_typed_value_is_a_position_of_its_slider():
    state, _ = typed(CONTROLS, STATE, SLIDERS["a"], "0.1234")
    assert 0.1234 in SLIDERS["a"].grid(state)


def test_stops_have_names_and_no_number_to_type():
    assert [name for name, slider in SLIDERS.items() if not is_typed(slider)] == ["road"]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.key)
def test_every_slider_takes_both_of_its_ends(lesson):
    state = defaults(lesson.controls)
    for slider in sliders_of(lesson.controls, state):
        low, high = slider.control.grid[0], slider.control.grid[-1]
        for text, end in (("-1e999", low), ("1e999", high), (f"{high:.17g}", high)):
            assert slider.value(typed(lesson.controls, state, slider, text)[0]) == pytest.approx(
                end
            )
