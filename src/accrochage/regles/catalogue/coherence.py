"""Faults between rubriques, or between passages."""

from typing import Final

from accrochage.regles.catalogue.regle import Gravite, Regle

E, A, C = Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL

REGLES: Final = {
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
    "LNG-03": Regle(
        A,
        "Niveau de langue intermédiaire",
        "Le format ne connaît que A1, A2, B1, B2, C1 et C2 : c'est le niveau sans signe qui est envoyé. Vérifiez que c'est bien lui.",
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
}
