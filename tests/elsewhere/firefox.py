"""Firefox ESR, driven over WebDriver BiDi, which it speaks without a driver in between."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from itertools import count
from typing import Any

from conftest import free_port
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

PATIENCE_S = 120
COMMANDS = ("firefox-esr", "firefox")
PACKAGE = "firefox-esr"


def missing() -> str:
    """The Debian package that is not there; "" where nothing is missing."""
    return "" if any(map(shutil.which, COMMANDS)) else PACKAGE


class Firefox:
    """One window of a Firefox of its own, without a screen."""

    name = "Firefox"

    def __init__(self) -> None:
        port = free_port()
        command = next(filter(None, map(shutil.which, COMMANDS)))
        self.open_till_the_end = ExitStack()
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        profile = self.open_till_the_end.enter_context(folder)
        self.process = subprocess.Popen(
            [command, "--headless", "--no-remote", "--profile", profile,
             "--remote-debugging-port", str(port), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.numbers = count(1)
        try:
            self.socket = self._connected(f"ws://127.0.0.1:{port}/session")
        except BaseException:
            self.close()
            raise
        self._ask("session.new", capabilities={})
        self.context = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def _connected(self, url: str):
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                line = connect(url, max_size=None, proxy=None, open_timeout=PATIENCE_S)
                return self.open_till_the_end.enter_context(line)
            except (OSError, TimeoutError, WebSocketException):
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _ask(self, method: str, **params: Any) -> dict:
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=PATIENCE_S))
            if answer.get("id") != number:
                continue
            if answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
            return answer["result"]

    def resize(self, width: int, height: int) -> None:
        """The size of the page, in CSS pixels."""
        size = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self.context, viewport=size)

    def open(self, url: str) -> None:
        """Go to this address."""
        self._ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, body: str, *args: object) -> Any:
        """What the body of an async function returns, as JSON; its arguments are in `args`."""
        answer = self._ask(
            "script.callFunction",
            functionDeclaration="async (told) => { const args = JSON.parse(told);"
            f" return JSON.stringify(await (async () => {{ {body} }})() ?? null); }}",
            arguments=[{"type": "string", "value": json.dumps(args)}],
            target={"context": self.context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def press(self, key: str) -> None:
        """Press and release a key, a WebDriver code."""
        steps = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": steps}]
        self._ask("input.performActions", context=self.context, actions=actions)

    def drag(self, x: float, y: float, dx: float) -> None:
        """Take hold at (x, y), and pull to the right."""
        moves = [{"type": "pointerMove", "x": round(x + dx * k / 8), "y": round(y), "duration": 30}
                 for k in range(1, 9)]  # fmt: skip
        steps = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            *moves,
            {"type": "pointerUp", "button": 0},
        ]
        actions = [{"type": "pointer", "id": "mouse", "actions": steps}]
        self._ask("input.performActions", context=self.context, actions=actions)

    def screenshot(self) -> bytes:
        """The visible part of the page, as PNG."""
        answer = self._ask("browsingContext.captureScreenshot", context=self.context)
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_S)
        self.open_till_the_end.close()
