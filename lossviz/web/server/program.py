"""The server as a program: `python -m lossviz.web.server --host 127.0.0.1 --port 8501`."""

import argparse
import os
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

import uvicorn

from lossviz.web.server.doors import HOSTS, LOCAL
from lossviz.web.server.protocol import PatientHTTP, PatientWebSocket

# What the page sends is a few kB: the state of its widgets. Files come by HTTP.
MESSAGE_BYTES = 1_000_000


def options(host: str, port: int) -> dict[str, Any]:
    """What uvicorn is told. Given a host and a port it sends small messages at once."""
    return {
        "host": host,
        "port": port,
        "http": PatientHTTP,
        "ws": PatientWebSocket,
        "ws_max_size": MESSAGE_BYTES,
        "access_log": False,
    }


def is_local(host: str) -> bool:
    """Whether only this machine reaches `host`, an address or a name."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the site until a signal ends it."""
    parser = argparse.ArgumentParser(prog="python -m lossviz.web.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8501)
    asked = parser.parse_args(arguments)
    # a page elsewhere could have its own name lead here, and read what it is answered
    if is_local(asked.host) and not os.environ.get(HOSTS):
        os.environ[HOSTS] = ",".join(LOCAL)
    uvicorn.run("app:app", app_dir=".", **options(asked.host, asked.port))
