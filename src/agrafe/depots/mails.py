"""The mails about the deposits."""

from typing import Final

from agrafe.courriels.kinds import MailKind, Variable

ECHEANCES: Final = MailKind(
    key="depots.echeances",
    label="Échéances de la Caisse des Dépôts",
    when="Quand une échéance approche ou vient de passer, un jour ouvré ; aux gestionnaires et aux administrateurs.",
    subject="À faire pour la Caisse des Dépôts : {{ resume }}",
    text=(
        "Bonjour,\n"
        "\n"
        "Voici ce que la Caisse des Dépôts attend de vous :\n"
        "\n"
        "{{ liste }}\n"
        "\n"
        "[Ouvrir les échéances]({{ lien }})"
    ),
    variables=(
        Variable(
            "resume", "ce qui est à faire, en quelques mots", "12 passages avant le 3 décembre"
        ),
        Variable(
            "liste",
            "ce qui est à faire, et avant quand",
            "12 passages à déposer avant le 3 décembre 2026 (dans 7 jours).",
        ),
        Variable(
            "lien",
            "la page des échéances",
            "https://agrafe.exemple.fr/accrochage/echeances/",
            is_link=True,
        ),
    ),
)

MAILS: Final = (ECHEANCES,)
