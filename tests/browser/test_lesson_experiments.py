"""An experiment of many runs in a real browser: started, cancelled, broken off, opened."""

import re

from browser.hands import STAGE, turned_away
from browser.lesson_scene import GO, Scene, outcome
from playwright.sync_api import expect


def seeds(scene: Scene, kind: str = "") -> int:
    """How many runs are there, of one outcome or of both."""
    return scene.page.locator(f".lp-seed[href]{kind}").count()


def trained(scene: Scene) -> list[str]:
    """The experiments that were asked for."""
    return [path for path in scene.server.asked if path.startswith("/lossviz/track")]


def test_an_experiment_runs_on_a_click_and_shows_every_run(scene: Scene) -> None:
    scene.open("scene=trials")
    assert scene.page.inner_text(GO) == "Train 2 × 8 networks"
    assert trained(scene) == [] and seeds(scene) == 0
    blank = scene.picture("trials")
    scene.page.click(GO)
    outcome(scene, "done")
    scene.settle()
    assert scene.picture("trials") != blank
    assert trained(scene) == ["/lossviz/track?lesson=softmax&scene=trials&lang=en&over=run&s=4&y=2"]
    assert (seeds(scene), seeds(scene, "[data-outcome=bad]")) == (16, 2)
    assert scene.page.inner_text(".lp-tally-words >> nth=0") == "6 of 8 converged: 75 % (60–85 %)"
    assert scene.page.inner_text(".lp-tally-words >> nth=1") == "8 of 8 converged: 100 % (80–100 %)"
    said = scene.page.inner_text(".lp-trials-words[role=status]")
    assert "p = 0.500: no proof of a difference." in said
    assert "2 of 8 seeds converged only with help, none only without help." in said
    scene.page.click(GO, force=True)
    assert len(trained(scene)) == 1


def test_each_run_opens_in_the_playground(scene: Scene) -> None:
    scene.open("scene=trials&lang=zh")
    scene.page.click(GO)
    outcome(scene, "done")
    failed = scene.page.locator("[data-arm='0'] .lp-seed").nth(5)
    address = f"{scene.site}playground?loss=sphereface&anneal=0&seed=5&lang=zh"
    assert failed.evaluate("node => node.href") == address
    name = failed.get_attribute("title")
    assert "种子 5" in name and "50.0 %" in name
    scene.page.evaluate("window.go({lang: 'en'})")
    expect(failed).to_have_attribute("title", re.compile("^seed 5, not converged: 50.0 % right"))
    assert scene.page.inner_text(GO) == "16 networks trained"


def test_an_experiment_can_be_cancelled_and_begun_again(scene: Scene) -> None:
    scene.server.pause = 0.2
    scene.open("scene=trials")
    scene.page.click(GO)
    scene.page.wait_for_selector(".lp-seed[href] >> nth=3")
    assert scene.page.inner_text(GO) == "Cancel"
    assert scene.page.locator(".lp-trials-bar").evaluate("bar => 0 < bar.value && bar.value < 1")
    assert " of 16" in scene.page.inner_text(".lp-trials-count")
    scene.page.click(GO)
    outcome(scene, "cancelled")
    there = seeds(scene)
    scene.page.wait_for_timeout(400)
    assert 4 <= seeds(scene) == there < 16
    assert f"{there} runs" in scene.page.inner_text(".lp-trials-words")
    scene.eventually(lambda: "left lossviz/track" in scene.server.asked)
    scene.server.pause = 0
    scene.page.click(GO)
    outcome(scene, "done")
    assert seeds(scene) == 16


def test_another_setting_stops_the_experiment_and_a_finished_one_is_kept(scene: Scene) -> None:
    scene.open("scene=trials")
    scene.page.click(GO)
    outcome(scene, "done")
    scene.server.pause = 0.1
    scene.page.click("[data-choice=y] button >> nth=0")
    outcome(scene, "idle")
    assert seeds(scene) == 0 and scene.page.inner_text(".lp-trials-words") == ""
    scene.page.click(GO)
    scene.page.wait_for_selector(".lp-seed[href]")
    scene.page.click("[data-choice=y] button >> nth=1")
    outcome(scene, "done")
    assert seeds(scene) == 16 and len(trained(scene)) == 2
    scene.eventually(lambda: "left lossviz/track" in scene.server.asked)


def test_an_experiment_ends_with_the_page(scene: Scene) -> None:
    scene.server.pause = 0.1
    scene.open("scene=trials")
    scene.page.click(GO)
    scene.page.wait_for_selector(".lp-seed[href]")
    scene.page.evaluate("document.getElementById('here').remove(); window.cleanup()")
    scene.eventually(lambda: "left lossviz/track" in scene.server.asked)


def test_a_broken_experiment_is_said_and_can_be_begun_again(scene: Scene) -> None:
    scene.open("scene=trials")
    scene.server.breaks = 1
    scene.page.click(GO)
    outcome(scene, "broken")
    assert "start again" in scene.page.inner_text(".lp-trials-words")
    assert 0 < seeds(scene) < 16
    scene.page.click(GO)
    outcome(scene, "done")
    assert seeds(scene) == 16


def test_a_run_in_hand_stands_out_in_both_arms(scene: Scene) -> None:
    scene.open("scene=trials")
    scene.page.click(GO)
    outcome(scene, "done")
    scene.settle()
    plain = scene.picture("trials")
    scene.page.hover("[data-arm='1'] .lp-seed >> nth=2")
    scene.settle()
    assert scene.picture("trials") != plain
    assert scene.page.locator(".lp-seed[data-lit]").count() == 2
    # the failed runs end in the middle of the plot, one over the other
    box = scene.page.locator("[data-arm='0'] canvas").bounding_box()
    found = set()
    for share in range(30, 80, 4):
        y = box["y"] + share / 100 * box["height"]
        scene.page.mouse.move(box["x"] + 0.9 * box["width"], y)
        scene.settle()
        lit = "[...document.querySelectorAll('.lp-seed[data-lit]')].map((node) => node.title)"
        found |= {title.split(",")[0] for title in scene.page.evaluate(lit)}
    assert found == {"seed 2"}
    # one stop for the tab key; arrows go on
    scene.page.focus("[data-arm='0'] .lp-seed >> nth=0")
    scene.page.keyboard.press("ArrowRight")
    scene.page.keyboard.press("ArrowRight")
    scene.settle()
    assert "seed 2" in scene.page.evaluate("document.activeElement.title")
    assert scene.page.locator("[data-arm='0'] .lp-seed[tabindex='0']").count() == 1


def test_an_experiment_waits_for_room_and_can_be_cancelled_meanwhile(scene: Scene) -> None:
    scene.open("scene=trials")
    asked = turned_away(scene.page, "track", 2)
    scene.page.click(GO)
    expect(scene.page.locator(".lp-trials-words")).to_contain_text("place 7")
    outcome(scene, "done")
    assert len(asked) == 3


def test_cancelled_in_line_an_experiment_is_not_asked_for_again(scene: Scene) -> None:
    scene.open("scene=trials")
    asked = turned_away(scene.page, "track", 99)
    scene.page.click(GO)
    expect(scene.page.locator(".lp-trials-words")).to_contain_text("place 7")
    scene.page.click(GO)
    outcome(scene, "cancelled")
    before = len(asked)
    scene.page.wait_for_timeout(1600)
    assert len(asked) == before


def test_a_scene_that_finds_no_room_says_its_place_and_comes_later(scene: Scene) -> None:
    asked = turned_away(scene.page, "scene", 2)
    scene.page.goto(f"{scene.base}?scene=scores")
    expect(scene.page.get_by_role("alert")).to_contain_text("place 7 in line")
    scene.page.wait_for_selector(f"{STAGE}[data-status=ready]")
    expect(scene.page.locator(".lv-alert")).to_have_count(0)
    assert len(asked) == 3
