"""Write what the documentation takes from the code: the pages of docs/reference, and the examples of the guides.

`--check` writes nothing: it says in one line which page is stale, and answers 1.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from unittest.mock import patch

from console import WIDTH, play
from messages import page_messages
from page import make_page, make_table
from rubriques import page_rubriques

from accrochage.cli.analyse import build_parser
from accrochage.dictionnaire import (
    DEFAULT_VERSION,
    NAMESPACE,
    RUBRIQUES,
    VERSIONS,
    Rubrique,
)
from accrochage.regles.catalogue import CATALOGUE, Gravite

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = Path("docs", "reference")
GUIDES: Final = Path("docs", "guides")

_PREFIXES: Final = {
    "FEU": "Le fichier et sa feuille",
    "COL": "Les colonnes",
    "OPT": "Les options de la commande",
    "RET": "Les cellules retouchées dans l'application",
    "OBL": "Les valeurs obligatoires",
    "NIL": "L'absence de valeur",
    "TXT": "Les textes et les identifiants",
    "DAT": "Les dates",
    "BOO": "Les réponses par oui ou non",
    "ENT": "Les nombres",
    "ENU": "Les listes de choix",
    "CMP": "Les résultats numériques",
    "NOM": "Les noms",
    "PRE": "Les prénoms",
    "SEX": "Le sexe",
    "NIR": "Le NIR",
    "IDT": "L'identité du titulaire",
    "NAI": "La naissance",
    "LIE": "Le lieu de naissance",
    "CER": "La certification",
    "VAL": "La délivrance et la validité",
    "EXA": "L'examen",
    "INS": "L'inscription",
    "LNG": "Le niveau de langue",
    "NUM": "Le niveau numérique",
    "SCO": "Le score",
    "VAE": "La VAE",
    "DUP": "Les doublons",
    "CDC": "Ce que répond la Caisse des Dépôts",
    "XSD": "Le schéma XSD",
    "CNV": "La conversion d'un dépôt en classeur",
    "SUP": "Le retrait de passages",
    "VER": "La version du format",
}

_MARKS: Final = {Gravite.ERREUR: "✗", Gravite.ALERTE: "!", Gravite.CONSEIL: "i"}

_KNOWN: Final = {
    "1.1.2": """\
Le kit que le portail de la Caisse des Dépôts nomme « v2.0.0 » contient ce schéma : son texte dit `version="1.1.2"`.

**Connu de première main** : ce texte a été lu en entier. Le schéma livré avec Agrafe est récrit par nous et rangé par sujet ; des tests comparent ses verdicts à ceux du texte officiel sur plusieurs milliers de documents.""",
    "1.1.5": """\
Le kit du 30 mars 2026 contient cette version.

**Rien n'en est connu de première main.** Son texte n'a pas été lu ; ce qui suit vient d'un tiers qui a décrit ce kit. Le schéma livré est la version 1.1.2, augmentée de ces seules rubriques.

Ce qui reste inconnu :

- si `action` est vraiment obligatoire, et s'il admet d'autres valeurs que `CREATION` et `SUPPRESSION` ;
- si l'ordre des éléments est devenu fixe ;
- si d'autres rubriques sont apparues, si des listes ou des longueurs ont changé ;
- si le dossier EDOF existe encore (ce qui est dit du NIR le laisse penser) ;
- ce que contient un flux de suppression.

Un fichier accepté ici peut donc être refusé par la Caisse des Dépôts, et l'inverse. Si vous avez son kit, [ajoutez-en le XSD](../guides/schemas-et-versions.md) : il décidera à la place du nôtre.""",
}


def page_regles() -> str:
    """Write the page of the anomalies."""
    parts = [
        "# Anomalies",
        f"Les {len(CATALOGUE)} anomalies qu'Agrafe sait nommer. Le code d'une anomalie ne change jamais de sens et n'est jamais réemployé. [Corriger les anomalies](../guides/corriger-les-anomalies.md) dit comment s'y prendre.",
        "## Les trois gravités",
        make_table(
            ("Signe", "Gravité", "Ce qu'elle veut dire", "Ce qu'elle fait"),
            (
                (
                    _MARKS[Gravite.ERREUR],
                    "**erreur**",
                    "La Caisse des Dépôts rejetterait le fichier ou le passage.",
                    "Rien n'est écrit. Avec `--ecarter`, les lignes sans erreur sont écrites et les autres rendues dans un classeur à corriger. La commande répond 1.",
                ),
                (
                    _MARKS[Gravite.ALERTE],
                    "**alerte**",
                    "C'est sans doute faux, mais le format l'admet.",
                    "Le passage part quand même : vérifiez avant de déposer.",
                ),
                (
                    _MARKS[Gravite.CONSEIL],
                    "**conseil**",
                    "Rien n'est faux : quelque chose est bon à savoir.",
                    "Le passage part.",
                ),
            ),
        ),
        "Une erreur qui touche le fichier lui-même (une colonne obligatoire absente, une colonne en double, une valeur fausse sur la feuille « Certificateur », aucun passage) bloque tout, même avec `--ecarter`.",
    ]
    for prefix in dict.fromkeys(map(_prefix, CATALOGUE)):
        codes = (code for code in CATALOGUE if _prefix(code) == prefix)
        parts.append(f"## {prefix} : {_PREFIXES.get(prefix, prefix)}")
        parts.append(
            make_table(("Code", "Gravité", "Ce qui ne va pas", "Que faire"), map(_regle, codes))
        )
    return make_page(parts)


def _prefix(code: str) -> str:
    return code.split("-", maxsplit=1)[0]


def _regle(code: str) -> tuple[str, str, str, str]:
    gravite, titre, remede, sure = CATALOGUE[code]
    if sure:
        remede = f"{remede} **Correction sûre** : `--corriger` l'applique."
    weight = f"{_MARKS[gravite]} {gravite.value}"
    return f'<a id="{code.lower()}"></a>{code}', weight, titre, remede


def page_commande() -> str:
    """Write the page of the command: its help, and that of each of its commands."""
    with patch.dict(os.environ, COLUMNS=str(WIDTH), NO_COLOR="1"):
        parsers = list(_parsers(build_parser()))
    parts = [
        "# Commande",
        "L'aide de la commande `accrochage`, telle qu'elle s'affiche. Les guides montrent comment s'en servir : [du classeur au dépôt](../guides/premier-depot.md), [corriger les anomalies](../guides/corriger-les-anomalies.md), [schémas et versions](../guides/schemas-et-versions.md). L'[installation](../exploitation/installation.md) décrit les réglages.",
    ]
    for parser in parsers:
        parts += [f"## `{parser.prog}`", f"```text\n{parser.format_help().rstrip()}\n```"]
    return make_page(parts)


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser and those of its commands."""
    yield parser
    for action in parser._actions:  # noqa: SLF001 - argparse says it nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for inner in action.choices.values():
                yield from _parsers(inner)


def page_versions() -> str:
    """Write the page of the versions of the format."""
    parts = [
        "# Versions du format",
        f"Agrafe connaît les versions {' et '.join(VERSIONS)} du format. Sans demande contraire, il écrit la **{DEFAULT_VERSION}**. [Schémas et versions](../guides/schemas-et-versions.md) dit laquelle choisir et comment en changer.",
        f"Toutes ont le même espace de noms, `{NAMESPACE}`, et rien dans un fichier déposé ne dit sa version : le même fichier peut être valable pour l'une et refusé par l'autre.",
        make_table(
            ("Version", "Rubriques", "Apparues", "Disparues"),
            [
                (
                    version,
                    str(sum(entry.known_in(version) for entry in RUBRIQUES.values())),
                    str(len(_appeared(version))) if version != VERSIONS[0] else "—",
                    str(len(_gone(version))),
                )
                for version in VERSIONS
            ],
        ),
    ]
    for version in VERSIONS:
        parts += [
            f"## {version}",
            _KNOWN.get(version, "Rien n'est dit ici de ce qui en est connu."),
        ]
        if version != VERSIONS[0]:
            parts += _differences(version)
    return make_page(parts)


def _appeared(version: str) -> list[Rubrique]:
    return [entry for entry in RUBRIQUES.values() if entry.since == version]


def _gone(version: str) -> list[Rubrique]:
    """Return the rubriques that the version before was the last to know."""
    rank = VERSIONS.index(version)
    return [entry for entry in RUBRIQUES.values() if rank and entry.until == VERSIONS[rank - 1]]


def _differences(version: str) -> Iterator[str]:
    for title, entries in (
        ("Ce qui apparaît", _appeared(version)),
        ("Ce qui disparaît", _gone(version)),
    ):
        if entries:
            yield f"### {title}"
            rows = [
                (
                    f"[{entry.header}](rubriques.md#{entry.key.lower()})",
                    f"`{'/'.join(('flux', *entry.path)[-2:])}`",
                    entry.presence.value,
                    entry.help,
                )
                for entry in entries
            ]
            yield make_table(("Rubrique", "Élément", "Présence", "Ce que c'est"), rows)


PAGES: Final[dict[str, Callable[[], str]]] = {
    "commande.md": page_commande,
    "messages.md": page_messages,
    "regles.md": page_regles,
    "rubriques.md": page_rubriques,
    "versions.md": page_versions,
}


def pages(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield every page that comes from the code, and what it should say: the reference, and the examples of the guides."""
    for name, write in PAGES.items():
        yield root / FOLDER / name, write()
    for path in sorted((root / GUIDES).glob("*.md")):
        yield path, play(path.read_text(encoding="utf-8"))


def stale(root: Path) -> Iterator[str]:
    """Yield a line for each page that is not what the code gives."""
    for path, text in pages(root):
        name = path.relative_to(root).as_posix()
        if not path.is_file():
            yield f"{name} manque : lancez « make docs »."
        elif path.read_text(encoding="utf-8") != text:
            yield f"{name} n'est plus à jour : lancez « make docs »."
    for path in sorted((root / FOLDER).glob("*.md")):
        if path.name not in PAGES:
            yield f"{path.relative_to(root).as_posix()} ne vient pas du code : supprimez-la."


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(
        description="Écrit les pages de documentation qui viennent du code."
    )
    parser.add_argument(
        "--check", action="store_true", help="n'écrit rien ; répond 1 si une page n'est plus à jour"
    )
    if parser.parse_args().check:
        found = list(stale(ROOT))
        print(*found, sep="\n", end="\n" if found else "")
        return int(bool(found))
    (ROOT / FOLDER).mkdir(parents=True, exist_ok=True)
    for path, text in pages(ROOT):
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
