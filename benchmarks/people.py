"""Who uses the whole site: learners on all pages, new shapes, and clients that mean harm."""

import asyncio
import math
import random
from collections import Counter
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from websockets.exceptions import InvalidHandshake

from benchmarks import routes
from benchmarks.fetching import BROKEN, LATE, NOTHING, WORDS, cut, drop, get, hold, say, sip
from benchmarks.protocol import Session, visiting
from lossviz.playground import parameter_names, slider_values
from lossviz.scenes.controls import Choice, Control, Numbers, Shares, State
from lossviz.scenes.state import defaults, to_query
from lossviz.settings import Settings
from lossviz.web.site.links import address
from lossviz.words.scene_pages import SCENE_PAGES

LEARNERS, FOES = 3, 2
PATIENCE_S = 120
# between two default runs
PAUSE_S = 1.5
# states of a page, before it is left
LOOKS = 3
STAGES = {"": "home-stage", "playground": "playground-stage"}
# pages on which nothing can be moved
STILL = ("glossary",)
PAGES = (*STAGES, *STILL, *map(address, SCENE_PAGES))
JUNK = ("", "nan", "1e400", "-1", "99999999999999999999", "０", "<script>", "\x00", "' or 1=1",
        "../../etc/passwd", "x" * 4000)  # fmt: skip
FIELDS = ("dataset", "upload", "classes", "points", "dim", "encoder", "width", "loss", "s", "m",
          "lr", "batch", "steps", "seed", "over", "at", "point", "lesson", "scene", "lang",
          "z")  # fmt: skip
NONSENSE = (
    b"\r\n\r\n",
    b"GARBAGE\r\n\r\n",
    f"GET {routes.run('seed=1')} HTTP/9.9\r\n\r\n".encode(),
    b"GET /lossviz/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 100_000 + b"\r\n\r\n",
    f"POST {routes.SCENE} HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n".encode(),
    f"GET {routes.SCENE} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".encode(),
    b"GET /lossviz/sc",
)


@dataclass
class Soaked:
    """What came of it: answers by status, what should not have been, seconds of default runs."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    faults: Counter = field(default_factory=Counter)

    @property
    def wrong(self) -> int:
        """How much went wrong: pages with errors, lost connections, answers of 500 or none."""
        return self.faults.total()

    def words(self) -> str:
        """The counts in words."""
        told = [f"{n} × {WORDS.get(s, s)}" for s, n in self.statuses.most_common()]
        return ", ".join([*told, *(f"{n} × {what}" for what, n in self.faults.items())])

    def friendly(self, status: int, whole: bool = True, what: str = "") -> None:
        """Note an answer to someone who asked for nothing unusual."""
        self.statuses[status] += 1
        if status != 200 or not whole:
            self.faults[f"{what} {WORDS.get(status, status)}".strip()] += 1

    def hostile(self, status: int) -> None:
        """Note an answer to someone else: he may be refused, and left alone."""
        self.statuses[status] += 1
        if status >= 500 and status != 503:
            self.faults[f"{status} to a foe"] += 1


def anywhere(controls: Sequence[Control], rng: random.Random) -> State:
    """Every slider and every choice anywhere, vectors of any size, shares often 0."""
    state: dict[str, Any] = dict(defaults(controls))
    for control in controls:
        match control:
            case Choice():
                state[control.key] = rng.choice(control.offered(state))
            case Numbers():
                size = rng.choice(control.sizes)
                state[control.key] = tuple(rng.choices(control.grid, k=size))
            case Shares():
                parts = rng.choices((0, 0, 1, 2, 5), k=len(control.default))
                parts[rng.randrange(len(parts))] += 1
                state[control.key] = tuple(part / sum(parts) for part in parts)
            case _:
                ends = (control.low, control.high, rng.choice(control.grid))
                state[control.key] = float(rng.choice(ends))
    return state


class Role(Protocol):
    """What somebody does on the site, again and again."""

    __name__: str

    def __call__(self, url: str, rng: random.Random, found: Soaked, /) -> Awaitable[None]: ...


async def crowd(url: str, seconds: float, seed: int, found: Soaked) -> None:
    """All roles at once; when the time is over they leave whatever they are at."""
    roles = [learn] * LEARNERS + [explore, modest] + [harm] * FOES
    people = [
        asyncio.create_task(_again(role, url, random.Random(f"{seed} {k}"), found))
        for k, role in enumerate(roles)
    ]
    ended, _ = await asyncio.wait(people, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for person in people:
        person.cancel()
    await asyncio.gather(*people, return_exceptions=True)
    for person in ended:
        person.result()


async def _again(role: Role, url: str, rng: random.Random, found: Soaked) -> None:
    while True:
        try:
            await role(url, rng, found)
        except (TimeoutError, OSError, KeyError, InvalidHandshake) as problem:
            found.faults[f"{role.__name__}: {type(problem).__name__}"] += 1
            await asyncio.sleep(1)


async def learn(url: str, rng: random.Random, found: Soaked) -> None:
    """A learner's visit: some pages of the site, and on each some states."""
    async with visiting(url) as session:
        for page in rng.sample(PAGES, LOOKS):
            await session.open(page, patience=PATIENCE_S)
            look = _play if page in STAGES else _study
            for _ in range(0 if page in STILL else LOOKS):
                await look(url, session, rng, found)
            found.faults.update(f"error on /{page}" for _ in session.errors)


async def _play(url: str, session: Session, rng: random.Random, found: Soaked) -> None:
    """Release a slider, then fetch its run and a sweep, now and then only the beginning of it."""
    key = STAGES[session.page]
    settings = Settings.from_query(session.components[key]["query"])
    names = parameter_names(settings)
    name = rng.choice(names)
    value = rng.choice([v for v in slider_values(settings, name) if v != getattr(settings, name)])
    query = settings.replace(**{name: value}).to_query()
    await _reported(session, key, "change", query=query)
    data = session.components[key]
    visitor = data.get("visitor", "")
    await _fetch(url, routes.run(data["query"]), visitor, found)
    path = routes.sweep(data["query"], rng.choice(names))
    if rng.random() < 0.5:
        await _fetch(url, path, visitor, found)
    else:
        await hold(url, path, rng.random(), visitor)


async def _study(url: str, session: Session, rng: random.Random, found: Soaked) -> None:
    """Bring a scene into a random state; now and then begin an experiment too."""
    lesson = SCENE_PAGES[session.page.replace("-", "_")]
    scene = rng.choice(lesson.scenes)
    key = f"{lesson.key}-{scene.key}"
    controls = lesson.controls_of(scene)
    query = to_query(controls, anywhere(controls, rng))
    await _reported(session, key, "change", query=query)
    data = session.components[key]
    visitor = data.get("visitor", "")
    await _fetch(url, routes.scene(lesson.key, scene.key, query, data["lang"]), visitor, found)
    if "experiment" in scene.key or rng.random() < 0.02:
        await hold(url, routes.trials(f"times={rng.choice((2, 3))}"), 5, visitor)


async def _reported(session: Session, key: str, state: str, **said: Any) -> None:
    before = session.runs
    await session.report(key, state, **said)
    await session.until(lambda: session.runs > before, PATIENCE_S)


async def _fetch(url: str, path: str, visitor: str, found: Soaked) -> None:
    answer = await get(url, path, visitor, PATIENCE_S)
    found.friendly(answer.status, answer.whole, path.partition("?")[0])


async def explore(url: str, rng: random.Random, found: Soaked) -> None:
    """Someone who changes the network all the time: every run is a new shape."""
    query = (f"points={rng.randrange(60, 1000, 20)}&width={rng.randint(8, 128)}"
             f"&depth={rng.randint(1, 3)}&classes={rng.randint(2, 10)}&dim={rng.randint(2, 3)}"
             f"&steps={rng.choice((20, 100, 300))}")  # fmt: skip
    await _fetch(url, routes.run(query), "", found)
    more = (routes.figure(query), routes.point(query, 20, 1), routes.sweep(query, "m"))
    await _fetch(url, rng.choice(more), "", found)


async def modest(url: str, rng: random.Random, found: Soaked) -> None:
    """Somebody who wants a run of the default shape now and then, and looks at the clock."""
    async with visiting(url) as session:
        await session.open("playground", patience=PATIENCE_S)
        visitor = session.components[STAGES["playground"]].get("visitor", "")
    for _ in range(LOOKS):
        answer = await get(url, routes.run(f"seed={rng.randrange(10**6)}"), visitor, PATIENCE_S)
        found.friendly(answer.status, answer.whole, "a default run")
        found.seconds.append(answer.seconds if answer.whole else math.inf)
        await asyncio.sleep(PAUSE_S)


async def harm(url: str, rng: random.Random, found: Soaked) -> None:
    """One unkind deed."""
    deed = rng.choice((_flood, _cut, _slow, _junk, _junk, _nonsense, _frames, _leave_early))
    await deed(url, rng, found)


def _heavy(rng: random.Random) -> str:
    query = (f"points=2000&classes=10&steps=5000&width={rng.randint(96, 128)}"
             f"&depth=3&dim=3&seed={rng.randrange(10**6)}")  # fmt: skip
    kinds = (routes.run(query), routes.figure(query), routes.sweep(query, "s"),
             routes.trials(query))  # fmt: skip
    return rng.choice(kinds)


async def _flood(url: str, rng: random.Random, _: Soaked) -> None:
    count = rng.randint(1, 24)
    await asyncio.gather(*(drop(url, _heavy(rng), 0.1 * rng.random()) for _ in range(count)))


async def _cut(url: str, rng: random.Random, found: Soaked) -> None:
    path = routes.run(f"steps=200&seed={rng.randrange(10**6)}")
    found.hostile(await cut(url, path, rng.randint(1, 100_000)))


async def _slow(url: str, rng: random.Random, found: Soaked) -> None:
    paths = [routes.run(f"seed={rng.randrange(10**6)}") for _ in range(8)]
    for status in await asyncio.gather(*(sip(url, path, 3) for path in paths)):
        found.hostile(status)


async def _junk(url: str, rng: random.Random, found: Soaked) -> None:
    named = {name: rng.choice(JUNK) for name in rng.sample(FIELDS, rng.randint(1, 6))}
    query = "&".join(f"{name}={quote(value)}" for name, value in named.items())
    answer = await get(url, f"{rng.choice(routes.ALL)}?{query}", patience=PATIENCE_S)
    found.hostile(answer.status)
    if answer.status in (NOTHING, BROKEN, LATE):
        found.faults[f"{WORDS[answer.status]} to junk"] += 1


async def _nonsense(url: str, rng: random.Random, found: Soaked) -> None:
    found.hostile(await say(url, rng.choice(NONSENSE)))


async def _frames(url: str, rng: random.Random, _: Soaked) -> None:
    """What is no message of the protocol; the server may hang up."""
    async with visiting(url) as session:
        with suppress(ConnectionError):
            await session.send(rng.randbytes(rng.randint(0, 2000)))
            await session.open("playground", "&".join(rng.choices(JUNK, k=3)))


async def _leave_early(url: str, rng: random.Random, _: Soaked) -> None:
    """Open a page, and close the tab before it is there."""
    async with visiting(url) as session:
        with suppress(TimeoutError):
            await session.open(rng.choice(PAGES), patience=0.1 * rng.random())
