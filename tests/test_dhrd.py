"""Reading the Domestic Homicide Review Dataset: what is sound is taken whole, what is not is told with its place."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhrgraph import yamltext
from dhrgraph.errors import Problem, ProblemsError
from dhrgraph.exchange.catalogue import summary, to_yaml
from dhrgraph.exchange.dhrd import COLUMNS, TAGS, read
from dhrgraph.exchange.strictcsv import MAX_BYTES
from dhrgraph.records.catalogue import Catalogue, Entry
from dhrgraph.records.codes import codes
from dhrgraph.records.fields import fields_of
from tests.conftest import ROOT

SOUND = (ROOT / "tests" / "catalogue" / "incidents.csv").read_bytes()
TODAY = date(2026, 3, 31)


def parsed(data: bytes, folder: Path) -> Catalogue:
    """The catalogue of a file with this content."""
    file = folder / "incidents.csv"
    file.write_bytes(data)
    return read(file, today=TODAY)


def problems(data: bytes, folder: Path) -> list[Problem]:
    """What is told of a file with this content; it must be something."""
    with pytest.raises(ProblemsError) as told:
        parsed(data, folder)
    return told.value.problems


def replace(old: str, new: str, count: int = 1) -> Callable[[bytes], bytes]:
    """A fault: a text is replaced."""

    def spoil(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), count)

    return spoil


def without(column: str) -> Callable[[bytes], bytes]:
    """A fault: a column is missing."""

    def spoil(data: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(data.decode())))
        index = rows[0].index(column)
        return "".join(f"{','.join(row[:index] + row[index + 1 :])}\n" for row in rows[:5]).encode()

    return spoil


# fault, its place (line:column), what is told and what to do
FAULTS: dict[str, tuple[Callable[[bytes], bytes], str, str, str]] = {
    "empty": (lambda _: b"", "1:1", "the file is empty", "publish"),
    "blank": (lambda _: b"\xef\xbb\xbf\r\n \r\n", "1:1", "the file is empty", "publish"),
    "header alone": (lambda data: data.splitlines()[0], "1:1", "a header and no row", "publish"),
    "a workbook": (lambda _: b"PK\x03\x04 and so on", "1:1", "workbook or an archive", "UTF-8"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "1:1", "not UTF-8 text (it may be UTF-16)", "UTF-8"),
    "Latin-1": (lambda data: data.replace(b"Anytown", b"Anyt\xf6wn", 1), "2:14", "not UTF-8 text", "UTF-8"),
    "huge": (lambda data: data + b" " * MAX_BYTES, "1:1", "more than 20,000,000 bytes", "look at what it holds"),
    "endless lines": (lambda data: data + b"x\n" * 20_000, "20001:1", "more than 20,000", "look at what it holds"),
    "an endless line": (lambda data: data + b"x" * 10_001, "9:1", "the line has 10,001 characters", "ran together"),
    "an endless cell": (replace("sharp instrument", "x" * 201), "2:39", "the cell has 201 characters", "ran together"),
    "semicolons": (lambda data: data.replace(b",", b";"), "1:1", "separated by ;", "with commas"),
    "tabs": (lambda data: data.replace(b",", b"\t"), "1:1", "separated by tabs", "with commas"),
    "unknown column": (lambda data: data.replace(b"\n", b",red\n").replace(b"red", b"colour", 1), "1:328", "unknown column 'colour'", "the columns are incident_id"),
    "misspelt column": (replace("parricide", "paricide"), "1:129", "unknown column 'paricide'", "did you mean 'parricide'?"),
    "missing column": (without("stalking"), "1:1", "column 'stalking' is missing", "publish"),
    "missing column of text": (without("csp"), "1:1", "column 'csp' is missing", "publish"),
    "column twice": (replace("parricide", "stalking"), "1:318", "column 'stalking' stands twice", "keep the one"),
    "truncated row": (lambda data: data[: data.rindex(b",True,True")], "8:1", "the row has", "cut off"),
    "cell too many": (replace("INC-0002,", "INC-0002,,"), "3:1", "the row has 23 cells, the header 22", "comma too many"),
    "open quote": (replace('"Thirdham, Upper"', '"Thirdham, Upper'), "7:10", "quoted cell does not end", "close the quote"),
    "text after a quote": (replace('"Thirdham, Upper"', '"Thirdham" Upper'), "7:10", "quoted cell does not end", "close the quote"),
    "control character": (replace("Otherton", "Other\x07ton"), "4:15", "U+0007", "delete"),
    "bad id": (replace("INC-0002", "0002"), "3:1", "'0002' is no id", "INC-0001"),
    "no id": (replace("INC-0002", ""), "3:1", "'' is no id", "INC-0001"),
    "double id": (replace("INC-0004", "INC-0002"), "5:1", "INC-0002 stands twice, first in line 3", "keep the row"),
    "no partnership": (replace("Anytown", ""), "2:10", "names no partnership", "give the area"),
    "long partnership": (replace("Anytown", "x" * 201), "2:10", "has 201 characters", "ran together"),
    "unknown region": (replace("Greater London", "Greater Londn"), "7:28", "unknown region 'Greater Londn'", "did you mean 'Greater London'?"),
    "region of another list": (replace("Wales", "Scotland"), "2:18", "unknown region 'Scotland'", "write one of North East"),
    "no region": (replace("Wales", ""), "2:18", "unknown region ''", "write one of"),
    "impossible month": (replace("May 2019", "Maj 2019"), "2:24", "no month 'Maj'", "did you mean May?"),
    "date of a spreadsheet": (replace("May 2019", "May-19"), "2:24", "'May-19' is no date", "not as a spreadsheet"),
    "day": (replace("May 2019", "31 May 2019"), "2:24", "is no date like", "publish"),
    "EDTF": (replace("May 2019", "2019-05"), "2:24", "is no date like", "publish"),
    "old year": (replace("May 2019", "May 1919"), "2:24", "lies before 1990", "typing error"),
    "future": (replace("May 2019", "April 2026"), "2:24", "lies in the future", "typing error"),
    "future year": (replace("May 2019", "2027"), "2:24", "lies in the future", "typing error"),
    "unknown cause": (replace("sharp instrument", "sharp instruments"), "2:39", "unknown cause of death", "did you mean 'sharp instrument'?"),
    "unknown place": (replace("public_place", "public place"), "4:49", "unknown place of death", "did you mean 'public_place'?"),
    "wrong boolean": (replace("True,shooting", "yes,shooting"), "4:35", "'yes' is neither True nor False", "write True"),
    "boolean missing": (replace("public_place,False", "public_place,"), "4:62", "'' is neither True nor False", "False for not tagged"),
    "boolean as a number": (replace("public_place,False", "public_place,0"), "4:62", "'0' is neither", "write True"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told(name: str, tmp_path: Path) -> None:
    """A planted fault is told once, at its line and column, with the reason and the remedy."""
    spoil, place, what, remedy = FAULTS[name]
    spoilt = spoil(SOUND)
    assert spoilt != SOUND
    found = [str(problem) for problem in problems(spoilt, tmp_path)]
    assert any(f"incidents.csv:{place}" in text and what in text and remedy in text for text in found), found
    assert len(found) == (2 if name == "column twice" else 1), "one fault is told once:\n" + "\n".join(found)


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Faults of header, rows and cells are told in one run, in the order of the file."""
    data = SOUND
    for name in ("misspelt column", "wrong boolean", "double id", "open quote"):
        data = FAULTS[name][0](data)
    data = replace("May 2019", "May 2119")(data)
    data = replace("sharp instrument", "sharp instruments")(data)
    data = data.replace(b"INC-0005,Otherton", "INC-0005,\u00f6".encode("latin-1"))
    told = problems(data, tmp_path)
    assert [problem.line for problem in told] == [1, 2, 2, 4, 5, 6, 7]
    assert all(problem.remedy for problem in told)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there is told."""
    with pytest.raises(ProblemsError, match="cannot be read"):
        read(tmp_path / "nowhere.csv")


def test_entries(tmp_path: Path) -> None:
    """Each row is an entry; what is not tagged, unknown or empty is not made up."""
    entries = {entry.id: entry for entry in parsed(SOUND, tmp_path).entries}
    assert list(entries) == ["INC-0001", "INC-0002", "INC-0003", "INC-0004", "INC-0005", "INC-0006", "INC-0010"]
    first = entries["INC-0001"]
    assert (first.area, first.region, str(first.death), first.victims) == ("Anytown", "wales", "2019-05", 1)
    assert (first.cause, first.place) == ("sharp-instrument", "residential-location")
    assert set(first.tags) == {
        "intimate-partner-violence",
        "children-present",
        "coercive-control",
        "physical-abuse",
        "stalking",
    }
    assert (entries["INC-0002"].cause, entries["INC-0002"].place) == ("unknown", "not-known")
    assert str(entries["INC-0002"].death) == "2018"
    assert entries["INC-0003"].victims == 2
    bare = entries["INC-0005"]
    assert (bare.cause, bare.place, bare.tags, bare.victims) == (None, None, [], 1)
    assert (entries["INC-0006"].area, entries["INC-0006"].death) == ("Thirdham, Upper", None)


def test_summary(tmp_path: Path) -> None:
    """The figures are those of the file, and entries that are alike are told and kept."""
    told = summary(parsed(SOUND, tmp_path))
    assert (told["entries"], told["victims"], told["undated"]) == (7, {"1": 5, "2": 2}, 1)
    assert (told["first_year"], told["last_year"]) == ("2018", "2020")
    assert told["tags"]["intimate-partner-violence"] == 4
    assert told["possibly_twice"] == [["INC-0003", "INC-0004"]]


def reordered(data: bytes) -> bytes:
    """The same table with its columns in another order."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    order = random.Random(7).sample(range(len(rows[0])), len(rows[0]))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([[row[i] for i in order] for row in rows])
    return out.getvalue().encode()


VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "both": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    "no end of line": lambda data: data.rstrip(b"\n"),
    "empty lines": lambda data: data.replace(b"\n", b"\n\n") + b"\n\n",
    "capitals": lambda data: data.replace(b"True", b"TRUE").replace(b"False", b"FALSE"),
    "other order": reordered,
    "white space": lambda data: data.replace(b",Anytown,", b", Anytown ,"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_are_the_same(name: str, tmp_path: Path) -> None:
    """What a spreadsheet program does on the way and changes no value gives the same entries."""
    changed = VARIANTS[name](SOUND)
    assert changed != SOUND
    assert parsed(changed, tmp_path).entries == parsed(SOUND, tmp_path).entries


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows that are sound."""
    truth = st.sampled_from(["True", "False"])
    months = st.sampled_from(["", "January ", "May ", "September ", "December "])
    years = st.integers(1990, 2025).map(str)
    area = st.text(
        st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["Cc", "Cf", "Zs"]), min_size=1
    )
    cells: dict[str, st.SearchStrategy[str]] = {
        **dict.fromkeys(("multiple_victims", *TAGS.values()), truth),
        "csp": area,
        "region": st.sampled_from(["Wales", "East", "Greater London", "North East", "Yorkshire and Humber"]),
        "death_date": st.one_of(st.just(""), st.builds(lambda month, year: f"{month}{year}", months, years)),
        "cause_of_death": st.sampled_from(["", *(code.label for code in codes("cause-of-death").values())]),
        "location_of_death": st.sampled_from(["", "residential_location", "public_place", "other", "not_known"]),
    }
    rows = draw(st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=6))
    return [{"incident_id": f"INC-{number:04}", **row} for number, row in enumerate(rows, start=1)]


def as_csv(rows: list[dict[str, str]], order: list[str], quoting: int, end: str) -> bytes:
    """Rows as the bytes of a file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, order, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


WRITTEN = st.tuples(
    st.permutations(COLUMNS), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"])
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables(), WRITTEN)
def test_sound_tables_come_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], way: tuple[list[str], int, str]
) -> None:
    """Whatever the order, quotes and line ends, each row comes back with its values."""
    entries = parsed(as_csv(rows, *way), tmp_path_factory.getbasetemp()).entries
    assert [entry.id for entry in entries] == [row["incident_id"] for row in rows]
    for entry, row in zip(entries, rows, strict=True):
        assert entry.area == row["csp"]
        assert {TAGS[tag] for tag in entry.tags} == {column for column in TAGS.values() if row[column] == "True"}
        assert entry.victims == (2 if row["multiple_victims"] == "True" else 1)
        assert (entry.death.earliest.year if entry.death and entry.death.earliest else "") == (
            int(row["death_date"][-4:]) if row["death_date"] else ""
        )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables(), WRITTEN, st.data())
def test_one_bad_cell_is_told_where_it_is(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[dict[str, str]],
    way: tuple[list[str], int, str],
    data: st.DataObject,
) -> None:
    """In any table, a cell at fault is told with the line of its row and the column where it begins."""
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from([name for name in COLUMNS if name != "csp"]))
    rows[row][column] = "~ nothing of the kind ~"
    content = as_csv(rows, *way)
    (problem,) = problems(content, tmp_path_factory.getbasetemp())
    line = content.decode().splitlines()[problem.line - 1]
    assert problem.line == row + 2
    assert line[problem.column - 1 :].lstrip('"').startswith("~ nothing")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_written_catalogue_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> None:
    """Whatever stands in a name, the file of the catalogue gives the catalogue again."""
    made = parsed(as_csv(rows, list(COLUMNS), csv.QUOTE_MINIMAL, "\n"), tmp_path_factory.getbasetemp())
    text = yamltext.parse(to_yaml(made, "a test").encode())
    assert text.faults == []
    assert Catalogue.model_validate(text.value) == made


def test_file_is_the_same_each_time_and_reads_well(tmp_path: Path) -> None:
    """The file of a catalogue has an entry a line, and the same bytes for the same table."""
    text = to_yaml(parsed(SOUND, tmp_path), "dhrgraph import dhrd")
    assert text == to_yaml(parsed(SOUND, tmp_path), "dhrgraph import dhrd")
    lines = text.splitlines()
    assert lines[0].startswith("# Written by dhrgraph import dhrd")
    assert sum(line.startswith("  - {id: INC-") for line in lines) == 7
    assert (
        "  - {id: INC-0002, area: Anytown, region: wales, death: '2018', victims: 1, cause: unknown, place: not-known,"
        " tags: [intimate-partner-violence, economic-abuse]}" in lines
    )


def test_source_tells_what_the_licence_asks(tmp_path: Path) -> None:
    """Makers, licence, citation, the file's digest and the changes are there; an unknown version is not made up."""
    source = parsed(SOUND, tmp_path).source
    assert [creator.orcid for creator in source.creators] == ["0000-0002-6810-0281", "0000-0002-7608-8702"]
    assert source.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert source.version.startswith("not known")
    assert "Version" not in source.citation
    assert len(source.sha256) == 64
    assert source.changes


def test_every_code_has_a_label_of_the_dataset() -> None:
    """Each column, region, cause and place of the dataset has a code, and no code is without."""
    assert len(COLUMNS) == 22
    assert len(TAGS) == 15
    assert (len(codes("region")), len(codes("cause-of-death")), len(codes("place-of-death"))) == (10, 18, 4)
    tagged = {field.scheme for field in fields_of(Entry) if field.scheme}
    assert tagged == {"region", "cause-of-death", "place-of-death", "case-tag"}


#: What the notes beside the dataset count in its table, and what its makers publish.
TOTALS = {
    "intimate-partner-violence": 487,
    "familial-homicide": 153,
    "parricide": 94,
    "homicide-suicide": 70,
    "children-present": 181,
    "coercive-control": 403,
    "economic-abuse": 221,
    "faith-based-marriage": 4,
    "forced-marriage": 9,
    "honour-based-violence": 15,
    "physical-abuse": 379,
    "emotional-abuse": 319,
    "separation": 300,
    "sexual-abuse": 80,
    "stalking": 133,
}


def test_totals_of_the_dataset(dhrd: Path) -> None:
    """The real table gives the dataset's own totals, and its version is said not to be settled."""
    catalogue = read(dhrd)
    told = summary(catalogue)
    assert (told["entries"], told["victims"], told["undated"]) == (647, {"1": 619, "2": 28}, 0)
    assert told["tags"] == TOTALS
    assert told["possibly_twice"] == [["INC-0309", "INC-0594"]]
    assert catalogue.source.version.startswith("not settled")
    assert sum(len(str(entry.death)) == 4 for entry in catalogue.entries) == 50
    assert Counter(entry.region for entry in catalogue.entries)["london"] == 89
    causes = Counter(entry.cause for entry in catalogue.entries)
    assert (causes["unknown"], causes["other"], causes[None]) == (87, 40, 1)
    assert Counter(entry.place for entry in catalogue.entries)[None] == 3
    parricides = [entry for entry in catalogue.entries if "parricide" in entry.tags]
    assert all("familial-homicide" in entry.tags for entry in parricides)


@pytest.mark.parametrize("name", ["CRLF", "byte order mark", "both", "other order", "capitals"])
def test_variants_of_the_dataset(name: str, dhrd: Path, tmp_path: Path) -> None:
    """The real table comes back from what a spreadsheet program makes of it, and is known again by its text."""
    plain, changed = read(dhrd), parsed(VARIANTS[name](dhrd.read_bytes()), tmp_path)
    assert changed.entries == plain.entries
    assert changed.source.sha256 != plain.source.sha256
    if name in ("CRLF", "byte order mark", "both"):
        assert changed.source.version == plain.source.version
