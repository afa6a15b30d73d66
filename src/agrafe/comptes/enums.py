from django.db import models


class Role(models.TextChoices):
    """What a user is for a certificateur, from the widest rights to the narrowest."""

    ADMINISTRATEUR = "administrateur", "Administrateur"
    GESTIONNAIRE = "gestionnaire", "Gestionnaire"
    RESPONSABLE_JURY = "responsable_jury", "Responsable de jury"
    PARTENAIRE = "partenaire", "Partenaire"
    LECTURE = "lecture", "Lecture seule"


STAFF = frozenset({Role.ADMINISTRATEUR, Role.GESTIONNAIRE})
"""Those who keep the data: they create, change, import and deposit."""
READERS = STAFF | {Role.RESPONSABLE_JURY, Role.LECTURE}
"""Those who see every row of the certificateur; a partenaire sees its own alone."""
