"""Every picture says what it shows, in both languages, with the numbers of its frame."""

from functools import partial

import pytest
from pictures.scenes import NAMES, SCENES, shown, speak

from lossviz.pictures import (
    Formula,
    Key,
    Listing,
    Numbers,
    Plane,
    Prose,
    Sentence,
    Sphere,
    Trials,
)
from lossviz.pictures.picture import said

KINDS = (Formula, Key, Listing, Numbers, Plane, Prose, Sentence, Sphere, Trials)
# a program and a log are quoted as they are
QUOTED = (Listing,)


@pytest.mark.parametrize("lesson, scene", SCENES, ids=NAMES)
def test_words_are_whole(lesson, scene):
    for where, picture, frame in shown(lesson, scene):
        if not isinstance(picture, KINDS):
            continue
        texts = {}
        for lang in ("en", "zh"):
            say = partial(speak, lang, lesson.key)
            texts[lang] = said(picture, say).words(frame, say)
        for text in texts.values():
            assert text.strip(), where
            if not isinstance(picture, QUOTED):
                assert "None" not in text and "nan" not in text, (where, text)
                assert not set("{}@\\$") & set(text), (where, text)
        assert texts["en"] != texts["zh"], where
