"""The mails about the certifications."""

from typing import Final

from agrafe.courriels.kinds import MailKind, Variable

ECHEANCE: Final = MailKind(
    key="certifications.echeance",
    label="Échéance d'une certification",
    when="Avant la fin de l'enregistrement d'une certification, aux mois choisis sur sa fiche ; aux administrateurs.",
    subject="{{ certification }} : l'enregistrement se termine {{ delai }}",
    text=(
        "Bonjour,\n"
        "\n"
        "L'enregistrement de {{ certification }} se termine le {{ echeance }} ({{ delai }}).\n"
        "\n"
        "Si vous voulez la garder, préparez dès maintenant la demande de renouvellement à France compétences : "
        "elle s'appuie sur le devenir des titulaires, et son examen prend plusieurs mois.\n"
        "\n"
        "[Ouvrir la fiche]({{ lien }})"
    ),
    variables=(
        Variable("certification", "la certification", "RNCP35726, Fleuriste en boutique"),
        Variable("echeance", "le dernier jour de l'enregistrement", "3 juillet 2027"),
        Variable("delai", "le temps qui reste", "dans 12 mois"),
        Variable(
            "lien",
            "la fiche de la certification",
            "https://agrafe.exemple.fr/certifications/exemple",
            is_link=True,
        ),
    ),
)

MAILS: Final = (ECHEANCE,)
