"""WebKit: WebKitGTK's MiniBrowser on a screen of Xvfb, driven by selenium."""

import json
import os
import shutil
import subprocess
from glob import glob
from typing import Any

from selenium.webdriver import ActionChains, WebKitGTK, WebKitGTKOptions
from selenium.webdriver.webkitgtk.service import Service

PATIENCE_S = 60
PACKAGES = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


def missing() -> str:
    """The Debian packages that are not there; "" where nothing is missing."""
    return " ".join(package for name, package in PACKAGES.items() if not shutil.which(name))


class WebKit:
    """One window of a browser of its own."""

    name = "WebKit"

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.screen = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                "1600x1200x24",
                "-nolisten",
                "tcp",
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        options = WebKitGTKOptions()
        options.binary_location = sorted(glob(BROWSERS))[-1]
        options.add_argument("--automation")
        # without a screen of its own there is no card to draw with
        told_too = {"DISPLAY": display,
                    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}  # fmt: skip
        service = Service(shutil.which("WebKitWebDriver"), env=os.environ | told_too)
        self.driver = WebKitGTK(options, service)
        self.driver.set_script_timeout(PATIENCE_S)
        self.driver.set_page_load_timeout(PATIENCE_S)

    def resize(self, width: int, height: int) -> None:
        """The size of the page, in CSS pixels, as near as the window comes."""
        for _ in range(2):
            found = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight];")
            self.driver.set_window_size(width + found[0], height + found[1])

    def open(self, url: str) -> None:
        """Go to this address."""
        self.driver.get(url)

    def run(self, body: str, *args: object) -> Any:
        """What the body of an async function returns, as JSON; its arguments are in `args`."""
        told = self.driver.execute_async_script(
            "const [told, done] = arguments; const args = JSON.parse(told);"
            f" (async () => {{ {body} }})().then((found) => done(JSON.stringify(found ?? null)),"
            " (thrown) => done(`thrown ${thrown}`));",
            json.dumps(args),
        )
        if told.startswith("thrown "):
            raise RuntimeError(told)
        return json.loads(told)

    def press(self, key: str) -> None:
        """Press and release a key, a WebDriver code."""
        ActionChains(self.driver).send_keys(key).perform()

    def drag(self, x: float, y: float, dx: float) -> None:
        """Take hold at (x, y), and pull to the right."""
        chain = ActionChains(self.driver, duration=30)
        pointer = chain.w3c_actions.pointer_action
        pointer.move_to_location(round(x), round(y))
        pointer.pointer_down()
        for k in range(1, 9):
            pointer.move_to_location(round(x + dx * k / 8), round(y))
        pointer.pointer_up()
        chain.w3c_actions.perform()

    def screenshot(self) -> bytes:
        """The visible part of the page, as PNG."""
        return self.driver.get_screenshot_as_png()

    def close(self) -> None:
        """End it."""
        self.driver.quit()
        self.screen.terminate()
        self.screen.wait(timeout=20)
