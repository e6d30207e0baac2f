"""Settings: what is legal, what is equal, and the way to a URL query and back."""

import math
import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from lossviz import upload
from lossviz.data import DATASETS, available_points, class_range
from lossviz.losses import CATALOGUE
from lossviz.settings import FIELDS, REASONS, Change, Settings
from lossviz.settings.fields import default_of, limits, unused
from lossviz.settings.numerals import read_number, write_number
from lossviz.settings.typed import REASONS as TYPED_REASONS
from lossviz.settings.typed import read_typed

quick = hypothesis_settings(max_examples=150, deadline=None, database=None)


@pytest.fixture
def table_id():
    rows = "".join(f"{k},{k % 5},{'abc'[k % 3]}\n" for k in range(60))
    return upload.remember(upload.parse(("u,v,y\n" + rows).encode(), "t.csv"))


def changes_of(query, **more) -> dict[str, tuple[str, str]]:
    return {c.field: (c.used, c.reason) for c in Settings.read_query(query, **more)[1]}


# --- the constructor ------------------------------------------------------------------------------


def test_the_table_and_the_model_name_the_same_settings_in_the_same_order():
    assert list(FIELDS) == list(Settings.model_fields)
    assert {k for k in FIELDS if FIELDS[k].default is None} == {
        p.key for loss in CATALOGUE.values() for p in loss.parameters
    }


def test_the_defaults():
    s = Settings()
    assert (s.dataset, s.classes, s.points, s.dim, s.encoder) == ("digits", 6, 360, 2, "mlp")
    assert (s.loss, s.s, s.m, s.eps, s.bias) == ("arcface", 16.0, 0.3, None, False)
    assert s.to_query() == ""


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_loss_fills_in_its_own_parameters_and_no_others(key):
    s = Settings(loss=key)
    own = {p.key: p.default for p in CATALOGUE[key].parameters}
    assert {k: getattr(s, k) for k in own} == own
    assert all(
        getattr(s, k) is None for k in ("s", "m", "m1", "m2", "m3", "eps", "lam") if k not in own
    )
    assert s.bias == (CATALOGUE[key].family == "raw")


@pytest.mark.parametrize("key", DATASETS)
def test_a_data_set_brings_its_own_classes_and_points(key):
    if key == "upload":
        return
    s = Settings(dataset=key)
    low, high = class_range(key)
    assert low <= s.classes <= high
    assert s.points == min(360, available_points(key, s.classes))


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({"loss": "softmax", "s": 30, "m": 9}, {"loss": "softmax"}),
        ({"loss": "arcface", "m": 0.3, "bias": True, "anneal": True}, {}),
        ({"momentum": 0.5}, {"optimizer": "adam"}),
        ({"encoder": "linear", "depth": 3, "width": 8}, {"encoder": "linear"}),
        ({"spread": 0.9, "imbalance": 3}, {}),
        ({"dataset": "spirals", "imbalance": 3}, {"dataset": "spirals"}),
        ({"upload": "0123456789abcdef"}, {}),
        ({"dataset": "iris", "points": 2000}, {"dataset": "iris", "points": 112}),
        ({"batch": 360}, {"batch": 0}),
        ({"noise": -0.0}, {"noise": 0}),
        ({"s": np.float64(8), "seed": np.int64(3)}, {"s": 8, "seed": 3}),
    ],
)
def test_settings_that_mean_the_same_are_equal(values, same):
    a, b = Settings(**values), Settings(**same)
    assert a == b and hash(a) == hash(b) and a.to_query() == b.to_query()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"dataset": "mnist"}, "dataset: expected one of digits, .*got 'mnist'"),
        ({"loss": "ArcFace"}, "loss: expected one of .*got 'ArcFace'"),
        (
            {"classes": 11},
            "classes: expected a whole number from 2 to 10 for dataset digits, got 11",
        ),
        ({"dataset": "iris", "classes": 4}, "classes: .* 2 to 3 for dataset iris, got 4"),
        ({"s": 0.5}, "s: expected a number from 1 to 64 for loss arcface, got 0.5"),
        ({"loss": "l_softmax", "m": 0.3}, "m: .* from 1 to 4 for loss l_softmax, got 0.3"),
        ({"batch": 361}, "batch: .*from 4 to 360.*got 361"),
        ({"batch": 3}, "batch: .*got 3"),
        ({"dataset": "iris", "batch": 200}, "batch: .*from 4 to 112.*got 200"),
        ({"points": 19}, "points: .*from 20 to .*got 19"),
        ({"points": 3000}, "points: .*got 3000"),
        ({"lr": math.nan}, "lr: expected a number from 1e-5 to 10, got nan"),
        ({"lr": math.inf}, "lr: "),
        ({"seed": 2**31}, "seed: .*to 2147483647, got 2147483648"),
        ({"seed": 10**5000}, "seed: "),
        ({"dataset": "upload"}, "upload: .*got ''"),
        ({"dataset": "upload", "upload": "../../etc"}, "upload: .*got '../../etc'"),
        ({"steps": "many"}, "steps"),
        ({"steps": 2.5}, "steps"),
        ({"step": 3}, "step"),
    ],
)
def test_what_is_not_legal_is_refused_by_name(values, words):
    with pytest.raises(ValueError, match=words):
        Settings(**values)


def test_settings_cannot_be_changed_but_replaced():
    s = Settings(m=0.5, points=100)
    with pytest.raises(ValidationError):
        s.m = 0.1
    assert s.replace(s=8).m == 0.5
    assert s.replace(loss="softmax") == Settings(loss="softmax", points=100)
    # an untouched default follows the loss; a chosen value stays and must be legal there
    assert Settings().replace(loss="l_softmax").m == 2.0
    with pytest.raises(ValueError, match="m: "):
        s.replace(loss="l_softmax")
    assert Settings(dataset="iris").replace(dataset="digits").points == 360


def test_a_dump_makes_the_same_settings_again():
    for s in (Settings(), Settings(dataset="iris", loss="softmax", optimizer="sgd", batch=16)):
        assert Settings(**s.model_dump()) == s


def test_limits_follow_the_other_settings(table_id):
    assert Settings(dataset="wine").limits("classes") == (2, 3)
    assert Settings(dataset="wine").limits("points") == (20, 133)
    assert Settings(points=100).limits("batch") == (0, 100)
    assert Settings(loss="cosface").limits("m") == (0.0, 1.0)
    assert Settings(dataset="upload", upload=table_id).limits("classes") == (3, 3)


# --- to the query and back ------------------------------------------------------------------------


def test_a_query_says_what_differs_in_one_order():
    s = Settings(seed=3, m=0.35, lr=1e-5, dataset="iris", s=8, bias=True, optimizer="sgd")
    assert s.to_query() == "dataset=iris&s=8&m=0.35&optimizer=sgd&lr=1e-5&seed=3"
    assert Settings(loss="softmax", bias=False).to_query() == "loss=softmax&bias=false"


@st.composite
def any_settings(draw):
    chosen = {}
    for name, field in FIELDS.items():
        rest = default_of(name, chosen)
        if name == "dataset":
            value = draw(st.sampled_from([k for k in field.choices if k != "upload"]))
        elif unused(name, chosen) is not None or draw(st.booleans()):
            value = rest
        elif field.kind == "choice":
            value = draw(st.sampled_from(field.choices))
        elif field.kind == "flag":
            value = draw(st.booleans())
        else:
            low, high = limits(name, chosen)
            numbers = st.integers if field.kind == "whole" else st.floats
            value = draw(numbers(low, high))
            value = 0 if name == "batch" and value < 4 else value
        chosen[name] = value
    return Settings(**chosen)


@quick
@given(any_settings())
def test_every_settings_comes_back_from_its_query(s):
    query = s.to_query()
    assert query.isascii()
    assert Settings.read_query(query) == (s, ())
    assert Settings.from_query(dict(s)) == s
    assert Settings(**s.model_dump()) == s == s.replace()


def test_an_upload_comes_back_while_it_is_kept(table_id):
    s = Settings(dataset="upload", upload=table_id, steps=50)
    assert (s.classes, s.points) == (3, 45)
    assert s.to_query() == f"dataset=upload&upload={table_id}&steps=50"
    assert Settings.read_query(s.to_query()) == (s, ())


def test_a_missing_upload_falls_back_and_keeps_the_rest():
    query = "dataset=upload&upload=ffffffffffffffff&classes=15&loss=cosface&m=0.4&batch=2000"
    s, changes = Settings.read_query(query)
    assert (s.dataset, s.upload, s.loss, s.m, s.classes) == ("digits", "", "cosface", 0.4, 10)
    assert changes[0] == Change("upload", "f" * 16, "digits", "upload-missing")
    assert [c.reason for c in changes[1:]] == ["not-offered-by-data", "batch-larger-than-data"]
    assert changes_of("dataset=upload") == {"upload": ("digits", "upload-missing")}
    # the constructor keeps the id: the file may come back
    assert Settings(dataset="upload", upload="f" * 16, classes=15).upload == "f" * 16


# --- queries that need repair ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field", "used", "reason"),
    [
        ("dataset=mnist", "dataset", "digits", "unknown-choice"),
        ("loss=<script>alert(1)</script>", "loss", "arcface", "unknown-choice"),
        ("loss=ArcFace ", "loss", "arcface", "rewritten"),
        ("optimizer=ｓｇｄ", "optimizer", "sgd", "rewritten"),
        ("s=nan", "s", "16", "not-a-number"),
        ("s=", "s", "16", "not-a-number"),
        ("s=%00", "s", "16", "not-a-number"),
        ("s=1e400", "s", "64", "out-of-range"),
        ("s=-1e400", "s", "1", "out-of-range"),
        ("s=inf", "s", "16", "not-a-number"),
        ("s=" + "9" * 5000, "s", "64", "out-of-range"),
        ("s=0." + "0" * 5000 + "1", "s", "1", "out-of-range"),
        ("steps=" + "9" * 5000, "steps", "5000", "out-of-range"),
        ("steps=-5", "steps", "1", "out-of-range"),
        ("steps=1e400", "steps", "5000", "out-of-range"),
        ("steps=2.5", "steps", "3", "not-whole"),
        ("m=０．４", "m", "0.4", "rewritten"),
        ("m=%200.4%20", "m", "0.4", "rewritten"),
        ("m=0,4", "m", "0.4", "rewritten"),
        ("m=٠٫٤", "m", "0.4", "rewritten"),
        ("m=+0.4", "m", "0.4", "rewritten"),
        ("m=00.4", "m", "0.4", "rewritten"),
        ("m=.4", "m", "0.4", "rewritten"),
        ("steps=1,000", "steps", "1000", "rewritten"),
        ("steps=1_000", "steps", "1000", "rewritten"),
        ("steps=1’000", "steps", "1000", "rewritten"),
        ("m=2", "m", "1.5", "out-of-range"),
        ("bias=perhaps&loss=softmax", "bias", "true", "not-yes-or-no"),
        ("classes=12", "classes", "10", "not-offered-by-data"),
        ("classes=1", "classes", "2", "out-of-range"),
        ("classes=-3", "classes", "2", "out-of-range"),
        ("dataset=cancer&classes=6", "classes", "2", "not-offered-by-data"),
        ("dataset=iris&points=500", "points", "112", "not-offered-by-data"),
        ("points=-1", "points", "20", "out-of-range"),
        ("batch=400", "batch", "0", "batch-larger-than-data"),
        ("batch=2", "batch", "4", "out-of-range"),
        ("batch=-2", "batch", "0", "out-of-range"),
        ("loss=softmax&m=0.3", "m", "", "not-in-loss"),
        ("loss=softmax&s=abc", "s", "", "not-in-loss"),
        ("anneal=true", "anneal", "false", "not-in-loss"),
        ("bias=true", "bias", "false", "not-in-loss"),
        ("spread=0.5", "spread", "0.25", "not-used-by-data"),
        ("upload=0123456789abcdef", "upload", "", "not-used-by-data"),
        ("encoder=free&depth=3", "depth", "1", "not-used-by-encoder"),
        ("momentum=0.5", "momentum", "0.9", "not-used-by-optimizer"),
        ("colour=red", "colour", "", "unknown-key"),
        ("s=8&s=9", "s", "8", "repeated-key"),
    ],
)
def test_a_change_says_what_is_used_instead_and_why(query, field, used, reason):
    s, changes = Settings.read_query(query)
    assert [(c.field, c.used, c.reason) for c in changes] == [(field, used, reason)]
    if reason == "repeated-key":
        assert s.s == 8
    elif reason != "unknown-key":
        value = getattr(s, field)
        assert used == ("" if value is None else str(value).lower().removesuffix(".0"))


@pytest.mark.parametrize(
    "query", ["", "?", "&&&", "=", None, {}, b"", {"s": None}, "s=16", "?bias=0", "s=8&s=8"]
)
def test_what_needs_no_word(query):
    changes = Settings.read_query(query)[1]
    assert [c for c in changes if c.field not in ("", "bias")] == []


def test_keys_of_the_page_are_not_reported():
    assert changes_of("lang=zh&view=raw&m=0.4", also=("lang", "view")) == {}


def test_only_what_is_wrong_is_changed():
    s, changes = Settings.read_query(
        "?dataset=ring&classes=99&imbalance=5&loss=cosface&m=0%2C35&s=24&steps=x&foo=1&seed=7"
    )
    expected = Settings(
        dataset="ring", classes=12, imbalance=5, loss="cosface", m=0.35, s=24, seed=7
    )
    assert s == expected
    assert {c.field for c in changes} == {"classes", "m", "steps", "foo"}


def test_what_came_is_shown_in_forty_printable_characters():
    for query in ("loss=%00%1B[31m\u202e" + "x" * 100, "\ud800=\udfff", "s=" + "９" * 99):
        for change in Settings.read_query(query)[1]:
            for text in (change.field, change.given, change.used):
                assert len(text) <= 40 and text.isprintable()


def test_a_megabyte_is_cut_at_a_whole_pair():
    s, changes = Settings.read_query("m=0.4&" + "a=1&" * 250_000 + "s=8")
    assert s == Settings(m=0.4)
    assert changes[0].reason == "too-long"
    assert len(changes) < 20
    half = "m=0.4&x=" + "1" * (8192 - 12) + "&s=32"
    assert Settings.from_query(half) == Settings(m=0.4)  # and not s=3
    assert Settings.from_query("s=" + "1" * 1_000_000) == Settings()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"m": 0.4, "steps": 200, "seed": np.int32(5)}, {"m": 0.4, "steps": 200, "seed": 5}),
        ({"m": ["0.4", "0.5"]}, {"m": 0.4}),
        ({"s": 10**5000, "steps": -(10**5000)}, {"s": 64, "steps": 1}),
        ({"s": math.nan, "steps": math.inf}, {"steps": 5000}),
        ({"loss": "softmax", "bias": False}, {"loss": "softmax", "bias": False}),
        ({"s": object(), 3: "x", None: None, "m": {"a": 1}}, {}),
        (b"m=0.4", {"m": 0.4}),
        (b"\xff\xfe=\xff", {}),
        (42, {}),
        (["m=0.4"], {}),
    ],
)
def test_mappings_bytes_and_other_things(query, expected):
    assert Settings.from_query(query) == Settings(**expected)


def pieces():
    keys = st.sampled_from([*FIELDS, "lang", "\x00", "ｓ", ""])
    numbers = st.one_of(
        st.integers().map(str),
        st.floats().map(repr),
        st.text("0123456789.,eE+-_ '０９٫nainf", max_size=20),
    )
    words = st.sampled_from([c for f in FIELDS.values() for c in f.choices] + ["true", "0" * 16])
    values = st.one_of(numbers, words, st.text(max_size=20))
    return st.lists(st.tuples(keys, values), max_size=12)


@quick
@given(
    st.one_of(
        pieces().map(lambda pairs: "&".join(f"{k}={v}" for k, v in pairs)),
        pieces().map(dict),
        st.text(),
        st.text(st.characters(categories=["Cs", "Cc", "Nd", "Zs"]), max_size=50),
        st.binary(),
    )
)
@example("s=%ff%fe&m=%&=&&%00=%00")
@example("\ud800=\udfff&s=\ud800")
def test_no_query_raises_and_every_result_is_legal_and_stable(query):
    s, changes = Settings.read_query(query)
    assert Settings(**s.model_dump()) == s
    assert Settings.read_query(s.to_query()) == (s, ())
    for change in changes:
        assert change.reason in REASONS
        assert len(change.given) <= 40 and change.given.isprintable()


def test_what_is_no_query_at_all_is_said():
    assert changes_of(42) == {"": ("", "unreadable")}


# --- numerals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.3", 0.3),
        ("−0,3", -0.3),
        ("１，５", 1.5),
        ("0。3", 0.3),
        ("१२", 12.0),
        ("1 000", 1000.0),
        ("1\u202f000,5", 1000.5),
        ("1,000,000", 1e6),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1.000.000", 1e6),
        ("0,300", 0.3),
        ("1E-5", 1e-5),
        ("10^6", 1e6),
        ("10⁶", 1e6),
        ("10⁻³", 1e-3),
        ("10^(-3)", 1e-3),
        ("3·10^6", 3e6),
        ("3 × 10⁶", 3e6),
        ("２＊１０＾３", 2e3),
        ("2^9", 512.0),
        ("2**9", 512.0),
        ("-2^2", -4.0),
        ("10^999", math.inf),
        ("1/3", 1 / 3),
        ("１／４", 0.25),
        ("π", math.pi),
        ("−π/2", -math.pi / 2),
        ("2π/3", 2 * math.pi / 3),
        ("2·pi", 2 * math.pi),
        ("1k", 1e3),
        ("2.5 M", 2.5e6),
        ("1.5万", 15e3),
        ("1,5 万", 15e3),
        ("3百万", 3e6),
        ("1亿", 1e8),
        ("1m", None),  # a thousandth or a million?
        ("1,000万", None),
        ("1/0", None),
        ("0^-1", None),
        ("1e999/1e999", None),
        ("0·1e999", None),
        ("1/2/3", None),
        ("1/-2", None),
        ("10^", None),
        ("^2", None),
        ("10^6.5", None),
        ("万", None),
        ("2e", None),
        ("x^2", None),
        ("1+1", None),
        ("1" + "/1" * 60, None),
        ("1,000", None),  # a thousand or one?
        ("1,2,3", None),
        ("1 2", None),
        ("1.2.3", None),
        ("²", None),
        ("三", None),
        ("½", None),
        ("0x10", None),
        ("1e", None),
        ("nan", None),
        ("30%", None),
        ("--1", None),
        ("", None),
    ],
)
def test_numbers_are_read_where_their_meaning_is_plain(text, value):
    assert read_number(text)[0] == value


def test_a_whole_number_has_no_decimals_to_confuse_with_thousands():
    assert read_number("1,000", whole=True) == (1000.0, False)
    assert read_number("1,000万", whole=True) == (1e7, False)


@quick
@given(st.text("0123456789.,eE+-−^*·/πkM万亿() _'⁻²³"))
@example("9" * 9 + "^" + "9" * 4)
def test_whatever_is_typed_is_a_number_or_none(text):
    for whole in (False, True):
        value, _ = read_number(text, whole)
        assert value is None or value == value


@pytest.mark.parametrize(
    ("text", "about", "value", "reason"),
    [
        ("30°", {"unit": "°"}, 30.0, None),
        ("30 度", {"unit": "°"}, 30.0, None),
        ("30", {"unit": "°"}, 30.0, None),
        ("0.5 rad", {"unit": "°"}, 28.6479, None),
        ("π/4 弧度", {"unit": "°"}, 45.0, None),
        ("30°", {"unit": " rad"}, 0.523599, None),
        ("0.3 RAD", {"unit": "rad"}, 0.3, None),
        ("π/2", {"unit": "rad"}, 1.5708, None),
        ("30%", {}, 0.3, None),
        ("30％", {"unit": "%"}, 30.0, None),
        ("2 px", {"unit": "px"}, 2.0, None),
        ("1.23456789", {}, 1.23457, None),
        ("-0", {}, 0.0, None),
        ("30°", {}, None, "other-unit"),
        ("30%", {"unit": "rad"}, None, "other-unit"),
        ("10,000", {}, None, "unclear"),
        ("99", {"whole": True}, 99.0, None),
        ("2,000", {"whole": True}, 100.0, "too-large"),
        ("2.5", {"whole": True}, 3.0, "not-whole"),
        ("1e9", {}, 100.0, "too-large"),
        ("1e999", {}, 100.0, "too-large"),
        ("9" * 30, {}, 100.0, "too-large"),
        ("-5", {}, 0.0, "too-small"),
        ("−1e999", {}, 0.0, "too-small"),
        ("9" * 201, {}, None, "not-a-number"),
        ("NaN", {}, None, "not-a-number"),
        ("abc", {}, None, "not-a-number"),
        ("°", {"unit": "°"}, None, "not-a-number"),
        ("", {}, None, "empty"),
        (" \t\u3000", {}, None, "empty"),
    ],
)
def test_what_is_typed_beside_a_slider(text, about, value, reason):
    found = read_typed(text, 0.0, 100.0, **about)
    assert found == (value, reason)
    assert found.value is None or math.copysign(1, found.value) == 1


def test_a_whole_number_keeps_six_digits_and_says_so():
    assert read_typed("10,000,000", 2.0, 1e7, whole=True) == (1e7, None)
    assert read_typed("1.5万", 2.0, 1e7, whole=True) == (15000.0, None)
    assert read_typed("1234567", 2.0, 1e7, whole=True) == (1234570.0, "six-digits")


@quick
@given(st.text(), st.booleans(), st.sampled_from(["", "°", "rad", "%", "x"]))
def test_whatever_is_typed_is_legal_or_nothing(text, whole, unit):
    value, reason = read_typed(text, -3.0, 7.0, whole=whole, unit=unit)
    assert reason in (None, *TYPED_REASONS)
    assert value is None or (-3 <= value <= 7 and (not whole or value == int(value)))


@quick
@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e-5)
@example(1e22)
@example(5e-324)
def test_written_numbers_are_short_and_come_back(value):
    text = write_number(value)
    assert len(text) <= len(repr(value))
    assert read_number(text) == (value, True)
    assert re.fullmatch("[-0-9.e]+", text)
