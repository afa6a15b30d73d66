from typing import ClassVar, Final

from django.apps import AppConfig

from agrafe.socle.navigation import Entry


class JournalConfig(AppConfig):
    """The audit log."""

    name = "agrafe.journal"
    verbose_name = "journal"
    guide: Final = "exploitation/journal"
    navigation: ClassVar = (
        Entry("Journal", "journal-check", "journal:list", 70, under="certificateurs:settings"),
    )
    actions: ClassVar = {
        "journal.verify": "Vérification du journal demandée",
        "journal.export": "Journal exporté",
    }
