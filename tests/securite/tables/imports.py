from django.core.files.uploadedfile import SimpleUploadedFile

from factories.web import make_import
from securite.adresses import GET, POST, of, row

IMPORT = of(make_import)
STAFF = {"administrateur": 200, "gestionnaire": 200}
DONE = {"administrateur": 302, "gestionnaire": 302}


def ligne(par):
    """Name the first row of an import."""
    return {"public_id": make_import(par.certificateur).public_id, "ligne": 2}


def stopped(par):
    """Name an import whose work stopped."""
    return {"public_id": make_import(par.certificateur, status="lecture").public_id}


def finished_without_file(par):
    """Name an import whose file was erased."""
    imported = make_import(par.certificateur, status="fini")
    imported.fichier = ""
    imported.save()
    return {"public_id": imported.public_id}


def finished(par):
    """Name an import that was written."""
    return {"public_id": make_import(par.certificateur, status="fini").public_id}


def posted(arguments=IMPORT, **data):
    """Return the rows of what is only posted, to one object."""
    return [
        row(GET, 302, 405, arguments=arguments, etranger=405),
        row(POST, 302, 403, arguments=arguments, data=data, **DONE),
    ]


ROWS = {
    "imports:list": [row(GET, 302, 403, **STAFF)],
    "imports:create": [
        row(GET, 302, 403, **STAFF),
        row(POST, 302, 403, data={"fichier": SimpleUploadedFile("vide.csv", b"")}, **STAFF),
    ],
    "imports:modele": [row(GET, 302, 403, **STAFF)],
    "imports:detail": [row(GET, 302, 403, arguments=IMPORT, **STAFF)],
    "imports:columns": [
        row(GET, 302, 403, arguments=IMPORT, **STAFF),
        row(POST, 302, 403, arguments=IMPORT, data={"A": "nomNaissance"}, **DONE),
    ],
    "imports:annotated": [row(GET, 302, 403, arguments=finished_without_file, **DONE)],
    "imports:write": posted(),
    "imports:undo": [
        row(GET, 302, 403, arguments=finished, **STAFF),
        row(POST, 302, 403, arguments=finished, **DONE),
    ],
    "imports:abandon": [
        row(GET, 302, 403, arguments=IMPORT, **STAFF),
        row(POST, 302, 403, arguments=IMPORT, **DONE),
    ],
    "imports:resume": posted(stopped),
    "imports:correct": posted(),
    "imports:correct_sure": posted(),
    "imports:aside": posted(choix="2"),
    "imports:back": posted(choix="2"),
    "imports:ligne": [
        row(GET, 302, 403, arguments=ligne, **STAFF),
        row(POST, 302, 403, arguments=ligne, data={"sexe": "F"}, **DONE),
    ],
    "imports:correct_ligne": [
        row(GET, 302, 405, arguments=ligne, etranger=405),
        row(POST, 302, 403, arguments=ligne, data={"rubrique": "sexe"}, **DONE),
    ],
    "imports:choose": [
        row(GET, 302, 405, arguments=ligne, etranger=405),
        row(POST, 302, 403, arguments=ligne, data={"personne": "nouvelle"}, **DONE),
    ],
}
