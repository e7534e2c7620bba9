"""The pages in a real browser without a network: loaded, searched, filtered, saved, printed, and safe."""

from __future__ import annotations

import base64
import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from axe_core_python.base import AXE_SCRIPT
from pyoxigraph import Store
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from dhrgraph.questions.library import question
from dhrgraph.views import answer_page, pages
from dhrgraph.views.answer import answer_in
from tests.conftest import chrome_in
from tests.pages import HOSTILE, LONG, data_of, hostile_store

pytestmark = pytest.mark.browser

NETWORK_PAGES = ("contacts", "agencies", "information", "knowledge", "recommendations")


@pytest.fixture(scope="module")
def folder(packaged_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages of the packaged reviews on the disk, with two pictures of answers."""
    made = tmp_path_factory.mktemp("pages")
    found = pages(packaged_store)
    for name in ("contacts-by-agency", "acts-not-done"):
        asked = question(name)
        page = answer_page(packaged_store, answer_in(packaged_store, asked.text), asked.head["question"], "A row.")
        found[f"answer-{name}.html"] = page
    for name, text in found.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser without a window and without a network, which logs each request and each error."""
    chrome = chrome_in(tmp_path_factory.mktemp("profile"))
    chrome.set_script_timeout(60)
    chrome.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    chrome.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    yield chrome
    chrome.quit()


@pytest.fixture(autouse=True)
def as_usual(browser: webdriver.Chrome) -> None:
    """Each test begins with a light page of an ordinary size."""
    sized(browser, 1280, 860)
    emulated(browser, "", "light")


def sized(browser: webdriver.Chrome, width: int, height: int) -> None:
    """Give the window a size; a narrow one is a phone's."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def emulated(browser: webdriver.Chrome, media: str, scheme: str) -> None:
    """Show the page as printed, or as one who wishes dark pages sees it."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def log(browser: webdriver.Chrome, name: str) -> list[dict[str, str]]:
    """What the browser has logged since it was asked last."""
    entries: list[dict[str, str]] = browser.get_log(name)  # type: ignore[no-untyped-call]
    return entries


def opened(browser: webdriver.Chrome, path: Path) -> None:
    """Open a page from the disk, and wait until it has counted and drawn."""
    browser.get("about:blank")
    log(browser, "performance")
    log(browser, "browser")
    browser.get(path.as_uri())
    painted(browser)


def painted(browser: webdriver.Chrome) -> None:
    """Wait for the second frame from now."""
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


def quiet(browser: webdriver.Chrome, path: Path) -> None:
    """The page asked for nothing but itself and what it holds, and complained of nothing."""
    told = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    urls = [m["params"]["request"]["url"] for m in told if m["method"] == "Network.requestWillBeSent"]
    assert path.as_uri() in urls, "the log holds the page itself, so it would hold others"
    assert [url for url in urls if url != path.as_uri() and not url.startswith(("data:", "blob:"))] == []
    assert log(browser, "browser") == []


def violations(browser: webdriver.Chrome, rules: str = "") -> list[str]:
    """What axe-core finds against the page, by all its rules or by one."""
    if not browser.execute_script("return Boolean(window.axe)"):
        browser.execute_script(AXE_SCRIPT)
    found: dict[str, Any] = browser.execute_async_script(
        "const [only, done] = arguments; const options = {resultTypes: ['violations']};"
        "if (only) options.runOnly = [only];"
        "axe.run(document, options).then(done, e => done({violations: [{id: String(e), nodes: []}]}))",
        rules,
    )
    return [
        f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"] or [{"html": ""}]
    ]


def find(browser: webdriver.Chrome, css: str) -> WebElement:
    """The first element that a selector finds."""
    return browser.find_element(By.CSS_SELECTOR, css)


def panel(browser: webdriver.Chrome) -> str:
    """What the panel of details shows."""
    return find(browser, "#details").text


def heading(browser: webdriver.Chrome) -> str:
    """The heading of the panel."""
    return find(browser, "#details h2").text


def all_pages(folder: Path) -> list[Path]:
    """Every page, the index first."""
    return sorted(folder.glob("*.html"), key=lambda path: path.name != "index.html")


def test_every_page_loads_and_is_accessible(browser: webdriver.Chrome, folder: Path) -> None:
    """Each page opens without a network, asks for nothing, has no error, and axe-core finds nothing, also in the dark."""
    seen = all_pages(folder)
    assert len(seen) == 10
    for path in seen:
        opened(browser, path)
        assert find(browser, "h1").is_displayed()
        if path.stem in NETWORK_PAGES:
            assert find(browser, "#network canvas").is_displayed()
        if path.name != "index.html":
            find(browser, "#table button.pick").click()
        if path.stem == "knowledge":  # the shortest of these tables: axe-core looks at each cell
            find(browser, "#every summary").click()
            painted(browser)
            assert find(browser, "#facts tbody tr").is_displayed()
        assert violations(browser) == [], path.name
        find(browser, "#theme").click()
        painted(browser)
        assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(22, 32, 43)"
        assert violations(browser, "color-contrast") == [], f"{path.name}, dark"
        quiet(browser, path)


@pytest.mark.parametrize(("width", "height"), [(400, 800), (1280, 860), (2560, 1440)])
def test_sizes(width: int, height: int, browser: webdriver.Chrome, folder: Path) -> None:
    """From a phone to a wall nothing runs over the side, and names in the picture are not tiny."""
    sized(browser, width, height)
    for path in all_pages(folder):
        opened(browser, path)
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, path.name
        if path.stem in NETWORK_PAGES:
            size = browser.execute_script(
                "return dhr.picture.network.getScale() * dhr.facts.data.options.nodes.font.size"
            )
            assert size >= 7.9, path.name


def test_dark_by_the_system(browser: webdriver.Chrome, folder: Path) -> None:
    """A page is dark for those whose system is."""
    emulated(browser, "", "dark")
    opened(browser, folder / "contacts.html")
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(22, 32, 43)"
    assert find(browser, "#theme").text == "Light"


def test_search(browser: webdriver.Chrome, folder: Path) -> None:
    """A name is found by a part of it, a fact by its words; Enter takes the first, and Escape leads back."""
    opened(browser, folder / "contacts.html")
    search = find(browser, "#search")
    search.send_keys("probation")
    hits = [button.text for button in browser.find_elements(By.CSS_SELECTOR, "#hits button")]
    assert any("London Probation Trust" in hit for hit in hits)
    search.send_keys(Keys.ENTER)
    assert heading(browser) == "London Probation Trust"
    assert "¶" in panel(browser)
    assert browser.switch_to.active_element == find(browser, "#details")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert heading(browser) == "Details"
    assert browser.switch_to.active_element == search
    search.clear()
    search.send_keys("no such body")
    assert "Nothing of this name" in find(browser, "#hits").text
    search.clear()
    search.send_keys("warning letter", Keys.ARROW_DOWN)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert "warning letter" in panel(browser)


@pytest.mark.parametrize("name", NETWORK_PAGES)
def test_filters_move_picture_table_and_panel_together(name: str, browser: webdriver.Chrome, folder: Path) -> None:
    """What a filter leaves is the same in the picture, the table, the panel and the count."""
    opened(browser, folder / f"{name}.html")
    data = data_of((folder / f"{name}.html").read_text(encoding="utf-8"))
    whole = len({fact for *_, facts in data["pairs"] for fact in facts})
    assert find(browser, "#status").text.startswith(f"{whole} ")
    Select(find(browser, "#choose-review")).select_by_index(1)
    painted(browser)
    left = {fact for *_, facts in data["pairs"] for fact in facts if data["facts"][fact]["review"] == 0}
    assert 0 < len(left) < whole
    assert find(browser, "#status").text.startswith(f"{len(left)} of {whole} ")
    rows = sum(any(fact in left for fact in facts) for *_, facts in data["pairs"])
    assert len(browser.find_elements(By.CSS_SELECTOR, "#table tbody tr")) == min(rows, 200)
    drawn = browser.execute_script(
        "const n = dhr.picture.network.body; return Object.values(n.edges).filter(e => e.id !== undefined && !e.options.hidden).length"
    )
    assert drawn == sum(
        any(fact in left for pair in line[1] for fact in data["pairs"][pair][3]) for line in data["lines"]
    )
    find(browser, "#table button.pick").click()
    other = data["reviews"][1]
    assert other not in panel(browser)
    find(browser, "#clear").click()
    assert find(browser, "#status").text.startswith(f"{whole} ")
    assert find(browser, "#choose-review").get_attribute("value") == ""


def test_more_filters(browser: webdriver.Chrome, folder: Path) -> None:
    """Role, sector, mark, period, undated facts and kinds of lines each let through what they say."""
    opened(browser, folder / "contacts.html")
    facts = data_of((folder / "contacts.html").read_text(encoding="utf-8"))["facts"]

    def chosen(key: str, value: str) -> int:
        find(browser, "#clear").click()
        Select(find(browser, f"#choose-{key}")).select_by_value(value)
        return int(find(browser, "#status").text.split()[0])

    assert chosen("role", "victim") == sum("victim" in fact["roles"] for fact in facts)
    roles = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "#table tbody tr")]
    assert roles
    assert not any("perpetrator" in row for row in roles)
    assert chosen("tag", "missed opportunity") == sum("missed opportunity" in fact.get("tags", ()) for fact in facts)
    chosen("sector", "police")
    assert {r.text for r in browser.find_elements(By.CSS_SELECTOR, "#table tbody th")} == {
        "Metropolitan Police Service"
    }
    late = sum(fact.get("to", "9999") >= "2013-01-01" for fact in facts if "from" in fact or "to" in fact)
    undated = sum("from" not in fact and "to" not in fact for fact in facts)
    assert undated > 0
    assert chosen("since", "2013") == late + undated
    find(browser, "#undated").click()
    assert int(find(browser, "#status").text.split()[0]) == late

    opened(browser, folder / "information.html")
    data = data_of((folder / "information.html").read_text(encoding="utf-8"))
    find(browser, "[data-kind=silent]").click()
    spoken = {fact for *_, kind, facts in data["pairs"] if kind != "silent" for fact in facts}
    assert int(find(browser, "#status").text.split()[0]) == len(spoken)


def test_picture_by_mouse(browser: webdriver.Chrome, folder: Path) -> None:
    """A click on a name shows all behind it, one on a line what the line stands for, one beside them nothing."""
    opened(browser, folder / "contacts.html")
    canvas = find(browser, "#network canvas")

    def click(x: float, y: float) -> None:
        half = canvas.size["width"] / 2, canvas.size["height"] / 2
        webdriver.ActionChains(browser).move_to_element_with_offset(
            canvas, round(x - half[0]), round(y - half[1])
        ).click().perform()
        time.sleep(0.4)  # vis-network waits for a second click

    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", canvas)
    at = browser.execute_script(
        "const d = dhr.facts.data, n = d.entities.findIndex(e => e.label.startsWith('Babur (perp'));"
        "const m = d.marks.findIndex(k => k[1].includes(n)); return dhr.picture.network.canvasToDOM(dhr.picture.network.getPosition(m))"
    )
    click(at["x"], at["y"])
    assert heading(browser) == "Babur (perpetrator; convicted)"
    line = browser.execute_script(
        "const d = dhr.facts.data, e = d.edges[0], n = dhr.picture.network, a = n.getPosition(e.from), b = n.getPosition(e.to);"
        "const p = n.canvasToDOM({x: (a.x + b.x) / 2, y: (a.y + b.y) / 2});"
        "return {x: p.x, y: p.y, one: dhr.facts.label(dhr.facts.pairs[d.lines[0][1][0]].one)}"
    )
    click(line["x"], line["y"])
    assert line["one"] in heading(browser)
    click(3, 3)
    assert heading(browser) == "Details"


def test_picture_by_keyboard(browser: webdriver.Chrome, folder: Path) -> None:
    """Arrow keys go from name to name, Enter opens the details, Escape leads back, plus and 0 zoom."""
    opened(browser, folder / "information.html")
    frame = find(browser, "#network")
    frame.send_keys(Keys.ARROW_RIGHT)
    first = heading(browser)
    frame.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_DOWN)
    assert heading(browser) not in ("Details", first)
    assert "line" in find(browser, "#status").text
    assert browser.switch_to.active_element == frame
    frame.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element == find(browser, "#details")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert browser.switch_to.active_element == frame
    assert heading(browser) == "Details"
    scale = "return dhr.picture.network.getScale()"
    before = browser.execute_script(scale)
    frame.send_keys("+")
    nearer = browser.execute_script(scale)
    assert nearer > before
    frame.send_keys("0")
    assert browser.execute_script(scale) < nearer


def test_table_by_keyboard(browser: webdriver.Chrome, folder: Path) -> None:
    """A name and a number of the table open the details; a heading sorts."""
    opened(browser, folder / "contacts.html")
    button = find(browser, "#table tbody button.pick")
    name = button.text
    button.send_keys(Keys.ENTER)
    assert heading(browser) == name
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert browser.switch_to.active_element == button
    number = find(browser, "#table tbody td.n button")
    wanted = int(number.text)
    number.send_keys(Keys.ENTER)
    assert len(browser.find_elements(By.CSS_SELECTOR, "#details .contacts > li")) == wanted
    (sort,) = [b for b in browser.find_elements(By.CSS_SELECTOR, "#table thead button") if b.text == "Number"]
    sort.send_keys(Keys.ENTER)
    numbers = [int(b.text) for b in browser.find_elements(By.CSS_SELECTOR, "#table tbody td.n button")]
    assert numbers == sorted(numbers, reverse=True)
    assert find(browser, "#table th[aria-sort]").get_attribute("aria-sort") == "descending"


def test_silent_pair_of_kazia(browser: webdriver.Chrome, folder: Path) -> None:
    """Which pairs never exchanged a word about Kazia: ticked alone, found in the table, read with its contacts."""
    opened(browser, folder / "information.html")
    for kind in ("referral", "sharing", "not done"):
        find(browser, f"[data-kind='{kind}']").click()
    (place,) = [o.get_attribute("value") for o in Select(find(browser, "#choose-review")).options if "Kazia" in o.text]
    Select(find(browser, "#choose-review")).select_by_value(str(place))
    rows = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "#table tbody tr")]
    assert any("Metropolitan Police Service" in row and "Lewisham and Southwark College" in row for row in rows)
    find(browser, "#table tbody td.n button").send_keys(Keys.ENTER)
    assert "No exchange about the case between them is recorded." in panel(browser)
    find(browser, "#details .behind summary").click()
    painted(browser)
    assert "¶" in find(browser, "#details .behind .contacts").text


def test_timeline(browser: webdriver.Chrome, folder: Path) -> None:
    """Days are marks, spans bars, undated events apart; marks are reached by arrow keys; zoom widens the time."""
    path = folder / "timeline-lewisham-kazia.html"
    opened(browser, path)
    facts = data_of(path.read_text(encoding="utf-8"))["facts"]
    bars = browser.execute_script(
        "return [...document.querySelectorAll('.timed .event')].filter(e => e.querySelector('rect')).map(e => Number(e.dataset.fact))"
    )
    assert bars
    assert all(facts[n].get("from") != facts[n].get("to") for n in bars)
    apart = {int(str(e.get_attribute("data-fact"))) for e in browser.find_elements(By.CSS_SELECTOR, ".untimed .event")}
    assert apart == {n for n, fact in enumerate(facts) if "from" not in fact and "to" not in fact}
    assert "the death: 2013" in find(browser, ".timed").text
    event = find(browser, ".timed .event[tabindex='0'], .untimed .event[tabindex='0']")
    event.send_keys(Keys.ARROW_RIGHT)
    now = browser.switch_to.active_element
    assert now != event
    now.send_keys(Keys.ENTER)
    assert "¶" in panel(browser)
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    before = browser.execute_script("return document.querySelector('.timed').scrollWidth")
    Select(find(browser, "#zoom")).select_by_value("last1")
    assert browser.execute_script("return document.querySelector('.timed').scrollWidth") > 3 * before
    lane = find(browser, ".lane")
    lane.send_keys(Keys.ENTER)
    assert heading(browser) == "The people's lives"


@pytest.fixture
def saved(browser: webdriver.Chrome, tmp_path: Path) -> Callable[[str], bytes]:
    """Press a button that saves a file; gives its content."""
    folder = tmp_path / "saved"
    folder.mkdir()
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def save(button: str) -> bytes:
        for old in folder.iterdir():
            old.unlink()
        find(browser, f"#{button}").click()

        def whole(_: webdriver.Chrome) -> Path | None:
            held = list(folder.iterdir())
            done = [path for path in held if path.suffix == f".{button}" and path.stat().st_size]
            return done[0] if done and len(held) == 1 else None  # no partial file beside it

        path = WebDriverWait(browser, 20).until(whole)
        assert path
        return path.read_bytes()

    return save


@pytest.mark.parametrize("name", ["contacts", "information", "timeline-lewisham-kazia", "answer-contacts-by-agency"])
def test_exports(name: str, browser: webdriver.Chrome, folder: Path, saved: Callable[[str], bytes]) -> None:
    """What is saved is what is shown: CSV with every fact, SVG with every name, PNG of the same."""
    path = folder / f"{name}.html"
    opened(browser, path)
    data = data_of(path.read_text(encoding="utf-8"))
    rows = list(csv.DictReader(io.StringIO(saved("csv").decode("utf-8-sig"), newline="")))
    own = [row for row in rows if row["kind"] != "behind the row above"]
    shown = {fact for *_, facts in data["pairs"] for fact in facts}
    assert sorted(row["record"] for row in own) == sorted(data["facts"][fact]["id"] for fact in shown)
    assert len(rows) - len(own) == sum(len(data["facts"][fact].get("behind", ())) for fact in shown)
    picture = saved("svg")
    root = ET.fromstring(picture)  # noqa: S314 - made by the page under test
    words = " ".join(" ".join(root.itertext()).split())
    assert data["title"] in words
    assert "does not mean that it did not happen" in words
    for entity in data["entities"]:
        assert all(word in words for word in entity["label"].split()[:2]), entity["label"]
    png = saved("png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png[16:20], "big") > 900
    quiet(browser, path)


def test_print(browser: webdriver.Chrome, folder: Path) -> None:
    """A printed page has the picture as lines and letters, light also from a dark page, and the table; no tools."""
    emulated(browser, "", "dark")
    opened(browser, folder / "contacts.html")
    browser.execute_script("window.addEventListener('afterprint', () => { window.printed = true })")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    assert browser.execute_script("return window.printed")
    emulated(browser, "print", "dark")
    browser.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert find(browser, "#printed svg").is_displayed()
    assert browser.execute_script("return document.querySelectorAll('#printed svg text').length") > 30
    assert not find(browser, ".tools").is_displayed()
    assert not find(browser, "#details").is_displayed()
    assert find(browser, "#table").is_displayed()
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    quiet(browser, folder / "contacts.html")


def test_hostile_texts_stay_texts(browser: webdriver.Chrome, tmp_path: Path, saved: Callable[[str], bytes]) -> None:
    """Texts that try to run do not, on any page, in panel, tables, search and what is saved."""
    store = hostile_store(tmp_path / "made")
    made = pages(store)
    for name in ("contacts-by-agency", "acts-not-done"):
        made[f"answer-{name}.html"] = answer_page(store, answer_in(store, question(name).text), HOSTILE, HOSTILE)
    for name, text in made.items():
        path = tmp_path / "made" / name
        path.write_text(text, encoding="utf-8")
        opened(browser, path)
        title = browser.title
        assert browser.find_elements(By.TAG_NAME, "img") == []
        if name != "index.html":
            assert "<img src=x" in find(browser, "#table").text, name
            for button in browser.find_elements(By.CSS_SELECTOR, "#table tbody button.pick")[:6]:
                browser.execute_script("arguments[0].click()", button)
                assert "<img src=x" in panel(browser)
            browser.execute_script("document.getElementById('every').open = true")
            find(browser, "#search").send_keys("<img")
            painted(browser)
            assert "onerror" in find(browser, "#hits").text
            ET.fromstring(saved("svg"))  # noqa: S314 - made by the page under test
            assert all(
                not cell.startswith("=")
                for row in csv.reader(io.StringIO(saved("csv").decode("utf-8-sig")))
                for cell in row
            )
        assert browser.find_elements(By.TAG_NAME, "img") == []
        assert browser.title == title != "spoiled"
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), name
        quiet(browser, path)
    assert any(LONG in text for text in made.values())
