"""QR codes: of this site's addresses alone, and each can be read."""

import io
import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from lossviz.web.server.qr import MOST_CHARACTERS, QUIET, Unfit, qr_code

HOST = "loss.example.org:8501"
SITE = f"https://{HOST}/"


def decoded(svg: bytes, module: int = 4) -> str:
    """What a decoder reads from the picture, painted as a browser would."""
    text = svg.decode()
    side = int(re.search(r'viewBox="0 0 (\d+)', text)[1])
    image = Image.new("L", (side * module, side * module), 255)
    pen = ImageDraw.Draw(image)
    x = y = 0.0
    for command, numbers in re.findall(
        r"([Mmh])([-\d. ]+)", re.search(r'stroke="#000" d="([^"]+)"', text)[1]
    ):
        values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            top = (y - 0.5) * module
            pen.rectangle((x * module, top, (x + values[0]) * module - 1, top + module - 1), fill=0)
            x += values[0]
    out = io.BytesIO()
    image.save(out, "PNG")
    return zxingcpp.read_barcode(Image.open(out)).text


@pytest.mark.parametrize("length", [0, 60, 400, MOST_CHARACTERS - len(SITE)])
def test_a_code_says_the_address_however_long(length):
    text = SITE + "m" * length
    assert decoded(qr_code(text, HOST, "/")) == text


def test_a_code_is_black_on_white_and_keeps_its_quiet_zone():
    svg = qr_code(f"{SITE}margin?M=0.3#regions", HOST, "/").decode()
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    assert 'fill="#fff"' in svg and f"M{QUIET} {QUIET}.5" in svg
    assert side <= 33 + 2 * QUIET


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "javascript:alert(1)", "https://elsewhere.org/", f"ftp://{HOST}/",
        f"//{HOST}/",
        f"https://{HOST}@elsewhere.org/", f"https://user@{HOST}/", f"https://{HOST}.elsewhere.org/",
        f"https://{HOST}\\@elsewhere.org/", f"{SITE}a b", f"{SITE}\n", f"{SITE}\u202ex",
        "https://[", f"{SITE}{'x' * MOST_CHARACTERS}",
    ],
)  # fmt: skip
def test_nothing_else_has_a_code(text):
    with pytest.raises(Unfit):
        qr_code(text, HOST, "/")


def test_a_site_below_a_path_has_codes_of_what_is_below_it():
    assert qr_code(f"{SITE}app/margin", HOST, "/app/")
    assert qr_code(f"{SITE}app", HOST, "/app/")
    for path in ("", "apple", "app/../x"):
        with pytest.raises(Unfit):
            qr_code(SITE + path, HOST, "/app/")


def test_how_many_characters_are_too_many_is_said():
    with pytest.raises(Unfit, match="has 13 characters more than the 2000"):
        qr_code("x" * (MOST_CHARACTERS + 13), HOST, "/")
