"""What the applications above add to the card of a certification: they declare it on their AppConfig, and it is called here.

- `certification_tabs = (Entry("Jury", icon="people", route="jurys:rules", place=10),)`: tabs of the card; their routes take
  `public_id`.
"""

from django.http import HttpRequest
from django.urls import reverse

from agrafe.certifications.models import Certification
from agrafe.socle.declarations import entries
from agrafe.socle.navigation import Link


def tabs_of(request: HttpRequest, certification: Certification) -> list[Link]:
    """Return the tabs of the card of a certification: its own, then those of the applications above; none when it is alone."""
    arguments = {"public_id": certification.public_id}
    here = reverse("certifications:detail", kwargs=arguments)
    links = [Link("Fiche", "", here, request.path == here)]
    for entry in entries("certification_tabs"):
        if entry.allowed(request):
            url = reverse(entry.route, kwargs=arguments)
            links.append(Link(entry.label, "", url, request.path == url))
    return links if len(links) > 1 else []
