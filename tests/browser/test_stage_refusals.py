"""What the stage says and does when an answer is late, broken or refused."""

import pytest
from browser.hands import STAGE, turned_away
from browser.stage_page import READY, Stage
from playwright.sync_api import expect


def unsaid(stage: Stage, *statuses: str) -> None:
    """Chromium notes every refusal in its console; these were meant."""
    kept = [said for said in stage.problems if not any(status in said for status in statuses)]
    stage.problems[:] = kept


def test_a_run_that_stops_says_why_and_keeps_its_pictures(stage: Stage) -> None:
    stage.open("fail=nan", until=f"{STAGE}[data-status=error]")
    assert "NaN at step 165" in stage.page.inner_text("[role=alert]")
    assert stage.value("step") > 0
    assert int(stage.get("redraws")) > 0


def test_a_broken_line_is_said_and_mended(stage: Stage) -> None:
    stage.open("drop=1", until=f"{STAGE}[data-status=error]")
    assert "No connection" in stage.page.inner_text("[role=alert]")
    stage.page.wait_for_selector(READY)
    assert len(stage.routes("scene")) == 2
    assert stage.page.inner_text("[role=alert]") == ""


def test_a_sweep_that_always_breaks_is_given_up(stage: Stage) -> None:
    stage.open("crash=s", until=f'{STAGE}[data-status=ready][data-filling="s"]')
    expect(stage.page.locator("[data-slider=s]")).not_to_contain_text("filling", timeout=15_000)
    assert len([path for path in stage.routes("track") if "over=s" in path]) == 4
    assert stage.get("status") == "ready"


def test_a_full_server_is_a_place_in_line_and_is_asked_again(stage: Stage) -> None:
    asked = turned_away(stage.page, "scene", 2)
    stage.open(until=f"{STAGE}[data-status=loading]")
    expect(stage.page.get_by_role("alert")).to_contain_text("place 7 in line")
    stage.page.wait_for_selector(READY)
    expect(stage.page.locator(".lv-alert")).to_have_count(0)
    assert len(asked) == 3
    unsaid(stage, "503")


def test_a_sweep_that_finds_no_room_comes_later(stage: Stage) -> None:
    asked = turned_away(stage.page, "track", 6)
    stage.open(until=f"{STAGE}[data-status=ready]")
    expect(stage.page.locator(".lv-alert")).to_have_count(0)
    stage.page.wait_for_selector(READY, timeout=30_000)
    assert len(asked) == 8
    unsaid(stage, "503")


def test_who_waits_sees_his_place_come_nearer(stage: Stage) -> None:
    stage.open("line=3", until=f"{STAGE}[data-status=loading]")
    for place in (2, 1):
        # looked for in every frame: it does not stand there for long
        stage.page.wait_for_selector(f"text=Waiting in line, place {place}")
    stage.page.wait_for_selector(READY)


@pytest.mark.parametrize(
    "status, words", [(410, "no longer on the server"), (400, "refused this setting (400)")]
)
def test_what_will_not_come_is_said_and_not_asked_for_again(stage: Stage, status, words) -> None:
    asked = turned_away(stage.page, "scene", 99, status)
    stage.open(until=f"{STAGE}[data-status=error]")
    expect(stage.page.get_by_role("alert")).to_contain_text(words)
    stage.page.wait_for_timeout(900)
    assert len(asked) == 1
    unsaid(stage, str(status))


def test_a_failing_server_is_said_and_given_up_after_some_tries(stage: Stage) -> None:
    asked = turned_away(stage.page, "scene", 99, 500)
    stage.open(until=f"{STAGE}[data-status=error]")
    expect(stage.page.get_by_role("alert")).to_contain_text("could not answer")
    expect(stage.page.get_by_role("alert")).to_contain_text("refused", timeout=15_000)
    assert len(asked) == 4
    unsaid(stage, "500")


def test_figures_wait_for_room_too(stage: Stage) -> None:
    stage.open()
    asked = turned_away(stage.page, "picture", 1)
    stage.page.click("[data-picture=embedding] [data-action=export]")
    expect(stage.page.get_by_role("dialog")).to_contain_text("place 7 in line")
    expect(stage.page.locator("dialog .js-plotly-plot")).to_have_count(1, timeout=20_000)
    assert len(asked) == 2
    unsaid(stage, "503")
