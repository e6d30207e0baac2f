"""Speaking notes: there for every step in both languages, and true to what the scenes show."""

import re

import pytest

from lossviz.gallery import describe_scene
from lossviz.lessons import LESSONS
from lossviz.scenes.controls import Slider
from lossviz.scenes.scene import sliders_of
from lossviz.scenes.state import defaults
from lossviz.stage.words import word
from lossviz.web.lesson.steps import Step, steps_of, told
from lossviz.web.site.text import LANGUAGES, phrases

# (lesson, step, language)
SPOKEN = [
    (name, step, lang)
    for name, lesson in LESSONS.items()
    for step in steps_of(lesson)
    if step.kind != "sources"
    for lang in LANGUAGES
]
IDS = [f"{lang}-{name}-{step.anchor}" for name, step, lang in SPOKEN]
# "θ = 170", "z₁ − z_y = −2", "“length” = 2", "x = -0,5"
SET = re.compile(r"(“[^”]+”|[^\s，。：、；？！,.:;?!(（]+(?: − z_y)?) = ([−-]?[\d.]+)(?<!\.)")
# rooms whose words are on the screen of a lesson, beside its own
ON_SCREEN = ("lesson", "stage", "sliders", "frame")
NUMBER = re.compile(r"[−-]?\d[\d,]*\.?\d*(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def notes(lesson: str, step: Step, lang: str) -> str:
    return phrases(lang)[f"speaking.{lesson}.{step.anchor}"]


def sliders_at(lesson: str, step: Step) -> list[Slider]:
    """All sliders that this step has under some choice; a step of words may name any."""
    found = LESSONS[lesson]
    own = found.controls_of(found.scene(step.key)) if step.kind == "scene" else found.controls
    shown = sliders_of(own, defaults(own))
    hidden = [
        Slider(control.key, control, None, control.symbol)
        for control in own
        if getattr(control, "only", None)
    ]
    return shown + hidden


@pytest.mark.parametrize(("lesson", "step", "lang"), SPOKEN, ids=IDS)
def test_a_step_has_a_few_lines_that_are_read_at_a_glance(lesson, step, lang):
    lines = notes(lesson, step, lang).strip().splitlines()
    assert 2 <= len(lines) <= 5
    longest = 190 if lang == "en" else 80
    assert all(8 <= len(line) <= longest for line in lines), [len(line) for line in lines]
    # text alone: what shows it need know no markup
    assert not re.search(r"[*_]{2}|\$|\]\(|[{}<>]", "".join(lines))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_step_has_its_minutes_and_a_lesson_is_of_twenty(lesson):
    steps = [step.anchor for step in steps_of(LESSONS[lesson]) if step.kind != "sources"]
    minutes = LESSONS[lesson].minutes
    assert list(minutes) == steps
    assert all(0 < one <= 8 for one in minutes.values())
    assert 15 <= sum(minutes.values()) <= 25


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_browser_is_told_notes_and_minutes(lang):
    for lesson in LESSONS.values():
        for step in told(lesson, lang):
            spoken = step["kind"] != "sources"
            assert bool(step["notes"]) == spoken and bool(step["minutes"]) == spoken


@pytest.mark.parametrize(("lesson", "step", "lang"), SPOKEN, ids=IDS)
def test_what_is_to_be_set_is_on_a_slider(lesson, step, lang):
    sliders = sliders_at(lesson, step)
    for name, value in SET.findall(notes(lesson, step, lang)):
        number = float(value.replace("−", "-"))
        meant = [
            one
            for one in sliders
            if one.symbol == name or f"“{_called(one, lesson, lang)}”" == name
        ]
        assert meant, (name, [one.symbol for one in sliders])
        grids = [one.grid(defaults(LESSONS[lesson].controls)) for one in meant]
        assert any(abs(number - at) < 1e-9 for grid in grids for at in grid), (name, value)


def _called(slider: Slider, lesson: str, lang: str) -> str | None:
    try:
        return word(lang, lesson, f"controls.{slider.name}")
    except KeyError:
        return None


@pytest.mark.parametrize("lesson", LESSONS)
def test_both_languages_set_the_same(lesson):
    for step in steps_of(LESSONS[lesson])[:-1]:
        one, other = (
            [value for _, value in SET.findall(notes(lesson, step, lang))] for lang in LANGUAGES
        )
        assert one == other, step.anchor


@pytest.mark.parametrize(("lesson", "step", "lang"), SPOKEN, ids=IDS)
def test_what_stands_in_quotes_is_on_the_screen(lesson, step, lang):
    shown = [
        words for key, words in phrases(lang).items() if key.split(".")[0] in (lesson, *ON_SCREEN)
    ]
    for quoted in re.findall("“([^”]+)”", notes(lesson, step, lang)):
        choice = re.fullmatch(r"\d+", quoted)
        assert choice or any(quoted in words for words in shown), quoted


# (scene, what is set there, what the notes of that scene say is then seen); of trained runs only
# numbers that processors of either rounding give: the lessons' tests have ranges of others
SEEN = [
    ("softmax/scores", {}, "0.03 0.09 0.24 0.64 20"),
    ("softmax/scores", {"z": [1, 2, 3, 5]}, "0.83"),
    ("softmax/scores", {"c": 5}, "6 9 0.03 0.09 0.24 0.64"),
    ("softmax/vectors", {"v1": 1}, "0.75 0.25 0.00"),
    ("softmax/two", {"x1": 5, "x2": 4}, "0.73 0.27 0.2"),
    ("softmax/two", {"x1": 5, "x2": -1}, "0.998 0.002"),
    ("softmax/song", {}, "0.82 0.37 2"),
    ("softmax/song", {"g": [5, 1.5, -1]}, "0.82 0.03"),
    ("likelihood/information", {"p": 0.01}, "6.6"),
    ("likelihood/coin", {"b": 0.9}, "0.47 0.1 3.3 0.15"),
    ("likelihood/weather", {}, "1.59 2"),
    ("likelihood/divergence", {}, "2 1.59 0.41 0.61"),
    ("likelihood/sample", {}, "0.3 0.611"),
    ("likelihood/sample", {"q": 0.5}, "0.693"),
    ("likelihood/sample", {"n": 60}, "28"),
    ("gradient/jacobian", {"z": [1, 6, 3, 1.5]}, "0.94 −0.06"),
    ("gradient/jacobian", {"z": [1, -6, 3, 1.5]}, "−1"),
    ("gradient/pairs", {"z": [1, 2, 4, 1.5]}, "−0.89 0.79 1.79"),
    ("gradient/boundaries", {}, "38"),
    ("gradient/boundaries", {"k": 6}, "15 6"),
    ("gradient/boundaries", {"length": 2}, "44"),
    ("smoothing/road", {"h": 3}, "0.83 0.17"),
    ("smoothing/road", {"h": 4}, "0.64 0.13"),
    ("smoothing/road", {"h": 4, "a1": -2, "a2": -3}, "0.17"),
    ("smoothing/budget", {"h": 1, "C": 20}, "38"),
    ("smoothing/budget", {"h": 4, "C": 20}, "1.96"),
    ("smoothing/budget", {"h": 4, "C": 20, "d": -4}, "0.52"),
    ("smoothing/maximum", {}, "0.44"),
    ("smoothing/maximum", {"t": 0.125}, "13.7 0.21 0.30"),
    ("smoothing/trained", {}, "0.59 0.56 0.73 0.93 0.98"),
    ("smoothing/index", {"order": "132"}, "1.5"),
    ("scale/table", {"k": 10}, "0.00005"),
    ("scale/table", {"k": 0.1}, "0.21 0.29"),
    ("scale/circle", {"s": 1}, "0.33"),
    ("scale/circle", {}, "32 0.036"),
    ("scale/circle", {"s": 64}, "4"),
    ("scale/circle", {"d": 30}, "0.122"),
    ("scale/floor", {"s": 1}, "1.03"),
    ("scale/floor", {"C": 10000}, "11.4"),
    ("scale/trained", {}, "1.2 6.2 12"),
    ("scale/trained", {"step": 0}, "39"),
    ("margin/pairs", {}, "4.8 0.62 57"),
    ("margin/pairs", {"x1": -2, "g": 3, "l": 0.5}, "1.04 3.1 100"),
    ("margin/margin", {}, "0.29 0.22 0.83"),
    ("margin/margin", {"s": 64}, "0.00007"),
    ("margin/shapes", {"margin": 0.5}, "31 0.5 1"),
    ("margin/shapes", {"margin": 0.5, "loss": "arcface"}, "52"),
    ("margin/norms", {"h": 0.25}, "0.15"),
    ("margin/norms", {"h": 4}, "0.47"),
    ("margin/regions", {"c": 8, "M": 0.35}, "0.29"),
    ("margin/verification", {"M": 0}, "94 12 2.2"),
    ("margin/verification", {"M": 0.8}, "98 1.5"),
    ("angular/targets", {"step": 0}, "106"),
    ("angular/targets", {"step": 3}, "36"),
    ("angular/targets", {"step": 300}, "2 1.3 8"),
    ("angular/boundaries", {}, "28.6"),
    ("angular/boundaries", {"duel": "cosface"}, "35.5"),
    ("angular/boundaries", {"duel": "sphereface", "T": 20}, "6.7"),
    ("angular/slopes", {"t": 90}, "0.88"),
    ("angular/slopes", {}, "0.25"),
    ("angular/slopes", {"t": 20}, "0.0005"),
    ("angular/slopes", {"t": 170}, "0.17"),
    ("angular/slopes", {"t": 170, "shape": "combined"}, "−0.32"),
    ("angular/dialects", {}, "2.3 100"),
    ("angular/dialects", {"written": "28.6"}, "29"),
    ("angular/dialects", {"unit": "deg"}, "100 9.6"),
    ("angular/across", {"off": 0}, "28.6 23.1"),
    ("angular/across", {"off": 90}, "59.3 23.1"),
    ("multiplicative/monotone", {}, "60 120"),
    ("multiplicative/monotone", {"m": 4, "dim": "2"}, "75"),
    ("multiplicative/flat", {"m": 2, "f": 64}, "0 59"),
    ("multiplicative/flat", {"m": 2, "lam": 1}, "4.0"),
    ("multiplicative/flat", {"m": 2, "lam": 5}, "6.6"),
    ("multiplicative/gap", {"t": 40}, "13 23 34"),
    ("multiplicative/gap", {"t": 20}, "7 70"),
    ("multiplicative/gap", {"t": 10}, "3"),
    ("label_smoothing/targets", {}, "0.92 0.02 0.90 0.025"),
    ("label_smoothing/targets", {"e": 1}, "0 0.25"),
    ("label_smoothing/pull", {}, "0.990 0.925 0.065"),
    ("label_smoothing/gap", {"d": 4.5}, "0.50 0.91"),
    ("label_smoothing/gap", {"C": 1000}, "9.1"),
    ("label_smoothing/trained", {}, "0.160 0.013 0.214 0.139 0.97 0.90 0.80 0.99 0.94 0.96"),
    ("label_smoothing/trained", {"n": "3"}, "0.933"),
    ("practice/lab", {"failure": "units"}, "0 100"),
    ("practice/lab", {"failure": "infeasible"}, "100 0"),
    ("practice/start", {}, "16.7 2.3"),
    ("practice/start", {"C": 1000, "d": 512, "s": 64, "m": 0.35}, "33"),
    ("practice/choose", {}, "31.8"),
    ("practice/choose", {"m": 0}, "15 47"),
    ("practice/choose", {"C": 10000, "d": 512, "m": 0.35}, "18 27"),
]


def rounds_to(shown: str, said: str) -> bool:
    """Whether a number that is shown, or that as a percentage, is the one said."""
    value = float(_plain(shown))
    decimals = len(said.partition(".")[2])
    close = 0.5 * 10**-decimals * (1 + 1e-6)
    return any(abs(times * value - float(_plain(said))) <= close for times in (1, 100))


def _plain(number: str) -> str:
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
    return number.translate(digits).replace(",", "").replace("×10", "e")


@pytest.mark.parametrize(("place", "setting", "said"), SEEN, ids=[f"{s[0]}-{s[1]}" for s in SEEN])
def test_a_number_that_is_said_is_seen(place, setting, said):
    lesson, scene = place.split("/")
    shown = NUMBER.findall(" ".join(describe_scene(lesson, scene, **setting).values()))
    for number in said.split():
        assert any(rounds_to(one, number) for one in shown), number
        if "." in number:
            for lang in LANGUAGES:
                assert number.lstrip("−") in phrases(lang)[f"speaking.{lesson}.{scene}"], lang
