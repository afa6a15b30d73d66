"""The page of the rubriques: every datum of the format, from the dictionary."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from page import make_page, make_table

from accrochage.classeur.gabarit_colonnes import DEFAULT_COLUMNS
from accrochage.dictionnaire import (
    COLONNES,
    COMPOSITES,
    RUBRIQUES,
    Bloc,
    Code,
    Colonne,
    Composite,
    Kind,
    Presence,
    Rubrique,
)


class _Part(NamedTuple):
    """What the page of the rubriques says of a bloc."""

    title: str
    text: str


_BLOCS: Final = {
    Bloc.FLUX: _Part(
        "Le flux",
        "Ce que le fichier dit de lui-même. Rien n'est à remplir dans le classeur : Agrafe écrit ces rubriques.",
    ),
    Bloc.EMETTEUR: _Part("L'émetteur", "Qui dépose le fichier."),
    Bloc.CERTIFICATEUR: _Part(
        "Le certificateur",
        "Pour qui le fichier est déposé. Un fichier ne contient qu'un certificateur ; Agrafe en écrit autant qu'il y a de certificateurs dans le classeur.",
    ),
    Bloc.CERTIFICATION: _Part(
        "La certification",
        "Ce qui a été délivré. Un fichier peut contenir plusieurs certifications.",
    ),
    Bloc.PASSAGE: _Part(
        "Le passage", "Une certification obtenue par une personne : une ligne du classeur."
    ),
    Bloc.NUMERIQUE: _Part(
        "Le niveau numérique",
        "Attendu quand « Niveau numérique attesté » vaut oui, absent sinon.",
    ),
    Bloc.RESULTAT: _Part(
        "Les résultats numériques",
        "Un résultat par compétence. Dans le classeur, une seule colonne les donne tous.",
    ),
    Bloc.MODALITES: _Part(
        "Les modalités d'inscription", "Par quelle voie le titulaire est arrivé à la certification."
    ),
    Bloc.TITULAIRE: _Part(
        "Le titulaire, par son état civil",
        "La façon la plus courante de désigner le titulaire. Les deux suivantes la remplacent : un passage n'en contient qu'une. Si plusieurs sont remplies, Agrafe envoie le NIR, à défaut le dossier EDOF, à défaut l'état civil.",
    ),
    Bloc.DOSSIER: _Part(
        "Le titulaire, par son dossier EDOF",
        "À la place de l'état civil. Les noms y sont plus courts : 30 et 20 caractères.",
    ),
    Bloc.IDENTIFIANT_NATIONAL: _Part(
        "Le titulaire, par son NIR",
        "À la place de l'état civil : ni date, ni lieu de naissance, ni sexe ne sont alors envoyés.",
    ),
}

_IN_OTHER_WAYS: Final = "sauf si un NIR ou un dossier EDOF désigne le titulaire"
_EMPTY: Final = {
    "idClientEmetteur": "l'identifiant client du certificateur est repris.",
    "idClient": "aucun fichier n'est écrit tant que cet identifiant n'est donné nulle part.",
    "idContrat": "aucun fichier n'est écrit tant que ce numéro n'est donné nulle part.",
    "type": "le préfixe du code, RNCP ou RS, en tient lieu.",
    "nomNaissance": "la ligne est refusée, sauf si un dossier EDOF désigne le titulaire et donne son nom.",
    "prenom1": f"la ligne est refusée, {_IN_OTHER_WAYS}.",
    "anneeNaissance": f"la ligne est refusée, {_IN_OTHER_WAYS}.",
    "dateNaissance": f"la ligne est refusée, {_IN_OTHER_WAYS}.",
    "sexe": f"la ligne est refusée, {_IN_OTHER_WAYS}.",
    "codeInsee": "le code postal est envoyé à sa place ; si lui aussi manque, le lieu part comme « non connu » (`nil`), avec l'alerte [IDT-02](regles.md#idt-02).",
    "codePostal": "rien ne manque si le code INSEE est donné ; sinon, le lieu part comme « non connu » (`nil`), avec l'alerte [IDT-02](regles.md#idt-02).",
    "idDossier": "le titulaire est désigné autrement.",
    "nir": "le titulaire est désigné autrement.",
    "nomTitulaire": "le nom de naissance est repris.",
    "prenom1Titulaire": "le premier prénom est repris.",
    "nomNaissanceNir": "la ligne est refusée.",
}
"""What an empty cell means, where the presence of the rubrique does not say it."""

_WHEN_EMPTY: Final = {
    Presence.REQUIRED: "la ligne est refusée.",
    Presence.REQUIRED_OR_NIL: "l'élément part avec `nil`, « pas de valeur », que le format admet ici.",
    Presence.OPTIONAL: "rien n'est envoyé pour cette rubrique.",
    Presence.CONDITIONAL: "rien n'est envoyé pour cette rubrique.",
}

_FORMS: Final = {
    Kind.DATE: "date, des années 1900 à 2099 ; le XML l'écrit AAAA-MM-JJ",
    Kind.TIMESTAMP: "date et heure, avec le décalage horaire",
    Kind.BIRTH_DATE: "date entière, ou mois et année, ou année seule",
    Kind.COMPETENCES: "domaine.compétence=niveau, autant de fois qu'il le faut",
    Kind.BOOLEAN: "oui ou non ; le XML écrit `true` ou `false`",
    Kind.NIR: "13 caractères, ou 15 avec la clé, qui est contrôlée puis retirée",
}


def page_rubriques() -> str:
    """Write the page of the rubriques, bloc by bloc in the order of the XML."""
    parts = [
        "# Rubriques",
        "Toutes les données du format, bloc par bloc. Le titre d'une rubrique est celui de sa colonne dans le modèle (`accrochage modele`) ; le nom `en chasse fixe` est celui de l'élément XML.",
        "## Comment lire cette page",
        "\n".join(
            (
                "- **obligatoire** : sans elle, la ligne ne part pas ;",
                "- **obligatoire, sauf nil** : l'élément est toujours dans le XML, mais il peut dire « pas de valeur » (`xsi:nil=\"true\"`) ; c'est ce qu'Agrafe écrit quand la cellule est vide ;",
                "- **conditionnelle** : attendue dans certains cas, que sa description indique ;",
                "- **facultative** : absente du XML quand la cellule est vide.",
            )
        ),
        "Dans chaque bloc, la présence se comprend **quand le bloc est envoyé** : un passage ne contient qu'une des trois façons de désigner le titulaire.",
        "« Dictionnaire 5.10 » désigne la rubrique 5.10 du dictionnaire des données de la Caisse des Dépôts, dont nous n'avons vu le contenu qu'à travers d'autres programmes qui le citent. Le XSD, lui, a été lu. Ce qui est « connu de seconde main » est expliqué dans [les versions du format](versions.md).",
        "## Vue d'ensemble",
        _overview(),
    ]
    for bloc, part in _BLOCS.items():
        path = "/".join(("flux", *bloc.value))
        parts += [f"## {part.title}", f"`{path}`", part.text]
        parts += [_entry(entry) for entry in _entries(bloc)]
    return make_page(parts)


def _entries(bloc: Bloc) -> Iterator[Colonne]:
    """Yield the rubriques of a bloc in the order of the XML, a column that fills several standing before the first of them."""
    for rubrique in RUBRIQUES.values():
        if rubrique.bloc is bloc:
            yield from (entry for entry in COMPOSITES.values() if entry.parts[0] == rubrique.key)
            yield rubrique


def _overview() -> str:
    rows = [
        (
            f"[{entry.header}](#{entry.key.lower()})",
            _element(entry),
            entry.presence.value,
            part.title,
        )
        for bloc, part in _BLOCS.items()
        for entry in _entries(bloc)
    ]
    return make_table(("Rubrique", "Élément", "Présence", "Bloc"), rows)


def _element(entry: Colonne) -> str:
    if isinstance(entry, Composite):
        return ", ".join(f"`{RUBRIQUES[part].name}`" for part in entry.parts)
    return f"`{entry.name}`"


def _entry(entry: Colonne) -> str:
    """Write what is to be known of a rubrique."""
    lines = [
        ("Présence", f"{entry.presence.value}."),
        ("Cellule vide", _when_empty(entry)),
        ("Valeur", f"{_form(entry)}."),
        *_patterns(entry),
        ("Exemple", f"`{entry.example}`" if entry.example else ""),
        ("Où le trouver", entry.where),
        ("Autres titres reconnus", ", ".join(f"« {title} »" for title in entry.synonyms)),
        ("Versions", _versions_of(entry)),
        ("Source", f"{entry.source}."),
    ]
    parts = [
        f'<a id="{entry.key.lower()}"></a>\n\n### {entry.header}',
        f"{_element(entry)}",
        entry.help,
        "\n".join(f"- **{name}** : {text}" for name, text in lines if text),
    ]
    if entry.codes and entry.kind is not Kind.BOOLEAN:
        parts.append(_choices(entry.codes))
    return "\n\n".join(parts)


def _when_empty(entry: Colonne) -> str:
    """Say what an empty cell means."""
    if isinstance(entry, Rubrique) and entry.bloc is Bloc.FLUX:
        return ""
    if entry.key not in COLONNES and entry.key != "nomNaissanceNir":
        whole = next(column for column in COMPOSITES.values() if entry.key in column.parts)
        return f"sans objet : la colonne « {whole.header} » donne cette rubrique."
    meaning = _EMPTY.get(entry.key, _WHEN_EMPTY[entry.presence])
    if entry.key in DEFAULT_COLUMNS:
        return f"la valeur de la feuille « Certificateur » est reprise ; si elle manque aussi, {meaning}"
    return meaning


def _form(entry: Colonne) -> str:
    """Say under which form a value is given."""
    if entry.kind in _FORMS:
        return _FORMS[entry.kind]
    return f"{entry.kind.value}{_bounds(entry) if isinstance(entry, Rubrique) else ''}"


def _bounds(entry: Rubrique) -> str:
    if entry.kind is Kind.INTEGER:
        return f", de {entry.minimum} à {entry.maximum}"
    if entry.codes:
        return " ; un autre texte est admis, avec une alerte" if entry.open_codes else ""
    if entry.min_length == entry.max_length:
        return f", {entry.max_length} caractères exactement"
    return f", de {entry.min_length} à {entry.max_length} caractères"


def _patterns(entry: Colonne) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Rubrique):
        yield "Motif du XSD", f"`{entry.pattern}`" if entry.pattern else ""
        if entry.shape:
            yield (
                "Forme attendue",
                f"`{entry.shape}` ; une autre vaut une alerte, [TXT-04](regles.md#txt-04).",
            )


def _versions_of(entry: Colonne) -> str:
    if isinstance(entry, Composite):
        return ""
    until = f", jusqu'à la {entry.until}" if entry.until else ""
    return f"depuis la {entry.since}{until}."


def _choices(codes: Sequence[Code]) -> str:
    rows = [
        (code.libelle, f"`{code.value}`", ", ".join(f"« {word} »" for word in code.synonyms))
        for code in codes
    ]
    return make_table(("Choix", "Code envoyé", "Aussi reconnu"), rows)
