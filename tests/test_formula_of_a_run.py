"""The formula over a run's curves, with its numbers put in as they are printed, is the run's loss.

It is read back by `derivations.reader`, which knows nothing of how it was written.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

import jax
import numpy as np
import pytest
from derivations.letters import Letters
from derivations.reader import reading
from derivations.rows import filled, parts_between, row, sides
from latex2mathml.converter import convert

from lossviz import training
from lossviz.algebra import pieces, unmarked
from lossviz.formulas import formula, in_picture, target_logit
from lossviz.losses import CATALOGUE
from lossviz.pictures import terms
from lossviz.pictures.formats import written
from lossviz.playground import slider_values, tracks
from lossviz.settings import Settings
from lossviz.training import Run

# a run is trained in single precision
RELATIVE, ABSOLUTE = 2e-4, 2e-6
# ArcFace is printed as it is up to θ_y + m = π: none of its samples may be behind
NEAR = 0.3
RUNS = {key: {} for key in CATALOGUE} | {
    "arcface": dict(spread=NEAR),
    "arcface, other margins": dict(loss="arcface", spread=NEAR, s=8.0, m=0.55),
    "combined, other margins": dict(loss="combined", s=8.0, m1=1.25, m2=0.2, m3=0.15),
    "sphereface, mixed": dict(loss="sphereface", m=3.0, lam=2.0),
    "l_softmax, mixed": dict(loss="l_softmax", m=3.0, lam=0.5),
}
WITH_NUMBERS = [name for name in RUNS if CATALOGUE[name.partition(",")[0]].parameters]


def trained(name: str, **more) -> Run:
    small = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)
    return training.train(Settings(**small | {"loss": name} | RUNS.get(name, {}) | more))


def signs(element: str | ET.Element):
    return row(ET.fromstring(convert(element)) if isinstance(element, str) else element)


def letters(run: Run, at: int, sample: int) -> Letters:
    """What the letters of the formula stand for, for one training sample of one snapshot."""
    f, weights, bias, y = (
        run.features[at, sample].astype(float), run.weights[at].astype(float),
        run.bias[at].astype(float), int(run.labels[sample]),
    )  # fmt: skip
    z = f @ weights + bias
    theta = np.arccos(np.clip(f @ weights / np.linalg.norm(f) / np.linalg.norm(weights, axis=0),
                              -1, 1))  # fmt: skip
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    of = {"z": z, r"\theta": theta, "p": p, "W": weights.T}
    return Letters(
        numbers={signs("f"): f, signs("C"): float(len(z))},
        families={signs(name): values.__getitem__ for name, values in of.items()},
        places={"y": y}, count=len(z),
    )  # fmt: skip


def value_of(signs_: tuple, known: Letters) -> float:
    """The number that stands behind L = …"""
    (_, _), (_, right) = sides(signs_)
    return float(reading(right, known)(known))


def stated(run: Run, at: int, numbers: Mapping[str, float], latex: str) -> np.ndarray:
    """What the formula states of each training sample [N], with these numbers in its slots."""
    loss, *beside = (row(filled(ET.fromstring(convert(part)), numbers)) for part in pieces(latex))
    found = []
    for sample in range(len(run.labels)):
        known = letters(run, at, sample)
        # ψ takes k, which stands behind it
        for definition in (d for part in beside for d in reversed(parts_between(part, ","))):
            (_, name), (_, right) = sides(definition)
            known = known.with_number(name, reading(right, known)(known))
        found.append(value_of(loss, known))
    return np.array(found)


def printed(run: Run, step: int | None = None) -> tuple[dict[str, float], str]:
    """The numbers as the browser writes them into the slots, and the formula with the slots."""
    pictures, frame = tracks.pictured(run, step)
    picture = next(one for one in pictures if one.id == "formula")
    texts = {s.name: written(s.format, float(frame[s.value][0])) for s in picture.slots}
    (latex,) = picture.filled or picture.formulas
    return {name: float(text.replace(",", "")) for name, text in texts.items()}, latex


@pytest.mark.parametrize("name", RUNS)
def test_the_printed_formula_is_the_loss_of_the_run(name):
    run = trained(name)
    own = [letters(run, -1, k).families[signs(r"\theta")](y) for k, y in enumerate(run.labels)]
    assert run.settings.loss != "arcface" or max(own) + run.settings.m < np.pi
    numbers, latex = printed(run)
    assert numbers == {p.key: getattr(run.settings, p.key) for p in loss_of(run).parameters}
    found = stated(run, -1, numbers, latex)
    with jax.enable_x64(True):
        each = np.asarray(loss_of(run).per_sample(
            run.features[-1].astype(float), run.weights[-1].astype(float), run.labels,
            run.bias[-1].astype(float), **numbers,
        ))  # fmt: skip
    np.testing.assert_allclose(found, each, rtol=1e-7, atol=1e-10)
    # and what stands behind it is their mean
    np.testing.assert_allclose(found.mean(), run.loss[-1], rtol=RELATIVE, atol=ABSOLUTE)


def loss_of(run: Run):
    return CATALOGUE[run.settings.loss]


@pytest.mark.parametrize("name", WITH_NUMBERS)
def test_another_number_in_a_slot_is_another_loss(name):
    run = trained(name)
    numbers, latex = printed(run)
    assert numbers
    for slot in numbers:
        wrong = numbers | {slot: numbers[slot] + 0.05}
        off = abs(stated(run, -1, wrong, latex).mean() - run.loss[-1])
        assert off > ABSOLUTE + RELATIVE * run.loss[-1], slot
    for slot in numbers:
        for other in numbers.keys() - {slot}:
            mixed = latex.replace(f"slot-{slot}}}", f"slot-{other}}}")
            assert mixed != latex
            off = abs(stated(run, -1, numbers, mixed).mean() - run.loss[-1])
            assert numbers[slot] == numbers[other] or off > ABSOLUTE + RELATIVE * run.loss[-1]


@pytest.mark.parametrize("loss", ["sphereface", "l_softmax"])
def test_annealed_numbers_are_those_of_their_step(loss):
    """λ is printed with three digits, and the loss is as near as that."""
    run = trained(loss, anneal=True)
    before = np.inf
    for at in range(0, len(run.steps), 12):
        numbers, latex = printed(run, int(run.steps[at]))
        assert numbers["lam"] < before
        before = numbers["lam"]
        exact = max(0.0, 1000 / (1 + 1e4 / run.settings.steps * run.steps[at]))
        assert numbers["lam"] == pytest.approx(exact, rel=5e-3)
        found = stated(run, at, numbers, latex).mean()
        np.testing.assert_allclose(found, run.loss[at], rtol=5e-3)


@pytest.mark.parametrize("loss", CATALOGUE)
def test_the_form_with_letters_is_the_formula(loss):
    first, *more = pieces(in_picture(loss))
    assert unmarked(first) == formula(loss)
    if more:
        assert unmarked(more[0]).strip().replace("{y}", "y") == target_logit(loss).replace(
            "{y}", "y"
        )


def test_every_term_of_a_formula_is_one_of_a_picture_or_a_slider():
    """What lights nothing else lights its like within the formula: the length of f."""
    for key in CATALOGUE:
        run = trained(key)
        pictures = tracks.pictures(run.settings, run.data)
        elsewhere = {"f", "w"} | {p.key for p in CATALOGUE[key].parameters}
        assert {"w1", "w2", "w3"} == set(pictures[0].vector_terms) == set(terms("w", 3))
        for one in pictures[2:]:
            for part in [*(getattr(one, "lines", None) or []), *getattr(one, "cells", [])]:
                elsewhere.add(part.term)
            if getattr(one, "histogram", None):
                elsewhere |= {bins.term for bins in one.histogram.bins}
        found = {*_marks(in_picture(key))}
        assert found <= elsewhere, key
        assert "loss" in found and found & {"w", "psi", "eps"}


def _marks(latex: str) -> list[str]:
    return [part.partition("}")[0] for part in latex.split(r"\class{term-")[1:]]


def test_room_is_kept_for_what_may_stand_there():
    run = trained("sphereface", anneal=True)
    slots = {s.name: s for s in tracks.pictures(run.settings, run.data)[1].slots}
    for s in slots.values():
        texts = [written(s.format, v) for v in slider_values(run.settings, s.name)]
        assert len(s.room) == max(map(len, [*texts, s.kept]))
    assert (slots["m"].kept, slots["m"].room, slots["lam"].kept) == ("2", "1.25", "1,000")
