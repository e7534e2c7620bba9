"""Networks: documented projections of the graph, and measures on them.

``project(store, name, filters)`` makes a network, a `networkx.MultiGraph` or, for ``information`` and
``sequences``, a `networkx.MultiDiGraph`. Its nodes and the keys of its edges are IRIs, parallel facts
are parallel edges, and nothing is ever merged. `PROJECTIONS` has each network's text: ``shows``,
``reading``, ``limits``, ``empty``. `Filters` says which part to show.

>>> from dhrgraph.networks import PROJECTIONS, Filters
>>> list(PROJECTIONS)
['contacts', 'agencies', 'information', 'silent-pairs', 'knowledge', 'recommendations', 'sequences']
>>> Filters(reviews=frozenset({"lewisham-kazia"}), within=30).said()
'reviews: lewisham-kazia; within: 30 days'

**Attributes of the network** (``graph.graph``): ``name``, ``shows``, ``filters`` (in words), ``reviews``
(IRIs of the reviews looked at), ``modes`` and ``counts`` (kinds of nodes and edges that measures look at); of
silent-pairs also ``set_aside`` (pairs that share a person and
knowledge, but with an exchange recorded or of one organisation: ``one``, ``other``, ``person``,
``review``, ``why``, ``events``), of sequences ``undated`` (contacts without a date).

**Attributes of nodes.** All have ``kind`` and ``label``.

=============  ===========================================================================================
kind           further attributes
=============  ===========================================================================================
agency, forum  ``sector``, ``sector_label``, ``part_of`` (IRI or empty), ``review`` (IRI if local to one)
person         ``role``, ``role_label``, ``review``, ``review_title``
abuse          ``type``, ``type_code``, ``review``; the IRI is the person's where the type is not told
theme          none
review         ``review_id``, ``when`` (of the report), ``earliest``, ``latest``, ``death`` …
death          ``review``, ``when``, ``earliest``, ``latest``
unnamed        as of an agency: a body that the report does not name (of information)
=============  ===========================================================================================

**Attributes of edges.** All have ``kind``, ``review`` (IRI), ``when`` (EDTF text), ``earliest`` and ``latest``
(ISO days) and ``passages`` (list of numbers); texts are empty where there is nothing, never None. Codes come
as a label, with the code under the same name and ``_code``. ``persons``, ``person_labels`` and ``roles`` are
lists in one order; ``contacts`` is a list of contacts, each with ``record``, ``agency``, ``person`` and the
attributes of an edge of contacts.

===============  =========================================================================================
network          kinds of edges, their keys and further attributes
===============  =========================================================================================
contacts         ``contact`` (key: contact): ``contact_kind``, ``reached``, ``disclosure``, ``missed``, ``good``
                 (bool), ``occurrences`` (0 if not told), ``summary``
agencies         ``shared person`` (key: person): ``persons`` …, ``certain``, ``occasions``,
                 ``occasions_certain``, ``gap_days`` (at the least; empty where not known), ``contacts``,
                 ``one_organisation``, ``exchanged`` (bool), ``exchanges`` (list: ``event``, ``how``),
                 ``knew`` (IRIs of those that knew of abuse or risk), ``knowledge`` (list: ``body``,
                 ``ground``, ``record``, ``summary``, ``when`` …)
information      ``referral``, ``sharing``, ``not done`` (key: record): ``persons`` …, ``what`` (kind of
                 referral or act; how fully shared), ``reason``, ``criticised``, ``outcome``, ``summary``
silent-pairs     ``no exchange recorded`` (key: person): as of agencies
knowledge        ``coded``, ``contact``, ``inferred``, ``hedged`` (key: record): ``persons`` …, ``certainty``,
                 ``disclosure``, ``summary``
recommendations  ``addressed`` (body to theme), ``made in`` (theme to review) (key: recommendation):
                 ``record``, ``number``, ``level``, ``scope``, ``made_by``, ``made_by_labels``, ``summary``
sequences        ``followed by``, ``last before the death`` (key: IRIs of contacts and person): ``persons``
                 …, ``certain``, ``days_least``, ``days_most``, ``contacts``
===============  =========================================================================================
"""

from dhrgraph.networks.filters import Filters, NetworkError
from dhrgraph.networks.projections import PROJECTIONS, Projection, project

__all__ = ["PROJECTIONS", "Filters", "NetworkError", "Projection", "project"]
