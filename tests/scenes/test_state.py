"""What a link says of a lesson: read whatever it is, put right where it must be, written short."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossviz.lessons import LESSONS
from lossviz.scenes.controls import Choice, Number, Numbers, Shares, steps
from lossviz.scenes.state import defaults, read, resized, to_query, values_along

QUIET = settings(deadline=None, derandomize=True, max_examples=150)
ALL = list(LESSONS.values())
CONTROLS = (
    Number("a", "a", steps(-1, 1, 0.1), 0.5),
    Number("n", "N", steps(1, 9, 1), 3.0, whole=True),
    Numbers("z", "z", steps(-6, 6, 0.1), (1.0, 2.0, 3.0), (2, 3, 4)),
    Choice("y", tuple("1234"), "2", of="z"),
    Choice("unit", ("bits", "nats"), "bits"),
    Shares("P", "p", (0.2, 0.3, 0.5)),
)


def found(query, key):
    """The value read for a key, and the reasons given for it."""
    state, changes = read(CONTROLS, query)
    return state[key], [change.reason for change in changes if change.field == key]


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.key)
def test_zero_on_a_grid_is_zero(lesson):
    """−2.8 + 14 · 0.2 is 4.4·10⁻¹⁶ on a computer: nobody wants to read that at a slider."""
    values = defaults(lesson.controls)
    grids = [s.grid(values) for control in lesson.controls for s in control.sliders(values)]
    near = [(value, grid) for grid in grids for value in grid if 0 < abs(value) < 1e-6]
    assert grids and not near


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.key)
def test_an_empty_link_opens_with_the_defaults(lesson):
    state, changes = read(lesson.controls, "")
    assert state == defaults(lesson.controls) and not changes
    assert to_query(lesson.controls, state) == ""


@st.composite
def states(draw):
    n = draw(st.integers(2, 4))
    numbers = st.floats(-6, 6).map(lambda x: float(f"{x:.6g}"))
    parts = draw(st.lists(st.integers(0, 99), min_size=3, max_size=3).filter(sum))
    return {
        "a": draw(st.floats(-1, 1).map(lambda x: float(f"{x:.6g}"))),
        "n": float(draw(st.integers(1, 9))),
        "z": tuple(draw(st.lists(numbers, min_size=n, max_size=n))),
        "y": str(draw(st.integers(1, n))),
        "unit": draw(st.sampled_from(["bits", "nats"])),
        "P": tuple(float(f"{part / sum(parts):.6g}") for part in parts),
    }


@QUIET
@given(states())
def test_a_link_brings_back_the_state_it_was_written_for(state):
    again, changes = read(CONTROLS, to_query(CONTROLS, state))
    assert again == state and not changes


@QUIET
@given(st.text() | st.binary() | st.dictionaries(st.sampled_from("anzyP"), st.text()))
def test_whatever_comes_is_read_as_a_legal_state(query):
    state, _ = read(CONTROLS, query)
    again, changes = read(CONTROLS, to_query(CONTROLS, state))
    assert again == state and not changes
    assert -1 <= state["a"] <= 1 and state["n"] in range(1, 10)
    assert len(state["z"]) in (2, 3, 4) and all(-6 <= v <= 6 for v in state["z"])
    assert int(state["y"]) <= len(state["z"])
    assert math.isclose(sum(state["P"]), 1, abs_tol=1e-5) and min(state["P"]) >= 0


@pytest.mark.parametrize(
    "text, value, reasons",
    [
        ("0.25", 0.25, []),
        ("０．２５", 0.25, ["rewritten"]),
        ("0,25", 0.25, ["rewritten"]),
        ("7", 1.0, ["out-of-range"]),
        ("-1e400", -1.0, ["out-of-range"]),
        ("nan", 0.5, ["not-a-number"]),
        ("<script>", 0.5, ["not-a-number"]),
        ("", 0.5, ["not-a-number"]),
    ],
)
def test_a_number(text, value, reasons):
    assert found({"a": text}, "a") == (value, reasons)


def test_a_whole_number_is_rounded():
    assert found("n=2.6", "n") == (3.0, ["not-whole"])


@pytest.mark.parametrize(
    "text, value, reasons",
    [
        ("1,2", (1.0, 2.0), []),
        ("1;2,5", (1.0, 2.5), []),
        ("1_2.5", (1.0, 2.5), []),
        ("1,2,3,4,5", (1.0, 2.0, 3.0, 4.0), ["wrong-count"]),
        ("9", (6.0, 2.0), ["wrong-count"]),
        ("1,x,2", (1.0, 2.0, 3.0), ["not-a-number"]),
        ("1,99,2", (1.0, 6.0, 2.0), ["out-of-range"]),
        ("1,,2", (1.0, 2.0, 3.0), ["not-a-number"]),
    ],
)
def test_a_vector(text, value, reasons):
    assert found({"z": text}, "z") == (value, reasons)


@pytest.mark.parametrize(
    "text, value, reasons",
    [
        ("1,1,2", (0.25, 0.25, 0.5), ["sum-not-one"]),
        ("0,0,0", (0.2, 0.3, 0.5), ["sum-not-one"]),
        ("0.333333,0.333333,0.333333", (0.333333, 0.333333, 0.333333), []),
        ("-1,1,1", (0.0, 0.5, 0.5), ["sum-not-one"]),
        ("1e400,1,1", (0.2, 0.3, 0.5), ["sum-not-one"]),
        ("1,0", (2 / 3, 0.0, 1 / 3), ["sum-not-one"]),
    ],
)
def test_a_distribution_sums_to_one(text, value, reasons):
    shares, why = found({"P": text}, "P")
    assert shares == pytest.approx(value, abs=1e-5) and why == reasons


def test_a_choice_must_be_offered():
    assert found("y=9", "y") == ("2", ["unknown-choice"])
    assert found("z=1,2&y=3", "y") == ("2", ["unknown-choice"])
    assert found("unit=NATS", "unit") == ("nats", ["rewritten"])


def test_unknown_and_repeated_keys_are_said():
    _, changes = read(CONTROLS, "b=1&a=0.1&a=0.2")
    assert {(c.field, c.reason) for c in changes} == {("b", "unknown-key"), ("a", "repeated-key")}


def test_a_shorter_vector_takes_the_choice_with_it():
    state = defaults(CONTROLS) | {"z": (1.0, 2.0, 3.0, 4.0), "y": "4"}
    shorter = resized(CONTROLS, state, "z", 2)
    assert shorter["z"] == (1.0, 2.0) and shorter["y"] == "2"
    assert resized(CONTROLS, shorter, "z", 4)["z"] == (1.0, 2.0, 3.0, 0.0)


def test_along_a_share_the_others_keep_their_proportions():
    state = defaults(CONTROLS)
    slider = CONTROLS[-1].sliders(state)[1]
    counts, values = values_along([slider], state)
    assert counts == (101,)
    np.testing.assert_allclose(values["P"].sum(1), 1)
    inner = values["P"][1:-1]
    np.testing.assert_allclose(inner[:, 0] / inner[:, 2], 0.2 / 0.5)
    np.testing.assert_allclose(values["P"][-1], [0, 1, 0])


def test_a_share_that_gives_way_after_it_was_all_leaves_equal_parts():
    state = defaults(CONTROLS) | {"P": (1.0, 0.0, 0.0)}
    _, values = values_along([CONTROLS[-1].sliders(state)[0]], state)
    np.testing.assert_allclose(values["P"][0], [0, 0.5, 0.5])


def test_a_value_between_the_positions_is_a_position_of_its_own():
    state = defaults(CONTROLS) | {"a": 0.1234}
    slider = CONTROLS[0].sliders(state)[0]
    assert 0.1234 in slider.grid(state) and list(slider.grid(state)) == sorted(slider.grid(state))


def test_two_sliders_move_on_the_product_of_their_positions():
    state = defaults(CONTROLS)
    first, second = CONTROLS[0].sliders(state)[0], CONTROLS[2].sliders(state)[2]
    counts, values = values_along([first, second], state)
    assert counts == (21, 121)
    assert values["a"].reshape(counts)[5, 7] == pytest.approx(-0.5)
    assert values["z"].reshape(*counts, 3)[5, 7] == pytest.approx([1, 2, -5.3])
