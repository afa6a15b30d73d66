"""The account. The routes of allauth keep the names that it looks for; those that nobody needs are not there."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import include, path

from agrafe.comptes import views

_own = [
    path("", views.profile, name="profile"),
    path("certificateur/<uuid:public_id>/", views.switch, name="switch"),
    path("deconnexion-partout/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("lien/<str:key>/", views.choose_password, name="choose_password"),
]
_account = [
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inscription/", account.signup, name="account_signup"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("confirmation/", account.reauthenticate, name="account_reauthenticate"),
    path("adresse/", account.email, name="account_email"),
    path("adresse/code/", account.email_verification_sent, name="account_email_verification_sent"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/code/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/nouveau/",
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
]
_second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("confirmation/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("application/ajouter/", totp.activate_totp, name="mfa_activate_totp"),
    path("application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("secours/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("secours/refaire/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("secours/fichier/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("cles/connexion/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("cles/confirmation/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("cles/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("compte/", include((_own, "comptes"))),
    path("compte/", include(_account)),
    path("compte/second-facteur/", include(_second_factor)),
]
