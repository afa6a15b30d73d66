from factories.web import (
    make_accuse,
    make_demande,
    make_depot,
    make_passage,
    make_travail,
)
from securite.adresses import GET, POST, of, row

DEPOT = of(make_depot)
ACCUSE = of(make_accuse)
SEES = {"administrateur": 200, "gestionnaire": 200, "lecture": 200}
STAFF = {"administrateur": 200, "gestionnaire": 200}
DONE = {"administrateur": 302, "gestionnaire": 302}
HIDDEN = {"partenaire": 404, "responsable_jury": 404}


def cause(_par):
    """Name a cause of rejection."""
    return {"cause": "MSG-AUCUN-TITULAIRE"}


def built(par):
    """Name a file of a deposit that was never made."""
    return {"public_id": make_depot(par.certificateur).public_id, "rang": 1}


def lost(par):
    """Name an accusé whose file is not there any more."""
    return {"public_id": make_accuse(par.certificateur, fichier="accuses/perdu.xml").public_id}


def act(**more):
    """Return the rows of what is done to a deposit: whoever sees none of them does not find it."""
    return [
        row(GET, 405, 405, arguments=DEPOT, etranger=405),
        row(POST, 302, 404, arguments=DEPOT, lecture=403, **DONE, **more),
    ]


def chosen(**more):
    """Return the rows of what is done to the rejected passages of a cause that are ticked."""
    return [
        row(GET, 405, 405, arguments=cause, etranger=405),
        row(POST, 302, 403, arguments=cause, **more),
    ]


# Neither the responsables of jurys nor the partenaires see the deposits.
ROWS = {
    "depots:list": [row(GET, 302, 404, **SEES)],
    "depots:create": [
        row(GET, 302, 403, **STAFF),
        row(POST, 302, 403, **STAFF),
    ],
    "depots:end_trial": [row(GET, 405, 405), row(POST, 302, 403, **DONE)],
    "depots:detail": [row(GET, 302, 404, arguments=DEPOT, **SEES)],
    "depots:lignes": [row(GET, 302, 404, arguments=DEPOT, **SEES)],
    "depots:history": [row(GET, 302, 404, arguments=DEPOT, **SEES)],
    "depots:of_passage": [row(GET, 302, 404, arguments=of(make_passage), **SEES)],
    "depots:download": [row(GET, 302, 403, arguments=built, administrateur=404, gestionnaire=404)],
    "depots:deposit": act(),
    "depots:undeposit": act(),
    "depots:build": act(),
    "depots:rehearse": act(),
    "depots:release": act(),
    "depots:abandon": [
        row(GET, 302, 403, arguments=DEPOT, **STAFF),
        row(POST, 302, 403, arguments=DEPOT, **DONE),
    ],
    "depots:give": [
        row(GET, 405, 405, arguments=DEPOT, etranger=405),
        row(POST, 302, 403, arguments=DEPOT, **DONE),
    ],
    "depots:accuses": [row(GET, 302, 404, **SEES), row(POST, 302, 403, **DONE)],
    "depots:accuse": [row(GET, 302, 404, arguments=ACCUSE, **SEES)],
    "depots:original": [row(GET, 302, 403, arguments=lost, **DONE)],
    "depots:rejections": [row(GET, 302, 404, **SEES)],
    "depots:rejections_of": [
        row(GET, 302, 404, arguments=lambda _: {"cause": "MSG-INCONNU"}, etranger=200, **SEES)
    ],
    "depots:rejections_ask": [
        row(
            GET,
            302,
            403,
            arguments=lambda _: {"cause": "MSG-AUCUN-TITULAIRE"},
            etranger=200,
            **STAFF,
        ),
        row(
            POST,
            302,
            403,
            arguments=lambda _: {"cause": "MSG-AUCUN-TITULAIRE"},
            etranger=302,
            **DONE,
        ),
    ],
    "depots:rejections_resend": [row(GET, 405, 405), row(POST, 302, 403, **DONE)],
    "depots:rejections_ask_chosen": chosen(etranger=200, **STAFF),
    "depots:rejections_resend_chosen": chosen(etranger=302, **DONE),
    "depots:rejections_exclude": chosen(etranger=302, **DONE),
    "depots:rejections_evidence": [row(GET, 405, 405), row(POST, 302, 403, **DONE)],
    "depots:evidence_file": [
        row(GET, 302, 403, arguments=of(make_travail), administrateur=404, gestionnaire=404)
    ],
    "depots:withdraw": [
        row(GET, 302, 403, arguments=of(make_passage), **STAFF),
        row(POST, 302, 403, arguments=of(make_passage), **STAFF),
    ],
    "depots:deadlines": [row(GET, 302, 404, **SEES)],
    "depots:deadlines_add": [row(GET, 302, 403, **STAFF), row(POST, 302, 403, **STAFF)],
    "depots:deadlines_answer": [
        row(GET, 302, 404, arguments=of(make_demande), **SEES),
        row(
            POST,
            302,
            404,
            arguments=of(make_demande),
            lecture=403,
            **DONE,
            data={"on": "2026-06-02"},
        ),
    ],
}
