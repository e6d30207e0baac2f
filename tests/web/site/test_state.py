"""The session's state follows the URL, and the URL the session's state."""

from itertools import count

import pytest
import streamlit as st

from lossviz.losses import CATALOGUE
from lossviz.settings import Settings
from lossviz.upload import UploadMissing, keep, parse, recall, remember, store
from lossviz.web.live import _moved
from lossviz.web.server.tables import named
from lossviz.web.site import state
from lossviz.web.site.picture import Picture

CSV = b"width,height,kind\n1,2,a\n2,1,b\n1,3,a\n3,1,b\n"


class Query(dict):
    """Stands for st.query_params: lists behind, written as a whole."""

    def get_all(self, key):
        return self.get(key, [])

    def get(self, key, default=None):
        return super().get(key, default)

    def from_dict(self, query):
        self.clear()
        self.update(query)


@pytest.fixture
def session(monkeypatch):
    """An empty session with an empty URL."""
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", Query())
    return st.session_state


def url() -> dict:
    return dict(st.query_params)


def run(**query) -> state.PageState:
    """One run of the page, after the browser has put `query` into the URL."""
    if query:
        st.query_params.from_dict({k: [v] for k, v in query.items()})
    state.open_page("lab")
    return state.page_state("lab")


def test_first_run_reads_the_url_and_makes_it_canonical(session):
    page = run(m="0,5", s="16")
    assert page.picture.settings == Settings(m=0.5)
    assert url() == {"m": ["0.5"]}
    assert [c.field for c in page.notice] == ["m"]


def test_a_change_reaches_the_url_in_the_next_run(session):
    run()
    state.change("lab", m=0.5)
    run()
    assert url() == {"m": ["0.5"]}


def test_a_click_is_newer_than_the_url_the_browser_still_shows(session):
    """Two clicks in a row: the second run still carries the URL from before the first."""
    run()
    state.change("lab", m=0.5)
    run()
    st.query_params.from_dict({})
    state.change("lab", s=8.0)
    page = run()
    assert (page.picture.settings.m, page.picture.settings.s) == (0.5, 8)


def test_back_brings_the_earlier_picture(session):
    run()
    state.change("lab", m=0.5)
    run()
    st.query_params.from_dict({})
    assert run().picture == Picture()


def test_notice_lasts_until_something_else_is_changed(session):
    assert run(classes="99").notice
    assert run().notice
    state.change("lab", m=0.5)
    assert not run().notice


def test_pages_do_not_share_their_settings(session):
    run(m="0.5")
    st.query_params.from_dict({})
    state.open_page("other")
    assert state.page_state("other").picture == Picture()
    assert state.query_of("lab") == "m=0.5"
    assert state.query_of("never opened") == ""


def test_step_is_forgotten_with_the_number_of_steps(session):
    run(at="50")
    state.change("lab", m=0.5)
    assert run().picture.at == 50
    state.change("lab", steps=100)
    assert run().picture.at is None


def test_language_is_kept_beside_the_settings(session, monkeypatch):
    st.session_state["language"] = "zh"
    run(m="0.5")
    assert url() == {"m": ["0.5"], "lang": ["zh"]}


def test_a_mirror_shows_the_setting_and_stays_the_same_control_when_it_is_used(session):
    page = run()
    bound = state.mirrored(page, "steps")
    assert bound["value"] == 300
    st.session_state[bound["key"]] = 40
    bound["on_change"](*bound["args"])
    assert page.picture.settings.steps == 40
    assert state.mirrored(page, "steps")["key"] == bound["key"]


def test_a_setting_changed_elsewhere_gets_a_new_control(session):
    page = run()
    bound = state.mirrored(page, "steps")
    st.session_state[bound["key"]] = 300
    state.change("lab", steps=40)
    renewed = state.mirrored(page, "steps")
    assert renewed["key"] != bound["key"]
    assert renewed["value"] == 40


def test_a_mirror_names_its_first_value_as_the_control_wants_it(session):
    page = run()
    assert state.mirrored(page, "loss", "default")["default"] == "arcface"
    assert state.mirrored(page, "dataset", "index", ["iris", "digits"])["index"] == 1


def test_an_emptied_field_changes_nothing(session):
    page = run()
    bound = state.mirrored(page, "steps")
    st.session_state[bound["key"]] = None
    bound["on_change"](*bound["args"])
    assert page.picture == Picture()


@pytest.fixture
def stage(session):
    """A page whose stage reports a query to a session of this name; outside of one it has none."""
    run()
    numbers = count(1)

    def report(query, to=""):
        said = {"to": to, "n": next(numbers), "query": query}
        st.session_state["lab-stage"] = {"change": said}
        _moved("lab")
        return run().picture

    return report


def test_released_slider_changes_the_setting(stage):
    assert stage("m=0.5").settings.m == 0.5
    assert state.page_state("lab").answered == {"n": 1, "query": "m=0.5"}


def test_a_report_holds_all_that_was_moved(stage):
    picture = stage("at=20&view=raw&m=0.5&s=8")
    assert picture.to_query() == "s=8&m=0.5&view=raw&at=20"
    assert state.page_state("lab").answered["query"] == picture.to_query()
    assert stage("m=0.5").to_query() == "m=0.5"


def test_what_was_said_to_an_older_session_is_not_heeded(stage):
    stage("m=0.5")
    assert stage("m=0.7&view=raw&at=20", to="older").to_query() == "m=0.5"
    assert state.page_state("lab").answered["n"] == 1


def test_view_and_step_are_followed(stage):
    assert stage("view=raw").view == "raw"
    assert stage("at=50").at == 50
    assert stage("at=300").at is None
    assert stage("view=unit").view is None
    assert stage("at=20").at == 20
    assert stage("formula=numbers").formula == "numbers"
    assert stage("formula=letters").formula is None
    assert stage("").at is None


@pytest.mark.parametrize(
    "query",
    [
        "steps=5", "eps=0.1", "m=inside", "m=nan", "view=inside",
        "at=x", "at=-1e999&view=", "seed=3", "loss=softmax", "%%",
    ],
)  # fmt: skip
def test_a_report_of_what_is_not_moved_on_the_stage_changes_none_of_it(stage, query):
    settings = stage(query).settings
    assert settings == Picture().settings


def test_a_report_about_another_loss_is_only_answered(stage):
    picture = stage("loss=cosface&m=0.25&view=raw")
    assert picture == Picture()
    assert state.page_state("lab").answered == {"n": 1, "query": "loss=cosface&m=0.25&view=raw"}


@pytest.mark.parametrize(
    "report",
    [
        None,
        "m",
        [],
        {},
        {"to": ""},
        {"to": "", "n": "1", "query": "m=0.5"},
        {"to": "", "n": True, "query": "m=0.5"},
        {"to": None, "n": 1, "query": "m=0.5"},
        {"to": "", "n": 1, "query": ["m", 0.5]},
        {"to": "", "n": 1},
    ],
)
def test_what_is_no_report_is_ignored(session, report):
    run()
    st.session_state["lab-stage"] = {"change": report}
    _moved("lab")
    assert run().picture == Picture()
    assert state.page_state("lab").answered is None


def test_a_reported_value_out_of_range_is_brought_back(stage):
    arcface = {p.key: p for p in CATALOGUE["arcface"].parameters}
    assert stage("m=9e9").settings.m == arcface["m"].high


@pytest.mark.parametrize("shown, again", [("softmax", True), ("arcface", False), (None, False)])
def test_a_control_that_brings_an_older_choice_to_a_new_session_is_made_anew(
    session, monkeypatch, shown, again
):
    reruns = []
    monkeypatch.setattr(st, "rerun", lambda: reruns.append(True))
    page = run()
    before = state.mirrored(page, "loss", "default")["key"]
    st.session_state[before] = shown
    state.settle(page)
    assert bool(reruns) == again
    # only once: what differs later was changed in this session
    st.session_state[before] = "sigmoid"
    state.settle(page)
    assert len(reruns) == again
    assert state.mirrored(run(), "loss", "default")["key"] != before


@pytest.fixture
def forgotten(monkeypatch):
    """Empties the common store as a restart does; what sessions hold stays theirs."""
    return lambda budget=store.BUDGET: monkeypatch.setattr(store, "_store", store.Store(budget))


def test_own_table_outlives_the_common_store(session, forgotten):
    page = run()
    page.table = parse(CSV, "own.csv")
    state.change("lab", dataset="upload")
    shown = run().picture
    assert shown.settings.dataset == "upload"
    forgotten()
    page = run()
    assert page.picture == shown and not page.notice
    assert recall(shown.settings.upload) is page.table


def test_a_table_that_is_lost_is_said(session, forgotten):
    page = run(m="0.5")
    page.table = parse(CSV, "own.csv")
    state.change("lab", dataset="upload")
    run()
    forgotten()
    page.table = None
    page = run()
    assert (page.picture.settings.dataset, page.picture.settings.m) == ("digits", 0.5)
    assert [c.reason for c in page.notice] == ["upload-missing"]
    assert page.shown is None


def test_own_table_that_finds_no_room_any_more_is_said(session, forgotten):
    page = run()
    page.table = parse(CSV, "own.csv")
    state.change("lab", dataset="upload")
    run()
    forgotten(budget=0)
    page = run()
    assert page.picture.settings.dataset == "digits"
    assert [c.reason for c in page.notice] == ["upload-missing"]
    state.change("lab", dataset="upload")
    assert run().picture.settings.dataset == "digits"
    assert page.refusal.code == "full"


def test_the_table_of_a_link_stays_while_it_is_shown(session, forgotten):
    own = parse(CSV, "theirs.csv")
    forgotten(budget=2 * own.weight)
    key = remember(own)
    del own  # its own session has ended
    run(dataset="upload", upload=key)
    for k in range(5):
        remember(parse(CSV.replace(b"3,1", b"3,%d" % (k + 2)), "other.csv"))
    page = run()
    assert page.picture.settings.upload == key and not page.notice
    state.change("lab", dataset="iris")
    assert run().shown is None
    for k in range(5):
        remember(parse(CSV.replace(b"3,1", b"3,%d" % (k + 2)), "other.csv"))
    with pytest.raises(UploadMissing):
        recall(key)


def test_the_table_that_a_query_names(forgotten):
    forgotten()
    table = keep(parse(CSV, "own.csv"))
    key = table.key
    assert named({"dataset": "upload", "upload": key}) is table
    assert named({"dataset": " UPLOAD", "upload": key.upper()}) is table
    assert named({"upload": key}) is None
    assert named({"dataset": "iris", "upload": "0" * 16}) is None
    forgotten()
    for query in ({"upload": key}, {"upload": "0" * 5000}, {"upload": "<b>"}, {}):
        with pytest.raises(UploadMissing, match="upload the file again") as caught:
            named({"dataset": "upload"} | query)
        assert len(str(caught.value)) < 120
