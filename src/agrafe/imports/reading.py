"""What each row of an import says, what is wrong with it, and what it would do here. Nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final, NamedTuple

from accrochage.dictionnaire import COLONNES
from accrochage.modele import Passage as CorePassage
from accrochage.operations import saisie
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Gravite
from accrochage.regles.catalogue import CATALOGUE
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from agrafe.certifications.models import Certification
from agrafe.certifications.selectors import certifications_of, defaults_of
from agrafe.comptes.models import Membership
from agrafe.imports.enums import Effet
from agrafe.imports.models import Import
from agrafe.passages.enums import EDITABLE
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import (
    OWNER_KEYS,
    RELATED,
    Rows,
    from_modele,
    key_of,
    text_of,
    typed_of,
)
from agrafe.personnes.models import Personne
from agrafe.personnes.rapprochement import Match
from agrafe.personnes.selectors import match_personnes, personnes_of

CONTACT: Final = ("courriel", "telephone")
_TITLES: Final = {"courriel": "Courriel", "telephone": "Téléphone"}
UNKNOWN_CERTIFICATION: Final = "IMP-01"
SETTLED: Final = "IMP-02"
SAME_PASSAGE: Final = "IMP-06"
SAME_IDENTIFIER: Final = "DUP-01"
NEW_PERSONNE: Final = "nouvelle"
"""What a row says of its person when nobody who is here is meant; otherwise, the public identifier of who is."""
NAMESAKE: Final = "IMP-03"
OTHER_NAME: Final = "IMP-04"
OTHER_OWNER: Final = "IMP-05"
_TO_GIVE: Final = "a-attribuer"
"""Stands for an identifiant technique that the file does not give, while the rest is checked."""
_KEYS: Final = saisie.PASSAGE - OWNER_KEYS
_NAMESAKES: Final = 10
"""Namesakes that a row names, at most."""
_ORDER: Final = (Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL)


class Entry(NamedTuple):
    """A row as it was read, and mended; its NIR in clear.

    Attributes:
        ligne: Its number, as Excel shows it.
        valeurs: Its cells, by key.
        constats: Faults of its cells that the reader of the file alone can see.
    """

    ligne: int
    valeurs: Mapping[str, str]
    constats: Sequence[Mapping[str, Any]] = ()


@dataclass
class Verdict:
    """What a row would do.

    Attributes:
        entry: The row.
        rows: What it gives to each table.
        contact: How to reach the person, by field.
        certification: What was obtained; None when it is not known here.
        anomalies: What is wrong, as `saisie.to_plain` writes it.
        passage: The passage that is already here.
        personne: The person who is already here.
        changes: What would change on them, key by key: before, after, as people write them.
        effet: What it does.
    """

    entry: Entry
    rows: Rows
    contact: dict[str, str]
    certification: Certification | None
    anomalies: list[dict[str, Any]]
    passage: Passage | None = None
    personne: Personne | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    effet: Effet = Effet.CREE

    @property
    def has_errors(self) -> bool:
        """Tell whether an error keeps it back."""
        return is_blocked(self.anomalies)

    @property
    def gravite(self) -> str:
        """Return the weight of the worst fault, empty without one."""
        return weight_of(self.anomalies)

    @property
    def has_identifier(self) -> bool:
        """Tell whether the file gives its identifiant technique."""
        return bool(self.rows.passage["id_technique"])

    @property
    def identity(self) -> tuple[Any, ...] | None:
        """Return what makes two rows about one new person, None when the row does not say it whole."""
        values = self.rows.personne
        said = (
            fold(f"{values.get('nom_naissance', '')} {values.get('prenom1', '')}"),
            *(values.get(f"{part}_naissance") for part in ("annee", "mois", "jour")),
        )
        return said if all(said) else None

    @property
    def cle(self) -> str:
        """Return what tells its passage from the others of the import, empty when too little is known of it."""
        if self.has_identifier:
            return f"={self.rows.passage['id_technique']}"
        who = (self.personne.pk,) if self.personne else self.identity
        what = self.certification.code if self.certification else None
        when = self.rows.passage["date_debut_validite"]
        if who is None or what is None or when is None:
            return ""
        return sha256(repr((who, what, when)).encode()).hexdigest()

    @property
    def personne_values(self) -> dict[str, Any]:
        """Return what it says of the person, by field; what it does not say is left out."""
        return {
            name: value
            for name, value in {**self.rows.personne, **self.contact}.items()
            if value not in {None, ""}
        }


class Reader:
    """Judges the rows of an import, in their order, some hundreds at a time: a few queries each time.

    Args:
        par: Who imports.
        imported: The import, read so far as its columns and its defaults are known.
        today: The day of the check.
    """

    def __init__(self, par: Membership, imported: Import, today: date) -> None:
        owner = par.certificateur
        self._par = par
        self._id_client = owner.id_client
        self._given = {
            key: value for key, value in imported.defauts.items() if key not in OWNER_KEYS
        }
        if imported.certification:
            self._given.setdefault("code", imported.certification.code)
        self._saisie = saisie.Saisie(owner.version_format, today, _KEYS)
        self._controle = Controle(Contexte(today))
        self._certifications = {one.code: one for one in certifications_of(par)}
        self._defaults = {
            code: {key: text_of(key, value) for key, value in defaults_of(one).items()}
            for code, one in self._certifications.items()
        }

    def judge(self, entries: Sequence[Entry], *, alone: bool = False) -> list[Verdict]:
        """Say what rows would do.

        Args:
            entries: The rows, after those judged before.
            alone: They were judged among the others already: they are not compared with these.
        """
        verdicts = [self._read(entry, alone=alone) for entry in entries]
        by_identifier = self._by_identifier(verdicts)
        matches = self._matches(verdicts)
        same = self._by_person(verdicts, matches)
        for verdict, match in zip(verdicts, matches, strict=True):
            found = by_identifier.get(verdict.rows.passage["id_technique"])
            if found is None and match.personne and not verdict.has_identifier:
                found = same.get(_key(match.personne, verdict))
            self._settle(verdict, found, match)
        return verdicts

    def _read(self, entry: Entry, *, alone: bool) -> Verdict:
        """Have the core read and check a row, with what its certification gives to all."""
        said = {**self._given, **{key: text for key, text in entry.valeurs.items() if text}}
        said.setdefault("idTechnique", _TO_GIVE)
        guessed = said.get("code", "").strip().upper()
        fiche = self._saisie.check({**self._defaults.get(guessed, {}), **said})
        code = fiche.passage.certification.code or ""
        if code != guessed and code in self._defaults:
            fiche = self._saisie.check({**self._defaults[code], **said})
        passage = fiche.passage
        if said["idTechnique"] == _TO_GIVE:
            passage = passage._replace(id_technique=None)
        anomalies = [saisie.to_plain(one) for one in fiche.anomalies]
        if not alone:
            anomalies += self._beside(passage, entry.ligne)
        certification = self._certifications.get(code)
        if certification is None:
            anomalies += self._unknown(code, anomalies)
        anomalies += self._other_owner(entry)
        return Verdict(
            entry=entry,
            rows=from_modele(passage),
            contact={key: said[key] for key in CONTACT if said.get(key)},
            certification=certification,
            anomalies=[*anomalies, *map(dict, entry.constats)],
        )

    def _beside(self, passage: CorePassage, ligne: int) -> list[dict[str, Any]]:
        """Return what may come twice; what may not is settled by `twins`, which sees what is mended or put aside."""
        found = self._controle.check_beside(passage._replace(ligne=ligne))
        return [saisie.to_plain(one) for one in found if one.code != SAME_IDENTIFIER]

    def _matches(self, verdicts: Sequence[Verdict]) -> list[Match]:
        """Return who each row is about: whoever was chosen, otherwise whoever is found."""
        found = match_personnes(
            par=self._par, rows=[{**one.rows.personne, **one.contact} for one in verdicts]
        )
        chosen = [one.entry.valeurs.get("personne", "") for one in verdicts]
        wanted = {each for each in chosen if each not in {"", NEW_PERSONNE}}
        named: dict[str, Personne] = {}
        if wanted:
            rows = personnes_of(par=self._par).filter(public_id__in=wanted)
            named = {str(one.public_id): one for one in rows}
        return [
            Match(named.get(each), ()) if each == NEW_PERSONNE or each in named else match
            for each, match in zip(chosen, found, strict=True)
        ]

    def _unknown(self, code: str, anomalies: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        if any(one["key"] == "code" for one in anomalies):
            return []
        message = (
            f"La certification {code} n'est pas parmi les vôtres : ajoutez-la dans Certifications, ou corrigez son code."
            if code
            else "La certification n'est pas dite : donnez son code (RNCP35726), ou choisissez-la pour tout le fichier."
        )
        return [fault(UNKNOWN_CERTIFICATION, Gravite.ERREUR, "code", message)]

    def _other_owner(self, entry: Entry) -> list[dict[str, Any]]:
        """Refuse a row that is another certificateur's."""
        said = entry.valeurs.get("idClient", "")
        if not said or not self._id_client or said.casefold() == self._id_client.casefold():
            return []
        message = (
            "Cette ligne est d'un autre certificateur : son identifiant client n'est pas le vôtre. "
            "Laissez-la de côté, ou videz la cellule."
        )
        return [fault(OTHER_OWNER, Gravite.ERREUR, "idClient", message, said)]

    def _by_identifier(self, verdicts: Sequence[Verdict]) -> dict[str, Passage]:
        names = {one.rows.passage["id_technique"] for one in verdicts} - {"", None}
        rows = Passage.objects.of(self._par.certificateur).select_related(*RELATED)
        return {one.id_technique: one for one in rows.filter(id_technique__in=names)}

    def _by_person(
        self, verdicts: Sequence[Verdict], matches: Sequence[Match]
    ) -> dict[tuple[Any, ...], Passage]:
        """Return the passages of the persons who are here, for the rows that give no identifier."""
        persons = {
            match.personne.pk
            for one, match in zip(verdicts, matches, strict=True)
            if match.personne and not one.has_identifier
        }
        if not persons:
            return {}
        rows = Passage.objects.of(self._par.certificateur).select_related(*RELATED)
        return {
            (one.personne_id, one.certification.code, one.date_debut_validite): one
            for one in rows.filter(personne__in=persons)
        }

    def _settle(self, verdict: Verdict, passage: Passage | None, match: Match) -> None:
        """Say what a row does, beside what is here."""
        verdict.passage = passage
        verdict.personne = passage.personne if passage else match.personne
        if passage:
            verdict.changes = _changes(verdict, passage)
            verdict.effet = Effet.CHANGE if verdict.changes else Effet.INCHANGE
            if verdict.changes and passage.status not in EDITABLE:
                verdict.effet = Effet.FIGE
                verdict.anomalies = [_settled(passage)]
            elif _renames(verdict.changes):
                verdict.anomalies.append(_other_name(passage.personne))
        elif match.personne:
            verdict.changes = _personne_changes(verdict, match.personne)
        elif match.others:
            verdict.anomalies.append(_namesakes(match.others))


def _key(personne: Personne, verdict: Verdict) -> tuple[Any, ...]:
    code = verdict.certification.code if verdict.certification else None
    return (personne.pk, code, verdict.rows.passage["date_debut_validite"])


def _changes(verdict: Verdict, passage: Passage) -> dict[str, list[Any]]:
    changes = _personne_changes(verdict, passage.personne)
    for name, value in verdict.rows.passage.items():
        key = key_of(Passage, name)
        if key is None or key == "idTechnique" or value in (None, "", []):
            continue
        now = getattr(passage, name)
        if now != value:
            changes[key] = [typed_of(key, now), typed_of(key, value)]
    if verdict.certification and verdict.certification.pk != passage.certification_id:
        changes["code"] = [passage.certification.code, verdict.certification.code]
    return changes


def _personne_changes(verdict: Verdict, personne: Personne) -> dict[str, list[Any]]:
    changes = {}
    for name, value in verdict.personne_values.items():
        now = getattr(personne, name)
        if now != value:
            key = key_of(Personne, name) or name
            changes[key] = [typed_of(key, now), typed_of(key, value)]
    return changes


def _renames(changes: Mapping[str, Sequence[Any]]) -> bool:
    """Tell whether the name and the first name of a person both change: the row may be about somebody else."""
    return all(key in changes and changes[key][0] for key in ("nomNaissance", "prenom1"))


def _settled(passage: Passage) -> dict[str, Any]:
    state = passage.get_status_display().lower()
    message = (
        f"Ce passage est à l'état « {state} » et ne change plus : cette ligne, qui en dit autre chose, "
        "est laissée de côté."
    )
    return fault(SETTLED, Gravite.ALERTE, "idTechnique", message)


def _other_name(personne: Personne) -> dict[str, Any]:
    message = (
        f"Cet identifiant technique est celui du passage de {personne} : l'import changerait ses nom et prénom. "
        "Vérifiez que c'est bien la même personne."
    )
    return fault(OTHER_NAME, Gravite.ALERTE, "nomNaissance", message)


def _namesakes(others: Sequence[Personne]) -> dict[str, Any]:
    number = len(others)
    who = (
        "Un titulaire porte ces nom et prénom"
        if number == 1
        else f"{number} titulaires portent ces nom et prénom"
    )
    message = (
        f"{who}, sans que rien ne dise si c'est la même personne : l'import crée une fiche, "
        "à moins que vous n'en choisissiez une."
    )
    found = fault(NAMESAKE, Gravite.ALERTE, "nomNaissance", message)
    return {**found, "personnes": [str(one.public_id) for one in others[:_NAMESAKES]]}


def fault(
    code: str, gravite: Gravite, key: str, message: str, valeur: str | None = None
) -> dict[str, Any]:
    """Return a fault that only an import can find, written as those of the core are."""
    return {
        "code": code,
        "gravite": gravite.value,
        "key": key,
        "message": message,
        "valeur": valeur,
        "correction": None,
        "avec": [],
    }


def is_blocked(anomalies: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a fault among these keeps its row back."""
    return any(one["gravite"] == Gravite.ERREUR.value for one in anomalies)


def weight_of(anomalies: Iterable[Mapping[str, Any]]) -> str:
    """Return the weight of the worst of these faults, empty without one."""
    weights = {one["gravite"] for one in anomalies}
    return next((each.value for each in _ORDER if each.value in weights), "")


def is_sure(anomalie: Mapping[str, Any]) -> bool:
    """Tell whether the correction of a fault can be made without asking."""
    regle = CATALOGUE.get(anomalie["code"])
    return bool(regle and regle.sure and anomalie["correction"] is not None)


def title_of(key: str) -> str:
    """Return what a column is called."""
    return COLONNES[key].header if key in COLONNES else _TITLES.get(key, key)
