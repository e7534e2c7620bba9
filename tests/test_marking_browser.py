"""The banner in a real browser: in view at every size, on every printed page, in what is saved, and inert."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from selenium import webdriver

from dhrgraph.questions.library import question
from dhrgraph.rdf.release import open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.views import answer_page
from dhrgraph.views.answer import answer_in
from tests.conftest import chrome_in
from tests.pages import HOSTILE
from tests.test_marking import MARKING, WORDS, collection
from tests.test_views_browser import emulated, find, opened, saved, sized, violations

__all__ = ["saved"]

pytestmark = pytest.mark.browser

LONG = "OFFICIAL-SENSITIVE " + "W" * 400


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser without a window, which logs each request and each error."""
    chrome = chrome_in(tmp_path_factory.mktemp("profile"))
    chrome.set_script_timeout(60)
    chrome.execute_cdp_cmd("Network.enable", {})
    yield chrome
    chrome.quit()


def views(home: Path, marking: str) -> Path:
    """The pages of a build with an unpublished review of a marking, and a drawn answer."""
    rebuild(collection(home / "ours", marking), home / "build")
    with open_release(home / "build") as release:
        store = release.store()
        answer = answer_in(store, question("contacts-by-agency").text)
        (home / "build" / "views" / "answer.html").write_text(answer_page(store, answer, "?"), encoding="utf-8")
    return home / "build" / "views"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of an unpublished review with a long marking."""
    return views(tmp_path_factory.mktemp("marked"), MARKING)


@pytest.fixture(scope="module")
def worst(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of one with a word of 400 letters in its marking."""
    return views(tmp_path_factory.mktemp("worst"), LONG)


def letters(page: pypdfium2.PdfPage) -> list[tuple[str, float, float]]:
    """The letters of a printed page without spaces, each with its upper and lower edge."""
    text = page.get_textpage()
    found = []
    for number in range(text.count_chars()):
        letter = text.get_text_range(number, 1).replace("\ufffe", "-").replace("\u2010", "-")
        _, bottom, _, top = text.get_charbox(number)
        if letter.strip():
            found.append((letter, top, bottom))
    return found


def printed(browser: webdriver.Chrome, *, landscape: bool = False) -> list[list[tuple[str, float, float]]]:
    """The letters of each page on paper."""
    options = {"landscape": landscape, "preferCSSPageSize": False}
    printout = browser.execute_cdp_cmd("Page.printToPDF", options)["data"]
    return [letters(page) for page in pypdfium2.PdfDocument(base64.b64decode(printout))]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (844, 390), (1366, 768), (2560, 1440)])
@pytest.mark.parametrize("marking", ["folder", "worst"])
def test_in_view(
    width: int, height: int, marking: str, browser: webdriver.Chrome, request: pytest.FixtureRequest
) -> None:
    """Wherever the page is scrolled to, the banner stands at the top, whole or to be scrolled, and leaves room below."""
    sized(browser, width, height)
    for name in ("index", "contacts", "timeline-example-review", "answer"):
        opened(browser, request.getfixturevalue(marking) / f"{name}.html")
        for share in (0, 0.5, 1):
            browser.execute_script(
                "window.scrollTo({top: document.documentElement.scrollHeight * arguments[0], behavior: 'instant'})",
                share,
            )
            box = browser.execute_script("return document.getElementById('marking').getBoundingClientRect().toJSON()")
            assert box["top"] == 0
            assert box["left"] == 0
            assert box["height"] <= height * 0.42
            on_top = "return document.elementFromPoint(arguments[0], arguments[1]).id"
            assert browser.execute_script(on_top, width / 2, box["height"] / 2) == "marking"
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert browser.execute_script(wide) <= 0


def test_hides_nothing(browser: webdriver.Chrome, folder: Path) -> None:
    """At the top of the page nothing lies behind the banner, and what the keyboard reaches is brought into view below it."""
    sized(browser, 390, 844)
    opened(browser, folder / "index.html")
    below = "return document.querySelector('.bar').getBoundingClientRect().top - document.getElementById('marking').offsetHeight"
    assert browser.execute_script(below) > -1
    browser.execute_script("window.scrollTo(0, 3000); document.querySelector('#reviews').scrollIntoView()")
    hidden = (
        "return document.querySelector('#reviews').getBoundingClientRect().top"
        " - document.getElementById('marking').getBoundingClientRect().bottom"
    )
    assert browser.execute_script(hidden) > -1


def test_accessible(browser: webdriver.Chrome, folder: Path) -> None:
    """Axe finds nothing against it, light and dark."""
    for name in ("index", "contacts", "timeline-example-review"):
        opened(browser, folder / f"{name}.html")
        assert violations(browser) == []
        emulated(browser, "", "dark")
        assert violations(browser, "color-contrast") == []
        emulated(browser, "", "light")


@pytest.mark.parametrize("name", ["index", "contacts", "timeline-bexley-nargiza", "answer"])
@pytest.mark.parametrize("landscape", [False, True])
def test_on_paper(name: str, landscape: bool, browser: webdriver.Chrome, folder: Path, worst: Path) -> None:
    """Every printed page bears the banner once, above its content."""
    sized(browser, 1366, 768)
    for place, words in ((folder, WORDS), (worst, "OFFICIAL-SENSITIVE" + "W" * 100)):
        opened(browser, place / f"{name}.html")
        found = printed(browser, landscape=landscape)
        assert len(found) > 1
        wanted = "".join(words.split())
        for page in found:
            line = "".join(letter for letter, *_ in page)
            places = [match.start() for match in re.finditer(re.escape(wanted), line)]
            assert places
            # A picture has the banner drawn in, too; that of the page is the upper one.
            lowest, at = max((min(bottom for _, _, bottom in page[at : at + len(wanted)]), at) for at in places)
            others = [*page[:at], *page[at + len(wanted) :]]
            if words == WORDS:  # of the longest one not every letter is looked for
                assert all(top < lowest + 1 for _, top, _ in others)


@pytest.mark.parametrize("name", ["contacts", "timeline-bexley-nargiza", "answer"])
def test_saved(name: str, browser: webdriver.Chrome, folder: Path, request: pytest.FixtureRequest) -> None:
    """A saved picture has the banner drawn in, above the picture, and a saved table has it in each row."""
    opened(browser, folder / f"{name}.html")
    save = request.getfixturevalue("saved")
    picture = save("svg")
    root = ET.fromstring(picture)  # noqa: S314 - made by the page under test
    words = " ".join(" ".join(each.text or "" for each in root.findall("{http://www.w3.org/2000/svg}text")).split())
    assert words == WORDS
    (inner,) = root.findall("{http://www.w3.org/2000/svg}svg")
    assert float(inner.attrib["y"]) + float(inner.attrib["height"]) == float(root.attrib["height"])
    assert save("png").startswith(b"\x89PNG")
    rows = list(csv.DictReader(io.StringIO(save("csv").decode("utf-8-sig"), newline="")))
    assert rows
    assert {row["marking"] for row in rows} == {WORDS}


def test_hostile_marking(browser: webdriver.Chrome, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Markup in a marking is shown as it is written, on the page and in what is saved."""
    place = views(tmp_path / "hostile", HOSTILE)
    opened(browser, place / "contacts.html")
    assert "<img src=x" in find(browser, "#marking").text
    assert "spoiled" not in browser.title
    root = ET.fromstring(request.getfixturevalue("saved")("svg"))  # noqa: S314 - made by the page under test
    assert "</script>" in "".join("".join(root.itertext()).split())
    assert browser.execute_script("return document.querySelectorAll('img').length") == 0
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
