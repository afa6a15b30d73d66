"""The addresses of the web application; each application brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("agrafe.socle.urls")),
]

handler400 = "agrafe.socle.views.bad_request"
handler403 = "agrafe.socle.views.forbidden"
handler404 = "agrafe.socle.views.not_found"
handler500 = "agrafe.socle.views.server_error"
