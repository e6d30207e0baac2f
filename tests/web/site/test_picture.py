"""Links → pictures → links, and what a change of one setting does to the others."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossviz.losses import CATALOGUE
from lossviz.settings import Settings
from lossviz.web.site.picture import Picture, parameters, read, revise, uses


def reread(picture: Picture):
    return read(parse_qs(picture.to_query()))


def test_default_picture_needs_no_query():
    assert Picture().to_query() == ""
    assert read({}) == (Picture(), ())


def test_view_and_step_are_in_the_link():
    picture = Picture(Settings(loss="hinge", steps=200), view="unit", at=50)
    assert picture.to_query() == "loss=hinge&steps=200&view=unit&at=50"
    assert read({"view": ["input"]})[0] == Picture(view="input")
    assert reread(picture) == (picture, ())


def test_step_zero_is_kept_and_the_last_step_is_the_default():
    assert read({"at": ["0"]})[0].at == 0
    assert reread(Picture(at=0)) == (Picture(at=0), ())
    assert reread(Picture(formula="numbers")) == (Picture(formula="numbers"), ())
    assert read({"formula": ["letters"]}) == (Picture(), ())
    picture, (change,) = read({"formula": ["words"]})
    assert picture == Picture() and (change.field, change.used) == ("formula", "letters")
    assert read({"at": ["300"]}) == (Picture(), ())


@pytest.mark.parametrize(
    "text, at, reason",
    [
        ("９", 9, "rewritten"),
        ("999", None, "out-of-range"),
        ("-5", 0, "out-of-range"),
        ("nan", None, "not-a-number"),
        ("9" * 5000, None, "out-of-range"),
        ("<script>", None, "not-a-number"),
    ],
)
def test_bad_steps_are_mended_and_said(text, at, reason):
    picture, changes = read({"at": [text]})
    assert picture.at == at
    assert [c.reason for c in changes] == [reason]
    assert len(changes[0].given) <= 40


def test_unknown_view_is_said():
    picture, changes = read({"view": ["sideways"]})
    assert picture.view is None
    assert [(c.field, c.used, c.reason) for c in changes] == [("view", "unit", "unknown-choice")]


def test_language_is_nobodys_business():
    assert read({"lang": ["zh"]}) == (Picture(), ())


def test_first_of_repeated_values_counts():
    picture, changes = read({"m": ["0.5", "0.7"]})
    assert picture.settings.m == 0.5
    assert [c.reason for c in changes] == ["repeated-key"]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=12), max_size=2), max_size=6))
def test_any_query_gives_a_picture_that_its_own_link_opens(query):
    picture, _ = read(query | {"at": query.get("at", ["7"])})
    assert reread(picture) == (picture, ())


@pytest.mark.parametrize("before", CATALOGUE)
def test_every_loss_can_follow_every_other(before):
    now = Settings(loss=before)
    for after in CATALOGUE:
        revised, said = revise(now, {}, loss=after)
        assert revised.loss == after
        assert said == ()


def test_scale_and_a_margin_of_the_same_kind_are_kept():
    now, _ = revise(Settings(loss="sphereface", m=3), {}, loss="l_softmax")
    assert now.m == 3
    now, _ = revise(Settings(loss="arcface", s=8, m=0.5), {}, loss="cosface")
    assert (now.s, now.m) == (8, 0.2)


def test_a_loss_remembers_its_own_margin():
    arcface = Settings(loss="arcface", m=0.7)
    remembered = {"arcface": parameters(arcface)}
    hinge, _ = revise(arcface, remembered, loss="hinge")
    assert hinge.m == 1
    back, _ = revise(hinge, remembered, loss="arcface")
    assert back.m == 0.7


def test_everything_but_the_loss_survives_its_change():
    now = Settings(dataset="wine", dim=3, encoder="linear", steps=50, seed=9, lr=0.1)
    revised, _ = revise(now, {}, loss="softmax")
    kept = {"dataset", "classes", "dim", "encoder", "steps", "seed", "lr"}
    assert {k: getattr(revised, k) for k in kept} == {k: getattr(now, k) for k in kept}


def test_classes_a_data_set_does_not_have_are_mended_and_said():
    revised, said = revise(Settings(classes=9), {}, dataset="iris")
    assert (revised.dataset, revised.classes) == ("iris", 3)
    assert [(c.field, c.given, c.used) for c in said] == [("classes", "9", "3")]


def test_what_no_longer_counts_goes_without_a_word():
    revised, said = revise(Settings(dataset="ring", spread=0.6, imbalance=5), {}, dataset="digits")
    assert revised.dataset == "digits"
    assert said == ()


def test_uses():
    assert uses(Settings(optimizer="sgd"), "momentum")
    assert not uses(Settings(), "momentum")
    assert not uses(Settings(encoder="free"), "width")
