"""The « Mode d'emploi » sheet: one page that says what to fill, how, and what goes wrong most often."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from accrochage.classeur import gabarit_styles as look
from accrochage.classeur.gabarit_styles import Styles, Workbook, Worksheet
from accrochage.dictionnaire import rubrique
from accrochage.regles.anomalie import Gravite

MODE_EMPLOI: Final = "Mode d'emploi"
"""Name of the sheet."""

_TERM_WIDTH: Final = 28
_TEXT_WIDTH: Final = 96
_TEXT_CHARACTERS: Final = 104
_LINE: Final = 15.5


class _Item(NamedTuple):
    """A line of the guide.

    Attributes:
        term: What it is about.
        text: What it says.
        look: Properties of the format of the term.
    """

    term: str
    text: str
    look: dict[str, Any]


class _Section(NamedTuple):
    """A part of the guide."""

    title: str
    items: Sequence[_Item]


_PLAIN: Final[dict[str, Any]] = {"bold": True, "bg_color": look.PAPER}
_STEP: Final[dict[str, Any]] = {"bold": True, "bg_color": look.BLUE_GREEN, "font_color": look.WHITE}


def _items(style: dict[str, Any], lines: Iterable[tuple[str, str]]) -> list[_Item]:
    return [_Item(term, text, style) for term, text in lines]


_PURPOSE: Final = _items(
    _PLAIN,
    [
        (
            "L'obligation",
            "Vous délivrez une certification inscrite au RNCP ou au RS : vous devez transmettre à la Caisse des Dépôts les données de chaque titulaire, dans les trois mois qui suivent la délivrance (Code du travail, art. L. 6113‑8 et R. 6113‑17‑2).",
        ),
        (
            "Ce que fait Agrafe",
            "Vous remplissez ce classeur. Agrafe signale chaque faute avec sa cellule et la manière d'y remédier, puis fabrique le fichier XML que le portail attend.",
        ),
    ],
)

_STEPS: Final = _items(
    _STEP,
    [
        (
            "1  Certificateur",
            "Feuille « Certificateur », une seule fois : vos identifiants, et ce qui vaut pour presque toutes vos lignes.",
        ),
        (
            "2  Passages",
            "Feuille « Passages », une ligne par personne et par certification obtenue. Passez la souris sur le titre d'une colonne : une bulle dit quoi écrire, sous quelle forme, et où le trouver.",
        ),
        (
            "3  Fabriquer le fichier",
            "Commande « accrochage generer mon-classeur.xlsx », ou déposez ce classeur dans l'outil Agrafe. S'il y a des fautes, corrigez-les et recommencez.",
        ),
        (
            "4  Déposer",
            "Portail certificateurs.moncompteformation.gouv.fr, espace privé, « Transmettre des données ». Gardez l'accusé de traitement : il dit quels passages ont été acceptés.",
        ),
    ],
)

_COLOURS: Final = [
    _Item(
        "Titre suivi de *",
        "Obligatoire : sans valeur ici ni sur la feuille « Certificateur », la ligne ne peut pas partir.",
        {"bold": True, "bg_color": look.BLUE_GREEN, "font_color": look.WHITE},
    ),
    _Item(
        "Selon le cas",
        "À remplir si la personne ou la certification est concernée : nom d'usage, fin de validité, mention…",
        {"bold": True, "bg_color": look.MIST},
    ),
    _Item(
        "Facultatif",
        "Utile si vous le savez : les autres prénoms et la commune de naissance aident à distinguer des homonymes.",
        {"bold": True, "bg_color": look.SAND},
    ),
    _Item(
        "EXEMPLE",
        "Ligne d'exemple, jamais envoyée. Gardez-la ou supprimez-la.",
        {"italic": True, "bg_color": look.PAPER, "font_color": look.GREY},
    ),
    _Item(
        "Erreur",
        "Dans un classeur rendu par Agrafe : la Caisse des Dépôts rejetterait la ligne. La bulle dit comment la corriger.",
        {"bg_color": look.FILLS[Gravite.ERREUR]},
    ),
    _Item(
        "À vérifier",
        "Sans doute faux, mais la ligne part quand même : vérifiez.",
        {"bg_color": look.FILLS[Gravite.ALERTE]},
    ),
]

_CIVIL: Final = (
    "Par l'état civil",
    "Nom de naissance, prénom, date de naissance, sexe et lieu de naissance. C'est la façon la plus courante.",
)
_EDOF: Final = (
    "Par le dossier EDOF",
    "Numéro du dossier Mon Compte Formation ; le nom et le prénom du dossier l'accompagnent.",
)
_NIR: Final = (
    "Par le NIR",
    "Numéro de sécurité sociale et nom de naissance (depuis la version 1.1.5 du format). Ni date ni lieu de naissance n'est alors envoyé.",
)

_MISTAKES: Final = _items(
    _PLAIN,
    [
        (
            "Nom de naissance",
            "Celui de l'acte de naissance, jamais celui d'un mariage : première cause de rejet. L'autre va dans « Nom d'usage ».",
        ),
        ("Prénoms", "Un par colonne, dans l'ordre de l'état civil."),
        (
            "Code INSEE",
            "Ce n'est pas le code postal. Pour Rennes, le code INSEE est 35238 et le code postal 35000. Les chiffres 6 à 10 du numéro de sécurité sociale le donnent.",
        ),
        (
            "Naissance à l'étranger",
            "99 suivi des trois chiffres du pays : 99139 pour le Portugal. La ville et le pays vont dans leurs colonnes.",
        ),
        (
            "Dates",
            "03/07/1991, avec l'année en quatre chiffres. Si l'état civil ignore le jour de naissance, écrivez 07/1991 ; s'il ignore aussi le mois, 1991.",
        ),
        (
            "Zéros en tête",
            "01053 doit rester 01053. Les colonnes sont prêtes ; si vous collez d'un autre classeur, choisissez « Collage spécial, Valeurs ».",
        ),
    ],
)

_EMPTY: Final = _items(
    _PLAIN,
    [
        (
            "Laissez vide",
            "N'inventez rien et n'écrivez pas « néant » : laissez la cellule vide. Pour certaines rubriques, Agrafe écrit alors « nil », ce qui veut dire « pas de valeur » pour la Caisse des Dépôts. La bulle du titre le précise.",
        )
    ],
)

_IDENTIFIERS: Final = _items(
    _PLAIN,
    [
        (
            "idClient et idContrat",
            "La Caisse des Dépôts vous les écrit par courriel, environ un mois après votre demande ; l'espace privé du portail les rappelle. idClient (ou BCR, ou matricule) compte 8 caractères ; idContrat commence souvent par MCFCER.",
        )
    ],
)


def _sections(version: str) -> list[_Section]:
    ways = [_CIVIL, _EDOF]
    title = "Deux façons de dire qui est le titulaire"
    order = "le dossier EDOF, puis l'état civil."
    if rubrique("nir").known_in(version):
        ways.append(_NIR)
        title, order = "Trois façons de dire qui est le titulaire", f"le NIR, puis {order}"
    choice = ("Une seule suffit", f"Si plusieurs sont remplies, une seule est envoyée : {order}")
    return [
        _Section("À quoi sert ce classeur", _PURPOSE),
        _Section("Quatre étapes", _STEPS),
        _Section("Ce que disent les couleurs", _COLOURS),
        _Section(title, _items(_PLAIN, [*ways, choice])),
        _Section("Les fautes les plus fréquentes", _MISTAKES),
        _Section("Quand vous n'avez pas l'information", _EMPTY),
        _Section("D'où viennent vos identifiants", _IDENTIFIERS),
    ]


def add_mode_emploi(workbook: Workbook, styles: Styles, version: str) -> None:
    """Add the sheet; `version` is that of the format, which tells the ways to say who the holder is."""
    sheet = workbook.add_worksheet(MODE_EMPLOI)
    paper = styles(bg_color=look.PAPER)
    look.lay_out_page(sheet, look.GREEN)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 3, paper)
    sheet.set_column(1, 1, _TERM_WIDTH, paper)
    sheet.set_column(2, 2, _TEXT_WIDTH, paper)
    sheet.set_column(3, 16_383, 3, paper)
    subtitle = f"Mode d'emploi de ce classeur (format {version} de la Caisse des Dépôts)"
    look.write_title(sheet, styles, 1, "Déclarer vos titulaires", subtitle)
    top = 2
    for section in _sections(version):
        look.write_section(sheet, styles, top, range(1, 3), section.title)
        for row, item in enumerate(section.items, start=top + 1):
            _write_item(sheet, styles, row, item)
        top += len(section.items) + 2
        sheet.set_row(top - 1, 8)


def _write_item(sheet: Worksheet, styles: Styles, row: int, item: _Item) -> None:
    sheet.set_row(row, 7 + _LINE * look.line_count(item.text, _TEXT_CHARACTERS))
    line = {"bottom": 1, "bottom_color": look.LINE}
    sheet.write_string(row, 1, item.term, styles(**line, **item.look, indent=1))
    text = styles(**line, bg_color=look.PAPER, text_wrap=True, indent=1)
    sheet.write_string(row, 2, item.text, text)
