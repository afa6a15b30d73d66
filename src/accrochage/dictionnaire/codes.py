"""The enumerations of the format, with the French words users know for each code (XSD 1.1.2, kept by 1.1.5)."""

from accrochage.dictionnaire.types import Code

ACTIONS = (
    Code("CREATION", "Création"),
    Code("SUPPRESSION", "Suppression"),
)

NATURES_DEPOSANT = (
    Code("CERTIFICATEUR", "Certificateur"),
    Code("TIERS_CONFIANCE", "Tiers de confiance", ("tiers",)),
)

TYPES_CERTIFICATION = (
    Code("RNCP", "RNCP", ("répertoire national des certifications professionnelles",)),
    Code("RS", "RS", ("répertoire spécifique",)),
)

OBTENTIONS = (
    Code("PAR_ADMISSION", "Par admission", ("admission", "admis", "admise")),
    Code("PAR_SCORING", "Par scoring", ("scoring", "par score", "score")),
)

MODALITES_EXAMEN = (
    Code("A_DISTANCE", "À distance", ("distance", "distanciel", "en distanciel", "en ligne")),
    Code("EN_PRESENTIEL", "En présentiel", ("présentiel", "sur place", "sur site")),
    Code("MIXTE", "Mixte", ("hybride",)),
)

NIVEAUX_LANGUE = (
    Code("A1", "A1"),
    Code("A2", "A2"),
    Code("B1", "B1"),
    Code("B2", "B2"),
    Code("C1", "C1"),
    Code("C2", "C2"),
    Code("INSUFFISANT", "Insuffisant"),
)

MENTIONS = (
    Code("SANS_MENTION", "Sans mention", ("aucune", "aucune mention", "passable")),
    Code("MENTION_ASSEZ_BIEN", "Mention assez bien", ("assez bien", "AB")),
    Code("MENTION_BIEN", "Mention bien", ("bien", "B")),
    Code("MENTION_TRES_BIEN", "Mention très bien", ("très bien", "TB")),
    Code(
        "MENTION_TRES_BIEN_AVEC_FELICITATIONS_DU_JURY",
        "Mention très bien avec félicitations du jury",
        ("félicitations du jury", "très bien avec félicitations", "félicitations"),
    ),
)

MODALITES_ACCES = (
    Code(
        "FORMATION_INITIALE_HORS_APPRENTISSAGE",
        "Formation initiale hors apprentissage",
        ("formation initiale",),
    ),
    Code(
        "FORMATION_INITIALE_APPRENTISSAGE",
        "Formation initiale en apprentissage",
        ("apprentissage", "contrat d'apprentissage", "formation initiale apprentissage"),
    ),
    Code(
        "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION",
        "Formation continue hors contrat de professionnalisation",
        ("formation continue",),
    ),
    Code(
        "FORMATION_CONTINUE_CONTRAT_DE_PROFESSIONNALISATION",
        "Formation continue en contrat de professionnalisation",
        ("contrat de professionnalisation", "contrat de pro"),
    ),
    Code("VAE", "VAE", ("validation des acquis de l'expérience",)),
    Code(
        "EQUIVALENCE_DIPLOME_ETRANGER",
        "Équivalence d'un diplôme étranger",
        ("équivalence (diplôme étranger)", "équivalence"),
    ),
    Code("CANDIDAT_LIBRE", "Candidat libre", ("candidate libre", "candidature individuelle")),
)

VOIES_ACCES_VAE = (
    Code("CONGES_VAE", "Congé VAE", ("congés VAE",)),
    Code("VAE_CLASSIQUE", "VAE classique", ("classique",)),
)

INITIATIVES = (
    Code("CERTIFIE", "Le titulaire lui-même", ("certifié", "certifiée", "titulaire", "candidat")),
    Code("OF", "L'organisme de formation", ("organisme de formation", "organisme")),
    Code("POLE_EMPLOI", "France Travail (ex-Pôle emploi)", ("Pôle emploi", "France Travail")),
    Code("EMPLOYEUR", "L'employeur", ("employeur", "entreprise")),
    Code("AUTRE", "Autre"),
)

SEXES = (
    Code("M", "Masculin", ("homme", "H", "masc", "monsieur", "Mr", "garçon", "1")),
    Code("F", "Féminin", ("femme", "fém", "madame", "mme", "mademoiselle", "Mlle", "fille", "2")),
)

BOOLEANS = (
    Code("true", "oui", ("vrai", "true", "x", "1", "o", "yes", "y")),
    Code("false", "non", ("faux", "false", "0", "n", "no")),
)
"""`xsd:boolean`: what may be typed for oui and non."""
