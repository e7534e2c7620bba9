"""Pages lead from paragraphs to the published report, where the review gives its address, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from selenium import webdriver
from selenium.webdriver.common.by import By

from dhrgraph.questions.graph import Graph
from dhrgraph.questions.library import question
from dhrgraph.rdf.namespaces import PREFIXES, graph_iri, record_iri
from dhrgraph.rdf.release import open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.views import answer_page, pages
from dhrgraph.views.reports import linked, reports_by_id
from tests.conftest import chrome_in
from tests.pages import data_of

ADDRESS = "https://example.org/reports/kazia.pdf"
REVIEW = "lewisham-kazia"


@pytest.fixture(scope="module")
def addressed(packaged_store: Store) -> Store:
    """The packaged graph, in which one of the two reviews has the address of its report."""
    store = Store()
    store.extend(packaged_store)
    document = NamedNode(record_iri(REVIEW, "documents", "1"))
    see, home = NamedNode(f"{PREFIXES['rdfs']}seeAlso"), NamedNode(graph_iri(f"review/{REVIEW}"))
    store.add(Quad(document, see, NamedNode(ADDRESS), home))
    other = NamedNode(record_iri("bexley-nargiza", "documents", "1"))
    store.add(Quad(other, see, Literal("javascript:alert(1)"), home))
    return store


def test_every_page_knows_the_address(addressed: Store, packaged_store: Store) -> None:
    """Each page of facts has it for its review, the index as links, and where no review has one, none is there."""
    made = pages(addressed)
    for name, text in made.items():
        if name == "index.html":
            assert text.count(f'href="{ADDRESS}"') > 5
        elif name == "timeline-bexley-nargiza.html":
            assert data_of(text)["reports"] == [""]
        else:
            assert ADDRESS in data_of(text)["reports"], name
        assert "javascript:alert" not in text
    assert not any("example.org/reports" in text for text in pages(packaged_store).values())


def test_a_drawn_answer_knows_it(addressed: Store, packaged_build: Path) -> None:
    """The page of an answer, too."""
    one = question("acts-not-done")
    with Graph(packaged_build) as graph:
        answer = graph.ask(one.name, iri=True)
    assert ADDRESS in data_of(answer_page(addressed, answer, one.head["question"], "", [], set()))["reports"]


def test_only_the_paragraphs_of_a_review_with_an_address_lead(addressed: Store) -> None:
    """A row without a review, or of one without an address, leads nowhere, nor does any other column."""
    known = reports_by_id(addressed)
    assert known == {REVIEW: ADDRESS}
    assert linked(["paragraphs"], [["1"]], known) == [[("1", "")]]
    rows = [["bexley-nargiza", "1", "x"], [REVIEW, "2", "y"]]
    cells = linked(["review", "paragraphs", "on_one_paragraph"], rows, known)
    assert [cell for row in cells for cell in row if cell[1]] == [("2", ADDRESS)]


def test_an_address_of_a_record_reaches_the_pages(invented: Path, tmp_path: Path) -> None:
    """What review.yaml gives as the url of a document is what the index links."""
    file = invented / "reviews" / "example-review" / "review.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("    issued: 2020-11\n", f"    issued: 2020-11\n    url: {ADDRESS}\n"), encoding="utf-8"
    )
    rebuild(invented, tmp_path / "build")
    assert f'href="{ADDRESS}"' in (tmp_path / "build" / "views" / "index.html").read_text(encoding="utf-8")
    with open_release(tmp_path / "build") as release:
        assert reports_by_id(release.store()) == {"example-review": ADDRESS}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser without a window."""
    chrome = chrome_in(tmp_path_factory.mktemp("profile"), "window-size=1400,1000")
    yield chrome
    chrome.quit()


@pytest.mark.browser
def test_paragraphs_of_a_table_are_links(addressed: Store, browser: webdriver.Chrome, tmp_path: Path) -> None:
    """The paragraphs in the table of facts lead to the report of their review; the page itself asks for nothing."""
    page = tmp_path / "contacts.html"
    page.write_text(pages(addressed)["contacts.html"], encoding="utf-8")
    browser.get(page.as_uri())
    browser.execute_script("document.getElementById('every').open = true")
    browser.implicitly_wait(5)
    browser.find_element(By.CSS_SELECTOR, "#facts tbody tr")
    rows = browser.find_elements(By.CSS_SELECTOR, "#facts tbody tr")
    for row in rows[:40]:
        links = [link.get_attribute("href") for link in row.find_elements(By.XPATH, "./td[last()]/a")]
        assert links == ([ADDRESS] if "Lewisham" in row.find_elements(By.TAG_NAME, "td")[-2].text else [])
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
