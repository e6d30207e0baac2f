"""A scene as one file of HTML that opens from a folder, without a network."""

import base64
import hashlib
import re
from functools import lru_cache

from lossviz.alone import of_run, of_scene
from lossviz.alone.archive import Making
from lossviz.alone.page import Place, bundled, colours, html, style, told_in_file
from lossviz.playground import parameter_names
from lossviz.words import SCENE_PAGES

# longer names are a trouble to some systems
MOST_SIGNS = 100
_ODD = re.compile(r"[^\w.=-]+", re.ASCII)


def file_of(place: Place) -> Making[str]:
    """The HTML of the file; what it needs is trained meanwhile."""
    if place.settings is not None:
        archive = yield from of_run.archive_of(place.settings)
        free = not parameter_names(place.settings)
    else:
        lesson = SCENE_PAGES[place.lesson]
        scene = lesson.scene(place.scene)
        archive = yield from of_scene.archive_of(lesson, scene, place.query)
        free = of_scene.moves_freely(lesson, scene, place.query)
    code, policy = _script()
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<style>{colours(place.theme)}\n{style()}</style>"
    )
    page = told_in_file(place, archive, free)
    return html(page, head=head, script=code, archive=archive)


def name_of(place: Place) -> str:
    """What the file is called: readable, and safe on every system."""
    parts = [place.lesson] if place.settings is not None else [place.lesson, place.scene]
    written = "-".join(["lossviz", *parts, *place.query.split("&")])
    return f"{_ODD.sub('-', written)[:MOST_SIGNS].strip('-')}.html"


@lru_cache(maxsize=1)
def _script() -> tuple[str, str]:
    """The element with the script, and the policy that lets the page do nothing else."""
    # where its map is, only a server knows; the end of a script must not be read into it
    code = re.sub(r"^//# sourceMappingURL=.*\n?", "", bundled().script, flags=re.MULTILINE)
    code = code.replace("</script", "<\\/script")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    policy = "; ".join((
        "default-src 'none'", f"script-src 'sha256-{digest}'", "style-src 'unsafe-inline'",
        "img-src data: blob:", "base-uri 'none'", "form-action 'none'",
    ))  # fmt: skip
    return f'<script type="module">{code}</script>', policy
