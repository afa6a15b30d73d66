from typing import Final

from django.apps import AppConfig
from django.http import HttpRequest

from agrafe.certifications.mails import MAILS
from agrafe.socle.navigation import Entry


def _reads_certifications(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return par is not None and par.is_reader


class CertificationsConfig(AppConfig):
    """The records of the RNCP and the RS."""

    name = "agrafe.certifications"
    verbose_name = "certifications"
    guide: Final = "guides/certificateur"
    navigation = (
        Entry(
            "Certifications",
            "mortarboard",
            "certifications:list",
            110,
            allowed=_reads_certifications,
        ),
    )
    mails = MAILS
    search = "agrafe.certifications.finding.find"
    actions: Final = {
        "certifications.create": "Certification ajoutée",
        "certifications.update": "Certification modifiée",
        "certifications.archive": "Certification rangée",
        "certifications.unarchive": "Certification ressortie",
        "certifications.delete": "Certification supprimée",
    }
