"""An exercise in a link: what is read of it, what is set right, what is left out."""

from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lossviz.lessons import LESSONS
from lossviz.settings import FIELDS
from lossviz.web.exercise.goal import Goal, read_goal
from lossviz.web.exercise.model import (
    KEYS,
    MOST_NOTE,
    MOST_STEPS,
    MOST_TITLE,
    REASONS,
    Exercise,
    read_exercise,
    rest_of,
)
from lossviz.web.exercise.spoken import plain_text
from lossviz.web.exercise.step import Step, read_step, scenes_of, written
from lossviz.web.site.picture import OWN
from lossviz.words.scene_pages import SCENE_PAGES

PAGES = (*SCENE_PAGES, "playground", "home", "glossary")


def read(page: str, **query: str | list[str]):
    """The exercise of a query, and the reasons of what was changed."""
    lists = {key: texts if isinstance(texts, list) else [texts] for key, texts in query.items()}
    found, changes = read_exercise(page, lists)
    return found, [change.reason for change in changes]


def test_no_control_of_a_page_has_a_key_of_an_exercise():
    controls = {control.key for lesson in SCENE_PAGES.values() for control in lesson.controls}
    assert not {*KEYS, "camera", "present"} & {*controls, *FIELDS, *OWN}
    # what parts names in a link is in none of them
    assert not [key for key in {*controls, *FIELDS} if {*"_*!"} & {*key}]


def test_what_a_teacher_sets_is_read_back():
    then = Step("playground", "playground", (("loss", "cosface"), ("title", "Two * three!")))
    made = Exercise(
        page="margin", scene="regions", title="Find m", note="Slowly.", show=("M", "c"),
        lock=("c",), goal=Goal(about="M", relation="at", value=0.4, reach=0.05),
        then=(then,), done=2,
    )  # fmt: skip
    query = written(made.pairs())
    assert query.startswith("exercise=regions&title=Find+m&note=Slowly.&show=M_c&lock=c")
    assert (
        "goal=M_at_0.4_0.05&then=playground*playground*loss*cosface*title*Two+%21*+three%21%21"
        in (query)
    )
    assert read_exercise("margin", parse_qs(query)) == (made, ())
    assert made.following() == (
        "playground?loss=cosface&title=Two+*+three%21&exercise=playground&done=3"
    )
    assert made.steps == 4


def test_a_page_without_keys_has_no_exercise_and_no_notice():
    assert read("margin", M="0.3") == (None, [])
    assert rest_of({"M": ["1"], "title": ["x"]}) == {"M": ["1"]}


@pytest.mark.parametrize(
    "page, query, reasons",
    [
        ("margin", {"title": "x"}, ["exercise-missing"]),
        ("margin", {"exercise": "nowhere"}, ["exercise-unknown"]),
        ("papers", {"exercise": "lmargin"}, ["exercise-unknown"]),
        ("home", {"exercise": "playground"}, ["exercise-unknown"]),
        ("margin", {"exercise": "regions", "title": "x" * 81}, ["text-cut"]),
        ("margin", {"exercise": "regions", "note": "a\u202eb"}, ["text-cleaned"]),
        ("margin", {"exercise": "regions", "show": "M_what"}, ["control-unknown"]),
        ("margin", {"exercise": "regions", "lock": "M_step_c_seed"}, ["all-locked"]),
        ("margin", {"exercise": "regions", "show": "M", "lock": "M"}, ["all-locked"]),
        ("margin", {"exercise": "regions", "goal": "be happy"}, ["goal-unreadable"]),
        ("margin", {"exercise": "regions", "goal": "M_at_1e999"}, ["goal-unreadable"]),
        ("margin", {"exercise": "regions", "goal": "region_gone_2.5"}, ["goal-unreadable"]),
        ("margin", {"exercise": "regions", "goal": "M_above_0.5_0.1"}, ["goal-unreadable"]),
        ("margin", {"exercise": "regions", "goal": "M_above_2"}, ["goal-unreachable"]),
        ("margin", {"exercise": "regions", "goal": "c_above_2"}, ["goal-unreachable"]),
        ("margin", {"exercise": "regions", "goal": "M_at_1", "lock": "M"}, ["goal-unreachable"]),
        ("margin", {"exercise": "regions", "goal": "M_at_1", "show": "c"}, ["goal-unreachable"]),
        ("margin", {"exercise": "margin", "goal": "z1_at_2"}, ["goal-unreachable"]),
        ("playground", {"exercise": "playground", "goal": "m_above_99"}, ["goal-unreachable"]),
        ("margin", {"exercise": "regions", "then": "margin*nowhere"}, ["step-unreadable"]),
        ("margin", {"exercise": "regions", "then": "margin*regions*then*x"}, ["step-unreadable"]),
    ],
)
def test_what_cannot_be_is_said_and_left_out(page, query, reasons):
    assert read(page, **query)[1] == reasons


def test_everything_locked_in_the_playground_is_found_for_its_loss():
    lock = "s_m_step_loss_data_network_training"
    found, reasons = read("playground", exercise="playground", lock=lock)
    assert reasons == ["all-locked"] and found.lock == ()
    # the perceptron has neither s nor m: they free nothing
    less = lock.removeprefix("s_m_")
    assert read("playground", exercise="playground", lock=less, loss="perceptron")[1] == [
        "all-locked"
    ]
    assert read("playground", exercise="playground", lock=less)[1] == []


def test_fifty_steps_are_cut_to_eight_and_none_leads_back():
    steps = ["margin*regions*M*0.3"] * 50
    found, reasons = read("margin", exercise="regions", then=steps)
    assert found.steps == MOST_STEPS and reasons == ["steps-many"]
    seen = 1
    while found.following():
        path, _, query = found.following().partition("?")
        found, reasons = read_exercise(path, parse_qs(query))
        assert reasons == () and found.done == seen
        seen += 1
    assert seen == MOST_STEPS


def test_only_what_cannot_be_seen_goes_out_of_a_text():
    family = "👩\u200d👩\u200d👧 שלום 你好 é"
    assert plain_text(family, 80) == (family, None)
    assert plain_text("a\u202e\u2066b\u0007 \ufeff\n c\u200d", 80) == ("ab c", "text-cleaned")
    assert plain_text("", 80) == ("", None)
    assert plain_text("x" * 10_000, 80) == ("x" * 80, "text-cut")


def test_a_goal_about_a_number_is_the_page_s_to_judge():
    found, reasons = read("playground", exercise="playground", goal="test_accuracy_above_0.9")
    assert found.goal == Goal(about="test_accuracy", relation="above", value=0.9) and not reasons
    found, reasons = read("playground", exercise="playground", goal="loss_below_0.1", lock="loss")
    assert found.goal.about == "loss" and not reasons


def test_every_page_of_the_lessons_has_exercises_about_its_scenes():
    assert [scenes_of(page) for page in LESSONS] == [
        tuple(scene.key for scene in lesson.scenes) for lesson in LESSONS.values()
    ]
    assert scenes_of("playground") == ("playground",)


QUIET = settings(
    deadline=None, derandomize=True, max_examples=80, suppress_health_check=[HealthCheck.too_slow]
)
any_text = st.text(max_size=20) | st.sampled_from(
    [
        "regions",
        "M_c",
        "<script>alert(1)</script>",
        "\u202e",
        "👩\u200d👧",
        "region_gone_3",
        "*!*",
        "-1e-9",
    ]
)


@QUIET
@given(
    page=st.sampled_from(PAGES),
    query=st.dictionaries(st.sampled_from([*KEYS, "loss"]), st.lists(any_text, max_size=3)),
)
@example("margin", {"exercise": ["regions"], "title": ["x" * 10_000], "done": ["9"]})
@example("margin", {"exercise": ["regions"], "then": ["margin*regions*title*!"], "done": ["٣"]})
@example("playground", {"exercise": ["playground"], "goal": ["region_gone_-0"]})
def test_whatever_a_link_says_there_is_a_legal_exercise_that_reads_back(page, query):
    found, changes = read_exercise(page, query)
    assert {change.reason for change in changes} <= {*REASONS}
    if found is None:
        return
    assert len(found.title) <= MOST_TITLE and len(found.note) <= MOST_NOTE
    assert found.scene in scenes_of(page) and found.steps <= MOST_STEPS
    assert not {*"\u202a\u202b\u202d\u202e\u2066\u2067"} & {*found.title, *found.note}
    again, changes = read_exercise(page, parse_qs(written(found.pairs())))
    assert again == found
    assert not changes


@QUIET
@given(st.text(max_size=80))
def test_what_is_read_as_a_goal_or_a_step_is_written_as_the_same(text):
    if goal := read_goal(text):
        assert read_goal(goal.write()) == goal
    if step := read_step(text):
        assert read_step(step.write()) == step


@QUIET
@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(min_size=1), max_size=5)
)
def test_a_step_holds_any_text(pairs):
    own = {
        k: v for k, v in pairs.items() if k not in (*KEYS[:1], "then", "done", "lang", "present")
    }
    step = Step("label_smoothing", LESSONS["label_smoothing"].scenes[0].key, tuple(own.items()))
    assert read_step(step.write()) == step
