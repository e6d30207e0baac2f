"""No word of Streamlit's own on any page, in any state: what a screen reader is told is read."""

import json
import re
from collections.abc import Iterator, Set
from functools import cache

import pytest
from pages.looking import barriers, resized
from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocketRoute, expect

from lossviz.data import DATASETS
from lossviz.glossary import TERMS
from lossviz.losses import CATALOGUE
from lossviz.web.modules import SCRIPT, START
from lossviz.web.site.foreign import TABLE, words
from lossviz.web.site.links import NAMES, address
from lossviz.web.site.text import ASSETS, phrases
from tests.conftest import leave, reading

expect.set_options(timeout=30_000)
ZH = phrases("zh") | {f"foreign.{key}": text for key, text in words()["zh"].items()}
READY = "[data-testid=stage][data-status=ready]"
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
LOST = "[data-testid=stApp]:not([data-test-connection-state=CONNECTED])"
# names: of files of these tests, of languages, of people and of the site
OWN_LANGUAGE = {"code", "math", "MathMLMath"}
NAMES_ALLOWED = {"EN", "lossviz"} | {"ln py"}
# a slider is called by its symbol and its name
NAMES_ALLOWED |= {"mA ArcFace", "mC CosFace", "mS SphereFace"}
# single words that Streamlit has somewhere, as a name or a text of their own
SINGLE = {"Close", "Connecting", "Copied", "Decrement", "Deploy", "Dismiss", "Error", "Help"}
SINGLE |= {"Increment", "Logo", "Notifications", "Open", "Rerun", "Running...", "Sidebar", "Stop"}
SINGLE |= {"Upload", "Streamlit"}
RUN = re.compile(r"[A-Za-z][A-Za-z'’]+(?:[ ,.]+[A-Za-z][A-Za-z'’]+)+")


@cache
def ours() -> str:
    """Everything that the site itself says on its Chinese pages."""
    files = [path.read_text("utf-8") for path in (ASSETS / "lessons" / "zh").glob("*.md")]
    cited = [data.citation for data in DATASETS.values()]
    cited += [loss.source for loss in CATALOGUE.values()]
    cited += [term.says["zh"] for term in TERMS.values()]
    return " ".join(
        re.sub(r"[*_`$\\]", "", text) for text in (*ZH.values(), *files, *filter(None, cited))
    )


def kind(node: dict) -> str:
    return node.get("role", {}).get("value", "")


def below(node: dict, nodes: list[dict]) -> Iterator[str]:
    """The ids of this node and of all under it."""
    by_id = {one["nodeId"]: one for one in nodes}
    left = [node["nodeId"]]
    while left:
        found = left.pop()
        left += by_id.get(found, {}).get("childIds", [])
        yield found


def told(page: Page) -> list[str]:
    """The names, descriptions and values of all that is not hidden from a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    # code and formulas are in languages of their own
    own = {child for node in nodes if kind(node) in OWN_LANGUAGE for child in below(node, nodes)}
    found = []
    for node in nodes:
        # a box of text is a part of a text that is there
        if node.get("ignored") or kind(node) == "InlineTextBox" or node["nodeId"] in own:
            continue
        values = (node.get(key, {}).get("value") for key in ("name", "description", "value"))
        found += [value for value in values if isinstance(value, str) and value.strip()]
    return found


def strange(texts: list[str], names: Set[str] = frozenset()) -> set[str]:
    """What is neither Chinese nor said by the site nor a name, one of `names` either."""
    found = {text for text in texts if text.strip() in SINGLE}
    for text in texts:
        for run in RUN.findall(text):
            if run not in ours() and run not in NAMES_ALLOWED | names:
                found.add(run)
    return found


def check(page: Page, *seen: str, least: int = 20, names: Set[str] = frozenset()) -> None:
    """Nothing strange is told, and these words are: so it was looked at."""
    texts = told(page)
    assert len(texts) >= least, texts
    for expected in seen:
        assert any(expected in text for text in texts), (expected, texts)
    assert not strange(texts, names)


@pytest.fixture(scope="module")
def at_home(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    with reading(chromium, site, locale="zh-CN") as context:
        yield context


@pytest.fixture
def chinese(at_home: BrowserContext) -> Iterator[Page]:
    """A new page in a Chinese browser."""
    yield at_home.new_page()
    leave(at_home)


def on_screen(page: Page, width: int, scheme: str) -> Page:
    page.emulate_media(color_scheme=scheme)
    return resized(page, (width, 720))


def playground(page: Page, path: str = "/playground") -> Page:
    page.goto(path)
    page.wait_for_selector(READY, timeout=60_000)
    return page


def popover(page: Page, words: str) -> None:
    page.get_by_test_id("stPopoverButton").filter(has_text=words).click()


# lessons are made of one kind of parts; these have all of them
PARTS = (
    "home",
    "label_smoothing",
    "multiplicative",
    "practice",
    "papers",
    "playground",
)


@pytest.mark.parametrize("name", PARTS)
def test_a_page(chinese, name):
    chinese.goto("/" if name == NAMES[0] else f"/{address(name)}")
    chinese.wait_for_selector(READY, timeout=60_000)
    expect(chinese.locator("html")).to_have_attribute("lang", "zh-Hans")
    # the anchors of headings are shown where the pointer is, and told always
    check(chinese, ZH["foreign.skip"], ZH["frame.pages.home"], least=60)


def test_the_bilingual_page(chinese):
    """On the page of the terms, their names are all the English there is."""
    chinese.goto(f"/{address('glossary')}")
    expect(chinese.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(chinese.get_by_test_id("stSkipToContent")).to_have_text(ZH["foreign.skip"])
    expect(chinese.get_by_role("heading", level=2)).to_have_count(len(TERMS))
    names = {term.names["en"] for term in TERMS.values()}
    # a heading has both names, and 改进的 softmax one of English letters in Chinese too
    headings = (f"{term.names['zh']} {term.names['en']}" for term in TERMS.values())
    names |= {run for words in headings for run in RUN.findall(words)}
    check(chinese, ZH["glossary.title"], TERMS["floor"].names["zh"], least=60, names=names)
    assert "target class" in strange(told(chinese))


def test_the_check_finds_streamlit_s_words_where_ours_are_not_put(chinese):
    """What this file says would be worth nothing if it could not fail."""
    start = f"module({json.dumps(START)});"

    def unstarted(route: Route) -> None:
        script = route.fetch()
        assert start in script.text()
        route.fulfill(response=script, body=script.text().replace(start, ""))

    chinese.route(f"**/{SCRIPT}", unstarted)
    playground(chinese)
    assert "Skip to main content" in strange(told(chinese))
    popover(chinese, "数据")
    expect(chinese.get_by_test_id("stFileUploaderDropzone")).to_be_visible()
    assert {"Upload", "Open"} <= strange(told(chinese))


def test_the_file_chooser_and_the_choices(chinese, tmp_path):
    page = playground(chinese)
    popover(page, "数据")
    chooser = page.get_by_test_id("stFileUploaderDropzone")
    expect(chooser.get_by_role("button", name=ZH["foreign.file_choose"])).to_be_visible()
    # at once after the press: what is announced goes again
    page.locator("[data-testid=stPopoverBody] [role=combobox]").first.click()
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator("[data-live-announcer]")).to_contain_text(re.compile(r"共 \d+ 项"))
    check(page, ZH["foreign.open"], ZH["foreign.close"])
    page.locator("[data-testid=stPopoverBody] [role=combobox]").first.fill("xyz")
    expect(page.get_by_text(ZH["foreign.nothing"])).to_be_visible()
    check(page, ZH["foreign.nothing"])
    page.keyboard.press("Escape")
    page.locator("[data-testid=stPopoverBody] [role=combobox]").first.fill("")
    placeholder = page.locator("[data-testid=stSelectbox] input").first
    expect(placeholder).to_have_attribute("placeholder", ZH["foreign.choose"])


def test_a_file_on_its_way_in_and_out(chinese, tmp_path):
    page = playground(chinese)
    popover(page, "数据")
    chosen = page.get_by_test_id("stFileUploaderDropzoneInput")
    large = tmp_path / "甲.csv"
    large.write_bytes(b"1,2,a\n" * (21 * 1024 * 1024 // 6))
    chosen.set_input_files(large)
    # said where it can be read without a pointer, and once more where the pointer is
    refusal = page.locator("[data-testid=stFileChip] > [role=alert]")
    expect(refusal).to_have_text(ZH["foreign.file_too_large"])
    assert refusal.bounding_box()["height"] >= 16
    page.get_by_test_id("stFileChipName").hover()
    expect(page.get_by_test_id("stTooltipErrorContent")).to_have_text(ZH["foreign.file_too_large"])
    check(page, ZH["foreign.file_other"], "移除 甲.csv", ZH["foreign.file_too_large"])
    page.get_by_role("button", name="移除 甲.csv").click()
    small = tmp_path / "乙.csv"
    small.write_text(
        "\n".join(["宽,高,类", *(f"{k},{k * k % 7},{'甲乙'[k % 2]}" for k in range(60))])
    )
    chosen.set_input_files(small)
    expect(page.get_by_text("60 行，2 个特征，2 个类")).to_be_visible()
    check(page, "移除 乙.csv")
    # the server is asked for a place, and does not take the file there
    page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=503, body="full"))
    chosen.set_input_files(small.rename(tmp_path / "丙.csv"))
    expect(refusal).to_have_text(ZH["foreign.failed"])
    check(page, ZH["foreign.failed"])


def test_the_button_opens_the_browser_s_own_choice_of_a_file(chinese):
    page = playground(chinese)
    popover(page, "数据")
    button = page.get_by_role("button", name=ZH["foreign.file_choose"])
    with page.expect_file_chooser():
        # focus and key in one: a popover that opens takes the focus itself
        button.press("Enter")


def test_a_file_over_the_chooser(chinese):
    page = playground(chinese)
    popover(page, "数据")
    page.get_by_test_id("stFileUploaderDropzone").evaluate(
        """(zone) => {
          const data = new DataTransfer();
          data.items.add(new File(["1"], "a.csv", { type: "text/csv" }));
          zone.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer: data }));
        }"""
    )
    expect(page.get_by_text(ZH["foreign.file_drop"])).to_be_visible()
    check(page, ZH["foreign.file_drop"])


def test_a_number_out_of_range(chinese):
    page = playground(chinese)
    popover(page, "训练：")
    steps = page.get_by_role("spinbutton", name="步数")
    steps.fill("99999999")
    steps.press("Enter")
    wrong = "只能取 1 到 5000，仍用原来的值。"
    expect(page.locator("[data-testid=stNumberInput] [role=alert]")).to_have_text(wrong)
    page.get_by_test_id("stTooltipErrorHoverTarget").hover()
    expect(page.get_by_test_id("stTooltipErrorContent")).to_have_text(wrong)
    check(page, wrong, ZH["foreign.less"], ZH["foreign.more"])


def test_the_copy_button_says_that_it_has_copied(chinese):
    chinese.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = playground(chinese, "/")
    code = page.get_by_test_id("stCode")
    code.hover()
    code.get_by_role("button", name=ZH["foreign.copy"]).click()
    expect(code.get_by_role("button", name=ZH["foreign.copied"])).to_be_visible()
    check(page, ZH["foreign.copied"])
    expect(code.get_by_role("button", name=ZH["foreign.copy"])).to_be_visible()


def test_a_part_that_cannot_be_loaded(chinese):
    chinese.route(re.compile(r"/static/js/(Selectbox|FileUploader)\."), lambda route: route.abort())
    page = playground(chinese)
    popover(page, "数据")
    expect(page.get_by_text(ZH["foreign.broken"]).first).to_be_visible()
    check(page, ZH["foreign.broken"])


def test_the_words_follow_the_switch_of_the_language(chinese):
    page = playground(chinese)
    skip = page.get_by_test_id("stSkipToContent")
    expect(skip).to_have_text(ZH["foreign.skip"])
    page.get_by_role("radio", name="EN").click()
    expect(skip).to_have_text(phrases("en")["foreign.skip"])
    popover(page, "Data")
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    theirs = {row.english for row in TABLE if "{" not in row.english and row.key}
    theirs -= set(phrases("en").values())
    assert not theirs & {text.strip() for text in told(page)}
    page.get_by_role("radio", name="中文").click()
    expect(skip).to_have_text(ZH["foreign.skip"])
    # once, and nothing that a style adds
    expect(skip).to_have_accessible_name(ZH["foreign.skip"])


def over_for_good(page: Page) -> None:
    """From now on Streamlit says that it has given the server up."""
    page.evaluate(
        """() => setInterval(() => document.querySelector("[data-testid=stApp]")
          .setAttribute("data-test-connection-state", "DISCONNECTED_FOREVER"), 50)"""
    )


def test_a_page_that_the_browser_translates_keeps_its_words_and_its_notice(chinese):
    troubles: list[str] = []
    chinese.on("pageerror", lambda error: troubles.append(str(error)))
    page = playground(chinese)
    page.evaluate("document.documentElement.lang = 'fr'")
    skip = page.get_by_test_id("stSkipToContent")
    expect(skip).to_have_text(phrases("en")["foreign.skip"])
    over_for_good(page)
    line = page.locator("#lossviz-line")
    expect(line).to_contain_text(phrases("en")["line.over"])
    expect(line.get_by_role("button")).to_have_text(phrases("en")["line.reload"])
    page.evaluate("document.documentElement.lang = 'zh-Hans'")
    expect(line).to_contain_text(ZH["line.over"])
    assert troubles == []


def test_numbers_of_a_picture_are_not_searched_for_streamlit_s_words(chinese):
    page = playground(chinese)
    page.evaluate(
        """() => {
          window.searched = [];
          for (const name of ["closest", "matches", "querySelectorAll"]) {
            const own = Element.prototype[name];
            Element.prototype[name] = function (selector) {
              if (selector.includes("stSkipToContent")) window.searched.push(this.outerHTML);
              return own.call(this, selector);
            };
          }
        }"""
    )
    # what the thumb is moved through has come
    page.wait_for_selector(f"{READY}[data-filling='']", timeout=60_000)
    thumb = page.locator("[data-testid=stage] input[name=m]")
    text = "(() => document.querySelector('[data-testid=stage] .lp-numbers').innerText)()"
    before = page.evaluate(text)
    thumb.evaluate(
        """(thumb) => {
          for (const index of [1, 5, 9]) {
            thumb.value = String(index);
            thumb.dispatchEvent(new Event("input"));
          }
        }"""
    )
    page.wait_for_function(f"before => {text} !== before", arg=before)
    assert page.evaluate("window.searched") == []
    # it sees whatever is searched
    page.evaluate(
        "document.querySelector('[data-testid=stMain]').append(document.createElement('p'))"
    )
    page.wait_for_function("window.searched.length > 0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_an_unknown_address(chinese, width, scheme):
    page = on_screen(chinese, width, scheme)
    answer = page.goto("/foo/bar/soft-max")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(ZH["missing.title"])
    expect(page.get_by_text("/foo/bar/soft-max")).to_be_visible()
    links = page.locator(".st-key-words").get_by_role("link", name=ZH["frame.pages.playground"])
    expect(links.last).to_be_visible()
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    check(page, ZH["missing.title"], ZH["missing.all"], *(ZH[f"frame.pages.{n}"] for n in NAMES))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page, "critical") == []


def test_the_nearest_page_and_the_way_back(visitor):
    page = visitor.new_page()
    page.goto("/label_smoothing?lang=zh")
    near = page.locator(".st-key-open").get_by_role("link")
    expect(near).to_have_text(ZH["frame.pages.label_smoothing"])
    near.click()
    expect(page).to_have_url(re.compile(r"/label-smoothing\?lang=zh$"))
    page.wait_for_selector(READY, timeout=60_000)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(ZH["missing.title"])
    page.reload()
    expect(page.get_by_text("/label_smoothing")).to_be_visible()
    expect(page).to_have_title(re.compile(ZH["frame.pages.not_found"]))


# --- the line to the server ---------------------------------------------------------------------


def notices(page: Page) -> list[str]:
    """What is said of the line, wherever it can be seen."""
    said = page.locator("#lossviz-line:not(:empty), .lv-alert").all()
    return [box.inner_text() for box in said if box.is_visible()]


@pytest.mark.parametrize("scheme, width", [("light", 1280), ("dark", 390)])
def test_a_server_that_goes_and_comes_back(chinese, own_site, scheme, width):
    page = playground(on_screen(chinese, width, scheme), f"{own_site.server.url}/playground")
    own_site.kill()
    page.wait_for_selector(LOST)
    line = page.locator("#lossviz-line")
    expect(line).to_have_text(ZH["line.lost"])
    # a slider that is moved meanwhile asks in vain, and Streamlit would have opened its dialog
    page.locator("[data-testid=stage] input[name=s]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(9000)
    assert notices(page) == [ZH["line.lost"]]
    assert page.get_by_role("status").filter(has_text=ZH["line.lost"]).count() == 1
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    check(page, ZH["line.lost"])
    popover(page, "数据")
    popover(page, "数据")
    check(page, ZH["line.lost"])
    box = line.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page, within="#lossviz-line", rules=["color-contrast"]) == []
    own_site.start()
    page.wait_for_selector(CONNECTED, timeout=60_000)
    expect(line).to_have_text(ZH["line.back"])
    assert len(notices(page)) == 1
    check(page, ZH["line.back"])
    expect(line).to_be_empty(timeout=10_000)
    page.wait_for_selector(READY, timeout=60_000)
    expect(page.locator(".lv-alert")).to_have_count(0)


def test_a_line_that_is_mended_at_once_needs_no_word(chinese):
    ends: list[WebSocketRoute] = []

    def opened(route: WebSocketRoute) -> None:
        ends.extend((route, route.connect_to_server()))

    chinese.route_web_socket("**/_stcore/stream", opened)
    page = playground(chinese)
    page.evaluate(
        """() => {
          window.said = [];
          const box = document.getElementById("lossviz-line");
          const heard = () => window.said.push(box.textContent);
          new MutationObserver(heard).observe(box, { childList: true });
        }"""
    )
    for end in ends[:2]:
        end.close()
    page.wait_for_selector(LOST)
    page.wait_for_selector(CONNECTED)
    page.wait_for_timeout(1500)
    assert not any(page.evaluate("window.said"))


def test_a_page_that_never_gets_its_line(chinese):
    chinese.route_web_socket("**/_stcore/stream", lambda route: route.close())
    chinese.goto("/playground")
    line = chinese.locator("#lossviz-line")
    expect(line.get_by_role("button", name=ZH["line.reload"])).to_be_visible(timeout=40_000)
    check(chinese, ZH["line.slow"], least=2)
    expect(chinese.get_by_test_id("stDialog")).to_have_count(0)


def test_a_line_that_is_gone_for_good(chinese):
    page = playground(chinese)
    over_for_good(page)
    expect(page.locator("#lossviz-line")).to_contain_text(ZH["line.over"])
    with page.expect_navigation():
        page.get_by_role("button", name=ZH["line.reload"]).click()
