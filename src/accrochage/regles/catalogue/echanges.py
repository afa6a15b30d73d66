"""What the CDC answers, what its schema refuses, what a deposit becomes."""

from typing import Final

from accrochage.regles.catalogue.regle import Gravite, Regle

E, A, C = Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL

REGLES: Final = {
    # What the CDC answers
    "CDC-01": Regle(
        A,
        "Passage rejeté par la Caisse des Dépôts",
        "Vérifiez les cellules en couleur sur une pièce d'identité, puis déposez de nouveau ce passage, avec le même identifiant technique.",
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
    # Deposits made into workbooks, and passages withdrawn
    "CNV-01": Regle(
        A,
        "Sans place dans un classeur",
        "Aucune colonne ne peut recevoir cette partie du fichier XML, absente du classeur. Gardez le fichier si elle vous sert.",
    ),
    "SUP-01": Regle(
        E,
        "Passage à retirer introuvable",
        "Le fichier donné ne contient pas ce passage : corrigez l'identifiant dans la liste, ou donnez aussi le dépôt qui l'a créé.",
    ),
    "SUP-02": Regle(
        E,
        "Passage à retirer dit de deux façons",
        "Les dépôts donnés disent ce passage de deux façons différentes : ne donnez que celui que la Caisse des Dépôts a accepté.",
    ),
    "SUP-03": Regle(
        A,
        "Dépôt qui retire des passages",
        "Ce qu'un flux de suppression doit contenir n'est pas publié : demandez-le au support des certificateurs avant de déposer.",
    ),
}
