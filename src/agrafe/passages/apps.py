from typing import Final

from django.apps import AppConfig
from django.http import HttpRequest

from agrafe.socle.navigation import Entry


def _is_reader(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return bool(par and par.is_reader)


class PassagesConfig(AppConfig):
    """The certifications obtained, and their imports."""

    name = "agrafe.passages"
    verbose_name = "passages"
    guide: Final = "guides/passages"
    navigation = (
        Entry("Accrochage", icon="link-45deg", route="passages:list", place=50, allowed=_is_reader),
        Entry("Passages", "award", "passages:list", 10, _is_reader, under="passages:list"),
    )
    personne_tabs = (Entry("Passages", icon="award", route="passages:of_personne", place=10),)
    search = "agrafe.passages.finding.find"
    after_personne_change = "agrafe.passages.services.recheck"
    after_nir_change = "agrafe.passages.services.recheck_nir"
    after_format_change = "agrafe.passages.services_bulk.check_all"
    nir_needed = "agrafe.passages.services.nir_needed"
    settled_origins = "agrafe.passages.selectors.settled_among"
    actions: Final = {
        "passages.create": "Passages créés",
        "passages.update": "Passage modifié",
        "passages.check": "Passages vérifiés",
        "passages.delete": "Passages supprimés",
        "passages.include": "Passages réinclus",
        "passages.export": "Passages exportés",
        "passages.incomplet": "Passage incomplet",
        "passages.pret": "Passage prêt",
        "passages.en_depot": "Passages mis dans un dépôt",
        "passages.accepte": "Passages acceptés",
        "passages.rejete": "Passages rejetés",
        "passages.a_renvoyer": "Passages à renvoyer",
        "passages.exclu": "Passages exclus",
        "passages.retire": "Passages retirés",
    }
