"""The server as a program: which names it answers to, and what it tells uvicorn."""

import os

import pytest
import uvicorn

from lossviz.web.server import program
from lossviz.web.server.doors import HOSTS, LOCAL


@pytest.fixture
def served(monkeypatch):
    """What uvicorn would have been started with."""
    found = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: found.update(options, app=app))
    # set, so that it is put back
    monkeypatch.setenv(HOSTS, "")
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.0.1", "localhost", "::1"])
def test_on_a_loopback_address_local_names_alone_are_let_in(served, host):
    program.main(["--host", host])
    assert served["host"] == host
    assert os.environ[HOSTS].split(",") == [*LOCAL]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "loss.example"])
def test_elsewhere_any_name_is(served, host):
    program.main(["--host", host, "--port", "9000"])
    assert (served["host"], served["port"]) == (host, 9000)
    assert os.environ[HOSTS] == ""


def test_what_the_variable_says_stays(served, monkeypatch):
    monkeypatch.setenv(HOSTS, "loss.example")
    program.main([])
    assert os.environ[HOSTS] == "loss.example"
    assert (served["host"], served["port"]) == ("127.0.0.1", 8501)


@pytest.mark.parametrize("arguments", [["--port", "x"], ["--prot", "1"], ["extra"]])
def test_other_arguments_are_refused(served, capsys, arguments):
    with pytest.raises(SystemExit):
        program.main(arguments)
    assert "usage:" in capsys.readouterr().err
    assert not served
