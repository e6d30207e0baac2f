"""A notebook with the picture, the data and the code of a run."""

import json
from collections.abc import Iterator
from typing import Any

from lossviz import losses
from lossviz.settings import Settings
from lossviz.snippets import snippet
from lossviz.words.locale import DEFAULT, say_in

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def to_notebook(settings: Settings, lang: str = DEFAULT) -> bytes:
    """A Jupyter notebook (nbformat 4.5) that trains the run of these settings, shows it, keeps its
    numbers, and has its loss as programs.

    An uploaded table is not in it: the notebook reads it from the file that was uploaded.

    Args:
      lang: of its words; the code speaks English.
    """
    cells = [
        {"id": f"cell-{number}", "cell_type": kind, "metadata": {}, "source": _lines(source)}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, (kind, source) in enumerate(_cells(settings, lang))
    ]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    found = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _lines(source: str) -> list[str]:
    return source.strip("\n").splitlines(keepends=True)


def _cells(settings: Settings, lang: str) -> Iterator[tuple[str, str]]:
    def say(key: str, **values: Any) -> tuple[str, str]:
        return "markdown", say_in(lang, f"export.notebook_{key}", **values)

    title = say_in(lang, f"losses.{settings.loss}.title")
    query = settings.to_query()
    yield say("title", loss=title, query=query or say_in(lang, "export.defaults"))
    yield "code", _run(settings)
    yield say("picture")
    yield "code", "lossviz.figures.plot_embedding(run)"
    yield "code", "lossviz.figures.plot_history(run)"
    if losses.get(settings.loss).family == "angular":
        yield "code", "lossviz.figures.plot_target_logit(run)"
    yield say("data")
    yield "code", _DATA
    yield say("code")
    for target in ("torch", "pml"):
        found = snippet(settings, target, lang)
        yield "markdown", found.note
        if found.code:
            yield "code", found.code


_DATA = """
import io

import numpy as np
from lossviz.export import to_npz

arrays = np.load(io.BytesIO(to_npz(run)))  # to keep it: open("run.npz", "wb").write(to_npz(run))
{name: array.shape for name, array in arrays.items() if array.ndim}
"""

_UPLOADED = """
import lossviz.upload

TABLE = "table.csv"  # the file that was uploaded
with open(TABLE, "rb") as file:
    lossviz.upload.remember(lossviz.upload.parse(file.read(), TABLE))
"""


def _run(settings: Settings) -> str:
    uploaded = _UPLOADED if settings.upload else ""
    return f"""
import lossviz
{uploaded}
settings = lossviz.Settings.from_query("{settings.to_query()}")
run = lossviz.train(settings)
print(f"accuracy {{run.accuracy[-1]:.3f}} of {{len(run.labels)}} points, step {{run.steps[-1]}}")
"""
