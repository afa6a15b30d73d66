from typing import Final

from django.db import models


class Repertoire(models.TextChoices):
    """The register of France compétences: rubrique type of the XSD."""

    RNCP = "RNCP", "RNCP"
    RS = "RS", "RS"


NIVEAUX: Final = tuple(range(1, 9))
"""Levels of the European framework; those of the RNCP go from 3 to 8."""

RAPPELS_POSSIBLES: Final = (24, 18, 12, 9, 6, 3, 1)
"""How many months before the end of its registration a certification can be reminded of."""
