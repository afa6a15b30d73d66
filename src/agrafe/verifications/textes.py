"""The words of the page of the titulaire, in French and in English: every text stands here in both, side by side."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from agrafe.verifications.enums import Langue

_TEXTES: Final = {
    # ---------------------------------------------------------------------------------- the frame
    "title": ("Vérification de vos informations", "Checking your details"),
    "error": ("Erreur :", "Error:"),
    "skip": ("Aller au contenu", "Skip to content"),
    "continue": ("Continuer", "Continue"),
    "back": ("Revenir en arrière", "Go back"),
    "progress": ("Question", "Question"),
    "progress_of": ("sur", "of"),
    "optional": ("(facultatif)", "(optional)"),
    "to_correct": ("Une réponse est à corriger", "There is a problem with an answer"),
    "foot": ("Page faite avec Agrafe, logiciel libre", "Made with Agrafe, free software"),
    "not_me": ("Ce n'est pas moi", "This is not me"),
    "not_me_hint": (
        "Ce message n'était pas pour vous ?",
        "Was this message not meant for you?",
    ),
    # ------------------------------------------------------------------------------- the year first
    "open_title": ("Avant d'ouvrir votre page", "Before your page opens"),
    "open_lead": (
        "Pour protéger vos informations, dites-nous d'abord en quelle année vous êtes né ou née.",
        "To protect your details, first tell us the year you were born.",
    ),
    "year": ("Votre année de naissance", "Your year of birth"),
    "year_help": ("Quatre chiffres, par exemple 1991.", "Four digits, for example 1991."),
    "year_error": (
        "Écrivez l'année en quatre chiffres, par exemple 1991.",
        "Write the year in four digits, for example 1991.",
    ),
    "open_button": ("Ouvrir ma page", "Open my page"),
    "closed_title": ("Votre page ne s'est pas ouverte", "Your page did not open"),
    "closed_why": (
        "L'année n'est pas la bonne, ou bien le lien est coupé, trop ancien, ou a déjà servi.",
        "Either the year is not the right one, or the link is cut short, too old, or already used.",
    ),
    "closed_again": (
        "Vérifiez l'année et essayez encore. Après cinq erreurs, il faut attendre une heure.",
        "Check the year and try again. After five mistakes you need to wait one hour.",
    ),
    "closed_done": (
        "Vous avez déjà répondu ? Merci, vous n'avez plus rien à faire.",
        "Have you already answered? Thank you, there is nothing more to do.",
    ),
    "closed_help": (
        "Sinon, répondez au courriel que vous avez reçu : l'organisme qui l'a envoyé vous aidera.",
        "Otherwise, reply to the email you received: the organisation that sent it will help you.",
    ),
    "too_many_title": ("Un instant, s'il vous plaît", "One moment, please"),
    "too_many": (
        "Trop de réponses viennent de votre connexion. Réessayez dans quelques minutes.",
        "Too many answers are coming from your connection. Try again in a few minutes.",
    ),
    # -------------------------------------------------------------------------------- the questions
    "hello": ("Bonjour", "Hello"),
    "why_before": ("nous devons vérifier", "we need to check"),
    "why_after": (
        "avec vous, pour que votre certification apparaisse dans votre Passeport de compétences.",
        "with you, so that your certification appears in your Passeport de compétences (French skills passport).",
    ),
    "we_have": ("Nous avons noté :", "We have written down:"),
    "we_have_nothing": (
        "Nous n'avons rien noté pour l'instant.",
        "We have nothing written down yet.",
    ),
    "correct_it": (
        "Si c'est exact, continuez. Sinon, corrigez.",
        "If it is right, continue. If not, correct it.",
    ),
    "on_card": ("Où le lire sur votre carte d'identité", "Where it is on your identity card"),
    "nom": ("Quel est votre nom de naissance ?", "What is your birth surname?"),
    "nom_help": (
        (
            "C'est le nom de famille de votre acte de naissance. Il ne change pas quand on se marie. Sur votre carte d'identité, il est "
            "écrit à côté de « Nom »."
        ),
        (
            "This is the family name on your birth certificate. Marriage does not change it. On a French identity card it is written next "
            "to “Nom / Surname”."
        ),
    ),
    "nom_label": ("Nom de naissance", "Birth surname"),
    "usage": ("Portez-vous un autre nom ?", "Do you use another surname?"),
    "usage_help": (
        (
            "Par exemple celui de votre époux ou de votre épouse. Sur votre carte d'identité, il est écrit à côté de « Nom d'usage ». Si "
            "vous n'en avez pas, laissez vide."
        ),
        (
            "For example the name of your husband or wife. On a French identity card it is written next to “Nom d'usage / Alternate "
            "name”. If you have none, leave this empty."
        ),
    ),
    "usage_label": ("Nom d'usage", "Name you use"),
    "prenoms": ("Quels sont vos prénoms ?", "What are your first names?"),
    "prenoms_help": (
        "Dans l'ordre de votre acte de naissance et de votre carte d'identité, un par ligne. Trois suffisent.",
        "In the order of your birth certificate and of your identity card, one on each line. Three are enough.",
    ),
    "prenom1_label": ("Premier prénom", "First name"),
    "prenom2_label": ("Deuxième prénom", "Second name"),
    "prenom3_label": ("Troisième prénom", "Third name"),
    "sexe": (
        "Quel sexe indique votre carte d'identité ?",
        "What sex does your identity card say?",
    ),
    "sexe_help": (
        "C'est celui de votre état civil : il sert seulement à vous retrouver dans les registres.",
        "It is the one in the civil registry: it only serves to find you in the registers.",
    ),
    "sexe_label": ("Sexe", "Sex"),
    "sexe_f": ("Féminin (F)", "Female (F)"),
    "sexe_m": ("Masculin (M)", "Male (M)"),
    "naissance": ("Quelle est votre date de naissance ?", "What is your date of birth?"),
    "naissance_help": (
        "Si votre acte de naissance ne dit pas le jour ou le mois, laissez-les vides.",
        "If your birth certificate does not give the day or the month, leave them empty.",
    ),
    "jour_label": ("Jour", "Day"),
    "mois_label": ("Mois", "Month"),
    "annee_label": ("Année", "Year"),
    "unknown": ("Inconnu", "Not known"),
    "lieu": ("Où êtes-vous né ou née ?", "Where were you born?"),
    "lieu_help": (
        "C'est la commune où se trouvait la maternité, telle que votre carte d'identité la nomme, et non celle où vous viviez.",
        "This is the town where the hospital stood, as your identity card names it, and not the one you lived in.",
    ),
    "pays_label": ("Pays de naissance", "Country of birth"),
    "pays_help": (
        "Les départements et territoires d'outre-mer sont en France.",
        "Country names are in French. Overseas departments and territories are in France.",
    ),
    "commune_label": ("Commune ou ville de naissance", "Town or city of birth"),
    "choix_label": ("Laquelle est-ce ?", "Which one is it?"),
    "choix_none": (
        "Aucune de celles-ci : gardez ce que j'ai écrit",
        "None of these: keep what I wrote",
    ),
    # ----------------------------------------------------------------------------------- the faults
    "required": ("Répondez à cette question pour continuer.", "Answer this question to continue."),
    "too_long": ("Cette réponse est trop longue.", "This answer is too long."),
    "no_such_date": (
        "Cette date n'existe pas. Vérifiez le jour, le mois et l'année.",
        "This date does not exist. Check the day, the month and the year.",
    ),
    "day_alone": (
        "Choisissez aussi le mois, ou laissez le jour vide.",
        "Choose the month too, or leave the day empty.",
    ),
    "choose_commune": (
        "Choisissez votre commune dans la liste.",
        "Choose your town in the list.",
    ),
    "no_commune": (
        "Nous ne trouvons pas cette commune. Corrigez-la, ou gardez ce que vous avez écrit.",
        "We cannot find this town. Correct it, or keep what you wrote.",
    ),
    # ----------------------------------------------------------------------------------- the review
    "review_title": ("Tout est-il exact ?", "Is everything right?"),
    "review_lead": (
        "Relisez vos réponses une dernière fois avec votre pièce d'identité.",
        "Read your answers one last time beside your identity document.",
    ),
    "change": ("Modifier", "Change"),
    "nothing": ("Rien", "Nothing"),
    "remarque_label": ("Un mot à ajouter", "Anything to add"),
    "remarque_help": (
        "Par exemple un changement de nom ou de prénom récent.",
        "For example a recent change of name.",
    ),
    "confirm_label": (
        "Je confirme que ces informations sont exactes, telles qu'elles figurent sur ma pièce d'identité.",
        "I confirm that these details are exact, as they stand on my identity document.",
    ),
    "confirm_error": (
        "Cochez cette case pour envoyer vos réponses.",
        "Tick this box to send your answers.",
    ),
    "answer_first": (
        "Répondez d'abord à chaque question.",
        "Answer each question first.",
    ),
    "send": ("Envoyer mes réponses", "Send my answers"),
    "thanks_title": ("Merci, c'est envoyé", "Thank you, it is sent"),
    "thanks": (
        "L'organisme qui vous a écrit va relire vos réponses. Vous n'avez rien d'autre à faire, et vous pouvez fermer cette page.",
        "The organisation that wrote to you will read your answers. There is nothing else to do, and you can close this page.",
    ),
    "thanks_passport": (
        (
            "Votre certification paraîtra ensuite dans votre Passeport de compétences, sur Mon compte formation. Cela peut prendre quelques "
            "semaines."
        ),
        "Your certification will then appear in your Passeport de compétences, on Mon compte formation. This can take a few weeks.",
    ),
    # ----------------------------------------------------------------------------------- it is not me
    "not_me_title": ("Ce message n'était pas pour vous ?", "Was this message not meant for you?"),
    "not_me_lead": (
        "Dites-le, et nous n'écrirons plus à cette adresse pour cette vérification. Le lien ne s'ouvrira plus.",
        "Tell us, and we will not write to this address again for this check. The link will stop working.",
    ),
    "not_me_button": ("Confirmer : ce n'est pas moi", "Confirm: this is not me"),
    "not_me_back": ("Non, c'est bien moi", "No, this is me"),
    "not_me_done_title": ("Merci, c'est noté", "Thank you, we have noted it"),
    "not_me_done": (
        "Ce lien ne s'ouvre plus. Vous pouvez fermer cette page et effacer le message.",
        "This link no longer works. You can close this page and delete the message.",
    ),
    # -------------------------------------------------------------------------------- the information
    "notice_link": (
        "Ce que deviennent vos informations, et vos droits",
        "What becomes of your details, and your rights",
    ),
    "notice_short": (
        "transmet vos réponses à la Caisse des Dépôts, comme la loi l'y oblige, et n'en fait rien d'autre.",
        "passes your answers on to the Caisse des Dépôts, as the law requires, and uses them for nothing else.",
    ),
    "notice_title": ("Vos informations et vos droits", "Your details and your rights"),
    "notice_who": ("Qui s'en sert", "Who uses them"),
    "notice_who_text": (
        (
            "est responsable de ce traitement. Ses équipes lisent vos réponses, et personne d'autre. Vos informations sont ensuite transmises "
            "à la Caisse des Dépôts, qui tient le Passeport de compétences."
        ),
        (
            "is responsible for this processing. Its staff read your answers, and nobody else. Your details then go to the Caisse des "
            "Dépôts, which keeps the Passeport de compétences."
        ),
    ),
    "notice_why": ("Pourquoi", "Why"),
    "notice_why_text": (
        (
            "La loi l'y oblige : tout organisme qui délivre une certification professionnelle transmet l'identité de ceux qui l'ont obtenue, "
            "dans les trois mois (Code du travail, articles L. 6113-8 et R. 6113-17-1 à R. 6113-17-4). Votre accord n'est donc pas demandé, "
            "mais vous devez en être informé ou informée."
        ),
        (
            "The law requires it: every organisation that awards a professional certification passes on the identity of those who obtained "
            "it, within three months (French Code du travail, articles L. 6113-8 and R. 6113-17-1 to R. 6113-17-4). Your consent is "
            "therefore not asked for, but you must be informed."
        ),
    ),
    "notice_what": ("Lesquelles", "Which ones"),
    "notice_what_text": (
        (
            "Votre état civil : noms, prénoms, sexe, date et lieu de naissance ; et la certification obtenue. Elles viennent de vous, ou de "
            "l'organisme qui vous a formé ou évalué. S'y ajoutent vos réponses, et les dates des messages et de leur lecture, pour prouver que "
            "vous avez été consulté ou consultée."
        ),
        (
            "Your civil identity: names, sex, date and place of birth; and the certification you obtained. They come from you, or from the "
            "organisation that trained or assessed you. Added to these are your answers, and the dates of the messages and of their reading, "
            "to prove that you were asked."
        ),
    ),
    "notice_must": ("Devez-vous répondre ?", "Do you have to answer?"),
    "notice_must_text": (
        "Non. Mais si une information est fausse, votre certification risque de ne pas paraître dans votre Passeport de compétences.",
        "No. But if a detail is wrong, your certification may not appear in your Passeport de compétences.",
    ),
    "notice_long": ("Combien de temps", "For how long"),
    "notice_long_before": (
        "Vos réponses à cette vérification sont effacées",
        "Your answers to this check are erased",
    ),
    "notice_long_after": (
        (
            "jours après sa fin ; seules restent les dates. La Caisse des Dépôts garde les informations du Passeport de compétences jusqu'à "
            "trois ans après le décès (article R. 6323-39)."
        ),
        (
            "days after it ends; only the dates stay. The Caisse des Dépôts keeps the contents of the Passeport de compétences until three "
            "years after death (article R. 6323-39)."
        ),
    ),
    "notice_rights": ("Vos droits", "Your rights"),
    "notice_rights_text": (
        (
            "Vous pouvez demander à lire vos informations, à les faire corriger ou à en limiter l'usage. Comme la loi impose cette "
            "transmission, l'opposition et l'effacement ne s'y appliquent pas (article R. 6323-38). Pour le Passeport de compétences, adressez-vous à la Caisse "
            "des Dépôts. Si la réponse ne vous convient pas, vous pouvez vous plaindre à la CNIL."
        ),
        (
            "You can ask to read your details, to have them corrected or their use limited. As the law requires this transmission, "
            "objection and erasure do not apply to it (article R. 6323-38). For the Passeport de compétences, write to the Caisse des Dépôts. If the answer does "
            "not satisfy you, you can complain to the CNIL, the French data protection authority."
        ),
    ),
    "notice_contact": ("À qui écrire", "Whom to write to"),
    "notice_contact_none": (
        "Répondez au courriel que vous avez reçu.",
        "Reply to the email you received.",
    ),
}
_HOW_MANY: Final = (
    ("une information", "one detail"),
    ("deux informations", "two details"),
    ("trois informations", "three details"),
    ("quatre informations", "four details"),
    ("cinq informations", "five details"),
    ("votre état civil", "your civil identity"),
)
_MONTHS: Final = (
    (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
)


def how_many(number: int, language: str = Langue.FRANCAIS) -> str:
    """Say how many questions are asked, from one to all of them."""
    return _HOW_MANY[number - 1][list(Langue).index(Langue(language))]


@cache
def textes_of(language: str) -> Mapping[str, str]:
    """Return every text in a language."""
    rank = list(Langue).index(Langue(language))
    return MappingProxyType({key: both[rank] for key, both in _TEXTES.items()})


def months_of(language: str) -> tuple[str, ...]:
    """Return the names of the twelve months in a language."""
    return _MONTHS[list(Langue).index(Langue(language))]


def language_of(asked: str, default: str = Langue.FRANCAIS) -> str:
    """Return the language that an address asks for; the default when it asks for none of ours."""
    return asked if asked in Langue.values else default
