"""The lists of what is installed: fresh, complete, and under licences that are allowed."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pypdfium2.version
import pytest
import pyvis
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from lxml import etree
from yaml import _yaml

import inventory
import licensing
from tests.conftest import ROOT

FOLDER = ROOT / "requirements"
LOCK = (FOLDER / "core.txt").read_text(encoding="utf-8")
LICENCES = inventory.table(FOLDER / "licences.csv")
BUNDLED = inventory.table(FOLDER / "bundled.csv")
BILL = (FOLDER / "sbom.cdx.json").read_text(encoding="utf-8")
#: What a classifier that names a family leaves open.
FAMILIES = {
    "MIT License": "MIT",
    "BSD License": "BSD-",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def installed(name: str) -> Distribution | None:
    """An installed package of the lock; None where this machine does not have it."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _values(there: Distribution, key: str) -> list[str]:
    return there.metadata.get_all(key) or []


def test_lists_are_fresh() -> None:
    """Both lists are what the lock and the tables give; renew with `make inventory`."""
    stale = [
        path.name
        for path, text in inventory.texts().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == []


def test_every_package_of_the_lock_is_listed() -> None:
    """Each pin is in both lists with its version and hashes, those of other machines, too."""
    pinned = set(re.findall(r"(?m)^([a-z0-9._-]+)==([^ ;]+)", LOCK))
    components = {(each["name"], each["version"]): each for each in json.loads(BILL)["components"]}
    assert components.keys() == pinned
    assert len(pinned) > 40
    assert {"pywin32", "colorama"} <= {name for name, _ in pinned}
    hashes = [digest["content"] for each in components.values() for digest in each["hashes"]]
    assert sorted(hashes) == sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", LOCK))
    for (name, version), each in components.items():
        assert each["purl"] == f"pkg:pypi/{name}@{version}"
        assert each["licenses"]
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert all(f"| {name} | {version} |" in page for name, version in pinned)


def test_bill_is_cyclonedx() -> None:
    """It is valid CycloneDX, has nothing that changes by itself, and names no host but that of its schema."""
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(BILL) is None
    broken = BILL.replace('"type": "library"', '"type": "book"', 1)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None
    assert "timestamp" not in BILL
    assert set(re.findall(r"https?://[^/\"]+", BILL)) == {"http://cyclonedx.org"}


def test_licences_are_those_that_packages_state() -> None:
    """The reviewed table agrees with the metadata of each installed package, as far as that states a licence."""
    known = {row["package"]: row["licence"] for row in LICENCES}
    compared = 0
    for name, licence in known.items():
        there = installed(name)
        if there is None:
            continue
        (stated,) = [*_values(there, "License-Expression"), *_values(there, "License"), ""][:1]
        classes = [each.rpartition(" :: ")[2] for each in _values(there, "Classifier")]
        families = {FAMILIES[each] for each in classes if each in FAMILIES}
        if licensing.parsed(stated) is not None:
            assert licensing.parsed(stated) == licensing.parsed(licence), name
            compared += 1
        elif families:
            assert all(family in licence for family in families), name
            compared += 1
    assert compared > 40


@pytest.mark.skipif(sys.platform != "linux", reason="the versions are those of the wheels for Linux")
def test_parts_have_the_versions_that_are_installed() -> None:
    """The versions of parts inside packages are those that the installed packages hold."""
    versions: dict[str, set[str]] = {}
    for row in BUNDLED:
        versions.setdefault(row["part"], set()).add(row["version"])
    assert versions["libxml2"] == {".".join(map(str, etree.LIBXML_VERSION))}
    assert versions["libxslt"] == {".".join(map(str, etree.LIBXSLT_VERSION))}
    assert versions["libyaml"] == {_yaml.get_version_string()}
    pdfium = pypdfium2.version.PDFIUM_INFO
    assert versions["PDFium"] == {f"{pdfium.major}.{pdfium.minor}.{pdfium.build}.{pdfium.patch}"}
    folder = Path(pyvis.__file__).parent / "lib"
    assert {f"vis-{version}" for version in versions["vis-network"]} == {path.name for path in folder.glob("vis-*")}
    (select,) = versions["tom-select"]
    assert f"Tom Select v{select}" in (folder / "tom-select" / "tom-select.complete.min.js").read_text(encoding="utf-8")


def _inside(name: str) -> list[str]:
    """The licences of what is compiled into a package, by the list that the package holds."""
    there = installed(name)
    assert there is not None
    paths = [Path(str(there.locate_file(file))) for file in there.files or () if "sboms" in file.parts]
    parts = [part for path in paths for part in json.loads(path.read_text(encoding="utf-8"))["components"]]
    return [each.get("expression") or each["license"]["id"] for part in parts for each in part["licenses"]]


@pytest.mark.parametrize("name", ["pyoxigraph", "pydantic-core"])
def test_lists_inside_packages_have_allowed_licences(name: str) -> None:
    """What the packages written in Rust hold is under allowed licences, which the table of parts names."""
    (row,) = [row for row in BUNDLED if row["package"] == name and row["part"] == "Rust crates"]
    named = {str(each) for each in licensing.parsed(row["licence"]).args}
    inside = _inside(name)
    assert len(inside) > 50
    for licence in inside:
        assert licensing.refused(licence) == "", licence
        parsed = licensing.parsed(licence)
        needed = [parsed] if not parsed.args else parsed.args if parsed.operator.strip() == "AND" else []
        assert {str(each) for each in needed if not each.args} <= named, licence


@pytest.mark.parametrize(
    ("licence", "part", "allowed"),
    [
        ("MIT", "", True),
        ("MPL-2.0", "", True),
        ("GPL-2.0-only OR Apache-2.0", "", True),
        ("(MIT OR GPL-3.0-only) AND ISC", "", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", "libgfortran", True),
        ("LGPL-2.1-or-later", "libquadmath", True),
        ("LGPL-2.1-or-later", "", False),
        ("GPL-3.0-or-later", "", False),
        ("AGPL-3.0-only", "", False),
        ("MIT AND GPL-2.0-only", "", False),
        ("(MIT AND GPL-2.0-only) OR AGPL-3.0-only", "", False),
        ("GPL-3.0-only", "libquadmath", False),
        ("BSD", "", False),
        ("UNKNOWN", "", False),
        ("", "", False),
    ],
)
def test_licences_that_may_be_used(licence: str, part: str, allowed: bool) -> None:
    """Permissive licences may be used, where there is a choice as well; GPL and what is not understood may not."""
    assert (licensing.refused(licence, part) == "") is allowed


def test_new_package_needs_a_reviewed_licence() -> None:
    """A package without a line, a line without a package, and a licence that is not allowed are all named."""
    lock = LOCK + "stranger==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    with pytest.raises(inventory.InventoryError, match="stranger has no line"):
        inventory.checked(lock, LICENCES, BUNDLED)
    stranger = {"package": "stranger", "licence": "GPL-3.0-only"}
    with pytest.raises(inventory.InventoryError, match=r"stranger: GPL-3\.0-only is not among"):
        inventory.checked(lock, [*LICENCES, stranger], BUNDLED)
    with pytest.raises(inventory.InventoryError, match=r"stranger of licences\.csv is not in the lock"):
        inventory.checked(LOCK, [*LICENCES, stranger], BUNDLED)
    part = {"package": "stranger", "part": "a part", "licence": "MIT"}
    with pytest.raises(inventory.InventoryError, match=r"a part of bundled\.csv"):
        inventory.checked(LOCK, LICENCES, [*BUNDLED, part])


def test_odd_line_of_the_lock_is_an_error() -> None:
    """A line that is neither a pin nor a hash, such as one that fetches from an address, is not passed over."""
    with pytest.raises(inventory.InventoryError, match="line 1 of the lock"):
        inventory.pins("stranger @ https://example.org/stranger.whl\n")
    with pytest.raises(inventory.InventoryError, match="line 2 of the lock"):
        inventory.pins("click==8.1 \\\n    --hash=md5:00\n")
