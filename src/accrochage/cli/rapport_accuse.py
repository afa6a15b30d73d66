"""The report of an accusé, for a person: what is accepted, what is rejected and why, what to do next."""

import os.path
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from accrochage.accuses.fichier import ErreurExpliquee
from accrochage.accuses.messages import INCONNU, REPETITION, Acteur
from accrochage.accuses.schema import code_of
from accrochage.cli.ecran import Ecran
from accrochage.cli.grammaire.accuse import DEFAULT_KO
from accrochage.cli.rapport import write_left_out, write_steps
from accrochage.cli.suite import Etape, accuse_command, generer_command
from accrochage.dictionnaire import DEFAULT_VERSION, RUBRIQUES
from accrochage.operations import DemandeAccuse, Depouillement, Statut
from accrochage.operations.accuse_ko import Ko
from accrochage.operations.retrait import SUPPORT
from accrochage.typographie import NO_BREAK, count, number, plural

_SHOWN: Final = 5
"""Identifiers named in a group."""
_MAX_GROUPS: Final = 20
_MAX_ERREURS: Final = 20

_BOLD: Final = "bold"
_DIM: Final = "dim"

_ACTEURS: Final = {
    Acteur.CERTIFICATEUR: "vous",
    Acteur.TITULAIRE: "le titulaire",
    Acteur.CDC: "la Caisse des Dépôts",
}


def write_report(
    stream: TextIO, found: Depouillement, source: Path, demande: DemandeAccuse
) -> None:
    """Write the whole report."""
    ecran = Ecran(stream)
    ecran.paragraph((", ".join(_entete(found, source)), _DIM))
    ecran.paragraph((_summary(found), _BOLD))
    _write_erreurs(ecran, found)
    rejected = count(len(found.ko), "passage rejeté", "passages rejetés")
    _write_kos(ecran, f"✗ {rejected}", "bold red", found.ko)
    known = count(len(found.deja_en_base), "passage déjà enregistré", "passages déjà enregistrés")
    _write_kos(ecran, f"ℹ {known}", "bold cyan", found.deja_en_base)
    _write_rapprochement(ecran, found)
    _write_classeur(ecran, found)
    write_steps(ecran, _next_steps(found, source, demande))


def _entete(found: Depouillement, source: Path) -> Iterator[str]:
    yield source.name
    if found.entete.id_traitement:
        yield f"traitement {found.entete.id_traitement}"
    if found.entete.nom_fichier:
        yield f"dépôt « {found.entete.nom_fichier} »"


def _summary(found: Depouillement) -> str:
    if found.statut is Statut.REJETE:
        return "Fichier rejeté en entier : aucun passage n'a été enregistré."
    ok, known, ko = len(found.ok), len(found.deja_en_base), len(found.ko)
    if not ok + known + ko:
        return "Aucun passage dans cet accusé."
    parts = [count(ok, "accepté", "acceptés")]
    if known:
        parts.append(count(known, "déjà enregistré", "déjà enregistrés"))
    parts.append(count(ko, "rejeté", "rejetés"))
    return f"{count(ok + known + ko, 'passage traité', 'passages traités')} : {', '.join(parts)}."


# ------------------------------------------------------------------------------- rejected passages


def _write_kos(ecran: Ecran, title: str, style: str, kos: Sequence[Ko]) -> None:
    """Write passages by cause, the commonest cause first."""
    if not kos:
        return
    ecran.blank()
    ecran.paragraph((title, style))
    groups: dict[tuple[str, str], list[Ko]] = {}
    for ko in kos:
        literal = " ; ".join(ko.messages) if ko.message in {INCONNU, REPETITION} else ""
        groups.setdefault((ko.message.code, literal), []).append(ko)
    ordered = sorted(groups.values(), key=len, reverse=True)
    for group in ordered[:_MAX_GROUPS]:
        _write_group(ecran, group)
    write_left_out(ecran, sum(map(len, ordered[_MAX_GROUPS:])))


def _write_group(ecran: Ecran, group: Sequence[Ko]) -> None:
    message = group[0].message
    times = count(len(group), "passage", "passages")
    ecran.paragraph(
        (f"{message.titre}, {times}", _BOLD), (f"  {message.code}", _DIM), head="  • ", indent=4
    )
    said = (
        " ; ".join(f"« {text} »" for text in group[0].messages) or "L'accusé ne dit pas pourquoi."
    )
    ecran.paragraph((said, _DIM), head="    ", indent=4)
    ecran.paragraph((message.explication, ""), head="    ", indent=4)
    if message.a_verifier:
        titles = ", ".join(RUBRIQUES[key].header for key in message.a_verifier)
        ecran.paragraph(("À vérifier : ", _BOLD), (f"{titles}.", ""), head="    ", indent=4)
    who = ", ".join(_ACTEURS[acteur] for acteur in message.acteurs)
    ecran.paragraph(("Qui peut agir : ", _BOLD), (f"{who}.", ""), head="    ", indent=4)
    names = _names([ko.id_technique for ko in group])
    ecran.paragraph(("Passages : ", _BOLD), (names, ""), head="    ", indent=4)


def _names(ids: Sequence[str]) -> str:
    """Name a few passages: `A-1, A-2 et 12 autres`."""
    shown = ", ".join(name or "(sans identifiant)" for name in ids[:_SHOWN])
    others = len(ids) - _SHOWN
    return f"{shown} et {count(others, 'autre', 'autres')}" if others > 0 else shown


# ----------------------------------------------------------------------------------- rejected file


def _write_erreurs(ecran: Ecran, found: Depouillement) -> None:
    if not found.erreurs:
        return
    erreurs = list(_without_echoes(found.erreurs))
    ecran.blank()
    title = count(len(erreurs), "erreur dans le fichier", "erreurs dans le fichier")
    ecran.paragraph((f"✗ {title}", "bold red"))
    if found.autre_nom:
        ecran.paragraph(
            (
                f"Le fichier déposé s'appelait « {found.autre_nom} » : vérifiez que c'est bien le même.",
                "yellow",
            ),
            head="  ! ",
            indent=4,
        )
    for erreur in erreurs[:_MAX_ERREURS]:
        _write_erreur(ecran, erreur)
    write_left_out(ecran, len(erreurs) - _MAX_ERREURS)


def _without_echoes(erreurs: Iterable[ErreurExpliquee]) -> Iterator[ErreurExpliquee]:
    """Yield the reasons but for those that only say again that a value is refused, after why it is (`cvc-type.3.1.3`)."""
    said: set[tuple[int | None, int | None]] = set()
    for expliquee in erreurs:
        place = expliquee.erreur.ligne, expliquee.erreur.colonne
        echo = code_of(expliquee.erreur.message) == "cvc-type.3.1.3"
        if not (echo and place in said):
            said.add(place)
            yield expliquee


def _write_erreur(ecran: Ecran, expliquee: ErreurExpliquee) -> None:
    ligne, colonne = expliquee.erreur.ligne, expliquee.erreur.colonne
    where = [
        f"Ligne{NO_BREAK}{ligne}" if ligne else "Dans le fichier",
        f"colonne{NO_BREAK}{colonne}" if colonne else "",
        f"passage {expliquee.id_technique}" if expliquee.id_technique else "",
    ]
    ecran.paragraph(
        (", ".join(filter(None, where)), _BOLD),
        (f"{NO_BREAK}: {expliquee.explication}", ""),
        head="  • ",
        indent=4,
    )
    if expliquee.erreur.message:
        ecran.paragraph((f"« {expliquee.erreur.message} »", _DIM), head="    ", indent=4)


# ------------------------------------------------------------------------------ beside the deposit


def _write_rapprochement(ecran: Ecran, found: Depouillement) -> None:
    lines = list(_differences(found))
    if not lines:
        return
    ecran.blank()
    ecran.paragraph(
        ("! L'accusé et le dépôt ne disent pas tout à fait la même chose", "bold yellow")
    )
    for line in lines:
        ecran.paragraph((line, ""), head="  • ", indent=4)


def _differences(found: Depouillement) -> Iterator[str]:
    beside = found.rapprochement
    if beside is None:
        return
    if beside.id_flux:
        yield (
            f"L'accusé répond au flux « {found.entete.id_flux} », ce dépôt est le flux « {beside.id_flux} ». "
            "Leurs passages concordent : le fichier a sans doute été refait après le dépôt."
        )
    for ids, one, many in (
        (
            beside.manquants,
            "passage du dépôt n'est pas dans l'accusé",
            "passages du dépôt ne sont pas dans l'accusé",
        ),
        (
            beside.inconnus,
            "passage de l'accusé n'est pas dans le dépôt",
            "passages de l'accusé ne sont pas dans le dépôt",
        ),
        (beside.doublons, "passage y figure plusieurs fois", "passages y figurent plusieurs fois"),
    ):
        if ids:
            yield f"{count(len(ids), one, many)} : {_names(ids)}."


def _write_classeur(ecran: Ecran, found: Depouillement) -> None:
    if found.classeur_ko:
        ecran.blank()
        ecran.paragraph(("✓ Passages rejetés, à reprendre", "bold green"))
        ecran.exact(str(found.classeur_ko), "", indent=4)
    if found.introuvables:
        ecran.blank()
        absent = count(
            len(found.introuvables),
            "passage rejeté dont les données n'ont pas été trouvées",
            "passages rejetés dont les données n'ont pas été trouvées",
        )
        ecran.paragraph((f"! {absent} : {_names(found.introuvables)}.", "bold yellow"))


# ------------------------------------------------------------------------------------ what is next


def _next_steps(found: Depouillement, source: Path, demande: DemandeAccuse) -> Iterator[Etape]:
    if found.statut is Statut.REJETE:
        yield from _after_rejection(found, source, demande)
    elif found.ko:
        yield from _after_ko(found, source, demande)
    elif found.silent:
        yield Etape(
            "Cet accusé ne parle d'aucun passage. Téléchargez-le de nouveau sur le portail ; s'il est toujours vide, "
            "demandez à la Caisse des Dépôts ce qu'est devenu le dépôt."
        )
        yield Etape(SUPPORT, exact=True)
    elif found.complete:
        yield Etape("Rien à renvoyer. Gardez cet accusé avec le fichier déposé.")
    else:
        yield Etape(
            "Ne renvoyez rien pour l'instant : demandez à la Caisse des Dépôts ce que sont devenus les passages sans réponse."
        )
        yield Etape(SUPPORT, exact=True)


def _after_rejection(found: Depouillement, source: Path, demande: DemandeAccuse) -> Iterator[Etape]:
    if demande.flux is None:
        yield Etape("Pour savoir quels passages sont visés, donnez aussi le fichier déposé :")
        yield accuse_command(source, "--flux", _deposit_of(found, source))
    yield Etape(
        "Corrigez ces données dans votre classeur, refaites le fichier avec accrochage generer, puis déposez-le tout entier : "
        "aucun passage n'a été enregistré, les identifiants techniques ne changent pas."
    )


def _deposited(found: Depouillement, source: Path, demande: DemandeAccuse) -> tuple[str, ...]:
    """Return the options that say what was deposited, as they were typed, or as they should be."""
    if demande.flux is None and demande.classeur:
        sheet = ("--feuille", demande.feuille) if demande.feuille else ()
        return "--classeur", str(demande.classeur), *sheet
    return "--flux", str(demande.flux or _deposit_of(found, source))


def _deposit_of(found: Depouillement, source: Path) -> str:
    """Return the deposit that the accusé names, when it stands beside it; a word to replace otherwise."""
    name = Path(found.entete.nom_fichier or "").name
    beside = source.parent / name
    known = name and os.path.isfile(beside)  # noqa: PTH113 - a name that no system admits is no file
    return str(beside) if known else "DEPOT.xml"


def _after_ko(found: Depouillement, source: Path, demande: DemandeAccuse) -> Iterator[Etape]:
    these = plural(
        len(found.ko), "le passage rejeté", f"les {number(len(found.ko))} passages rejetés"
    )
    if found.classeur_ko:
        yield Etape(
            f"Dans « {found.classeur_ko.name} », corrigez les cellules en couleur d'après une pièce d'identité du titulaire, "
            "sans changer l'identifiant technique, puis :"
        )
        version = (
            () if demande.version == DEFAULT_VERSION else ("--version-format", demande.version)
        )
        yield generer_command(found.classeur_ko, *version)
    elif demande.ko is None:
        yield Etape(f"Pour reprendre {these} dans un classeur :")
        yield accuse_command(source, *_deposited(found, source, demande), "--ko", DEFAULT_KO)
    yield Etape(
        f"Ne déposez de nouveau que {these} : ceux qui sont acceptés ou déjà enregistrés ne se renvoient pas."
    )
    yield Etape(
        "Au deuxième rejet d'un même passage, gardez les fichiers XML, les accusés et la preuve de vos démarches auprès du "
        "titulaire, faites un fichier de ces seuls passages, puis écrivez à la Caisse des Dépôts :"
    )
    yield Etape(SUPPORT, exact=True)
