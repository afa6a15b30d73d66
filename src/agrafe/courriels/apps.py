from typing import ClassVar, Final

from django.apps import AppConfig

from agrafe.socle.navigation import Entry


class CourrielsConfig(AppConfig):
    """The mail, from its template to its sending."""

    name = "agrafe.courriels"
    verbose_name = "courriels"
    guide: Final = "guides/courriels"
    navigation: ClassVar = (
        Entry("Courriels", "envelope", "courriels:list", 40, under="certificateurs:settings"),
    )
    actions: ClassVar = {
        "courriels.save_template": "Texte de courriel réécrit",
        "courriels.reset_template": "Texte de courriel remis à l'origine",
        "courriels.send_trial": "Essai de courriel envoyé",
        "courriels.cancel": "Courriel annulé",
        "courriels.resend": "Courriel renvoyé",
        "courriels.note_arrival": "Courriel noté comme arrivé",
        "courriels.note_bounce": "Courriel noté comme revenu",
        "courriels.unsubscribe": "Désabonnement demandé",
    }
