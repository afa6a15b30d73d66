from agrafe.certificateurs.services_equipe import invite
from agrafe.comptes.enums import Role
from factories.web import make_member
from securite.adresses import GET, POST, everybody, row


def _colleague(par):
    return {"public_id": make_member(Role.LECTURE, par.certificateur).public_id}


def _invitation(par):
    host = make_member(Role.ADMINISTRATEUR, par.certificateur)
    invitation = invite(par=host, email="nouvelle@exemple.fr", role=Role.LECTURE)
    return {"public_id": invitation.public_id}


def _dead_link(_par):
    return {"token": "ce-lien-ne-mene-nulle-part"}


def _administrateurs(method, status, **options):
    """Those who manage the team; the others are told that they do not."""
    return row(method, visiteur=302, membres=403, administrateur=status, **options)


ROWS = {
    "certificateurs:team": [_administrateurs(GET, 200)],
    "certificateurs:invite": [
        _administrateurs(GET, 200),
        _administrateurs(POST, 302, data={"email": "claire@exemple.fr", "role": "lecture"}),
    ],
    "certificateurs:second_factor": [_administrateurs(POST, 302, data={"exige": "non"})],
    "certificateurs:resend_invitation": [_administrateurs(POST, 302, arguments=_invitation)],
    "certificateurs:revoke_invitation": [
        _administrateurs(GET, 200, arguments=_invitation),
        _administrateurs(POST, 302, arguments=_invitation),
    ],
    "certificateurs:change_role": [
        _administrateurs(GET, 200, arguments=_colleague),
        _administrateurs(POST, 302, arguments=_colleague, data={"role": "gestionnaire"}),
    ],
    "certificateurs:end_access": [
        _administrateurs(GET, 200, arguments=_colleague),
        _administrateurs(POST, 302, arguments=_colleague),
    ],
    # The link itself lets in; whoever has a wrong one sees the same page whoever he is.
    "certificateurs:accept_invitation": [
        everybody(GET, 404, arguments=_dead_link),
        everybody(POST, 404, arguments=_dead_link),
    ],
}
