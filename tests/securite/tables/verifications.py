from agrafe.verifications.enums import Status
from factories.web import make_personne, make_verification
from securite.adresses import GET, POST, everybody, of, row

_STAFF = {"administrateur": 200, "gestionnaire": 200}
_DONE = {"administrateur": 302, "gestionnaire": 302}
_ONE = of(make_verification)


def _answered(certificateur):
    answer = {"nomNaissance": "Dubreuil"}
    return make_verification(certificateur, status=Status.REPONDUE, reponse=answer)


def _token(_par):
    return {"token": "x"}


def _question(_par):
    return {"token": "x", "name": "nom"}


# Behind a link nobody has an account: every link that does not open shows the same door.
ROWS = {
    "verifications:list": [row(GET, 302, 200, partenaire=403)],
    "verifications:ask": [row(POST, 302, 403, **_STAFF)],
    "verifications:accept_safe": [row(POST, 302, 403, **_STAFF)],
    "verifications:detail": [row(GET, 302, 200, arguments=_ONE, partenaire=404)],
    "verifications:accept": [row(POST, 302, 403, arguments=of(_answered), partenaire=404, **_DONE)],
    "verifications:set_aside": [
        row(GET, 302, 403, arguments=of(_answered), partenaire=404, **_STAFF),
        row(POST, 302, 403, arguments=of(_answered), partenaire=404, **_DONE),
    ],
    "verifications:cancel": [
        row(GET, 302, 403, arguments=_ONE, partenaire=404, **_STAFF),
        row(POST, 302, 403, arguments=_ONE, partenaire=404, **_DONE),
    ],
    "verifications:proof": [row(GET, 302, 403, arguments=_ONE, partenaire=404, **_STAFF)],
    "verifications:of_personne": [row(GET, 302, 200, arguments=of(make_personne), partenaire=404)],
    "verifications:settings": [
        row(GET, 302, 200, partenaire=403),
        row(POST, 302, 403, administrateur=200),
    ],
    "verifications:open": [
        everybody(GET, 200, arguments=_token),
        everybody(POST, 200, arguments=_token, data={"annee": "1991"}),
    ],
    "verifications:question": [everybody(GET, 302, arguments=_question)],
    "verifications:review": [
        everybody(GET, 302, arguments=_token),
        everybody(POST, 302, arguments=_token),
    ],
    "verifications:thanks": [everybody(GET, 200, arguments=_token)],
    "verifications:not_me": [
        everybody(GET, 200, arguments=_token),
        everybody(POST, 302, arguments=_token),
    ],
    "verifications:not_me_done": [everybody(GET, 200, arguments=_token)],
    "verifications:notice": [everybody(GET, 302, arguments=_token)],
    "verifications:logo": [everybody(GET, 302, arguments=_token)],
}
