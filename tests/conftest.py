"""Fixtures: an invented collection, builds of it and of the packaged reviews, and what may be absent."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Store
from selenium import webdriver

from dhrgraph.rdf.release import Release, open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.records import Collection, check, load_collection
from dhrgraph.resources import datasets

ROOT = Path(__file__).resolve().parent.parent


def absent(what: str) -> None:
    """Skip where something is absent, and fail in a full check, where nothing may be."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and a full check must not go without")
    pytest.skip(what)


def script(name: str) -> ModuleType:
    """A script of the checkout that stands in no package, as a module."""
    spec = importlib.util.spec_from_file_location(Path(name).stem, ROOT / name)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A fresh copy of the invented collection, to be spoiled at will."""
    folder = tmp_path / "collection"
    shutil.copytree(datasets() / "template", folder)
    return folder


@pytest.fixture(scope="session")
def packaged() -> Collection:
    """The packaged reviews, loaded."""
    collection, problems = load_collection()
    assert problems == []
    assert check(collection) == []
    return collection


@pytest.fixture(scope="session")
def packaged_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the packaged reviews."""
    build = tmp_path_factory.mktemp("packaged") / "build"
    rebuild(None, build)
    return build


@pytest.fixture(scope="session")
def packaged_release(packaged_build: Path) -> Iterator[Release]:
    """The release of that build, held open."""
    with open_release(packaged_build) as release:
        yield release


@pytest.fixture(scope="session")
def packaged_store(packaged_release: Release) -> Store:
    """Its store."""
    return packaged_release.store()


@pytest.fixture(scope="session")
def toy_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the toy pair, whose answers are worked out by hand in tests/toy/README.md."""
    build = tmp_path_factory.mktemp("toy") / "build"
    rebuild(ROOT / "tests" / "toy", build)
    return build


@pytest.fixture(scope="session")
def toy_release(toy_build: Path) -> Iterator[Release]:
    """The release of that build, held open."""
    with open_release(toy_build) as release:
        yield release


@pytest.fixture(scope="session")
def invented_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the invented collection."""
    build = tmp_path_factory.mktemp("invented") / "build"
    rebuild(datasets() / "template", build)
    return build


@pytest.fixture(scope="session")
def sources() -> Path:
    """Folder with the texts of the two reports, which are not part of the project."""
    folder = Path(os.environ.get("DHRGRAPH_SOURCES", ROOT.parent / "shared" / "sources"))
    if not (folder / "lewisham-kazia.txt").is_file():
        absent("the report texts are not beside the checkout (set DHRGRAPH_SOURCES)")
    return folder


def chrome_in(profile: Path, *flags: str) -> webdriver.Chrome:
    """A browser without a window, which logs each request and each error; the one who calls quits it."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        absent("Debian's chromium and chromium-driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = str(chromium)
    for flag in (
        *("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"),
        *("disable-component-update", "disable-sync", f"user-data-dir={profile}", *flags),
    ):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser without a window, which logs each request and each error."""
    chrome = chrome_in(tmp_path_factory.mktemp("profile"), "window-size=1400,1000")
    chrome.implicitly_wait(5)
    yield chrome
    chrome.quit()


@pytest.fixture(scope="session")
def dhrd() -> Path:
    """The table of the Domestic Homicide Review Dataset, which is not part of the project."""
    file = Path(os.environ.get("DHRGRAPH_DATA", ROOT.parent / "shared" / "data")) / "dhrd" / "incidents.csv"
    if not file.is_file():
        absent("the table dhrd/incidents.csv is not beside the checkout (set DHRGRAPH_DATA)")
    return file
