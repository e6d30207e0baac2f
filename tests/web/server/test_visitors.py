"""A visitor's name: only one that this process gave counts."""

from starlette.requests import Request

from lossviz.web.server import visitors


def asking(name: str | None) -> Request:
    headers = [] if name is None else [(visitors.HEADER.lower().encode(), name.encode())]
    return Request({"type": "http", "headers": headers, "client": ("10.0.0.7", 4711)})


def test_a_session_is_known_by_the_name_it_was_given(monkeypatch):
    class Context:
        session_id = "6e0c"

    monkeypatch.setattr(visitors, "get_script_run_ctx", lambda **_: Context)
    name = visitors.session_name()
    assert visitors.of(asking(name)) == name
    assert Context.session_id not in name


def test_whoever_makes_up_a_name_counts_under_his_address(monkeypatch):
    for made_up in (None, "", ".", "a", "a.b", "0123456789abcdef.0123456789abcdef", "é.ü"):
        assert visitors.of(asking(made_up and made_up.encode().decode("latin-1"))) == "10.0.0.7"
    monkeypatch.setattr(visitors, "get_script_run_ctx", lambda **_: None)
    assert visitors.session_name() == ""
