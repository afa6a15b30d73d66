"""Measures what Agrafe sees before a deposit, and what the rehearsal portal then accepts: `make mesure`.

A workbook is drawn from an invented population, a share of its rows made faulty, the truth kept apart. The kinds of faults and
their weights are those of `accrochage.portail.essai`, chosen before any measure; none of what is measured here reads them.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from accrochage.flux.lecture import read_cadre, read_lignes
from accrochage.flux.rendu import passage_writer
from accrochage.flux.schemas import SchemaStore
from accrochage.flux.validation import BLOCK, Block, Validator
from accrochage.modele import (
    Certificateur,
    Certification,
    Flux,
    IdentifiantNational,
    Passage,
    Titulaire,
)
from accrochage.operations import Bilan, Demande, generate, predict_classeur, verify_classeur
from accrochage.operations.jeu_essai import draw_jeu_essai, invent_population
from accrochage.operations.repetition import BilanRepetition, Repetition, rehearse
from accrochage.portail.essai.tirage import GENRES, Essai, LigneEssai
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.composition import KEYS
from accrochage.regles.lecture.nettoyage import clean
from accrochage.regles.prevision import Risque

TODAY = date(2026, 11, 23)
FLUX = Flux("00000000-0000-4000-8000-000000000000", datetime(2026, 11, 23, 10, tzinfo=UTC), "1.1.5")
FIRST_ROW = 3
NB = "\u00a0"

GROUPS = (
    {"nomNaissance", "nomUsage", "prenom1", "prenom2", "prenom3", "nir"},
    {"dateNaissance", "anneeNaissance", "moisNaissance", "jourNaissance", "nir"},
    {"sexe", "prenom1", "nir"},
    {
        "codeInsee",
        "codePostal",
        "libelleCommuneNaissance",
        "codePaysNaissance",
        "libellePaysNaissance",
        "nir",
    },
    {"type", "code"},
    {"dateDebutValidite", "dateFinValidite"},
    {"obtentionCertification"},
    {"idTechnique"},
)
"""Rubriques that answer for one another: blaming one of them shows the fault of another."""


WITHOUT_TRACE = {
    *("insee-residence", "usage-seul", "usage-interverti", "prenom-usuel", "prenom-abrege"),
    *("prenom-voisin", "jour-mois-intervertis"),
}
"""Kinds of faults that leave no trace: what they write is as right as anything else, and without the NIR nothing in the row contradicts it.

Said of the kind, whatever is seen of it: a wrong year is none of them, for some are seen; nor is a slip in a name.
"""

COMPARED = (
    *("idTechnique", "type", "code", "dateDebutValidite", "obtentionCertification", "sexe"),
    *("nomNaissance", "nomUsage", "prenom1", "prenom2", "prenom3", "dateNaissance", "codeInsee"),
    *("libelleCommuneNaissance", "codePaysNaissance", "libellePaysNaissance"),
)
"""What is compared with the truth in a deposit; only one way of obtaining a certification is ever right here."""


def group_of(rubrique: str) -> set[str]:
    """Return the rubriques whose blame shows a fault on one."""
    return set().union(*(group for group in GROUPS if rubrique in group))


@dataclass
class Compte:
    """What is counted of a kind of fault, or of all.

    Attributes:
        fautes: Faulty rows.
        vues: Rows blamed where the fault is, by an erreur or an alerte.
        conseils: The same, conseils included.
        annoncees: Rows that the forecast does not call sure: to be looked at, or probably rejected.
        reparees: Rows whose faulty cells are all right in the deposit, by the reading or by `--corriger`.
        acceptees: Rows that the portal took, by way of making the deposit.
    """

    fautes: int = 0
    vues: int = 0
    conseils: int = 0
    annoncees: int = 0
    reparees: int = 0
    acceptees: Counter[str] = field(default_factory=Counter)


@dataclass
class Mesure:
    """What was measured.

    Attributes:
        by_genre: By kind of fault.
        faulty: Of all faulty rows.
        telling: Of those, the rows none of whose faults is of a kind that leaves no trace.
        sound: Of the others.
        false_alarms: Codes of the erreurs and alertes on sound rows.
        wrong: Corrections that do not give the truth.
        misread: Values of the deposit that are neither what was written nor the truth.
        seen: idTechnique of the faulty rows that are blamed where they should be.
        foretold: idTechnique of the rows that the forecast does not call sure.
        taken: idTechnique of the rows that the portal took, by way of making the deposit.
        xsd_refused: Rows that the schema refuses when they are written as they are.
        seconds: How long it all took.
    """

    by_genre: dict[str, Compte]
    faulty: Compte
    telling: Compte
    sound: Compte
    false_alarms: Counter[str]
    wrong: list[str]
    misread: list[str]
    seen: set[str]
    foretold: set[str]
    taken: dict[str, set[str]]
    xsd_refused: int = 0
    seconds: float = 0


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lignes", type=int, default=10_000)
    parser.add_argument("--population", type=int, default=100_000)
    parser.add_argument("--fautes", type=float, default=20, help="percentage of faulty rows")
    parser.add_argument("--nir", type=float, default=0, help="percentage of rows with a NIR")
    parser.add_argument("--graine", default="agrafe")
    parser.add_argument(
        "--page", type=Path, help="page of the documentation to write the report in"
    )
    arguments = parser.parse_args()
    essai = Essai(
        lignes=arguments.lignes,
        fautes=arguments.fautes / 100,
        nir=arguments.nir / 100,
        seed=arguments.graine,
        today=TODAY,
    )
    with tempfile.TemporaryDirectory() as name:
        mesure = measure(Path(name), essai, arguments.population)
    lines = list(report(mesure))
    if arguments.page:
        write_page(arguments.page, lines)
    print(*lines, f"({mesure.seconds:.0f} s)", *mesure.misread, sep="\n")
    if mesure.wrong:
        sys.exit("Wrong corrections: " + ", ".join(mesure.wrong[:10]))


def measure(folder: Path, essai: Essai, population: int) -> Mesure:
    """Draw a workbook and measure everything."""
    start = time.perf_counter()
    people, classeur = folder / "population.csv", folder / "jeu.xlsx"
    invent_population(people, population, essai.seed)
    lignes = draw_jeu_essai(people, classeur, folder / "verite.csv", essai)
    mesure = Mesure(
        defaultdict(Compte), Compte(), Compte(), Compte(), Counter(), [], [], set(), set(), {}
    )
    _count_seen(mesure, lignes, verify_classeur(classeur, Demande(flux=FLUX, today=TODAY)))
    previsions = predict_classeur(classeur, Demande(flux=FLUX, today=TODAY))
    mesure.foretold = {
        lignes[one.ligne - FIRST_ROW].id_technique
        for one in previsions.passages
        if one.prevision.risque is not Risque.SUR
    }
    _count_foretold(mesure, lignes)
    naive, mesure.xsd_refused = _naive_deposit(folder / "naif", lignes)
    _count_accepted(mesure, lignes, "sans Agrafe", _rehearse(naive, people))
    corrected = _generate(classeur, folder / "corrige", corriger=True)
    _count_mended(mesure, lignes, corrected)
    first = _rehearse(corrected.fichiers[0].chemin, people, folder / "registre.csv")
    _count_accepted(mesure, lignes, "après --corriger", first)
    taken = set(first.traitement.ok)
    back = folder / "retour.csv"
    _write_mended(back, lignes, taken)
    second = _rehearse(
        _generate(back, folder / "retour").fichiers[0].chemin, people, folder / "registre.csv"
    )
    _count_accepted(mesure, lignes, "après un aller-retour", first, second)
    mesure.seconds = time.perf_counter() - start
    return mesure


def _count_seen(mesure: Mesure, lignes: Sequence[LigneEssai], bilan: Bilan) -> None:
    """Count the faulty rows that are blamed where they should be, and the sound ones that are blamed at all."""
    advised = _blamed(bilan.anomalies)
    blamed = _blamed(one for one in bilan.anomalies if one.gravite is not Gravite.CONSEIL)
    for number, ligne in enumerate(lignes, start=FIRST_ROW):
        rubriques = blamed.get(number, {})
        if not ligne.fautes:
            mesure.sound.fautes += 1
            mesure.sound.vues += bool(rubriques)
            mesure.false_alarms.update(code for codes in rubriques.values() for code in codes)
            continue
        seen = _shown(ligne, rubriques.keys())
        hinted = _shown(ligne, advised.get(number, ()))
        for compte in _of_row(mesure, ligne):
            compte.fautes += 1
            compte.vues += all(seen.values())
            compte.conseils += all(hinted.values())
        if all(seen.values()):
            mesure.seen.add(ligne.id_technique)
        for genre, is_seen in seen.items():
            mesure.by_genre[genre].fautes += 1
            mesure.by_genre[genre].vues += is_seen
            mesure.by_genre[genre].conseils += hinted[genre]


def _blamed(anomalies: Iterable[Anomalie]) -> dict[int, dict[str, set[str]]]:
    """Return the codes of anomalies by row and rubrique."""
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for anomalie in anomalies:
        if anomalie.ou.ligne:
            found[anomalie.ou.ligne][anomalie.ou.rubrique or ""].add(anomalie.code)
    return found


def _shown(ligne: LigneEssai, blamed: Collection[str]) -> dict[str, bool]:
    """Tell of each kind of fault of a row whether some of what is blamed shows it."""
    return {
        genre: any(not group_of(key).isdisjoint(blamed) for key in keys)
        for genre, keys in _by_genre(ligne).items()
    }


def _of_row(mesure: Mesure, ligne: LigneEssai) -> Iterator[Compte]:
    """Yield the counts of faulty rows that a row belongs to."""
    yield mesure.faulty
    if WITHOUT_TRACE.isdisjoint(_by_genre(ligne)):
        yield mesure.telling


def _count_foretold(mesure: Mesure, lignes: Iterable[LigneEssai]) -> None:
    """Count the rows that the forecast does not call sure."""
    for ligne in lignes:
        foretold = ligne.id_technique in mesure.foretold
        if not ligne.fautes:
            mesure.sound.annoncees += foretold
            continue
        for compte in (*_of_row(mesure, ligne), *map(mesure.by_genre.get, _by_genre(ligne))):
            compte.annoncees += foretold


def _by_genre(ligne: LigneEssai) -> dict[str, list[str]]:
    """Return the faulty rubriques of a row by kind of fault."""
    found: dict[str, list[str]] = {}
    for faute in ligne.fautes:
        found.setdefault(faute.genre, []).append(faute.rubrique)
    return found


def _count_mended(mesure: Mesure, lignes: Sequence[LigneEssai], bilan: Bilan) -> None:
    """Compare with the truth each cell that was changed, and each value of the deposit."""
    truths = [
        _written(one) | {faute.rubrique: faute.juste for faute in one.fautes} for one in lignes
    ]
    for change in bilan.changements:
        key, value = change.ou.rubrique or "", clean(change.apres)
        if value != truths[(change.ou.ligne or 0) - FIRST_ROW].get(key, ""):
            mesure.wrong.append(f"{change.ou.ligne} {key}: {value!r}")
    deposited = _deposited(bilan.fichiers[0].chemin)
    times = Counter(clean(ligne.values["idTechnique"]) for ligne in lignes)
    for ligne, truth in zip(lignes, truths, strict=True):
        identifier = clean(ligne.values["idTechnique"])
        if times[identifier] == 1 and identifier in deposited:
            _compare(mesure, ligne, truth, deposited[identifier])


def _compare(
    mesure: Mesure, ligne: LigneEssai, truth: Mapping[str, str], sent: Mapping[str, str]
) -> None:
    """Compare a passage of the deposit with the truth."""
    written = _written(ligne)
    for key, value in sent.items():
        if value and value != truth.get(key) and fold(value) != fold(written.get(key, "")):
            mesure.misread.append(f"{ligne.id_technique} {key}: {value!r}")
    right = {key: sent.get(key) == truth[key] for keys in _by_genre(ligne).values() for key in keys}
    for genre, keys in _by_genre(ligne).items():
        mesure.by_genre[genre].reparees += all(right[key] for key in keys)
    for compte in _of_row(mesure, ligne) if right else ():
        compte.reparees += all(right.values())


def _written(ligne: LigneEssai) -> dict[str, str]:
    return {key: clean(value) for key, value in ligne.values.items()}


def _deposited(path: Path) -> dict[str, dict[str, str]]:
    """Return what a deposit says of each passage, in the words of the workbook, by idTechnique."""
    found = {}
    for ligne in read_lignes(path, read_cadre(path)):
        cells = dict(zip(KEYS, map(str, ligne.cells), strict=True))
        annee, mois, jour = (cells[f"{part}Naissance"] for part in ("annee", "mois", "jour"))
        cells["dateNaissance"] = "/".join([*(one.zfill(2) for one in (jour, mois) if one), annee])
        cells["dateDebutValidite"] = "/".join(reversed(cells["dateDebutValidite"].split("-")))
        cells["obtentionCertification"] = "Par admission"
        found[cells["idTechnique"]] = {key: cells[key] for key in COMPARED}
    return found


def _count_accepted(
    mesure: Mesure, lignes: Iterable[LigneEssai], way: str, *repetitions: BilanRepetition
) -> None:
    taken = {identifier for one in repetitions for identifier in one.traitement.ok}
    mesure.taken[way] = taken
    for ligne in lignes:
        accepted = ligne.id_technique in taken
        if not ligne.fautes:
            mesure.sound.acceptees[way] += accepted
            continue
        for compte in _of_row(mesure, ligne):
            compte.acceptees[way] += accepted
        for genre in _by_genre(ligne):
            mesure.by_genre[genre].acceptees[way] += accepted


def _generate(classeur: Path, folder: Path, *, corriger: bool = False) -> Bilan:
    bilan = generate(
        classeur, folder, Demande(flux=FLUX, today=TODAY, ecarter=True, corriger=corriger)
    )
    if len(bilan.fichiers) != 1:
        sys.exit(f"{classeur.name} gave no deposit: {bilan.anomalies[:3]}")
    return bilan


def _rehearse(flux: Path, people: Path, registre: Path | None = None) -> BilanRepetition:
    repetition = rehearse(
        Repetition(
            flux=flux,
            population=people,
            accuse=flux.parent,
            today=TODAY,
            version=FLUX.version,
            registre=registre,
        )
    )
    if repetition.traitement.rejet:
        sys.exit(f"{flux.name} was rejected: {repetition.traitement.rejet}")
    return repetition


def _write_mended(path: Path, lignes: Sequence[LigneEssai], taken: set[str]) -> None:
    """Write what the portal has not taken, mended from the truth as the titulaires would."""
    rows = [
        {**ligne.values, **{faute.rubrique: faute.juste for faute in ligne.fautes}}
        for ligne in lignes
        if ligne.id_technique not in taken
    ]
    constants = {
        "idClient": "00AGRAFE",
        "idContrat": "MCFCER000000",
        "donneeCertifiee": "oui",
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], *constants], delimiter=";")
        writer.writeheader()
        writer.writerows(
            {key: clean(value) for key, value in (row | constants).items()} for row in rows
        )


def _naive_deposit(folder: Path, lignes: Sequence[LigneEssai]) -> tuple[Path, int]:
    """Write what a plain export would: each cell as it is; return the deposit without what the schema refuses, and how much that is."""
    folder.mkdir()
    write = passage_writer(FLUX.version)
    passages = [_naive_passage(ligne.values) for ligne in lignes]
    kept, refused = [], 0
    with Validator(SchemaStore().get(FLUX.version), FLUX) as validator:
        for start in range(0, len(passages), BLOCK):
            part = passages[start : start + BLOCK]
            block = Block(part, [write(one).encode() for one in part], [])
            verdict = validator.validate(block)
            refused += len(verdict.refused)
            kept += [one for rank, one in enumerate(part) if rank not in verdict.refused]
    from accrochage.flux.decoupe import Limits  # noqa: PLC0415 - of use to this only
    from accrochage.flux.ecriture import FluxWriter  # noqa: PLC0415 - the same

    with (
        FluxWriter(folder, FLUX, Limits()) as writer,
        Validator(SchemaStore().get(FLUX.version), FLUX) as validator,
    ):
        for start in range(0, len(kept), BLOCK):
            part = kept[start : start + BLOCK]
            for done in validator.validate(
                Block(part, [write(one).encode() for one in part], [])
            ).accepted:
                writer.add(done)
        return writer.finish()[0].chemin, refused


CERTIFICATEUR = Certificateur("00AGRAFE", "MCFCER000000", "00AGRAFE")
CERTIFICATIONS: dict[tuple[str, str], Certification] = {}


def _naive_passage(values: Mapping[str, Any]) -> Passage:
    """Return a row as it is written; what an export cannot know is left as text, for the schema to refuse."""
    text = {key: clean(value) for key, value in values.items()}
    kind = text["type"], text["code"]
    certification = CERTIFICATIONS.setdefault(kind, Certification(CERTIFICATEUR, *kind, None))
    none: dict[str, Any] = dict.fromkeys(Passage._fields)
    delivered = values["dateDebutValidite"]
    return Passage(
        **none
        | {
            "certification": certification,
            "id_technique": text["idTechnique"],
            "obtention_certification": {"Par admission": "PAR_ADMISSION"}.get(
                text["obtentionCertification"], text["obtentionCertification"]
            ),
            "donnee_certifiee": True,
            "date_debut_validite": delivered if isinstance(delivered, date) else date(1, 1, 1),
            "presence_niveau_langue_euro": False,
            "presence_niveau_numerique_euro": False,
            "identification": _naive_identity(values["dateNaissance"], text),
        }
    )


def _naive_identity(born: object, text: Mapping[str, str]) -> Any:
    if text["nir"]:
        return IdentifiantNational(text["nir"][:13], text["nomNaissance"])
    parts: list[Any] = [born.year, born.month, born.day] if isinstance(born, date) else []
    if not parts:
        parts = [*reversed(text["dateNaissance"].split("/"))][:3]
        parts = [int(part) if part.isdigit() else part for part in parts] or [""]
    annee, mois, jour = [*parts, None, None][:3]
    return Titulaire(
        nom_naissance=text["nomNaissance"],
        nom_usage=text["nomUsage"] or None,
        prenom1=text["prenom1"],
        prenom2=text["prenom2"] or None,
        prenom3=text["prenom3"] or None,
        annee_naissance=annee,
        mois_naissance=mois,
        jour_naissance=jour,
        sexe=text["sexe"],
        code_insee=text["codeInsee"] or None,
        code_postal=None,
        libelle_commune_naissance=text["libelleCommuneNaissance"] or None,
        code_pays_naissance=text["codePaysNaissance"] or None,
        libelle_pays_naissance=text["libellePaysNaissance"] or None,
        commentaires_men=None,
    )


WAYS = ("sans Agrafe", "après --corriger", "après un aller-retour")


def report(mesure: Mesure) -> Iterator[str]:
    """Yield the lines of the report, in French Markdown."""
    faulty, sound = mesure.faulty, mesure.sound
    total = faulty.fautes + sound.fautes
    everybody = set().union(*mesure.taken.values())
    rejected, later = (everybody - mesure.taken[way] for way in WAYS[:2])
    codes = ", ".join(f"{code} {times}" for code, times in sorted(mesure.false_alarms.items()))
    yield f"- Lignes fautives vues avant le dépôt{NB}: **{_percent(faulty.vues, faulty.fautes)}** de {_number(faulty.fautes)}."
    yield f"- Fausses alertes{NB}: {_percent(sound.vues, sound.fautes)} de {_number(sound.fautes)} lignes justes ({codes or 'aucune'})."
    yield f"- Lignes fautives vues, conseils compris{NB}: {_percent(faulty.conseils, faulty.fautes)}{NB}; que `prevoir` ne dit pas sûres{NB}: {_percent(faulty.annoncees, faulty.fautes)}."
    yield f"- Lignes dont la faute est d'une sorte qui ne laisse aucune trace{NB}: {_percent(faulty.fautes - mesure.telling.fautes, faulty.fautes)}. Parmi les autres, vues{NB}: **{_percent(mesure.telling.vues, mesure.telling.fautes)}** de {_number(mesure.telling.fautes)}."
    yield f"- Réparées par la lecture ou par `--corriger`{NB}: {_percent(faulty.reparees, faulty.fautes)} des lignes fautives{NB}; corrections fausses{NB}: **{len(mesure.wrong)}**."
    yield f"- Valeurs déposées qui ne sont ni celle du classeur ni la vraie{NB}: {len(mesure.misread)}."
    yield f"- Refusées par le schéma si le classeur est écrit tel quel{NB}: {_number(mesure.xsd_refused)} lignes. Une seule suffit à faire rejeter le fichier entier."
    for way in WAYS:
        taken = faulty.acceptees[way] + sound.acceptees[way]
        yield f"- Acceptées par le portail, {way}{NB}: {_percent(taken, total)} des {_number(total)} lignes."
    yield f"- Parmi les {_number(len(rejected))} lignes refusées sans Agrafe, vues avant le dépôt{NB}: {_percent(len(rejected & mesure.seen), len(rejected))}."
    yield f"- Parmi les {_number(len(later))} lignes encore refusées après `--corriger`, annoncées par `prevoir`{NB}: {_percent(len(later & mesure.foretold), len(later))}."
    yield f"- Lignes acceptées que `prevoir` ne disait pas sûres{NB}: {_percent(len(mesure.foretold - later), total)} des lignes."
    yield ""
    yield f"| Faute | Trace | Poids | Lignes | Vues | Conseils compris | Annoncées | Réparées | {' | '.join(f'Acceptées {way}' for way in WAYS)} |"
    yield "| --- | --- |" + " ---: |" * (6 + len(WAYS))
    for code, genre in GENRES.items():
        if code in mesure.by_genre:
            trace = "aucune" if code in WITHOUT_TRACE else ""
            yield _line(genre.libelle, trace, str(genre.poids), mesure.by_genre[code])
    weights = sum(genre.poids for genre in GENRES.values())
    yield _line("**Toutes les lignes fautives**", "", _number(weights), faulty)
    yield _line("**Sans les fautes qui ne laissent aucune trace**", "", "", mesure.telling)
    yield _line("Lignes justes", "", "", sound)


def _line(title: str, trace: str, weight: str, compte: Compte) -> str:
    shares = (
        *(compte.vues, compte.conseils, compte.annoncees, compte.reparees),
        *(compte.acceptees[way] for way in WAYS),
    )
    cells = " | ".join(_percent(share, compte.fautes) for share in shares)
    return f"| {title} | {trace} | {weight} | {_number(compte.fautes)} | {cells} |"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}{NB}%".replace(".", ",") if whole else "-"


def write_page(page: Path, lines: Iterable[str]) -> None:
    """Write the report in its page of the documentation, between the two marks."""
    before, begin, rest = page.read_text(encoding="utf-8").partition("<!-- mesure -->\n")
    _, end, after = rest.partition("<!-- fin de la mesure -->")
    if not end:
        sys.exit(f"{page.name} has no place for the report.")
    page.write_text(
        "".join([before, begin, *(f"{line}\n" for line in lines), end, after]), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
