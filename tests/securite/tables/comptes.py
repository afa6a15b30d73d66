"""What is one's own is every member's: whoever signed in, whatever the role."""

from agrafe.comptes import links
from factories.web import make_user
from securite.adresses import GET, POST, everybody, row


def _membership(par):
    return {"public_id": par.public_id}


def _key(_par):
    return {"pk": 1}


def _link(_par):
    return {"key": links.key_for(make_user())}


def _of_members(get=200, post=200):
    """A page of one's account: the visitor signs in first."""
    return [row(GET, visiteur=302, membres=get), row(POST, visiteur=302, membres=post)]


def _door(get=200, post=200):
    """A page of those who are not in yet: a member is led back inside."""
    return [row(GET, visiteur=get, membres=302), row(POST, visiteur=post, membres=302)]


# To give one's password again comes first: 302.
ROWS = {
    "comptes:profile": _of_members(),
    "comptes:switch": [  # somebody else's membership is not there
        row(POST, visiteur=302, membres=302, arguments=_membership),
        row(GET, visiteur=302, membres=405, arguments=_membership, etranger=405),
    ],
    "comptes:sign_out_elsewhere": [
        row(POST, visiteur=302, membres=302),
        row(GET, visiteur=302, membres=405),
    ],
    "comptes:choose_password": [
        everybody(GET, 200, arguments=_link),
        everybody(POST, 200, arguments=_link),
    ],
    "account_login": _door(),
    "account_logout": [row(GET, visiteur=302, membres=200), everybody(POST, 302)],
    "account_signup": _door(),
    "account_inactive": [everybody(GET, 200)],
    "account_reauthenticate": _of_members(),
    "account_email": _of_members(post=302),
    "account_email_verification_sent": [everybody(GET, 302), everybody(POST, 302)],
    "account_change_password": _of_members(),
    "account_reset_password": [everybody(GET, 200), everybody(POST, 200)],
    "account_confirm_password_reset_code": [everybody(GET, 302), everybody(POST, 302)],
    "account_complete_password_reset": [everybody(GET, 302), everybody(POST, 302)],
    "mfa_index": [row(GET, visiteur=302, membres=200)],
    "mfa_authenticate": [everybody(GET, 302), everybody(POST, 302)],
    "mfa_reauthenticate": _of_members(get=302, post=302),
    "mfa_activate_totp": _of_members(get=302, post=302),
    "mfa_deactivate_totp": _of_members(get=404, post=404),
    "mfa_view_recovery_codes": [row(GET, visiteur=302, membres=404)],
    "mfa_generate_recovery_codes": _of_members(get=302, post=302),
    "mfa_download_recovery_codes": [row(GET, visiteur=302, membres=404)],
    "mfa_list_webauthn": [row(GET, visiteur=302, membres=200)],
    "mfa_add_webauthn": _of_members(get=302, post=302),
    "mfa_login_webauthn": _door(get=302, post=302),
    "mfa_reauthenticate_webauthn": _of_members(get=302, post=302),
    "mfa_edit_webauthn": [
        row(GET, visiteur=302, membres=302, arguments=_key, etranger=302),
        row(POST, visiteur=302, membres=302, arguments=_key, etranger=302),
    ],
    "mfa_remove_webauthn": [
        row(GET, visiteur=302, membres=302, arguments=_key, etranger=302),
        row(POST, visiteur=302, membres=302, arguments=_key, etranger=302),
    ],
}
