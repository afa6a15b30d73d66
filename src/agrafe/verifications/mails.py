from typing import Final

from agrafe.courriels.kinds import MailKind, Variable

_VARIABLES: Final = (
    Variable("prenom", "le prénom du titulaire", "Zoé"),
    Variable("quoi", "ce qui est à vérifier", "deux informations"),
    Variable(
        "lien",
        "le lien personnel",
        "https://agrafe.exemple.fr/verification/exemple/",
        is_link=True,
    ),
    Variable(
        "lien_anglais",
        "le même lien, vers la page en anglais",
        "https://agrafe.exemple.fr/verification/exemple/?lang=en",
        is_link=True,
    ),
    Variable("limite", "le dernier jour", "3 juillet 2026"),
)
_END: Final = (
    "[Vérifier mes informations]({{ lien }})\n"
    "\n"
    "Il faut deux minutes, sur un téléphone ou un ordinateur. Ayez votre pièce d'identité sous la main. Votre année de naissance "
    "vous sera demandée d'abord.\n"
    "\n"
    "Ce lien est personnel : ne le transmettez à personne. Il fonctionne jusqu'au {{ limite }}.\n"
    "\n"
    "Ce message n'est pas pour vous ? Ouvrez le lien et choisissez « Ce n'est pas moi ».\n"
    "\n"
    "English version: [open this page in English]({{ lien_anglais }})."
)

DEMANDE: Final = MailKind(
    key="verifications.demande",
    label="Vérification par le titulaire",
    when="Quand vous demandez à un titulaire de vérifier son état civil.",
    subject="Vérifiez vos informations pour votre certification",
    text=(
        "Bonjour {{ prenom }},\n"
        "\n"
        "Pour que votre certification apparaisse dans votre Passeport de compétences, {{ organisme }} a besoin que vous vérifiiez "
        "{{ quoi }}.\n"
        "\n"
    )
    + _END,
    variables=_VARIABLES,
)
RELANCE: Final = MailKind(
    key="verifications.relance",
    label="Relance d'une vérification",
    when="Quand le titulaire n'a pas répondu après quelques jours, selon vos réglages.",
    subject="Rappel : vérifiez vos informations pour votre certification",
    text=(
        "Bonjour {{ prenom }},\n"
        "\n"
        "Nous n'avons pas encore votre réponse. Pour que votre certification apparaisse dans votre Passeport de compétences, "
        "{{ organisme }} a besoin que vous vérifiiez {{ quoi }}.\n"
        "\n"
    )
    + _END,
    variables=_VARIABLES,
)
REPONSES: Final = MailKind(
    key="verifications.reponses",
    label="Réponses de titulaires à lire",
    when="Quand des titulaires ont répondu, une fois par jour ouvré au plus ; aux gestionnaires et aux administrateurs.",
    subject="À lire : {{ nombre }}",
    text=(
        "Bonjour,\n"
        "\n"
        "Vous avez {{ nombre }} à lire, dont {{ nouvelles }}.\n"
        "\n"
        "Chacune montre ce que dit la fiche, ce que répond le titulaire, et ce qu'en dit le contrôle. Rien n'entre dans une fiche sans "
        "votre accord.\n"
        "\n"
        "[Lire les réponses]({{ lien }})\n"
        "\n"
        "Un administrateur peut arrêter ces messages dans Réglages, Vérifications."
    ),
    variables=(
        Variable("nombre", "les réponses à lire", "3 réponses de titulaires"),
        Variable("nouvelles", "celles qui viennent d'arriver", "2 nouvelles"),
        Variable(
            "lien",
            "la liste des réponses à lire",
            "https://agrafe.exemple.fr/verifications/",
            is_link=True,
        ),
    ),
)
TO_TITULAIRE: Final = (DEMANDE, RELANCE)
MAILS: Final = (*TO_TITULAIRE, REPONSES)
