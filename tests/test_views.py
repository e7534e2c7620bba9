"""The page: offline, safe, the same each time, and usable in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from pyoxigraph import Store
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from dhrgraph.cli import cli
from dhrgraph.exchange.tables import read_tables
from dhrgraph.networks.contacts import contact_network
from dhrgraph.rdf.release import open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.resources import datasets
from dhrgraph.views import contacts_page
from dhrgraph.views.layout import positions

HOSTILE = "<img src=x onerror=\"document.title='spoiled'\"></script><script>document.title='spoiled'</script>&amp; '"


class Page(HTMLParser):
    """The elements of a page with their attributes, and the content of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note that a script has ended."""
        self.inside = False

    def handle_data(self, data: str) -> None:
        """Note the text of a script."""
        if self.inside:
            self.scripts[-1] += data


@pytest.fixture(scope="module")
def page(packaged_store: Store) -> str:
    """The page of the packaged reviews."""
    return contacts_page(packaged_store)


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a collection whose texts try to run as HTML."""
    folder = tmp_path_factory.mktemp("hostile") / "collection"
    shutil.copytree(datasets() / "template", folder)
    review = folder / "reviews" / "example-review"
    told = json.dumps(HOSTILE)
    for path, old in (
        (review / "agencies.yaml", "label: "),
        (review / "people.yaml", "pseudonym: Ms A\n"),
        (review / "review.yaml", "title: "),
    ):
        text = path.read_text(encoding="utf-8")
        line = next(line for line in text.splitlines(keepends=True) if old.strip() in line)
        key = line.partition(":")[0]
        path.write_text(text.replace(line, f"{key}: {told}\n", 1), encoding="utf-8")
    contacts = review / "contacts.yaml"
    contacts.write_text(
        re.sub(r"(?m)^(  summary: ).*$", lambda m: m[1] + told, contacts.read_text(encoding="utf-8")), encoding="utf-8"
    )
    build = folder / "build"
    rebuild(folder, build)
    return (build / "views" / "contacts.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("which", ["page", "hostile_page"])
def test_nothing_is_fetched(which: str, request: pytest.FixtureRequest) -> None:
    """No element of the page names a file, and its policy forbids any request."""
    read = Page(request.getfixturevalue(which))
    fetching = {"src", "srcset", "data", "action", "poster", "background", "formaction", "ping"}
    assert [e for e in read.elements if fetching & e[1].keys()] == []
    assert [
        e for e in read.elements if e[0] in ("link", "iframe", "img", "object", "embed", "base", "audio", "video")
    ] == []
    assert {e[1]["href"] for e in read.elements if "href" in e[1]} <= {"#table"}
    assert not any(name.startswith("on") for _, attributes in read.elements for name in attributes)
    (policy,) = [e[1]["content"] for e in read.elements if e[1].get("http-equiv") == "Content-Security-Policy"]
    assert policy
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy
    assert "@import" not in request.getfixturevalue(which)


@pytest.mark.parametrize("which", ["page", "hostile_page"])
def test_policy_allows_exactly_the_scripts_of_the_page(which: str, request: pytest.FixtureRequest) -> None:
    """The digests of the policy are those of the two scripts; texts have added none."""
    read = Page(request.getfixturevalue(which))
    (policy,) = [e[1]["content"] for e in read.elements if e[1].get("http-equiv") == "Content-Security-Policy"]
    data, *scripts = read.scripts
    assert len(scripts) == 2
    digests = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    assert set(re.findall(r"'sha256-([^']+)'", str(policy))) == digests
    assert json.loads(data)["nodes"]


def test_hostile_texts_come_through_as_texts(hostile_page: str) -> None:
    """What looks like HTML in a label, a title or a summary is shown as it was written."""
    data = json.loads(Page(hostile_page).scripts[0])
    labels = [told["label"] for told in data["details"].values()]
    assert HOSTILE in labels
    assert any(HOSTILE in label for label in labels if label != HOSTILE)  # the person, with the role
    assert all(contact["summary"] == HOSTILE for told in data["details"].values() for contact in told["contacts"])


def test_network_is_that_of_the_tables(packaged_store: Store, packaged_release_tables: Path) -> None:
    """Each contact with a victim or perpetrator is an edge for each agency and person, and no other is."""
    tables = {table.name: table for table in read_tables(packaged_release_tables)}
    people = {(row[0], row[1]) for row in tables["people"].rows if row[3] in ("victim", "perpetrator")}
    wanted = {
        (row[0], row[1], agency, person)
        for row in tables["contacts"].rows
        for agency in row[5].split(";")
        for person in row[6].split(";")
        if (row[0], person) in people
    }
    network = contact_network(packaged_store)
    found = {
        (key.split("/")[-3], key.rsplit("/", 1)[1], u.rsplit("/", 1)[1], v.rsplit("/", 1)[1])
        for u, v, key in (
            (u, v, key) if network.nodes[u]["kind"] == "agency" else (v, u, key)
            for u, v, key in network.edges(keys=True)
        )
    }
    assert len(wanted) > 100
    assert found == wanted


@pytest.fixture
def packaged_release_tables(packaged_build: Path) -> Path:
    """Folder of the tables of the packaged reviews."""
    return packaged_build / "tables"


def test_page_has_every_contact(page: str, packaged_store: Store) -> None:
    """Behind the nodes, and in the list below, stand all contacts with summary and paragraphs."""
    network = contact_network(packaged_store)
    details = json.loads(Page(page).scripts[0])["details"]
    for node in network:
        wanted = sorted(data["summary"] for _, _, data in network.edges(node, data=True))
        assert sorted(contact["summary"] for contact in details[node]["contacts"]) == wanted
    assert all(contact["passages"] for told in details.values() for contact in told["contacts"])
    listed = page[page.index('id="contacts"') : page.index('type="application/json"')]
    assert listed.count("<li>") == network.number_of_edges()


def test_same_page_each_time(page: str, packaged_store: Store) -> None:
    """The layout has no chance in it, and the network drawn is left as it was."""
    assert contacts_page(packaged_store) == page
    network = contact_network(packaged_store)
    before = network.copy()
    positions(network)
    assert nx.utils.graphs_equal(network, before)


def test_labels_do_not_overlap(packaged_store: Store) -> None:
    """No two nodes stand so near that their marks and labels meet."""
    places = positions(contact_network(packaged_store))
    close = [
        (one, other)
        for one, other in combinations(places, 2)
        if abs(places[one][0] - places[other][0]) < 390 and abs(places[one][1] - places[other][1]) < 180
    ]
    assert close == []


def test_nothing_to_draw() -> None:
    """A graph without contacts still gives a page, which says so."""
    assert positions(nx.MultiGraph()) == {}
    page = contacts_page(Store())
    assert "0 coded contacts" in page


def test_view_command(packaged_build: Path, page: str, tmp_path: Path) -> None:
    """The command writes the page that the build has."""
    out = tmp_path / "new folder" / "page.html"
    result = CliRunner().invoke(cli, ["view", "--build", str(packaged_build), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_text(encoding="utf-8") == page
    with open_release(packaged_build) as release:
        assert (release.path / "views" / "contacts.html").read_text(encoding="utf-8") == page


def log(browser: webdriver.Chrome, name: str) -> list[dict[str, str]]:
    """What the browser has logged since it was asked last."""
    entries: list[dict[str, str]] = browser.get_log(name)  # type: ignore[no-untyped-call]
    return entries


def opened(browser: webdriver.Chrome, text: str, folder: Path) -> None:
    """Open a page from the disk; it may ask for nothing and complain of nothing."""
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    browser.get("about:blank")
    log(browser, "performance")
    log(browser, "browser")
    browser.get(path.as_uri())
    assert browser.find_element(By.CSS_SELECTOR, "#network canvas").is_displayed()


def asked(browser: webdriver.Chrome) -> list[str]:
    """Addresses that the page asked for since it was opened, itself apart."""
    told = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    urls = [m["params"]["request"]["url"] for m in told if m["method"] == "Network.requestWillBeSent"]
    assert any(url.endswith("page.html") for url in urls), "the log holds the page itself, so it would hold others"
    return [url for url in urls if not url.endswith("page.html")]


def panel(browser: webdriver.Chrome) -> WebElement:
    """Where the contacts behind a node are shown."""
    return browser.find_element(By.ID, "details")


@pytest.mark.browser
def test_in_a_browser(browser: webdriver.Chrome, page: str, tmp_path: Path) -> None:
    """Find an agency by name, by the table and by the picture; filter by review; no request, no error."""
    opened(browser, page, tmp_path)
    assert "Choose an agency" in panel(browser).text
    search = browser.find_element(By.ID, "search")
    search.send_keys("Refuge", Keys.TAB)
    assert "Refuge" in panel(browser).find_element(By.TAG_NAME, "h2").text
    assert "¶" in panel(browser).text
    search.clear()
    search.send_keys("no such body", Keys.TAB)
    assert "Nothing of this name" in browser.find_element(By.ID, "status").text

    button = browser.find_element(By.CSS_SELECTOR, "button.pick")
    button.send_keys(Keys.ENTER)  # by keyboard alone
    heading = panel(browser).find_element(By.TAG_NAME, "h2").text
    assert heading == button.text
    assert browser.switch_to.active_element == panel(browser)

    Select(browser.find_element(By.ID, "review")).select_by_index(1)
    browser.find_element(By.ID, "fit").click()
    assert Select(browser.find_element(By.ID, "review")).first_selected_option.text == "all reviews"
    assert asked(browser) == []
    assert log(browser, "browser") == []


@pytest.mark.browser
def test_click_on_the_picture(browser: webdriver.Chrome, page: str, tmp_path: Path) -> None:
    """A click on a node shows its contacts: the person with most of them stands in the middle after a search."""
    opened(browser, page, tmp_path)
    search = browser.find_element(By.ID, "search")
    search.send_keys("Kazia", Keys.TAB)
    wanted = panel(browser).find_element(By.TAG_NAME, "h2").text
    assert "Kazia" in wanted
    search.clear()
    search.send_keys("Refuge", Keys.TAB)
    found = panel(browser).find_element(By.TAG_NAME, "h2").text
    assert "Refuge" in found
    browser.execute_script("document.getElementById('details').replaceChildren()")
    canvas = browser.find_element(By.CSS_SELECTOR, "#network canvas")
    webdriver.ActionChains(browser).move_to_element(canvas).click().perform()
    browser.implicitly_wait(5)
    assert panel(browser).find_element(By.TAG_NAME, "h2").text == found


@pytest.mark.browser
def test_hostile_texts_in_a_browser(browser: webdriver.Chrome, hostile_page: str, tmp_path: Path) -> None:
    """Texts that try to run do not, wherever they are shown."""
    opened(browser, hostile_page, tmp_path)
    for button in browser.find_elements(By.CSS_SELECTOR, "button.pick"):
        button.click()
        assert HOSTILE in panel(browser).text
    assert browser.title == "Contacts between agencies and people · dhrgraph"
    assert browser.find_elements(By.TAG_NAME, "img") == []
    assert asked(browser) == []
    assert log(browser, "browser") == []


@pytest.mark.browser
def test_phone(browser: webdriver.Chrome, page: str, tmp_path: Path) -> None:
    """On a narrow screen nothing runs over the side."""
    browser.set_window_size(390, 844)
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    )
    opened(browser, page, tmp_path)
    widths = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert widths[0] <= widths[1]
