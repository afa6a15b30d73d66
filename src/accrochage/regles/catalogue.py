"""Every fault that Agrafe knows how to name: its weight, what it means, how to mend it.

The reference page of the documentation is generated from this table; a test checks that each code can really be met.
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Gravite(StrEnum):
    """Weight of a fault."""

    ERREUR = "erreur"
    """The CDC would reject the file or the passage."""
    ALERTE = "alerte"
    """Probably wrong; the passage is sent all the same."""
    CONSEIL = "conseil"
    """Nothing wrong: something the user should know."""


class Regle(NamedTuple):
    """An entry of the catalogue.

    Attributes:
        gravite: Weight of every anomalie that bears the code.
        titre: What is wrong, in a few French words.
        remede: How to mend it, in a French sentence or two.
        sure: The correction, when an anomalie of this code proposes one, cannot be wrong: it may be applied without asking.
    """

    gravite: Gravite
    titre: str
    remede: str
    sure: bool = False


E, A, C = Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL

CATALOGUE: Final[dict[str, Regle]] = {
    # The file and its columns
    "FEU-01": Regle(
        A,
        "Feuille non lue",
        "Une seule feuille est lue à la fois : rassemblez les lignes, ou traitez l'autre feuille à part avec --feuille.",
    ),
    "FEU-02": Regle(
        A,
        "Cellules fusionnées",
        "Seule la première cellule d'une fusion porte la valeur : défusionnez et recopiez la valeur sur chaque ligne.",
    ),
    "FEU-03": Regle(
        E,
        "Aucun passage",
        "Remplissez une ligne par personne certifiée, sous les titres de colonnes.",
    ),
    "FEU-04": Regle(
        C, "Deuxième ligne de titres", "La ligne de titres répétée est ignorée ; rien à faire."
    ),
    "FEU-05": Regle(
        C,
        "Ligne d'exemple",
        "La ligne d'exemple du modèle n'est jamais envoyée ; vous pouvez la supprimer.",
    ),
    "FEU-06": Regle(
        A,
        "Extension trompeuse",
        "Le fichier est lu pour ce qu'il est vraiment ; enregistrez-le sous sa vraie extension.",
    ),
    "FEU-07": Regle(
        E,
        "Formule en erreur ou sans valeur",
        "La cellule serait envoyée vide : corrigez la formule, ou remplacez-la par sa valeur.",
    ),
    "COL-01": Regle(
        E,
        "Colonne obligatoire absente",
        "Ajoutez la colonne. Une valeur commune à toutes les lignes peut aussi se donner sur la feuille « Certificateur » ou en option.",
    ),
    "COL-02": Regle(
        E,
        "Colonne en double",
        "Deux colonnes disent la même chose : gardez la bonne et supprimez ou renommez l'autre.",
    ),
    "COL-03": Regle(
        C,
        "Colonne non reconnue",
        "Elle n'est pas envoyée. Si elle devait l'être, donnez-lui le titre du modèle.",
    ),
    "COL-04": Regle(
        A,
        "Titre ambigu",
        "Vérifiez que la colonne contient bien ce qu'Agrafe y a lu, ou donnez-lui le titre du modèle.",
    ),
    "OPT-01": Regle(
        A,
        "Option sans effet",
        "Le classeur donne déjà cette valeur, et elle prime : retirez l'option, ou corrigez le classeur.",
    ),
    # Any value
    "OBL-01": Regle(E, "Valeur obligatoire absente", "Remplissez la cellule."),
    "NIL-01": Regle(
        E,
        "« nil » n'est pas permis ici",
        "La rubrique est obligatoire : remplacez « nil », « néant » ou le tiret par la valeur.",
    ),
    "NIL-02": Regle(
        A,
        "« nil » à la place d'un nom",
        "Si ce n'est pas vraiment le nom ou le prénom, videz la cellule ou corrigez-la.",
    ),
    "TXT-01": Regle(E, "Texte trop long", "Raccourcissez le texte à la longueur permise."),
    "TXT-02": Regle(
        E,
        "Caractère interdit",
        "Un caractère invisible ne peut pas être écrit en XML : retapez la valeur.",
    ),
    "TXT-03": Regle(
        E, "Mauvaise longueur", "La valeur doit avoir exactement le nombre de caractères attendu."
    ),
    "TXT-04": Regle(
        A,
        "Forme inhabituelle",
        "La valeur est acceptée par le format, mais ne ressemble pas à ce qui est attendu : vérifiez-la.",
    ),
    "TXT-05": Regle(
        A,
        "Zéro de tête rétabli",
        "Le tableur a mangé un zéro ; Agrafe l'a remis. Mettez la colonne au format Texte.",
    ),
    "TXT-06": Regle(
        E,
        "Numéro abrégé par le tableur",
        "Des chiffres ont été perdus : mettez la colonne au format Texte, puis retapez le numéro.",
    ),
    "DAT-01": Regle(E, "Date non reconnue", "Écrivez la date sous la forme 03/07/1991."),
    "DAT-02": Regle(E, "Date impossible", "Ce jour n'existe pas dans le calendrier : corrigez-le."),
    "DAT-03": Regle(E, "Année hors limites", "Le format n'admet que les années 1900 à 2099."),
    "DAT-04": Regle(
        A,
        "Nombre lu comme une date",
        "Le tableur a montré une date comme un nombre : mettez la colonne au format Date.",
    ),
    "BOO-01": Regle(E, "Ni oui ni non", "Écrivez oui ou non."),
    "ENT-01": Regle(E, "Nombre entier attendu", "Écrivez un nombre entier, sans virgule ni unité."),
    "ENT-02": Regle(E, "Nombre hors limites", "Le nombre doit rester entre les bornes indiquées."),
    "ENU-01": Regle(E, "Choix non reconnu", "Choisissez une valeur de la liste."),
    "CMP-01": Regle(
        E,
        "Résultats numériques illisibles",
        "Écrivez domaine.compétence=niveau, séparés par des points-virgules : 1.1=5 ; 3.4=7.",
    ),
    # Names and identity
    "NOM-01": Regle(
        E, "Chiffre dans un nom", "Un nom d'état civil ne contient pas de chiffre : retapez-le."
    ),
    "NOM-02": Regle(
        E,
        "Adresse électronique dans un nom",
        "Remplacez l'adresse par le nom ; les colonnes sont peut-être décalées.",
    ),
    "NOM-03": Regle(
        E,
        "Signe interdit dans un nom",
        "Un nom n'admet que lettres latines, espaces, traits d'union, points et apostrophes : retapez-le.",
    ),
    "NOM-04": Regle(
        A,
        "Lettre d'un autre alphabet",
        "Une lettre ressemble à une lettre latine sans en être une : retapez le nom.",
    ),
    "NOM-05": Regle(
        E,
        "Nom sans lettre",
        "Remplacez par le nom de l'état civil ; un nom d'usage inconnu se laisse vide.",
    ),
    "NOM-06": Regle(
        A,
        "Deux noms dans une cellule",
        "Un seul nom par colonne : le nom de naissance dans la sienne, le nom d'épouse ou d'époux dans « Nom d'usage ».",
    ),
    "PRE-01": Regle(
        A,
        "Plusieurs prénoms dans une cellule",
        "Mettez le premier dans « Prénom », les autres dans « 2e prénom » et « 3e prénom ».",
    ),
    "PRE-02": Regle(
        C,
        "Prénom en deux mots",
        "Si c'est un prénom composé, rien à faire ; si ce sont deux prénoms, séparez-les.",
    ),
    "NIR-01": Regle(
        E, "NIR mal formé", "Un NIR a 13 caractères, 15 avec sa clé, et commence par 1 ou 2."
    ),
    "NIR-02": Regle(
        E,
        "Clé du NIR fausse",
        "Un chiffre du numéro ou de sa clé est faux : recopiez-le de l'attestation de droits.",
    ),
    "IDT-01": Regle(
        E,
        "Titulaire non identifié",
        "Donnez l'état civil, ou le numéro de dossier EDOF, ou le NIR.",
    ),
    "IDT-02": Regle(
        A,
        "Lieu de naissance absent",
        "Donnez le code INSEE de naissance. Sans lieu, un homonyme suffit à faire rejeter le passage.",
    ),
    "NAI-01": Regle(A, "Jour de naissance sans mois", "Donnez aussi le mois."),
    "NAI-02": Regle(
        E,
        "Date de naissance impossible",
        "Ce jour n'existe pas dans le calendrier : recopiez la date de la pièce d'identité.",
    ),
    "NAI-03": Regle(
        A,
        "Âge invraisemblable",
        "Le titulaire aurait eu moins de 10 ans ou plus de 100 ans à la délivrance : vérifiez l'année.",
    ),
    # What must agree with what
    "CER-01": Regle(
        E,
        "Code et type en désaccord",
        "Un code RNCP va avec le type RNCP, un code RS avec le type RS.",
    ),
    "CER-02": Regle(
        A,
        "Code sans préfixe",
        "Le préfixe a été ajouté. Le code s'écrit avec son préfixe : RNCP35726, RS5875.",
    ),
    "CER-03": Regle(
        A,
        "Type inhabituel",
        "Les certifications à déclarer sont au RNCP ou au RS : vérifiez le type.",
    ),
    "VAL-01": Regle(
        E,
        "Fin de validité avant la délivrance",
        "Corrigez l'une des deux dates ; laissez la fin vide si la certification n'expire pas.",
    ),
    "VAL-02": Regle(
        A,
        "Délivrance avant le 1er juillet 2021",
        "L'obligation ne porte que sur les certifications délivrées depuis cette date : vérifiez l'année.",
    ),
    "VAL-03": Regle(
        E,
        "Délivrance dans l'avenir",
        "Une certification se déclare une fois délivrée : corrigez la date, ou attendez ce jour.",
    ),
    "EXA-01": Regle(E, "Fin d'examen avant son début", "Corrigez l'une des deux dates."),
    "EXA-02": Regle(
        A,
        "Examen après la délivrance",
        "L'examen précède normalement la délivrance : vérifiez les deux dates.",
    ),
    "INS-01": Regle(
        A,
        "Inscription après la délivrance",
        "L'inscription précède normalement la délivrance : vérifiez les deux dates.",
    ),
    "LNG-01": Regle(
        A,
        "Niveau de langue absent",
        "« Niveau de langue attesté » vaut oui : donnez le niveau, ou répondez non.",
    ),
    "LNG-02": Regle(
        A,
        "Niveau de langue inattendu",
        "« Niveau de langue attesté » vaut non : répondez oui, ou videz le niveau.",
    ),
    "NUM-01": Regle(
        A,
        "Niveau numérique absent",
        "« Niveau numérique attesté » vaut oui : donnez le score ou les résultats, ou répondez non.",
    ),
    "NUM-02": Regle(
        A,
        "Niveau numérique inattendu",
        "« Niveau numérique attesté » vaut non : répondez oui, ou videz le score et les résultats.",
    ),
    "SCO-01": Regle(
        A, "Score absent", "Le mode d'obtention est « Par scoring » : donnez le score obtenu."
    ),
    "VAE-01": Regle(
        A,
        "Voie d'accès VAE absente",
        "La modalité d'accès est « VAE » : dites si c'est un congé VAE ou une VAE classique.",
    ),
    "VAE-02": Regle(
        A,
        "Voie d'accès VAE inattendue",
        "La modalité d'accès n'est pas « VAE » : corrigez-la, ou videz la voie d'accès.",
    ),
    "DUP-01": Regle(
        E,
        "Identifiant technique en double",
        "Chaque passage a son propre identifiant : donnez-en un autre, ou supprimez la ligne en double.",
    ),
    "DUP-02": Regle(
        A,
        "Même personne, même certification",
        "Si c'est une erreur de saisie, supprimez la ligne ; si la personne l'a obtenue deux fois, ne changez rien.",
    ),
    # The XML and its schema
    "XSD-01": Regle(
        E,
        "Refusé par le schéma",
        "Le schéma XSD de cette version n'admet pas cette valeur : corrigez-la.",
    ),
    "XSD-02": Regle(
        E,
        "Élément manquant dans le XML",
        "Un élément obligatoire manque à cet endroit : donnez sa valeur.",
    ),
    "XSD-03": Regle(
        E,
        "Élément inattendu dans le XML",
        "Un élément n'a pas sa place à cet endroit, ou s'y trouve deux fois : retirez-le, ou vérifiez la version du format.",
    ),
    "VER-01": Regle(
        A,
        "Rubrique inconnue de la version",
        "Cette version du format ne connaît pas cette rubrique, qui n'est pas envoyée : choisissez une autre version si elle doit l'être.",
    ),
}
