"""An import of many rows, asked for in the database that the workers share."""

import json
from datetime import date, timedelta
from typing import Final

RUNNING: Final = "SELECT 1 FROM travaux_travail WHERE kind = 'imports.write' AND status = 'running'"
_TITLES: Final = (
    "Identifiant technique;Nom de naissance;Prénom;Date de naissance;Sexe;Code INSEE;"
    "Code de la certification;Début de validité"
)


def _word(rank):
    """Return a name of its own for each rank: nobody has ten thousand namesakes."""
    letters = [chr(97 + rank // 26**place % 26) for place in range(3)]
    return "Ma" + "".join(letters)


def give(number):
    """Give a workbook of that many sound rows, and print the public identifier of the travail that reads it."""
    from django.core.files.base import ContentFile  # noqa: PLC0415 - once Django is ready

    from agrafe.imports import services  # noqa: PLC0415 - the same
    from factories.web import make_certification, make_member  # noqa: PLC0415 - the same

    par = make_member()
    make_certification(par.certificateur, code="RNCP99001")
    first = date(1980, 1, 1)
    rows = (
        f"A-{rank};Le Gall {_word(rank)};Maëlle;{first + timedelta(days=rank % 9000):%d/%m/%Y};"
        "F;35238;RNCP99001;30/06/2026"
        for rank in range(number)
    )
    content = "\n".join([_TITLES, *rows]).encode("utf-8-sig")
    imported = services.create_import(par=par, fichier=ContentFile(content, name="grand.csv"))
    print(json.dumps(str(imported.travail.public_id)))  # noqa: T201 - read by the test


def write():
    """Have the rows that were read written."""
    from agrafe.comptes.models import Membership  # noqa: PLC0415 - once Django is ready
    from agrafe.imports import services  # noqa: PLC0415 - the same
    from agrafe.imports.models import Import  # noqa: PLC0415 - the same

    services.start_writing(par=Membership.objects.get(), imported=Import.objects.get())
