from factories.web import make_certification
from securite.adresses import GET, POST, of, row

CERTIFICATION = of(make_certification)
STAFF = {"administrateur": 200, "gestionnaire": 200}
DONE = {"administrateur": 302, "gestionnaire": 302}
LINES = {"blocs-TOTAL_FORMS": "0", "blocs-INITIAL_FORMS": "0"}
SENT = {
    "type": "RNCP",
    "code": "RNCP39999",
    "intitule": "Vannerie d'osier",
    "defaut_obtention_certification": "PAR_ADMISSION",
    **LINES,
}

# A partenaire sees no certification until some are entrusted to it.
ROWS = {
    "certifications:list": [row(GET, 302, 200)],
    "certifications:create": [
        row(GET, 302, 403, **STAFF),
        row(POST, 302, 403, data=SENT, **DONE),
    ],
    "certifications:detail": [row(GET, 302, 200, arguments=CERTIFICATION, partenaire=404)],
    "certifications:update": [
        row(GET, 302, 403, arguments=CERTIFICATION, **STAFF),
        row(POST, 302, 403, arguments=CERTIFICATION, data=SENT, **DONE),
    ],
    "certifications:archive": [
        row(GET, 302, 403, arguments=CERTIFICATION, **STAFF),
        row(POST, 302, 403, arguments=CERTIFICATION, **DONE),
    ],
    "certifications:unarchive": [
        row(GET, 302, 405, arguments=CERTIFICATION, etranger=405),
        row(POST, 302, 403, arguments=CERTIFICATION, partenaire=404, **DONE),
    ],
    "certifications:delete": [
        row(GET, 302, 403, arguments=CERTIFICATION, **STAFF),
        row(POST, 302, 403, arguments=CERTIFICATION, **DONE),
    ],
}
