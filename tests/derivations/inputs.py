"""Random numbers for a derivation, drawn from what it says of its variables."""

from functools import lru_cache

import hypothesis.extra.numpy as hnp
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lossviz.derivations import DERIVATIONS, Derivation, Env, Given

FRAMES = 6
# the scores that pages mostly show; the rest of the range is drawn as well
ORDINARY = 6.0
QUIET = settings(deadline=None, derandomize=True, database=None, max_examples=50)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """The whole range, its ends, and 0 and ordinary numbers where they are in it."""
    near = st.floats(max(low, -ORDINARY), min(high, ORDINARY), allow_subnormal=False)
    ends = [x for x in (low, high, 0.0, 1.0) if low <= x <= high]
    return near | st.floats(low, high, allow_subnormal=False) | st.sampled_from(ends)


def arrays(shape: tuple[int, ...], elements: st.SearchStrategy) -> st.SearchStrategy[np.ndarray]:
    """Arrays of such numbers, many of them with ties."""
    return hnp.arrays(np.float64, shape, elements=elements, fill=elements)


@st.composite
def distributions(draw: st.DrawFn, given: Given, n: int) -> np.ndarray:
    """Shares ≥ `given.low` or 0 that sum to 1; uniform and one-hot ones among them."""
    least = given.low * n
    shares = st.floats(least, 1.0) | st.sampled_from([0.0, 0.0, least, 1.0])
    p = draw(arrays((FRAMES, n), shares))
    p[p.sum(axis=1) == 0] = 1.0
    return p / p.sum(axis=1, keepdims=True)


@st.composite
def indices(draw: st.DrawFn, given: Given, n: int, others: Env) -> np.ndarray:
    """0 … n − 1 a frame, half of the time the same in all; never that of `given.unlike`."""
    free = n if given.unlike is None else n - 1
    own = draw(hnp.arrays(np.int64, FRAMES, elements=st.integers(0, free - 1)))
    return own if given.unlike is None else (others[given.unlike] + 1 + own) % n


@st.composite
def counts(draw: st.DrawFn, given: Given, n: int) -> np.ndarray:
    drawn = draw(hnp.arrays(np.int64, (FRAMES, n), elements=st.integers(0, int(given.high))))
    drawn[drawn.sum(axis=1) == 0] = 1
    return drawn


def orders(n: int) -> st.SearchStrategy[np.ndarray]:
    """1 … n in some order, one for every frame."""
    drawn = st.lists(st.permutations(range(1, n + 1)), min_size=FRAMES, max_size=FRAMES)
    return drawn.map(lambda rows: np.array(rows, float))


def variable(given: Given, n: int, others: Env) -> st.SearchStrategy[np.ndarray]:
    """All that `given` may be, with n components."""
    match given.kind:
        case "number":
            chance = given.low > 0 and given.high == 1
            elements = numbers(given.low, given.high)
            return arrays((FRAMES,), elements | st.just(0.0) if chance else elements)
        case "count":
            whole = st.integers(int(given.low), int(given.high)).map(float)
            return arrays((FRAMES,), whole)
        case "vector":
            width = n if given.sizes else 2
            return arrays((FRAMES, width), numbers(given.low, given.high))
        case "vectors":
            return arrays((FRAMES, n, 2), numbers(given.low, given.high))
        case "distribution":
            return distributions(given, n)
        case "index":
            return indices(given, n, others)
        case "order":
            return orders(n)
        case "counts":
            return counts(given, n)
        case "base":
            return st.sampled_from([2.0, np.e, 10.0]).map(lambda base: np.full(FRAMES, base))


@st.composite
def envs(draw: st.DrawFn, derivation: Derivation) -> Env:
    """Numbers for every variable; now and then the two distributions are the same."""
    sizes = {given.sizes for given in derivation.given if given.sizes}
    n = draw(st.integers(*sizes.pop())) if sizes else 0
    assert not sizes, "one size for all variables"
    env: dict[str, np.ndarray] = {}
    for given_ in derivation.given:
        env[given_.name] = draw(variable(given_, n, env))
    if {"p", "q"} <= env.keys() and draw(st.integers(0, 3)) == 0:
        env["q"] = env["p"].copy()
    return env


@lru_cache
def some(key: str) -> tuple[Env, ...]:
    """Fifty inputs: drawing them takes longer than most of what is asked of them."""
    found: list[Env] = []

    @QUIET
    @given(envs(DERIVATIONS[key]))
    def collect(env: Env) -> None:
        found.append(env)

    collect()
    return tuple(found)
