"""Settings → a program: files of `assets/snippets` in a row, with their constants set."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import jax
import numpy as np
from jaxtyping import Float, Int

from lossviz import losses
from lossviz.assets import folder
from lossviz.settings import Settings
from lossviz.snippets.targets import PARTS, differs, missing
from lossviz.training.run import params_at
from lossviz.words.locale import DEFAULT, say_in

TARGETS = tuple(PARTS)
IMPORT = re.compile(r"^(?:import|from) .*\n", re.MULTILINE)
CONSTANT = re.compile(r"^([A-Z][A-Z0-9]*) = ([^#\n]*?)( *#.*)?\n", re.MULTILINE)
OWN = ("lossviz",)
STANDARD = ("functools", "math")
# digits that are given of what this library says
PLACES = 6


class Snippet(NamedTuple):
    """A program and a sentence about it; where a target has no such loss, the sentence says why.

    code: "" there.
    """

    target: str
    code: str
    note: str


def snippets(settings: Settings, lang: str = DEFAULT) -> list[Snippet]:
    """The program for each of `TARGETS`."""
    return [snippet(settings, target, lang) for target in TARGETS]


def snippet(settings: Settings, target: str, lang: str = DEFAULT) -> Snippet:
    """The loss of these settings as a program for one target; an annealed λ is that of the end.

    Args:
      target: "lossviz" (JAX), "torch" or "pml", which is pytorch-metric-learning.
      lang: of the sentence; the program itself speaks English.

    Raises:
      ValueError: an unknown target.
    """
    if target not in TARGETS:
        raise ValueError(f"target: expected one of {', '.join(TARGETS)}; got {target[:40]!r}")
    reason = missing(settings, target)
    if reason is not None:
        return Snippet(target, "", say_in(lang, f"snippets.{reason}"))
    family = losses.get(settings.loss).family
    names = (name.format(loss=settings.loss) for name in PARTS[target][family])
    parts = [template(target, name) for name in names]
    note = say_in(lang, f"snippets.{differs(settings, target)}")
    return Snippet(target, _program(parts, _constants(settings), _head(settings)), note)


def template(target: str, name: str) -> str:
    """The file of this name."""
    return (folder("snippets") / target / f"{name}.py").read_text("utf-8")


@lru_cache(maxsize=1)
def parameters(settings: Settings) -> dict[str, float]:
    """The parameters of the loss; λ as it is at the end of the run."""
    end = params_at(settings, np.array([settings.steps]))
    found = {p.key: float(end[p.key][0]) for p in losses.get(settings.loss).parameters}
    if settings.anneal:
        found["lam"] = _rounded(found["lam"])
    return found


def expected(settings: Settings) -> tuple[float, float]:
    """The loss of the random data on which every program checks itself, and its slope's length."""
    dim, classes = settings.dim, _classes(settings)
    rng = np.random.default_rng(0)
    weights, bias = rng.normal(size=(dim, classes)), rng.normal(size=classes)
    features, labels = rng.normal(size=(8, dim)), np.arange(8) % classes
    value, slope = mean_and_slopes(settings, features, weights, labels, bias)
    return _rounded(value), _rounded(np.linalg.norm(slope))


def mean_and_slopes(
    settings: Settings,
    features: Float[np.ndarray, "N d"],
    weights: Float[np.ndarray, "d C"],
    labels: Int[np.ndarray, " N"],
    bias: Float[np.ndarray, " C"],
) -> tuple[Float[jax.Array, ""], Float[jax.Array, "N d"]]:
    """The mean loss under the parameters of these settings, and its slopes by the features."""
    given = bias if settings.bias else np.zeros_like(bias)
    return _compiled(settings.loss)(features, weights, labels, given, parameters(settings))


@lru_cache(maxsize=len(losses.CATALOGUE))
def _compiled(key: str) -> Callable:
    """One program: as many as the loss has operations would be compiled otherwise."""

    def mean(features, weights, labels, bias, params):
        return losses.get(key)(features, weights, labels, bias, **params)

    return jax.jit(jax.value_and_grad(mean))


def _rounded(value: Any) -> float:
    return float(f"{float(value):.{PLACES}g}")


def _classes(settings: Settings) -> int:
    return settings.classes


def _constants(settings: Settings) -> dict[str, Any]:
    named = parameters(settings)
    return {
        "CLASSES": _classes(settings),
        "DIM": settings.dim,
        "BIAS": settings.bias,
        "LOSS": settings.loss,
        "PARAMETERS": named,
        "QUERY": settings.to_query(),
        "EXPECTED": expected(settings),
        **{key.upper(): value for key, value in named.items()},
    }


def _head(settings: Settings) -> str:
    loss = losses.get(settings.loss)
    chosen = ", ".join(f"{key} = {value:g}" for key, value in parameters(settings).items())
    return f"# {loss.title}{': ' if chosen else ''}{chosen}. {loss.source}\n"


def _program(parts: list[str], constants: dict[str, Any], head: str) -> str:
    """One program: imports first and once, then the constants with the values of the settings."""
    imports = dict.fromkeys(line for part in parts for line in IMPORT.findall(part))
    named = {found[1]: found for part in parts for found in CONSTANT.finditer(part)}
    own = [f"{name} = {_written(constants[name])}{found[3] or ''}" for name, found in named.items()]
    bodies = [CONSTANT.sub("", IMPORT.sub("", part)).strip("\n") for part in parts]
    defined = "\n\n\n".join(re.sub(r"\n{4,}", "\n\n\n", body) for body in bodies)
    apart = "\n\n" if defined.startswith("def ") else "\n"
    return "\n".join([head, *_sorted(imports), "", *own, apart + defined, ""])


def _written(value: Any) -> str:
    """A value as code."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_written(one)}' for key, one in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _sorted(imports: dict[str, None]) -> list[str]:
    """Imports in three groups: the language's own, other libraries, this one."""

    def group(line: str) -> int:
        name = line.split()[1].partition(".")[0]
        return 0 if name in STANDARD else 2 if name in OWN else 1

    def order(line: str) -> tuple[bool, str]:
        return line.startswith("from"), line

    groups = [
        sorted((one.rstrip() for one in imports if group(one) == k), key=order) for k in range(3)
    ]
    return "\n\n".join("\n".join(lines) for lines in groups if lines).split("\n")
