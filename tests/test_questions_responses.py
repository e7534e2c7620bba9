"""Questions on contacts, their outcomes and what followed: what is certain, possible, silent or not coded."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, Store

from dhrgraph.questions.library import question
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.rdf.query import select
from dhrgraph.rdf.release import Release


def changed(release: Release, *changes: str) -> Store:
    """The graph of a release, changed; ``review:ash-2019/contact/x`` stands for the IRI of a record."""
    store = Store()
    store.bulk_load(path=str(release.path / "graph.nq"), format=RdfFormat.N_QUADS)
    for change in changes:
        store.update(re.sub(r"review:([\w/-]+)", rf"<{PREFIXES['review']}\1>", change), prefixes=PREFIXES)
    return store


_UNCODED = """DELETE { GRAPH ?g { ?review dhr:kindCoded dhr:%s } }
  WHERE { GRAPH ?g { ?review a dhr:Review ; dhr:kindCoded dhr:%s } }"""


@pytest.mark.parametrize(
    ("name", "cls", "column"),
    [
        ("action-plans", "PlanAction", "action"),
        ("risk-assessments-and-response", "Referral", "referrals"),
        ("risk-assessments-and-response", "ActNotDone", "not_done"),
        ("risk-assessments-and-response", "MaracMeeting", "marac_meetings"),
        ("risk-assessments-and-response", "MaracAction", "marac_actions"),
        ("risk-assessments-and-response", "InformationShare", "sharing"),
    ],
)
def test_silence_is_told_from_what_was_not_coded(name: str, cls: str, column: str, toy_release: Release) -> None:
    """Where a kind was not coded, an answer does not say that nothing is recorded."""
    text = question(name).text
    before = [row[column] for row in select(changed(toy_release), text)]
    after = [row[column] for row in select(changed(toy_release, _UNCODED % (cls, cls)), text)]
    assert "none recorded" in before
    assert "not coded" not in before
    assert after == [cell.replace("none recorded", "not coded") for cell in before]


_OUTCOME = """DELETE {{ GRAPH ?g {{ {record} dhr:contactOutcome ?old }} }}
  INSERT {{ GRAPH ?g {{ {record} dhr:contactOutcome {codes} }} }}
  WHERE {{ GRAPH ?g {{ {record} dhr:contactOutcome ?old }} }}"""
_NO_ACTION, _ARREST = (
    "<https://w3id.org/dhrgraph/code/contact-outcome/no-further-action>",
    "<https://w3id.org/dhrgraph/code/contact-outcome/arrest>",
)
_CALL, _INTERVIEW = "review:birch-2021/contact/police-2020-06-02", "review:ash-2019/contact/police-2017-09-04"
_EMPLOYER = """DELETE {{ GRAPH ?g {{ {record} dhr:inCapacity ?old }} }}
  INSERT {{ GRAPH ?g {{ {record} dhr:inCapacity <https://w3id.org/dhrgraph/code/capacity/employer> }} }}
  WHERE {{ GRAPH ?g {{ {record} dhr:inCapacity ?old }} }}"""


def test_outcomes_with_the_police(toy_release: Release) -> None:
    """No further action and no outcome stand apart, another outcome and the police as employer nowhere."""
    store = changed(
        toy_release,
        _OUTCOME.format(record=_CALL, codes=f"{_NO_ACTION} , {_ARREST}"),
        _OUTCOME.format(record=_INTERVIEW, codes=_ARREST),
        _EMPLOYER.format(record="review:ash-2019/contact/police-2017-09-03"),
    )
    rows = select(store, question("police-no-further-action").text)
    grouped = {row["record_iri"].rpartition("/")[2]: row["group"] for row in rows}
    assert grouped["police-2020-06-02"] == "no further action"
    assert "police-2017-09-04" not in grouped
    assert "police-2017-09-03" not in grouped
    assert grouped["joint-2020-10-05"] == "outcome not given"
    counted = {
        (row["sector"], row["outcome"]): (row["contacts"], row["reviews"], row["not_given"])
        for row in select(store, question("contact-outcomes").text)
    }
    assert counted["police", "any outcome"] == ("4", "3", "3")
    assert counted["police", "arrest"] == ("3", "2", "3")
    assert counted["police", "no further action"] == ("2", "2", "3")
    assert counted["employer", "arrest"] == ("1", "1", "2")


def test_what_is_not_stated_is_marked(toy_release: Release) -> None:
    """A contact that the report calls likely says so, and people whom it was about stand apart."""
    likely = f"""DELETE {{ GRAPH ?g {{ {_INTERVIEW} dhr:certainty ?old }} }}
      INSERT {{ GRAPH ?g {{ {_INTERVIEW} dhr:certainty <https://w3id.org/dhrgraph/code/certainty/likely> ;
        dhr:aboutPerson review:ash-2019/person/alder }} }} WHERE {{ GRAPH ?g {{ {_INTERVIEW} dhr:certainty ?old }} }}"""
    rows = {row["record_iri"]: row for row in select(changed(toy_release, likely), question("contacts-in-order").text)}
    marked = [row for row in rows.values() if row["review"] == "ash-2019" and {"certainty", "about"} & row.keys()]
    assert [(row["certainty"], row["about"].split()[0], row["when"]) for row in marked] == [
        ("likely", "Alder", "2017-09-04")
    ]


#: The referral to the IDVA service becomes one to the MARAC, of another day and without a contact that it arose from.
_REFERRED = """DELETE { GRAPH ?g { ?referral ?bound ?day } }
  INSERT { GRAPH ?g { ?referral dhr:when "WHEN" ; dhr:earliest "WHEN"^^xsd:date ; dhr:latest "WHEN"^^xsd:date ;
    dhr:latestStart "WHEN"^^xsd:date ; dhr:earliestEnd "WHEN"^^xsd:date ; dhr:toAgency agency:mossvale-marac } }
  WHERE { VALUES ?referral { review:ash-2019/referral/referral-idva }
    VALUES ?bound { dhr:when dhr:earliest dhr:latest dhr:latestStart dhr:earliestEnd dhr:aroseFrom dhr:toAgency }
    GRAPH ?g { ?referral ?bound ?day } }"""


@pytest.mark.parametrize(
    ("when", "cell"),
    [
        ("2017-09-03", "none recorded"),  # before the assessment of 4 September
        ("2017-09-04", "2017-09-04 (possible): Mossvale Police to Mossvale MARAC"),
        ("2017-09-05", "2017-09-05: Mossvale Police to Mossvale MARAC"),
        ("2017-09-13", "none recorded"),  # after the next assessment of 12 September
    ],
)
def test_order_of_assessment_and_response(when: str, cell: str, toy_release: Release) -> None:
    """What came on a later day is certain, on the same day possible, before or after the next assessment nothing."""
    rows = select(changed(toy_release, _REFERRED.replace("WHEN", when)), question("risk-assessments-and-response").text)
    assert [row["referrals"] for row in rows if row.get("when") == "2017-09-04"] == [cell]
