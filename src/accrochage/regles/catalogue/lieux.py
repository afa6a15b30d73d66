"""Faults of the birth place."""

from typing import Final

from accrochage.regles.catalogue.regle import Gravite, Regle

E, A, C = Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL

REGLES: Final = {
    "LIE-01": Regle(
        A,
        "Code INSEE inconnu",
        "Ni une commune ni un pays connus d'Agrafe n'ont ce code : recopiez les chiffres 6 à 10 du numéro de sécurité sociale.",
    ),
    "LIE-02": Regle(
        A,
        "Code INSEE retrouvé",
        "Le nom, le code postal et la date ne désignent qu'un lieu : écrivez son code INSEE.",
        sure=True,
    ),
    "LIE-03": Regle(
        A,
        "Code INSEE à confirmer",
        "Le nom de la commune ou du pays fait deviner le code INSEE : écrivez-le si c'est bien là.",
    ),
    "LIE-04": Regle(
        A,
        "Code INSEE d'une autre époque",
        "À la naissance, ce code ne servait pas encore, ou ne servait plus : donnez celui d'alors.",
    ),
    "LIE-05": Regle(
        A,
        "Code postal à la place du code INSEE",
        "Un code postal sert souvent plusieurs communes : donnez le code INSEE de la bonne.",
    ),
    "LIE-06": Regle(
        A,
        "Code et commune en désaccord",
        "Le code est celui d'une autre commune que le nom : corrigez l'un des deux.",
    ),
    "LIE-07": Regle(
        A,
        "Arrondissement absent",
        "À Paris, Lyon et Marseille, donnez le code INSEE de l'arrondissement de naissance.",
    ),
    "LIE-08": Regle(
        A,
        "Arrondissement retrouvé",
        "Le nom ou le code postal dit l'arrondissement : écrivez son code INSEE.",
        sure=True,
    ),
    "LIE-09": Regle(
        A,
        "Code postal inconnu",
        "Aucune commune n'a ce code postal : vérifiez-le, ou donnez le code INSEE.",
    ),
    "LIE-10": Regle(
        C,
        "Code pays absent",
        "Pour une naissance à l'étranger, ajoutez les trois derniers chiffres du code INSEE du pays.",
        sure=True,
    ),
    "LIE-11": Regle(
        A,
        "Code pays inconnu",
        "Donnez les trois derniers chiffres du code INSEE du pays (99139 donne 139).",
    ),
    "LIE-12": Regle(
        A,
        "Pays en désaccord",
        "Le code INSEE, le code pays et le nom du pays ne disent pas le même pays : corrigez ce qui est faux.",
    ),
    "LIE-13": Regle(
        A,
        "Commune française, pays étranger",
        "Le code INSEE est celui d'une commune française et le pays n'est pas la France : corrigez l'un des deux.",
    ),
}
