from functools import partial

from factories.web import make_accuse, make_depot, make_jeton
from securite.adresses import GET, POST, everybody, of, row

ACCUSE = of(make_accuse)
DEPOT = of(make_depot)
SEES = {"administrateur": 200, "gestionnaire": 200, "lecture": 200}


def _jeton(par):
    return {"public_id": make_jeton(par).jeton.public_id}


def built(par):
    """Name a file of a deposit that was never made."""
    return {"public_id": make_depot(par.certificateur).public_id, "rang": 1}


def _elsewhere(_par):
    return {"rest": "v1/accuses"}


by_program = partial(row, visiteur=401, by_program=True, is_exempt=True)
"""What a jeton opens: what its maker may do, and nothing without one."""


def browser(method, **options):
    """Return a row of an address for programs: a session opens nothing there."""
    return everybody(method, 401, is_exempt=True, **options)


ROWS = {
    "api:jetons": [row(GET, 302, 200, partenaire=403)],
    "api:create_jeton": [
        row(GET, 302, 403, administrateur=200, gestionnaire=200),
        row(
            POST,
            302,
            403,
            administrateur=200,
            gestionnaire=200,
            data={"nom": "Scolarité", "duree": "365"},
        ),
    ],
    "api:revoke_jeton": [
        row(GET, 302, 404, arguments=_jeton, administrateur=200, gestionnaire=200),
        row(POST, 302, 404, arguments=_jeton, administrateur=302, gestionnaire=302),
    ],
    # The four hundred: there is no file in it, but he may give one.
    "api:accuses": [
        browser(POST),
        everybody(GET, 405),
        by_program(POST, membres=400),
    ],
    "api:accuse": [
        browser(GET, arguments=ACCUSE),
        everybody(POST, 405, arguments=ACCUSE, is_exempt=True),
        by_program(GET, membres=404, arguments=ACCUSE, **SEES),
    ],
    "api:depots": [browser(GET), by_program(GET, membres=404, **SEES)],
    "api:depot": [
        browser(GET, arguments=DEPOT),
        by_program(GET, membres=404, arguments=DEPOT, **SEES),
    ],
    "api:fichier": [
        browser(GET, arguments=built),
        by_program(GET, membres=404, arguments=built),
    ],
    "api:unknown": [
        everybody(GET, 404, arguments=_elsewhere),
        everybody(POST, 404, arguments=_elsewhere, is_exempt=True),
    ],
}
