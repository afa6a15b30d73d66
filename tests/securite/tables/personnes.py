from agrafe.personnes.services import set_nir
from factories.web import make_member, make_personne
from securite.adresses import GET, POST, of, row

_STAFF = {"administrateur": 200, "gestionnaire": 200}
_DONE = {"administrateur": 302, "gestionnaire": 302}
_ONE = of(make_personne)


def _with_nir(certificateur):
    personne = make_personne(certificateur)
    set_nir(par=make_member(certificateur=certificateur), personne=personne, nir="2910735238014")
    return personne


def _two(par):
    one, other = make_personne(par.certificateur), make_personne(par.certificateur)
    return {"public_id": one.public_id, "other": other.public_id}


# A partenaire sees no titulaire: the list is closed to it, and the fiches do not exist.
ROWS = {
    "personnes:list": [row(GET, 302, 200, partenaire=403)],
    "personnes:create": [row(GET, 302, 403, **_STAFF), row(POST, 302, 403, **_STAFF)],
    "personnes:check": [row(POST, 302, 403, **_STAFF)],
    "personnes:communes": [row(GET, 302, 200)],
    "personnes:pays": [row(GET, 302, 200)],
    "personnes:detail": [row(GET, 302, 200, arguments=_ONE, partenaire=404)],
    "personnes:update": [row(GET, 302, 403, arguments=_ONE, partenaire=404, **_STAFF)],
    "personnes:correct": [row(POST, 302, 403, arguments=_ONE, partenaire=404, **_DONE)],
    "personnes:delete": [
        row(GET, 302, 403, arguments=_ONE, partenaire=404, **_STAFF),
        row(POST, 302, 403, arguments=_ONE, partenaire=404, **_DONE),
    ],
    "personnes:merge_choose": [row(GET, 302, 403, arguments=_ONE, partenaire=404, **_STAFF)],
    "personnes:merge": [
        row(GET, 302, 403, arguments=_two, partenaire=404, **_STAFF),
        row(POST, 302, 403, arguments=_two, partenaire=404, **_DONE),
    ],
    "personnes:tell_apart": [row(POST, 302, 403, arguments=_two, partenaire=404, **_DONE)],
    "personnes:nir": [row(GET, 302, 403, arguments=_ONE, partenaire=404, **_STAFF)],
    "personnes:show_nir": [row(POST, 302, 403, arguments=of(_with_nir), partenaire=404, **_STAFF)],
    "personnes:erase_nir": [
        row(GET, 302, 403, arguments=of(_with_nir), partenaire=404, **_STAFF),
        row(POST, 302, 403, arguments=of(_with_nir), partenaire=404, **_DONE),
    ],
}
