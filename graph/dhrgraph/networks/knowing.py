"""Which bodies knew of abuse or risk in a case."""

from __future__ import annotations

from collections import defaultdict

from dhrgraph.networks.facts import Fact, Source, certainty_of, time_of

__all__ = ["Knowing", "knowing"]

#: How each body knew, by review and body.
Knowing = dict[tuple[str, str], list[Fact]]


def knowing(source: Source) -> Knowing:
    """How each body knew of abuse or risk in each review, by date.

    An agency knew where the report states that it did, where abuse was told, or known already, in a
    contact with it, where it found a risk (or assessed one, and the grade is not given), and where a rule
    infers it. What the report calls likely, or suggests, does not count.

    Returns
    -------
    dict
        By IRIs of review and body: facts with ``body``, ``ground`` (coded, contact, risk, inferred),
        ``record`` (IRI; empty if inferred), ``summary``, ``when``, ``earliest``, ``latest``.
    """
    found: Knowing = defaultdict(list)
    risks = ({**row, "ground": "risk"} for row in source.rows("risk"))
    for row in sorted([*source.rows("knowledge"), *risks], key=_order):
        if certainty_of(row)["certainty_code"] != "stated":
            continue
        fact = {
            "body": row["agency"],
            "ground": row["ground"],
            "record": row.get("record", ""),
            "summary": row.get("summary", ""),
            **time_of(row),
        }
        known = found[row["review"], row["agency"]]
        if fact not in known:
            known.append(fact)
    return found


def _order(row: dict[str, str]) -> tuple[str, str, str]:
    return row.get("earliest", "9999"), row["ground"], row.get("record", "")
