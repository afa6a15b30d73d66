"""Faults of a file: its sheets, its columns, its XML, what was asked of it."""

from typing import Final

from accrochage.regles.catalogue.regle import Gravite, Regle

E, A, C = Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL

REGLES: Final = {
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
        "Si elle doit être envoyée, donnez-lui le titre du modèle, ou faites une correspondance : accrochage correspondance.",
    ),
    "COL-04": Regle(
        A,
        "Titre ambigu",
        "Vérifiez ce qu'Agrafe y a lu, ou dites ce qu'elle contient dans une correspondance : accrochage correspondance.",
    ),
    "COL-05": Regle(
        A,
        "Colonne nommée en vain",
        "La correspondance parle d'une colonne que le tableau n'a pas : corrigez le titre, ou retirez la ligne.",
    ),
    "OPT-01": Regle(
        A,
        "Option sans effet",
        "Le classeur donne déjà cette valeur, et elle prime : retirez l'option, ou corrigez le classeur.",
    ),
    "RET-01": Regle(
        C,
        "Cellule retouchée",
        "Ce que vous avez écrit à la place de la cellule est envoyé ; le classeur, lui, n'a pas changé.",
    ),
    "RET-02": Regle(
        A,
        "Retouche sans ligne",
        "La ligne retouchée n'est plus dans le fichier, ou elle est vide : retirez la retouche.",
    ),
}
