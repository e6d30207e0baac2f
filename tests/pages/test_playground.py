"""The playground's script: every control, every loss, every data set, both languages, bad links."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lossviz.data import DATASETS
from lossviz.formulas import formula
from lossviz.losses import CATALOGUE
from lossviz.settings import Settings
from lossviz.upload import store
from lossviz.web.site.text import phrases

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "lossviz" / "web" / "site" / "main.py"
PLAYGROUND = str(ROOT / "pages" / "playground.py")


def visit(**query: str | list[str]) -> AppTest:
    """The page after a first visit under this query."""
    app = AppTest.from_file(MAIN, default_timeout=30)
    app.switch_page(PLAYGROUND)
    for key, value in query.items():
        app.query_params[key] = value
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def words_of(app: AppTest) -> str:
    """All running words; the terms in them are links to their entries."""
    words = " ".join(found.value for found in app.markdown)
    return re.sub(r"\[([^\]]+)\]\(glossary[^)]*\)", r"\1", words)


def link(app: AppTest) -> dict[str, str]:
    values = app.query_params.items()
    return {k: v if isinstance(v, str) else ",".join(v) for k, v in values}


def settings(app: AppTest) -> Settings:
    return app.session_state["page playground"].picture.settings


def control(app: AppTest, field: str):
    """The control of a setting, found by its key; one that was made anew has a number there."""
    key = re.compile(rf"playground-{field}(-\d+)?")
    kinds = (app.button_group, app.selectbox, app.slider, app.number_input, app.toggle)
    return next(widget for kind in kinds for widget in kind if key.fullmatch(widget.key or ""))


def has(app: AppTest, field: str) -> bool:
    try:
        return control(app, field) is not None
    except StopIteration:
        return False


def choose(app: AppTest, field: str, value) -> AppTest:
    control(app, field).set_value(value)
    return ran(app)


@pytest.fixture(scope="module")
def fresh() -> AppTest:
    """One visit for all tests that do not care where they begin."""
    return visit()


def test_first_visit_shows_the_default_run_and_a_bare_link(fresh):
    assert settings(fresh) == Settings()
    assert link(fresh) == {}
    assert not fresh.warning


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_loss_can_be_chosen_and_is_explained(fresh, key):
    choose(fresh, "loss", key)
    assert settings(fresh).loss == key
    words = words_of(fresh)
    assert phrases("en")[f"losses.{key}.what"] in words
    assert any(formula(key) in latex.value for latex in fresh.latex)
    assert has(fresh, "bias") == (CATALOGUE[key].family == "raw")
    assert has(fresh, "anneal") == any(p.key == "lam" for p in CATALOGUE[key].parameters)


@pytest.mark.parametrize("key", [key for key in DATASETS if key != "upload"])
def test_every_data_set_can_be_chosen(fresh, key):
    choose(fresh, "dataset", key)
    assert settings(fresh).dataset == key
    assert has(fresh, "spread") == DATASETS[key].spread
    assert has(fresh, "classes") == (DATASETS[key].low < DATASETS[key].high)


@pytest.mark.parametrize(
    "field, value",
    [
        ("classes", 3), ("points", 100), ("noise", 0.1), ("dim", 3), ("encoder", "linear"),
        ("width", 16), ("depth", 2), ("optimizer", "sgd"), ("steps", 120), ("lr", 0.05),
        ("batch", 32), ("decay", 0.01), ("seed", 7), ("vectors", "random"),
    ],
)  # fmt: skip
def test_a_control_changes_its_setting_and_the_link(field, value):
    app = choose(visit(), field, value)
    assert getattr(settings(app), field) == value
    assert link(app) == {field: str(value)}


def test_controls_of_what_does_not_count_are_not_there():
    app = visit()
    assert not has(app, "momentum")
    assert has(choose(app, "optimizer", "sgd"), "momentum")
    assert not has(choose(app, "encoder", "free"), "width")


def test_link_opens_the_same_picture():
    query = {"dataset": "ring", "classes": "5", "loss": "hinge", "m": "2", "dim": "3", "at": "50"}
    app = visit(**query)
    assert link(app) == query
    assert settings(app) == Settings.from_query(query)
    assert not app.warning


def test_new_seed_is_a_new_seed():
    app = visit()
    next(b for b in app.button if b.key == "playground-again").click()
    assert settings(ran(app)).seed != 0


BAD = [
    {"foo": "bar"},
    {"m": "nan"},
    {"m": "1e400"},
    {"s": "9" * 5000},
    {"classes": "-3"},
    {"classes": "９９"},
    {"points": "１２３"},
    {"m": "0,4"},
    {"loss": "<script>alert(1)</script>"},
    {"dataset": "';DROP TABLE"},
    {"seed": "1.5"},
    {"batch": "1900"},
    {"m": ["0.1", "0.2"]},
    {"steps": "\u202e999"},
    {"upload": "0" * 16, "dataset": "upload"},
    {"view": "inside", "at": "many"},
    {"optimizer": "adam", "momentum": "0.5"},
]


@pytest.mark.parametrize("query", BAD, ids=lambda q: next(iter(q)))
def test_bad_links_open_and_say_what_was_changed(query):
    app = visit(**query)
    assert app.warning
    again = visit(**link(app))
    assert not again.warning
    assert settings(again) == settings(app)


def test_script_text_of_a_link_is_shown_as_text():
    app = visit(loss="**<img src=x>**")
    assert r"\*\*\<img src\=x\>\*\*" in app.warning[0].value


def test_notice_speaks_the_language_of_the_page():
    app = visit(classes="99", foo="bar", lang="zh")
    assert "类别数：99 超出范围，改用 10。" in app.warning[0].value.replace("\\", "")


def test_notice_can_be_dismissed():
    app = visit(classes="99")
    next(b for b in app.button if b.key == "playground-dismiss").click()
    assert not ran(app).warning


def test_classes_that_a_data_set_lacks_are_clamped_with_a_word():
    app = choose(choose(visit(), "classes", 8), "dataset", "iris")
    assert settings(app).classes == 3
    assert "8" in app.warning[0].value and "3" in app.warning[0].value


def test_language_switch_changes_words_and_no_setting():
    app = visit(m="0.5")
    next(w for w in app.button_group if w.key == "switch").set_value("zh")
    ran(app)
    assert link(app) == {"m": "0.5", "lang": "zh"}
    words = words_of(app)
    assert phrases("zh")["losses.arcface.what"] in words
    assert phrases("en")["losses.arcface.what"] not in words


GOOD = b"width,height,kind\n" + b"".join(
    b"%d,%d,%s\n" % (k, k * k % 7, (b"cat", b"dog")[k % 2]) for k in range(40)
)


def upload(app: AppTest, data: bytes) -> AppTest:
    app.file_uploader[0].set_value(("pets.csv", data, "text/csv"))
    return ran(app)


def test_uploaded_table_is_shown_and_its_label_can_be_chosen():
    app = upload(visit(), GOOD)
    assert settings(app).dataset == "upload"
    assert settings(app).classes == 2
    assert "40 rows, 2 features, 2 classes" in app.success[0].value
    label = next(w for w in app.selectbox if w.key == "playground-label")
    assert label.value == "kind"
    label.set_value("height")
    assert "kind" in ran(app).error[0].value
    assert settings(app).classes == 2
    next(w for w in app.selectbox if w.key == "playground-label").set_value("kind")
    assert ran(app).success


def test_a_refused_file_after_a_good_one_leaves_the_good_one():
    app = upload(visit(), GOOD)
    shown = settings(app)
    upload(app, b"width,kind\n1,a\noops,b\n3,a\n4,b\n")
    assert "line 3" in app.error[0].value
    assert settings(app) == shown


@pytest.mark.parametrize("language, words", [("en", "line 3"), ("zh", "第 3 行")])
def test_refused_file_names_the_line_and_loses_nothing(language, words):
    app = visit(m="0.5", lang=language)
    upload(app, b"width,kind\n1,a\noops,b\n3,a\n4,b\n")
    assert words in app.error[0].value
    assert "width" in app.error[0].value
    assert settings(app) == Settings(m=0.5)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_that_finds_no_room_is_refused_in_words_and_nothing_is_lost(language, monkeypatch):
    app = upload(visit(m="0.5", lang=language), GOOD)
    shown = settings(app)
    weight = app.session_state["page playground"].table.weight
    monkeypatch.setattr(store, "_store", store.Store(weight))
    upload(ran(app), GOOD.replace(b"39,", b"41,"))
    assert phrases(language)["upload.full"] in app.error[0].value
    assert settings(ran(app)) == shown
    assert not app.warning


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_link_to_a_table_that_is_lost_says_so_and_keeps_the_rest(language):
    app = visit(dataset="upload", upload="0" * 16, m="0.5", lang=language)
    assert phrases(language)["notice.upload-missing"] in app.warning[0].value.replace("\\", "")
    assert settings(app) == Settings(m=0.5)
