"""Faults that a value of any rubrique may have."""

from typing import Final

from accrochage.regles.catalogue.regle import Gravite, Regle

E, A, C = Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL

REGLES: Final = {
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
    "TXT-07": Regle(
        E,
        "Code INSEE mal formé",
        "Un code INSEE a cinq chiffres (2A ou 2B en Corse) ; à l'étranger, c'est 99 suivi des trois chiffres du pays.",
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
}
