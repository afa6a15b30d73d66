"""The mails of the accounts and of the team. None of them belongs to a certificateur: what opens a door is read by its recipient alone."""

from typing import Final

from agrafe.courriels.kinds import MailKind, Variable

_CODE: Final = Variable("code", "le code à écrire", "BCDF-GHJK", is_secret=True)

_EMAIL_CODE: Final = MailKind(
    key="comptes.email_code",
    label="Code qui confirme une adresse",
    when="Quand une personne ouvre un compte ou change d'adresse.",
    subject="Votre code Agrafe : {{ code }}",
    text=(
        "Bonjour,\n"
        "\n"
        "Pour confirmer votre adresse, écrivez ce code sur la page restée ouverte : {{ code }}\n"
        "\n"
        "Il fonctionne quinze minutes. Si vous n'avez rien demandé, ne faites rien."
    ),
    variables=(_CODE,),
    is_editable=False,
)
_PASSWORD_CODE: Final = MailKind(
    key="comptes.password_code",
    label="Code qui remplace un mot de passe",
    when="Quand une personne a oublié son mot de passe.",
    subject="Votre code Agrafe : {{ code }}",
    text=(
        "Bonjour,\n"
        "\n"
        "Pour choisir un nouveau mot de passe, écrivez ce code sur la page restée ouverte : {{ code }}\n"
        "\n"
        "Il fonctionne quinze minutes. Si vous n'avez rien demandé, ne faites rien : "
        "votre mot de passe reste le même. Ne donnez ce code à personne."
    ),
    variables=(_CODE,),
    is_editable=False,
)
_ALREADY: Final = MailKind(
    key="comptes.already",
    label="Compte déjà ouvert",
    when="Quand une personne veut ouvrir un compte avec une adresse qui en a déjà un.",
    subject="Vous avez déjà un compte Agrafe",
    text=(
        "Bonjour,\n"
        "\n"
        "Quelqu'un vient de demander un compte avec votre adresse, qui en a déjà un. "
        "Si c'est vous, connectez-vous ; si vous avez oublié le mot de passe, choisissez-en un autre.\n"
        "\n"
        "[Choisir un autre mot de passe]({{ lien }})\n"
        "\n"
        "Si ce n'est pas vous, ne faites rien."
    ),
    variables=(
        Variable("lien", "la page du mot de passe", "https://agrafe.exemple.fr/", is_link=True),
    ),
    is_editable=False,
)
_NOTICE: Final = MailKind(
    key="comptes.notice",
    label="Changement dans un compte",
    when="Quand le mot de passe, l'adresse ou le second facteur d'un compte change.",
    subject="Votre compte Agrafe : {{ quoi }}",
    text=(
        "Bonjour,\n"
        "\n"
        "Le {{ quand }}, dans votre compte Agrafe : {{ quoi }}.\n"
        "\n"
        "Si ce n'est pas vous, choisissez tout de suite un nouveau mot de passe, puis prévenez la personne "
        "qui s'occupe d'Agrafe chez vous."
    ),
    variables=(
        Variable("quoi", "ce qui a changé", "le mot de passe a été changé"),
        Variable("quand", "le jour et l'heure", "3 juillet 2026 à 14h30"),
    ),
    is_editable=False,
)
_INVITATION: Final = MailKind(
    key="certificateurs.invitation",
    label="Invitation dans l'équipe",
    when="Quand un administrateur invite une personne.",
    subject="{{ certificateur }} vous invite sur Agrafe",
    text=(
        "Bonjour,\n"
        "\n"
        "{{ invitant }} vous invite à rejoindre l'équipe de {{ certificateur }} sur Agrafe. "
        "Votre rôle : {{ role }}.\n"
        "\n"
        "[Rejoindre l'équipe]({{ lien }})\n"
        "\n"
        "Ce lien est personnel. Il fonctionne une fois, jusqu'au {{ limite }}."
    ),
    variables=(
        Variable("certificateur", "l'organisme", "École des métiers"),
        Variable("invitant", "la personne qui invite", "Claire Morel"),
        Variable("role", "le rôle proposé", "gestionnaire"),
        Variable("lien", "le lien personnel", "https://agrafe.exemple.fr/", is_link=True),
        Variable("limite", "le dernier jour", "3 juillet 2026"),
    ),
    is_editable=False,
)
MAILS_EQUIPE: Final = (_EMAIL_CODE, _PASSWORD_CODE, _ALREADY, _NOTICE, _INVITATION)
