from agrafe.travaux.enums import Status
from factories.web import make_travail
from securite.adresses import GET, POST, of, row


def _make_failed(certificateur):
    return make_travail(certificateur, status=Status.FAILED)


# A partenaire sees the travaux that he asked for, and none of the others.
ROWS = {
    "travaux:list": [row(GET, 302, 200)],
    "travaux:detail": [row(GET, 302, 200, arguments=of(make_travail), partenaire=404)],
    "travaux:stop": [
        row(GET, 302, 200, arguments=of(make_travail), partenaire=404),
        row(
            POST,
            302,
            403,
            arguments=of(make_travail),
            administrateur=302,
            gestionnaire=302,
            partenaire=404,
        ),
    ],
    "travaux:resume": [
        row(
            POST,
            302,
            403,
            arguments=of(_make_failed),
            administrateur=302,
            gestionnaire=302,
            partenaire=404,
        ),
    ],
}
