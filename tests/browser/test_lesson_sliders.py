"""Sliders of a scene in a real browser, and answers that come late or not at all."""

from browser.hands import STAGE
from browser.lesson_scene import READY, Scene

# --- sliders --------------------------------------------------------------------------------------


def test_dragging_looks_frames_up_without_asking(scene: Scene) -> None:
    scene.open()
    before, drawn, shown = len(scene.server.asked), int(scene.get("redraws")), scene.picture("p")
    scene.grab("z1", 0.8)
    scene.settle()
    assert scene.value("z1") == 80
    assert scene.field("z1") == "3"
    assert scene.page.get_attribute("input[name=z1]", "aria-valuetext") == "3"
    assert int(scene.get("redraws")) > drawn
    assert scene.picture("p") != shown
    # e³ and e³ / (e³ + e² + e^3.5 + e⁻¹)
    assert scene.slot(0, "e1") == "20.0855"
    assert scene.slot(0, "value") == "0.3295"
    assert scene.page.inner_text("[data-picture=numbers] [data-term=sum]").endswith("60.9579")
    assert len(scene.server.asked) == before
    assert scene.calls("change") == []


def test_a_screen_reader_hears_the_value_that_was_just_reached(scene: Scene) -> None:
    scene.open()
    # no redraw comes in between
    heard = scene.page.evaluate(
        """() => {
            const thumb = document.querySelector("input[name=z1]");
            thumb.value = "80";
            thumb.dispatchEvent(new Event("input", { bubbles: true }));
            return thumb.getAttribute("aria-valuetext");
        }"""
    )
    assert heard == "3"


def test_release_asks_once_and_reports_once(scene: Scene) -> None:
    scene.open()
    scene.grab("z1", 0.8)
    scene.settle()
    shown = scene.picture("p")
    scene.page.mouse.up()
    scene.until("z=3_2_3.5_-1&c=0&y=2")
    scene.settle()
    assert scene.scenes[1:] == ["z=3_2_3.5_-1&c=0&y=2"]
    assert [change["query"] for change in scene.calls("change")] == ["z=3_2_3.5_-1&c=0&y=2"]
    assert scene.picture("p") == shown
    assert scene.slot(0, "value") == "0.3295"


def test_a_thumb_pulled_and_put_back_tells_nobody(scene: Scene) -> None:
    scene.open()
    shown = scene.picture("p")
    scene.grab("z2", 0.9)
    scene.pull("z2", 0.7)
    scene.page.mouse.up()
    scene.settle()
    assert scene.value("z2") == 70
    assert scene.calls("change") == []
    assert len(scene.scenes) == 1
    assert scene.picture("p") == shown


def test_arrow_keys_report_when_they_rest(scene: Scene) -> None:
    scene.open()
    scene.page.focus("input[name=z1]")
    for _ in range(3):
        scene.page.keyboard.press("ArrowRight")
    scene.until("z=1.3_2_3.5_-1&c=0&y=2")
    # less a timer's own rounding
    assert scene.rested() > 299
    assert len(scene.scenes) == 1 + len(scene.calls("change"))
    assert scene.page.evaluate("document.activeElement.name") == "z1"
    assert scene.slot(0, "z1") == "1.3"


def test_the_other_shares_of_a_distribution_follow(scene: Scene) -> None:
    scene.open("scene=shares")
    scene.grab("p1", 0.8)
    scene.settle()
    assert [scene.value(f"p{k}") for k in (1, 2, 3)] == [80, 12, 8]
    assert scene.field("p3") == "0.08"
    scene.page.mouse.up()
    scene.until("p=0.8_0.12_0.08")
    assert scene.value("p2") == 12


def test_going_back_is_instant(scene: Scene) -> None:
    scene.open()
    first = scene.get("query")
    scene.page.evaluate("window.go({z: '0_0_0_0'})")
    scene.until("z=0_0_0_0&c=0&y=2")
    scene.page.evaluate("window.go({z: '1_2_3.5_-1'})")
    scene.until(first)
    assert len(scene.scenes) == 2
    assert scene.calls("change") == []
    assert scene.value("z2") == 70


# --- answers that come late, not at all, or refuse ------------------------------------------------


def test_late_answers_leave_the_thumb_in_hand(scene: Scene) -> None:
    scene.open()
    scene.server.delay = 0.6
    scene.grab("z1", 0.8)
    scene.page.mouse.up()
    scene.grab("z2", 0.2)
    assert scene.get("status") == "ready"
    assert [scene.value(name) for name in ("z1", "z2")] == [80, 20]
    scene.until("z=3_2_3.5_-1&c=0&y=2")
    scene.settle()
    # the new state, and in it the slider in hand where it is
    assert [scene.value(name) for name in ("z1", "z2")] == [80, 20]
    assert [scene.slot(0, name) for name in ("z1", "z2")] == ["3", "−3"]
    scene.page.mouse.up()
    scene.until("z=3_-3_3.5_-1&c=0&y=2")


def test_a_second_slider_let_go_before_the_answer_keeps_the_first(scene: Scene) -> None:
    scene.open()
    scene.server.delay = 0.5
    scene.grab("z1", 0.8)
    scene.page.mouse.up()
    scene.grab("z2", 0.2)
    scene.page.mouse.up()
    scene.until("z=3_-3_3.5_-1&c=0&y=2")
    assert [scene.value(name) for name in ("z1", "z2")] == [80, 20]
    assert scene.calls("change")[-1]["query"] == "z=3_-3_3.5_-1&c=0&y=2"


def test_a_choice_made_before_the_answer_keeps_the_slider(scene: Scene) -> None:
    scene.open()
    scene.server.delay = 0.4
    scene.grab("z1", 0.8)
    scene.page.mouse.up()
    scene.page.click("[data-choice=y] button >> nth=3")
    scene.until("z=3_2_3.5_-1&c=0&y=4")


def test_a_newer_state_overtakes_an_older_one(scene: Scene) -> None:
    scene.open()
    scene.server.delay = 0.4
    scene.page.evaluate("window.go({z: '0_0_0_0'})")
    scene.page.wait_for_timeout(100)
    scene.page.evaluate("window.go({z: '2_0_0_0'})")
    scene.until("z=2_0_0_0&c=0&y=2")
    scene.page.wait_for_timeout(300)
    assert scene.get("query") == "z=2_0_0_0&c=0&y=2"
    assert scene.value("z1") == 70


def test_a_broken_line_is_said_and_mended(scene: Scene) -> None:
    scene.open()
    shown = scene.picture("p")
    scene.server.breaks = 1
    scene.page.evaluate("window.go({z: '0_0_0_0'})")
    scene.page.wait_for_selector(f"{STAGE}[data-status=error]")
    assert "No connection" in scene.page.inner_text("[role=alert]")
    assert scene.picture("p") == shown
    scene.until("z=0_0_0_0&c=0&y=2")
    assert scene.page.inner_text("[role=alert]") == ""
    assert len(scene.scenes) == 3


def test_a_server_in_trouble_is_asked_again(scene: Scene) -> None:
    scene.server.status = 500
    scene.open(until=f"{STAGE}[data-status=error]")
    assert "could not answer" in scene.page.inner_text("[role=alert]")
    scene.server.status = 200
    scene.page.wait_for_selector(READY)


def test_a_refusal_asks_to_reload(scene: Scene) -> None:
    scene.server.status = 404
    scene.open(until=f"{STAGE}[data-status=error]")
    assert "out of date" in scene.page.inner_text("[role=alert]")
    scene.server.status = 200
    scene.page.click("[data-action=again]")
    scene.page.wait_for_selector(READY)


def test_an_error_is_said_in_words_over_the_old_picture(scene: Scene) -> None:
    scene.open("scene=shares")
    shown = scene.picture("p")
    scene.page.evaluate("window.go({p: '0_0_0'})")
    scene.page.wait_for_selector(f"{STAGE}[data-status=error]")
    assert scene.page.inner_text("[role=alert]") == "These shares sum to zero."
    assert scene.picture("p") == shown
    scene.grab("p1", 0.8)
    scene.page.mouse.up()
    scene.until("p=0.8_0.12_0.08")
    assert scene.page.inner_text("[role=alert]") == ""


# --- positions that are draws ---------------------------------------------------------------------


def test_a_button_draws_the_next_position_and_after_the_last_the_first(scene: Scene) -> None:
    scene.open("scene=many")
    again = scene.page.get_by_role("button", name="Once more")
    assert again.is_visible() and not scene.page.locator("input[name=n]").is_visible()
    before, last = scene.field("n"), int(scene.page.get_attribute("input[name=n]", "max"))
    again.click()
    scene.settle()
    assert before == "1000" and int(scene.field("n").replace(",", "")) > 1000
    # as after a slider that is let go: reported once, and the button keeps the focus
    told = "() => window.calls.some(([kind]) => kind === 'change')"
    scene.page.wait_for_function(told)
    assert len(scene.calls("change")) == 1
    assert scene.page.evaluate("document.activeElement.textContent") == "Once more"
    scene.page.evaluate(
        "last => { document.querySelector('input[name=n]').value = String(last); }", last
    )
    again.click()
    scene.settle()
    assert scene.value("n") == 0
