from typing import Final

from django.apps import AppConfig
from django.http import HttpRequest

from agrafe.socle.navigation import Entry


def _may_see(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return par is not None and par.is_reader


class PersonnesConfig(AppConfig):
    """The persons who are certified, and the NIR vault."""

    name = "agrafe.personnes"
    verbose_name = "personnes"
    guide: Final = "guides/titulaires"
    navigation = (
        Entry("Titulaires", "person", "personnes:list", 40, allowed=_may_see),
        Entry("Fiches", "person", "personnes:list", 10, allowed=_may_see, under="personnes:list"),
    )
    search = "agrafe.personnes.finding.find"
    reseal = "agrafe.personnes.services.reseal_nirs"
    after_format_change = "agrafe.personnes.services.start_recheck"
    actions: Final = {
        "personnes.create": "Titulaire créé",
        "personnes.create_many": "Titulaires créés",
        "personnes.update": "Titulaire modifié",
        "personnes.update_many": "Titulaires modifiés",
        "personnes.correct": "Correction appliquée",
        "personnes.merge": "Fiches fusionnées",
        "personnes.tell_apart": "Fiches distinguées",
        "personnes.delete": "Titulaire supprimé",
        "personnes.delete_many": "Titulaires supprimés",
        "personnes.set_nir": "NIR enregistré",
        "personnes.set_nirs": "NIR enregistrés",
        "personnes.show_nir": "NIR montré",
        "personnes.open_nirs": "NIR lus pour un dépôt",
        "personnes.erase_nir": "NIR effacé",
        "personnes.purge_nir": "NIR purgés",
        "personnes.reseal_nir": "NIR rescellés",
    }
