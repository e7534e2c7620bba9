"""Write the lists of what dhrgraph installs, and under which licences: ``python requirements/inventory.py``.

Everything comes from files beside this one: names, versions and hashes from the lock, licences from two
reviewed tables. So the lists are the same on every machine, and no network is needed. Tests compare the
tables with what the installed packages say of themselves.
"""

from __future__ import annotations

import configparser
import csv
import json
import re
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

import click
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from licensing import refused

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"([a-z0-9._-]+)==([^\s;]+)(?: ; (.+?))? \\")
_HASH = re.compile(r" +--hash=sha256:([0-9a-f]{64})(?: \\)?")
_HEAD = """\
<!-- Written by requirements/inventory.py; do not edit by hand. -->

# Licences

What an installation of dhrgraph holds besides dhrgraph, from the lock (`requirements/core.txt`). A package that only some machines need has its condition. [`requirements/sbom.cdx.json`](../requirements/sbom.cdx.json) is the same list for programs (CycloneDX), with hashes. `make lock` writes both; `make test` fails where they are out of date or a licence is not on the list of those allowed.

"""  # noqa: E501


class InventoryError(click.ClickException):
    """The tables beside the lock do not fit it."""


class Pin(NamedTuple):
    """A package of the lock.

    Parameters
    ----------
    name, version : str
        As pinned.
    where : str
        Condition under which it is installed, as the lock has it; empty where always.
    hashes : tuple of str
        SHA-256 of each file that the lock allows.
    """

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]


def pins(lock: str) -> list[Pin]:
    """The packages of a lock, by name.

    Examples
    --------
    >>> pins("click==8.1 \\\\\\n    --hash=sha256:" + "0" * 64)[0].version
    '8.1'
    """
    found: list[Pin] = []
    for number, line in enumerate(lock.splitlines(), start=1):
        if line.startswith("#") or not line.strip():
            continue
        pin, digest = _PIN.fullmatch(line), _HASH.fullmatch(line)
        if pin:
            found.append(Pin(pin[1], pin[2], pin[3] or "", ()))
        elif digest and found:
            last = found[-1]
            found[-1] = Pin(last.name, last.version, last.where, (*last.hashes, digest[1]))
        else:
            raise InventoryError(f"line {number} of the lock is no pin and no hash; write it anew with make lock")
    return sorted(found, key=lambda pin: (pin.name, pin.version))


def table(path: Path) -> list[dict[str, str]]:
    """The rows of one of the reviewed tables."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def checked(lock: str, licences: list[dict[str, str]], bundled: list[dict[str, str]]) -> dict[str, str]:
    """The licence of each package; an error where one is missing, left over or not allowed."""
    known = {row["package"]: row["licence"] for row in licences}
    names = {pin.name for pin in pins(lock)}
    problems = [f"{name} has no line in licences.csv: review its licence and add one" for name in names - known.keys()]
    problems += [f"{name} of licences.csv is not in the lock: delete its line" for name in known.keys() - names]
    problems += [
        f"{row['part']} of bundled.csv is in {row['package']}, which is not in the lock: delete its line"
        for row in bundled
        if row["package"] not in names
    ]
    problems += [f"{name}: {why}" for name in known if (why := refused(known[name]))]
    problems += [f"{row['part']}: {why}" for row in bundled if (why := refused(row["licence"], row["part"]))]
    if problems:
        raise InventoryError("\n".join(["the licences do not fit the lock", *sorted(problems)]))
    return known


def bill(lock: str, known: dict[str, str], bundled: list[dict[str, str]], about: configparser.ConfigParser) -> str:
    """The list for programs, a CycloneDX document."""
    meta, options = about["metadata"], about["options"]
    root = Component(
        name=meta["name"],
        version=meta["version"],
        type=ComponentType.APPLICATION,
        bom_ref=meta["name"],
        licenses=[_licence(meta["license_expression"])],
    )
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, lock))
    bom.metadata.component = root
    direct = {re.split(r"[\s\[;]", line)[0].lower() for line in options["install_requires"].strip().splitlines()}
    for pin in pins(lock):
        component = _package(pin, known[pin.name], [row for row in bundled if row["package"] == pin.name])
        bom.components.add(component)
        if pin.name in direct:
            bom.register_dependency(root, [component])
    made = json.loads(JsonV1Dot6(bom).output_as_string())
    del made["metadata"]["timestamp"]  # the same bytes on every day
    made["dependencies"] = [
        each for each in made["dependencies"] if "dependsOn" in each
    ]  # those of others: unknown here
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _package(pin: Pin, licence: str, bundled: list[dict[str, str]]) -> Component:
    purl = PackageURL("pypi", None, pin.name, pin.version)
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in pin.hashes],
        licenses=[_licence(licence)],
        properties=[Property(name="dhrgraph:where", value=pin.where)] if pin.where else None,
        components=[_part(row, str(purl)) for row in bundled],
    )


def _part(row: dict[str, str], package: str) -> Component:
    return Component(
        name=row["part"],
        version=row["version"] or None,
        type=ComponentType.LIBRARY,
        bom_ref="/".join(filter(None, (package, row["part"], row["version"]))),
        purl=PackageURL.from_string(row["purl"]) if row["purl"] else None,
        licenses=[_licence(row["licence"])],
        properties=[Property(name="dhrgraph:where", value=row["where"])],
    )


def _licence(text: str) -> License:
    return LicenseFactory().make_from_string(text)


def page(lock: str, known: dict[str, str], bundled: list[dict[str, str]]) -> str:
    """The list for people."""
    lines = ["| package | version | licence | where |", "| --- | --- | --- | --- |"]
    lines += [f"| {pin.name} | {pin.version} | {known[pin.name]} | {pin.where or 'all'} |" for pin in pins(lock)]
    lines += ["", "## Parts inside packages", ""]
    lines += ["As far as the packages state them; a part without a version is in the package without one.", ""]
    lines += ["| package | part | version | licence | where |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {' | '.join(row[key] for key in ('package', 'part', 'version', 'licence', 'where'))} |" for row in bundled
    ]
    return _HEAD + "\n".join(lines) + "\n"


def texts(root: Path = ROOT) -> dict[Path, str]:
    """Both lists by their file."""
    folder = root / "requirements"
    lock = (folder / "core.txt").read_text(encoding="utf-8")
    bundled = table(folder / "bundled.csv")
    known = checked(lock, table(folder / "licences.csv"), bundled)
    about = configparser.ConfigParser()
    about.read(root / "setup.cfg", encoding="utf-8")
    return {
        folder / "sbom.cdx.json": bill(lock, known, bundled, about),
        root / "docs" / "licences.md": page(lock, known, bundled),
    }


@click.command()
def main() -> None:
    """Write both lists."""
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
