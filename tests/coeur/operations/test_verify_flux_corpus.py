"""On the corpus of made-up deposits, the check of a file never accepts what the schema refuses, nor refuses what it accepts."""

import pytest

from accrochage.erreurs import FluxError
from accrochage.operations import verify_flux
from corpus import mutations
from factories.operations import a_demande

STEP = 31
"""One document of so many: the whole corpus takes a minute and a half, and was tried."""


@pytest.fixture(scope="module", params=[("1.1.2", ""), ("1.1.5", "1.1.5")], ids=["1.1.2", "1.1.5"])
def judged(request, tmp_path_factory):
    """Return documents with what the check says of them: None when it cannot take place."""
    version, since = request.param
    documents = list(mutations.documents(version, since=since))[
        :: STEP if version == "1.1.2" else 7
    ]
    path = tmp_path_factory.mktemp("corpus") / "depot.xml"

    def check(document):
        path.write_bytes(document.xml)
        try:
            return verify_flux(path, a_demande(version=version))
        except FluxError:
            return None

    return [(document, check(document)) for document in documents]


def test_the_schema_is_never_contradicted(judged):
    refused = [
        document.id
        for document, bilan in judged
        if document.valid
        and (not bilan or any(anomalie.code.startswith("XSD-") for anomalie in bilan.anomalies))
    ]
    missed = [
        document.id for document, bilan in judged if not document.valid and bilan and bilan.valide
    ]

    assert refused == []
    assert missed == []
    assert len(judged) > 100
