"""Faults of who the holder is: names, sex, NIR, birth."""

from typing import Final

from accrochage.regles.catalogue.regle import Gravite, Regle

E, A, C = Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL

REGLES: Final = {
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
    "NOM-07": Regle(
        E,
        "Accents abîmés dans un nom",
        "Un logiciel a mal lu les accents : écrivez le nom proposé.",
        sure=True,
    ),
    "NOM-08": Regle(
        E,
        "Civilité dans un nom",
        "Madame, Monsieur ou Docteur ne font pas partie du nom : écrivez le nom seul.",
        sure=True,
    ),
    "NOM-09": Regle(
        A,
        "Texte d'attente à la place d'un nom",
        "Recopiez le nom de la pièce d'identité ; un nom d'usage inconnu se laisse vide.",
    ),
    "NOM-10": Regle(
        E,
        "Nom de naissance et nom d'usage réunis",
        "Écrivez chaque nom dans sa colonne : « MARTIN née LE GALL » est LE GALL à la naissance, MARTIN à l'usage.",
        sure=True,
    ),
    "NOM-11": Regle(
        A,
        "Initiale à la place d'un nom",
        "La comparaison se fait sur le nom entier : écrivez-le comme à l'état civil.",
    ),
    "NOM-12": Regle(
        A,
        "Prénom répété dans le nom",
        "Le nom et le prénom ont chacun leur colonne : écrivez le nom seul.",
    ),
    "NOM-13": Regle(
        C,
        "Nom d'usage identique au nom de naissance",
        "S'il n'y a pas de nom d'usage, videz la cellule ; si c'est un nom d'épouse ou d'époux, corrigez le nom de naissance.",
    ),
    "NOM-14": Regle(
        A,
        "Nom et prénom identiques",
        "Si la personne ne porte pas vraiment deux fois le même nom, recopiez sa pièce d'identité.",
    ),
    "NOM-15": Regle(
        A,
        "Nom et prénom sans doute inversés",
        "Le prénom est connu comme nom de famille, et le nom comme prénom : échangez-les si c'est une erreur.",
    ),
    "NOM-16": Regle(
        A,
        "Accent douteux dans un nom",
        "Une majuscule accentuée suit une minuscule : un logiciel a sans doute mal lu une lettre. Retapez le nom.",
    ),
    "NOM-17": Regle(
        A,
        "Faute de frappe possible dans un nom",
        "Personne ou presque ne porte ce nom en France, à une lettre d'un nom courant : vérifiez-le sur la pièce d'identité.",
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
    "PRE-03": Regle(
        A,
        "Prénoms séparés par des virgules",
        "Mettez le premier dans « Prénom », les autres dans « 2e prénom » et « 3e prénom ».",
        sure=True,
    ),
    "PRE-04": Regle(
        A,
        "Nom répété dans le prénom",
        "Le nom et le prénom ont chacun leur colonne : écrivez le prénom seul.",
    ),
    "PRE-05": Regle(
        A,
        "Faute de frappe possible dans un prénom",
        "Personne ou presque ne porte ce prénom, très proche d'un prénom courant : vérifiez-le.",
    ),
    "PRE-06": Regle(
        A,
        "Deux prénoms dans une cellule",
        "Ce sont deux prénoms courants, que personne ou presque ne porte comme un seul : mettez le second dans « 2e prénom ».",
    ),
    "SEX-01": Regle(
        A,
        "Sexe et prénom en désaccord",
        "Ce prénom est presque toujours de l'autre sexe : vérifiez les deux sur la pièce d'identité.",
    ),
    "NIR-01": Regle(
        E, "NIR mal formé", "Un NIR a 13 caractères, 15 avec sa clé, et commence par 1 ou 2."
    ),
    "NIR-02": Regle(
        E,
        "Clé du NIR fausse",
        "Un chiffre du numéro ou de sa clé est faux : recopiez-le de l'attestation de droits.",
    ),
    "NIR-03": Regle(
        A,
        "NIR et sexe en désaccord",
        "Le premier chiffre du NIR dit le sexe : l'un des deux est faux, ou n'est pas celui de cette personne.",
    ),
    "NIR-04": Regle(
        A,
        "NIR et date de naissance en désaccord",
        "Le NIR dit l'année et le mois de naissance : vérifiez les deux sur l'attestation de droits.",
    ),
    "NIR-05": Regle(
        A,
        "NIR et lieu de naissance en désaccord",
        "Le NIR dit le département, ou l'étranger : vérifiez qu'il est bien celui de cette personne.",
    ),
    "NIR-06": Regle(
        C,
        "NIR et commune de naissance différents",
        "Les communes et les pays changent de code avec le temps : vérifiez seulement si vous avez un doute.",
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
    "IDT-03": Regle(
        A,
        "Date de naissance incomplète et nom répandu",
        "D'autres personnes nées la même année portent sans doute ce nom : sans le jour et le mois, la CDC ne saurait choisir.",
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
    "NAI-04": Regle(
        E,
        "Naissance après la délivrance",
        "Personne n'obtient une certification avant de naître : corrigez l'une des deux dates.",
    ),
}
