"""What the frame of every page says of the travaux: `{% load travaux %}`."""

from django import template

from agrafe.comptes.models import Membership
from agrafe.travaux.selectors import travaux_of

register = template.Library()


@register.simple_tag
def active_travaux(par: Membership) -> int:
    """Return how many travaux that a member may see are not over; one query."""
    return travaux_of(par=par).active().count()
