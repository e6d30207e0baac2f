"""How types and shapes are checked at run time: by beartype, and Python's rule that 1 is a float.

A check takes thirty times as long as a small function. So each function is checked at its first
calls in every test, and at every hundredth after them: what a loop does a thousand times with the
same shapes is not checked a thousand times; of functions within others every five-thousandth.
"""

from collections.abc import Callable
from functools import wraps
from inspect import isfunction
from types import CodeType
from typing import Any

import jaxtyping
from beartype import BeartypeConf, beartype

ALWAYS, EVERY = 20, 100
# a function within another is made anew at each call of that, and its check has to be written anew,
# which takes as long as a thousand calls
EVERY_INNER = 5000

typechecker = beartype(conf=BeartypeConf(is_pep484_tower=True))
_jaxtyped = jaxtyping.jaxtyped


class _Count:
    """How often a function was called in the test that runs."""

    def __init__(self, every: int) -> None:
        self.calls, self.every = 0, every

    def due(self) -> bool:
        """Another call, and whether it is checked."""
        self.calls += 1
        return self.calls <= ALWAYS or self.calls % self.every == 0


# one for all that a line of code makes: a function within another is made at each call of that
_counts: dict[CodeType, _Count] = {}


def begin() -> None:
    """Another test: its first calls are checked."""
    for count in _counts.values():
        count.calls = 0


def sampled(*, typechecker: Any) -> Callable:
    """`jaxtyping.jaxtyped` for some of a function's calls; for all of a class's."""
    check = _jaxtyped(typechecker=typechecker)

    def decorate(function: Any) -> Any:
        if not isfunction(function):
            return check(function)
        every = EVERY_INNER if "<locals>" in function.__qualname__ else EVERY
        count = _counts.setdefault(function.__code__, _Count(every))
        checked = None

        @wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            nonlocal checked
            if not count.due():
                return function(*args, **kwargs)
            # not before it is called: most tests call few functions
            checked = checked or check(function)
            return checked(*args, **kwargs)

        return called

    return decorate


def install(modules: list[str]) -> None:
    """Have the functions of these modules checked, from their import on."""
    # the hook writes `@jaxtyping.jaxtyped(…)` over each of them
    jaxtyping.jaxtyped = sampled
    jaxtyping.install_import_hook(modules, "checked.typechecker")
