"""What the front page asks for at once: the data of the picture that is seen first.

Streamlit has to come, connect and run the page before that picture is there to want it. The same
addresses are written in the browser, by what `wire/asking.js` is called for: `wire/early.js` hands
the answer over where they agree, and where they do not the picture asks for itself.
"""

from urllib.parse import parse_qs, urlencode

from lossviz.web.exercise.model import rest_of
from lossviz.web.lesson.state import LessonState
from lossviz.web.site.picture import read
from lossviz.words.scene_pages import SCENE_PAGES

STAGES = ("home", "playground")


def early(name: str, query: str, lang: str) -> dict[str, str]:
    """Addresses below the site's own, by the headings that a link can name; the first comes first.

    Args:
      name: the page's name.
      query: the query of its address, whatever it holds.
      lang: the language of the page.
    """
    asked = rest_of(parse_qs(query))
    if name in SCENE_PAGES:
        state = LessonState(name)
        state.adopt(asked)
        return {
            scene.key: _address(
                lesson=name, scene=scene.key, lang=lang, query=state.query_of(scene)
            )
            for scene in state.lesson.scenes
        }
    if name in STAGES:
        settings = read(asked)[0].settings
        # only its session knows whether a table is still there
        if settings.dataset != "upload":
            return {
                "": _address(lesson="playground", scene=name, lang=lang, query=settings.to_query())
            }
    return {}


def _address(query: str, **names: str) -> str:
    return f"lossviz/scene?{'&'.join(filter(None, (urlencode(names), query)))}"
