from django.urls import path

from agrafe.socle import views, views_components

app_name = "socle"
urlpatterns = [
    path("", views.home, name="home"),
    path("commande/", views.command, name="command"),
    path("sante/", views.health, name="health"),
    path("composants/", views_components.index, name="components"),
    path("composants/confirmation/", views_components.confirm, name="components_confirm"),
    path("composants/assistant/", views_components.assistant, name="components_assistant"),
    path("composants/communes/", views_components.suggested, name="components_suggestions"),
    path("composants/export/", views_components.export, name="components_export"),
    path("composants/choix/", views_components.ticked, name="components_ticked"),
    path("composants/avancement/<int:done>/", views_components.work, name="components_work"),
]
