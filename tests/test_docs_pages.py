"""The pages of the docs for a browser: whole, linked, offline, and usable by everybody."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import html5rdf
import pytest
from axe_core_python.base import AXE_SCRIPT
from rdflib import OWL, RDF, Graph
from selenium import webdriver

from dhrgraph.questions.library import questions
from dhrgraph.questions.run import ask
from dhrgraph.rdf.namespaces import DHR
from dhrgraph.rdf.release import Release
from dhrgraph.records.codes import codes, schemes
from dhrgraph.resources import ontology
from tests.conftest import ROOT
from tests.htmlpages import Page, anchors, page
from website.codes import code_lists
from website.diagram import CORE, Arrow, Box, core_links, draw
from website.model import load

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.html"))
ONTOLOGY = DOCS / "ontology" / "index.html"
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())


def test_there_is_a_page_for_everything() -> None:
    """Each code list and question has its page."""
    assert {path.stem for path in (DOCS / "codes").glob("*.html")} == {*schemes(), "index"}
    assert {path.stem for path in (DOCS / "questions").glob("*.html")} == {*(q.name for q in questions()), "index"}
    assert len(PAGES) == len(schemes()) + len(questions()) + 4


@every_page
def test_page_is_sound(path: Path) -> None:
    """It is HTML without a fault, in a language, with one heading, landmarks, and a link that skips to the content."""
    html5rdf.HTMLParser(strict=True).parse(page(path).text)
    elements = page(path).elements
    tags = [tag for tag, _ in elements]
    assert dict(elements)["html"] == {"lang": "en-GB"}
    assert [tags.count(tag) for tag in ("h1", "main", "header", "footer", "title")] == [
        1,
        1,
        1,
        1,
        1 + tags.count("svg"),
    ]
    assert [link for link in page(path).links if link == "#content"] == ["#content"]
    assert len(page(path).ids) == len(set(page(path).ids))
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_parser_sees_a_fault() -> None:
    """The test above would tell HTML that is not well formed."""
    text = page(PAGES[0]).text
    for spoiled in (text.replace("</main>", "</article>"), text.replace("<!DOCTYPE html>", "")):
        with pytest.raises(html5rdf.html5parser.ParseError):
            html5rdf.HTMLParser(strict=True).parse(spoiled)


@every_page
def test_nothing_is_fetched(path: Path) -> None:
    """No element names a file, no script stands in the page, and its policy allows its own styles alone."""
    elements = page(path).elements
    fetching = {"src", "srcset", "data", "action", "poster", "background", "formaction", "ping", "style", "xlink:href"}
    assert [e for e in elements if fetching & e[1].keys() or any(name.startswith("on") for name in e[1])] == []
    forbidden = {"script", "link", "iframe", "img", "image", "use", "object", "embed", "base", "audio", "video", "form"}
    assert forbidden & {tag for tag, _ in elements} == set()
    assert {tag for tag, attributes in elements if "href" in attributes} == {"a"}
    (policy,) = [e[1]["content"] for e in elements if e[1].get("http-equiv") == "Content-Security-Policy"]
    digests = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in page(path).styles]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert policy == f"default-src 'none'; style-src {allowed}; form-action 'none'; base-uri 'none'"
    assert not re.search(r"@import|url\((?!#)", "".join(page(path).styles))


@every_page
def test_links_lead_somewhere(path: Path) -> None:
    """Each link is one to the web or to a file of the project, and its anchor is there."""
    broken = []
    for link in page(path).links:
        name, _, anchor = html.unescape(link).partition("#")
        target = (path.parent / name).resolve() if name else path
        if re.match(r"https?://", link):
            continue
        if not target.is_relative_to(ROOT) or not target.is_file() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_each_term_has_its_place() -> None:
    """Each class and property stands under its local name, with label and definition."""
    graph = Graph().parse(ontology() / "dhr.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    names = {str(s).removeprefix(DHR) for kind in kinds for s in graph.subjects(RDF.type, kind) if DHR in str(s)}
    entries = dict(re.findall(r'(?s)<article class="term" id="(\w+)"(.*?)</article>', page(ONTOLOGY).text))
    assert entries.keys() == names
    for name, term in load().terms.items():
        text = html.unescape(re.sub(r"<[^>]+>", "", entries[name]))
        assert f"dhr:{name}" in text
        assert term.label in text
        assert term.definition in text


def test_terms_tell_where_they_are_used() -> None:
    """What a query, a shape or a record uses is told at the term, and nothing else is."""
    terms = load().terms
    for one in questions():
        used = {name for name, term in terms.items() if one.name in term.questions}
        assert used == {name for name in terms if re.search(rf"\bdhr:{name}\b", one.text)}, one.name
    assert [str(key.file) for key in terms["Contact"].keys] == ["contacts.yaml"]
    assert {(key.file, key.key) for key in terms["latest"].keys} >= {("contacts.yaml", "date"), ("abuse.yaml", "to")}
    asked = {(shaped.of, shaped.scheme or shaped.value, shaped.count) for shaped in terms["contactKind"].shaped}
    assert asked == {("Contact", "contact-kind", "0..1")}
    assert terms["Body"].below == ["Agency", "Forum"]
    assert "ActNotDone" in terms["CaseEvent"].disjoint
    assert "CaseEvent" in terms["ActNotDone"].disjoint


@pytest.mark.parametrize("scheme", schemes())
def test_each_code_has_its_place(scheme: str) -> None:
    """Each code of a list stands under its notation, with label and definition."""
    text = page(DOCS / "codes" / f"{scheme}.html").text
    for code in codes(scheme).values():
        (row,) = re.findall(rf'(?s)<tr id="{code.notation}">(.*?)</tr>', text)
        told = html.unescape(re.sub(r"<[^>]+>", "", row))
        assert code.label in told
        assert code.definition in told


@pytest.mark.parametrize("name", [one.name for one in questions()])
def test_each_question_has_its_answer(name: str, packaged_release: Release) -> None:
    """The page of a question has its head, its text, and each cell of the answer that the build gives."""
    (one,) = [one for one in questions() if one.name == name]
    text = page(DOCS / "questions" / f"{name}.html").text
    told = html.unescape(text)
    assert all(one.head[key] in told for key in ("question", "asker", "why", "reading", "limits"))
    assert one.text in told
    rows = re.findall(r"(?s)<tr>(.*?)</tr>", text[text.index("<tbody>") : text.index("</tbody>")])
    cells = [[html.unescape(cell) for cell in re.findall(r"(?s)<td[^>]*>(.*?)</td>", row)] for row in rows]
    assert cells == ask(packaged_release, one.text, timeout=120).without_iris().texts(short=True)


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ontology that the pages are made from, to be changed."""
    folder = tmp_path / "ontology"
    shutil.copytree(ontology(), folder)
    for module in ("website.model", "website.elsewhere"):
        monkeypatch.setattr(f"{module}.ontology", lambda: folder)
    return folder


def add(path: Path, turtle: str) -> None:
    """Add statements to a file of the ontology."""
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{turtle}\n", encoding="utf-8")


def test_mappings_of_codes_are_shown(changed: Path) -> None:
    """Other labels, notes and mappings of a code are read, with what the ontology tells of the other code."""
    add(
        changed / "codes" / "role.ttl",
        """:child skos:altLabel "dependant"@en ; skos:scopeNote "Of any age."@en ;
           skos:closeMatch <https://example.org/codes/7> ; skos:broadMatch code:relation , :family ;
           skos:relatedMatch <https://w3id.org/dhrgraph/external/list/a-1> .
           <https://example.org/codes/7> skos:prefLabel "minor"@en ; skos:notation "7" .
           <https://w3id.org/dhrgraph/external/list/a-1> skos:prefLabel "A (1)"@en ; skos:notation "a-1" ;
             skos:scopeNote "Of 2009."@en ; skos:inScheme <https://w3id.org/dhrgraph/external/list> .
           <https://w3id.org/dhrgraph/external/list> skos:prefLabel "A list"@en ; dcterms:source <https://example.org/list> .""",
    )
    (role,) = [each for each in code_lists() if each.name == "role"]
    (child,) = [entry for entry in role.entries if entry.notation == "child"]
    assert {"dependant"} <= set(child.others)
    assert "Of any age." in child.notes
    mappings = {m.other.iri.rpartition("/")[2]: m for m in child.mappings}
    assert [(name, mappings[name].says, mappings[name].property) for name in ("7", "relation", "family", "a-1")] == [
        ("7", "close to", "closeMatch"),
        ("relation", "narrower than", "broadMatch"),
        ("family", "narrower than", "broadMatch"),
        ("a-1", "related to", "relatedMatch"),
    ]
    assert (mappings["7"].other.label, mappings["7"].other.link) == ("7 minor", "https://example.org/codes/7")
    other = mappings["a-1"].other
    assert (other.label, other.scheme, other.link) == ("A (1)", "A list", "https://example.org/list")
    assert other.notes == ["Of 2009."]
    assert role.mapped
    assert {(key.file, key.key) for key in role.keys} == {("people.yaml", "role")}


def test_picture_follows_the_ontology(changed: Path) -> None:
    """A new property between classes of the core is drawn, from its domain and range or from a shape."""
    before = {(link.source, link.target): link.names for link in core_links(load())}
    add(
        changed / "dhr.ttl",
        ':seenAt a owl:ObjectProperty ; rdfs:label "seen at"@en ; rdfs:domain :Abuse ; rdfs:range :Contact .',
    )
    add(changed / "dhr.ttl", ':told a owl:ObjectProperty ; rdfs:label "told"@en .')
    add(
        changed / "shapes" / "abuse.ttl",
        "shape:New a sh:NodeShape ; sh:targetClass dhr:Abuse ; sh:property [ sh:path dhr:told ; sh:class dhr:Forum ] .",
    )
    changed_links = {(link.source, link.target): link.names for link in core_links(load())}
    assert changed_links == {**before, ("Abuse", "Contact"): ("seen at",), ("Abuse", "Body"): ("told",)}
    picture = draw(load())
    (box,) = [box for box in picture.boxes if box.name == "Abuse"]
    assert box.lines == ["seen at → contact"]
    assert [text for arrow in picture.arrows for _, _, text in arrow.label].count("told") == 1


def test_picture_tells_every_link() -> None:
    """Each class of the core is drawn, and each link is told, by an arrow or in the box of its class."""
    picture = draw(load())
    assert sorted(box.name for box in picture.boxes) == sorted(CORE)
    assert len(picture.links) > 25
    told = " ".join(text for arrow in picture.arrows for _, _, text in arrow.label)
    told += " ".join(line for box in picture.boxes for line in box.lines)
    assert [name for link in picture.links for name in link.names if name not in told] == []
    drawn = sum(len(link.names) for link in picture.links)
    words = [text for a in picture.arrows for text in " ".join(t for _, _, t in a.label).split(", ")]
    lines = [
        text for box in picture.boxes for line in box.lines if "→" in line for text in line.split(" → ")[0].split(", ")
    ]
    assert len(words) + len(lines) == drawn


def crosses(arrow: Arrow, box: Box) -> bool:
    """Whether an arrow runs through the inside of a box."""
    left, right = sorted((arrow.x1, arrow.x2))
    top, bottom = sorted((arrow.y1, arrow.y2))
    return left < box.x + box.width and right > box.x and top < box.y + box.height and bottom > box.y


def test_no_arrow_crosses_a_box() -> None:
    """Arrows run between boxes, and no two boxes overlap unless one is the frame of the other."""
    picture = draw(load())
    solid = [box for box in picture.boxes if box.kind != "frame"]
    assert [(a, b.name) for a in picture.arrows for b in solid if crosses(a, b)] == []
    overlapping = [
        (one.name, other.name)
        for one, other in combinations(solid, 2)
        if one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    ]
    assert overlapping == []


def test_picture_stands_alone() -> None:
    """The picture is a whole SVG file with title and description, and the page has it and its table."""
    text = (DOCS / "ontology" / "core.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314  our own file
    space = "{http://www.w3.org/2000/svg}"
    title, described = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None
    assert described is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert "contact: with agency: body" in (described.text or "")
    assert text in page(ONTOLOGY).text
    table = page(ONTOLOGY).text.partition("The picture as a table")[2].partition("</table>")[0]
    assert table.count("<tr>") == len(draw(load()).links) + 1


SEEN = [
    "index.html",
    "ontology/index.html",
    "codes/index.html",
    "codes/theme.html",
    "questions/index.html",
    "questions/recommendations-by-addressee.html",
]


def opened(browser: webdriver.Chrome, name: str, width: int, scheme: str = "light") -> None:
    """Open a page from the disk on a screen of a width, in light or dark."""
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get("about:blank")
    for log in ("performance", "browser"):
        browser.get_log(log)  # type: ignore[no-untyped-call]
    browser.get((DOCS / name).as_uri())


@pytest.mark.browser
@pytest.mark.parametrize("name", SEEN)
def test_page_in_a_browser(name: str, browser: webdriver.Chrome) -> None:
    """On a wide, a middling and a narrow screen nothing is fetched, nothing complained of, nothing runs over."""
    for width in (1400, 800, 400):
        opened(browser, name, width)
        told = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]  # type: ignore[no-untyped-call]
        urls = [m["params"]["request"]["url"] for m in told if m["method"] == "Network.requestWillBeSent"]
        assert urls == [(DOCS / name).as_uri()]
        assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        weight = browser.execute_script("return getComputedStyle(document.querySelector('h1')).fontWeight")
        assert weight == "680", "the style of the page is in force"


@pytest.mark.browser
@pytest.mark.parametrize("name", SEEN)
def test_page_is_accessible(name: str, browser: webdriver.Chrome) -> None:
    """Axe finds no fault in the page with everything folded open, nor in its colours in the dark."""
    opened(browser, name, 1000)
    browser.execute_script("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert violations(browser) == []
    opened(browser, name, 1000, "dark")
    browser.execute_script(
        "document.querySelectorAll('.term:nth-of-type(n + 9)').forEach(e => e.remove())"
    )  # all alike
    assert violations(browser, "color-contrast") == []


@pytest.mark.browser
def test_axe_sees_a_fault(browser: webdriver.Chrome) -> None:
    """The test above would tell grey on grey."""
    opened(browser, "index.html", 1000)
    browser.execute_script("document.querySelector('.lead').style.cssText = 'color: #999; background: #aaa'")
    assert [rule for rule, _ in violations(browser)] == ["color-contrast"]


def violations(browser: webdriver.Chrome, *rules: str) -> list[tuple[str, list[Any]]]:
    """Which rules of axe, of all or of some, are broken, each with where."""
    browser.execute_script(AXE_SCRIPT)
    browser.set_script_timeout(120)
    run = "axe.run(document, {resultTypes: ['violations'], ...(arguments[0].length && {runOnly: arguments[0]})})"
    found = browser.execute_async_script(f"{run}.then(arguments[1])", list(rules))
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]]


@pytest.mark.browser
def test_words_of_the_picture_are_legible(browser: webdriver.Chrome) -> None:
    """No words of the picture lie over others, and those of a box within it."""
    opened(browser, "ontology/index.html", 1400)
    boxes = browser.execute_script(
        "const rect = e => { const b = e.getBBox(); return [b.x, b.y, b.x + b.width, b.y + b.height]; };"
        "return {texts: [...document.querySelectorAll('.core text')].map(e => [e.textContent, rect(e)]),"
        " groups: [...document.querySelectorAll('.core g')].map(g =>"
        "   [rect(g.querySelector('rect')), [...g.querySelectorAll('text')].map(e => [e.textContent, rect(e)])])}"
    )
    assert len(boxes["texts"]) > 60
    close = [(a, b) for (a, one), (b, other) in combinations(boxes["texts"], 2) if overlap(one, other)]
    assert close == []
    outside = [
        text for rect, texts in boxes["groups"] for text, place in texts if place[0] < rect[0] or place[2] > rect[2]
    ]
    assert outside == []


def overlap(one: list[float], other: list[float]) -> bool:
    """Whether two rectangles share more than the height of a descender."""
    return one[0] < other[2] and other[0] < one[2] and one[1] + 4 < other[3] and other[1] + 4 < one[3]


@pytest.mark.browser
def test_keyboard(browser: webdriver.Chrome) -> None:
    """The first tab stop skips to the content, and a term's address shows the term."""
    opened(browser, "ontology/index.html", 1000)
    webdriver.ActionChains(browser).send_keys(webdriver.Keys.TAB).perform()
    assert browser.switch_to.active_element.get_attribute("href").endswith("#content")  # type: ignore[union-attr]
    webdriver.ActionChains(browser).send_keys(webdriver.Keys.ENTER).perform()
    assert browser.switch_to.active_element.get_attribute("id") == "content"
    browser.get(f"{ONTOLOGY.as_uri()}#Contact")
    top = browser.execute_script("return document.getElementById('Contact').getBoundingClientRect().top")
    assert 0 <= top < 100


def test_reader_of_pages_reads() -> None:
    """The helper sees ids, links and styles where there are some."""
    read = Page('<html><head><style>a{}</style></head><p id="x"><a href="#x">x</a></p></html>')
    assert (read.ids, read.links, read.styles) == (["x"], ["#x"], ["a{}"])
