"""What the page asks the server for, in one place: no other room here spells these addresses."""

SCENE, TRACK, POINT, PICTURE, TAKE = (
    "/lossviz/scene",
    "/lossviz/track",
    "/lossviz/point",
    "/lossviz/picture",
    "/lossviz/take",
)
STATIC = "/lossviz/static/x/frame/stage.js"
ALL = (SCENE, TRACK, POINT, PICTURE, TAKE, STATIC)


def run(query: str) -> str:
    """The track of a run over its steps."""
    return f"{SCENE}?{query}"


def sweep(query: str, over: str) -> str:
    """The trained end states over a slider."""
    return f"{TRACK}?{query}&over={over}"


def point(query: str, at: int, number: int) -> str:
    """The numbers of one point at one step."""
    return f"{POINT}?{query}&at={at}&point={number}"


def figure(query: str) -> str:
    """The large picture of the last step for export."""
    return f"{PICTURE}?picture=embedding&{query}"


def scene(lesson: str, key: str, query: str, lang: str = "en") -> str:
    """A scene of a lesson at a state."""
    return f"{SCENE}?lesson={lesson}&scene={key}&lang={lang}&{query}"


def trials(query: str) -> str:
    """The runs of an experiment."""
    return f"{TRACK}?lesson=multiplicative&scene=converge&over=run&{query}"
