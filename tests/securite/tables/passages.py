from factories.web import (
    make_certification,
    make_passage,
    make_personne,
    make_sound_passage,
    make_travail,
)
from securite.adresses import GET, POST, of, row

PASSAGE = of(make_passage)
STAFF = {"administrateur": 200, "gestionnaire": 200}
DONE = {"administrateur": 302, "gestionnaire": 302}


def personne(par):
    """Name a person, when there are two certifications to choose from."""
    for _ in range(2):
        make_certification(par.certificateur)
    return {"personne": make_personne(par.certificateur).public_id}


def personne_and_certification(par):
    """Name a person and a certification."""
    certification = make_certification(par.certificateur)
    return {**personne(par), "certification": certification.public_id}


def bulk(**data):
    """Return the rows of what is done to the passages that are ticked."""
    return [
        row(GET, 302, 405, etranger=405),
        row(POST, 302, 403, etranger=302, data=data, **DONE),
    ]


# A partenaire sees no passage: its own pages come with the partenaires.
ROWS = {
    "passages:list": [row(GET, 302, 200, partenaire=404)],
    "passages:export": [
        row(GET, 302, 200, partenaire=403),
        row(POST, 302, 302, partenaire=403, data={"tout": "1", "requete": ""}),
    ],
    "passages:export_file": [row(GET, 302, 404, partenaire=403, arguments=of(make_travail))],
    "passages:check": bulk(),
    "passages:include": bulk(),
    "passages:resend": bulk(),
    "passages:ask": [
        row(GET, 302, 405, etranger=405),
        row(POST, 302, 403, etranger=200, **STAFF),
    ],
    "passages:exclude": bulk(),
    "passages:delete": bulk(),
    "passages:create": [row(GET, 302, 403, **STAFF)],
    "passages:create_for": [row(GET, 302, 403, arguments=personne, **STAFF)],
    "passages:create_with": [
        row(GET, 302, 403, arguments=personne_and_certification, **STAFF),
        row(
            POST,
            302,
            403,
            arguments=personne_and_certification,
            data={"voie": "etat_civil"},
            **DONE,
        ),
    ],
    "passages:detail": [row(GET, 302, 200, arguments=PASSAGE, partenaire=404)],
    "passages:titulaire": [row(GET, 302, 200, arguments=PASSAGE, partenaire=404)],
    "passages:history": [row(GET, 302, 200, arguments=PASSAGE, partenaire=404)],
    "passages:edit": [
        row(GET, 302, 403, arguments=of(make_sound_passage), **STAFF),
        row(
            POST,
            302,
            403,
            arguments=of(make_sound_passage),
            data={"voie": "etat_civil", "idTechnique": "A"},
            **DONE,
        ),
    ],
    "passages:correct": [
        row(GET, 302, 405, arguments=PASSAGE, etranger=405),
        row(POST, 302, 403, arguments=PASSAGE, partenaire=404, **DONE),
    ],
    "passages:of_personne": [row(GET, 302, 200, arguments=of(make_personne), partenaire=404)],
}
