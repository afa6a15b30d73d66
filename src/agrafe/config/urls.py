"""The addresses of the web application; each application brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("agrafe.socle.urls")),
    path("outil/", include("agrafe.outil.urls")),
    path("", include("agrafe.aide.urls")),
    path("", include("agrafe.comptes.urls")),
    path("", include("agrafe.certificateurs.urls")),
    path("", include("agrafe.certifications.urls")),
    path("", include("agrafe.courriels.urls")),
    path("", include("agrafe.journal.urls")),
    path("", include("agrafe.verifications.urls")),
    path("titulaires/", include("agrafe.personnes.urls")),
    path("", include("agrafe.passages.urls")),
    path("imports/", include("agrafe.imports.urls")),
    path("accrochage/", include("agrafe.depots.urls")),
    path("", include("agrafe.travaux.urls")),
    path("", include("agrafe.api.urls")),
    path("", include("agrafe.recherche.urls")),
]

handler400 = "agrafe.socle.views.bad_request"
handler403 = "agrafe.socle.views.forbidden"
handler404 = "agrafe.socle.views.not_found"
handler500 = "agrafe.socle.views.server_error"
