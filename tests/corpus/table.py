"""What the CDC's schema says, as a table, and the values that are right or wrong under it.

The table was written from the CDC's text: neither the schemas of Agrafe nor its dictionary are read
here, so that the three can be compared.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

NS = "urn:cdc:cpf:pc5:schema:1.0.0"

# element, occurrences, then what it holds: `all` children in any order, one of them (`choice`), a
# `list`, or a value. `text 50` is 1 to 50 characters, `fixed 8` exactly 8, `nil` allows xsi:nil.
TABLE = """
flux                                1     all
  idFlux                            1     text 50
  horodatage                        1     instant
  action                            1     code action                    @1.1.5
  emetteur                          1     all
    idClient                        1     fixed 8
    certificateurs                  1     all
      certificateur                 1     all
        idClient                    1     fixed 8
        idContrat                   1     text 20
        certifications              1     list
          certification             1..n  all
            type                    1     text 255
            code                    1     text 100
            natureDeposant          0..1  code natureDeposant
            passageCertifications   1     list
              passageCertification  1..n  all
                idTechnique                  1     text 255
                urlPreuve                    0..1  text 255
                libelleOption                0..1  text 255
                obtentionCertification       1     code obtentionCertification
                donneeCertifiee              1     flag
                dateDebutExamen              0..1  day
                dateFinExamen                0..1  day
                modalitePassageExamen        0..1  code modalitePassageExamen
                codePostalCentreExamen       0..1  text 9
                dateDebutValidite            1     day
                dateFinValidite              1     day nil
                presenceNiveauLangueEuro     1     flag
                niveauLangueEuropeen         0..1  code niveauCECRL
                presenceNiveauNumeriqueEuro  1     flag
                niveauNumeriqueEuropeen      0..1  all
                  scoreGeneral               0..1  number 1 1000
                  resultats                  0..1  list
                    resultat                 0..n  all
                      niveau                 0..1  number 1 8
                      domaineCompetenceId    0..1  fixed 1
                      competenceId           0..1  fixed 1
                scoring                      1     text 255 nil
                mentionValidee               1     code mention nil
                modalitesInscription         1     all
                  modaliteAcces              1     code modaliteAcces nil
                  voieAccessVAE              0..1  code voieAccesVAE
                  initiativeInscription      0..1  code initiativeInscription
                  dateInscription            0..1  day
                identificationTitulaire      1     choice
                  dossierFormation           1     all
                    idDossier                1     text 13
                    nomTitulaire             1     text 30
                    prenom1Titulaire         1     text 20
                  titulaire                  1     all
                    nomNaissance             1     text 60
                    nomUsage                 1     text 60 nil
                    prenom1                  1     text 60
                    prenom2                  0..1  text 60
                    prenom3                  0..1  text 60
                    anneeNaissance           1     number 1900 2099
                    moisNaissance            1     number 1 12 nil
                    jourNaissance            1     number 1 31 nil
                    sexe                     1     code genre
                    codeCommuneNaissance     1     choice
                      codeInseeNaissance     1     all
                        codeInsee            1     fixed 5
                      codePostalNaissance    1     all
                        codePostal           1     text 9 nil
                    libelleCommuneNaissance  0..1  text 60
                    codePaysNaissance        0..1  fixed 3
                    libellePaysNaissance     0..1  text 60
                    commentairesMEN          0..1  text 250
                  identifiantNational        1     all                   @1.1.5
                    nir                      1     nir                   @1.1.5
                    nomNaissance             1     text 60               @1.1.5
                verbatim                     0..1  text 255
"""

CODES = {
    "action": "CREATION SUPPRESSION",
    "natureDeposant": "CERTIFICATEUR TIERS_CONFIANCE",
    "obtentionCertification": "PAR_ADMISSION PAR_SCORING",
    "modalitePassageExamen": "A_DISTANCE EN_PRESENTIEL MIXTE",
    "niveauCECRL": "A1 A2 B1 B2 C1 C2 INSUFFISANT",
    "mention": "SANS_MENTION MENTION_ASSEZ_BIEN MENTION_BIEN MENTION_TRES_BIEN "
    "MENTION_TRES_BIEN_AVEC_FELICITATIONS_DU_JURY",
    "modaliteAcces": "FORMATION_INITIALE_HORS_APPRENTISSAGE FORMATION_INITIALE_APPRENTISSAGE "
    "FORMATION_CONTINUE_HORS_CONTRAT_DE_PROFESSIONNALISATION "
    "FORMATION_CONTINUE_CONTRAT_DE_PROFESSIONNALISATION "
    "VAE EQUIVALENCE_DIPLOME_ETRANGER CANDIDAT_LIBRE",
    "voieAccesVAE": "CONGES_VAE VAE_CLASSIQUE",
    "initiativeInscription": "CERTIFIE OF POLE_EMPLOI EMPLOYEUR AUTRE",
    "genre": "M F",
}

# What people write, or what other versions say, in the place of a code.
NEAR_CODES = ["FRANCE_TRAVAIL", "EQUIVALENCE_(DIPLOME_ETRANGER)", "MODIFICATION", "HYBRIDE", "A0"]
NEAR_CODES += ["C3", "A1.1", "H", "X", "1", "MASCULIN", "NEANT", "oui"]

# Elements whose type is public under another name than theirs; a document may say it with xsi:type.
TYPE_NAMES = {"codeInseeNaissance": "codeInsee", "codePostalNaissance": "codePostal"}
ANONYMOUS = {"certifications", "passageCertifications", "resultats"}

ASTRAL = "\U0001f393"
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Spec:
    """A line of the table, and the lines below it."""

    name: str
    path: str
    occurs: str
    kind: str
    arguments: tuple[str, ...]
    nil: bool
    since: str
    children: tuple["Spec", ...]

    @property
    def required(self) -> bool:
        return self.occurs.startswith("1")

    @property
    def repeats(self) -> bool:
        return self.occurs.endswith("n")

    @property
    def inside(self) -> bool:
        """Whether it has a parent."""
        return "/" in self.path

    @property
    def leaf(self) -> bool:
        return self.kind not in {"all", "choice", "list"}

    @property
    def type_name(self) -> str | None:
        """Name of the type in the CDC's schema, if it has one."""
        if self.kind == "flag":
            return "xsd:boolean"
        if self.kind == "code":
            return f"cpf:{self.arguments[0]}"
        if self.leaf or self.name in ANONYMOUS:
            return None
        return f"cpf:{TYPE_NAMES.get(self.name, self.name)}"

    def leads_to(self, other: "Spec") -> bool:
        return f"{other.path}/".startswith(f"{self.path}/")

    def walk(self) -> Iterator["Spec"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def find_in(self, root: etree._Element) -> etree._Element | None:
        below_root = self.path.split("/")[1:]
        return root.find("/".join(tag(name) for name in below_root)) if below_root else root


def tag(name: str) -> str:
    return f"{{{NS}}}{name}"


@cache
def table(version: str) -> Spec:
    """Read the table as a version of the format has it."""
    rows = [row for row in TABLE.splitlines() if row and ("@" not in row or row.endswith(version))]
    return _read(rows, "")[0]


def _read(rows: list[str], parent: str) -> tuple[Spec, ...]:
    if not rows:
        return ()
    depth = _depth(rows[0])
    starts = [number for number, row in enumerate(rows) if _depth(row) == depth]
    blocks = [rows[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    return tuple(_read_block(block, parent) for block in blocks)


def _read_block(rows: list[str], parent: str) -> Spec:
    content, _, since = rows[0].partition("@")
    name, occurs, kind, *arguments = content.split()
    path = f"{parent}/{name}".lstrip("/")
    nil = "nil" in arguments
    arguments = tuple(argument for argument in arguments if argument != "nil")
    return Spec(name, path, occurs, kind, arguments, nil, since, _read(rows[1:], path))


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip())


# --- Values


@cache
def values(kind: str, arguments: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """List texts for a value of a kind, each with whether it is one; what is good comes first."""
    good, bad = _KINDS[kind](*arguments)
    verdicts = dict.fromkeys(good, True)
    for text in bad:
        verdicts.setdefault(text, False)
    return tuple(verdicts.items())


Texts = tuple[list[str], list[str]]


def _text(limit: str) -> Texts:
    n = int(limit)
    good = ["x", " ", "\n", "é", "x" * n, "é" * n, " " * n, ASTRAL * n, "<&>\"']]>", " x ", "nil"]
    return good, ["", "x" * (n + 1), "x" * (2 * n), ASTRAL * (n + 1), " " * (n + 1), "x" * n + " "]


def _fixed(length: str) -> Texts:
    n = int(length)
    good = ["x" * n, "0" * n, "é" * n, " " * n, "\n" * n, ASTRAL * n]
    bad = ["", "x" * (n - 1), "x" * (n + 1), ASTRAL * (n + 1), ASTRAL * (n // 2), "x" * n + " "]
    return good, [*bad, " " + "x" * n, " " * (n + 1)]


def _code(name: str) -> Texts:
    good = CODES[name].split()
    others = [code for codes in CODES.values() for code in codes.split()]
    bad = ["", " ", ";".join(good), " ".join(good), *NEAR_CODES, *others]
    for code in good:
        bad += [code.lower(), code + "X", code[:-1], f" {code}", f"{code} ", f"{code}\n", code * 2]
        bad += [code.replace("_", " ") + ".", code.title() + "é", NO_BREAK_SPACE + code]
    return good, bad


def _number(low: str, high: str) -> Texts:
    a, b = int(low), int(high)
    inside = {a, a + 1, b - 1, b, *range(a, min(b, a + 40))}
    good = [str(number) for number in sorted(inside)]
    good += [f"+{a}", f"0{a}", f"000{b}", f" {a}", f"{b} ", f"\n\t{a}\n", f"+00{b}"]
    bad = ["", " ", "0", "-1", "-0", str(a - 1), str(b + 1), f"-{a}", f"{b}0", f"{a}.0", f"{a},0"]
    bad += [f"{a}.", f"{a}e0", f"0x{a}", "abc", f"{a} {a}", "+", "-", f"+-{a}", f"--{a}", "NaN"]
    bad += [f"{a}{NO_BREAK_SPACE}", "٣", "１", "2147483648", "-2147483649", "4294967297", "9" * 20]
    return good, bad


def _flag() -> Texts:
    good = ["true", "false", "1", "0", " true ", "\nfalse\n", "\t1", "0 "]
    bad = ["", " ", "TRUE", "True", "FALSE", "False", "vrai", "faux", "oui", "non", "yes", "no"]
    return good, [*bad, "2", "-1", "01", "00", "true false", "tru", f"true{NO_BREAK_SPACE}", "nil"]


def _day() -> Texts:
    good = ["1900-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2099-12-31", "2026-10-20"]
    good += [" 2026-01-02 ", "\n2026-01-02\n"]
    bad = ["", " ", "1899-12-31", "2100-01-01", "1800-01-01", "0026-01-02"]
    bad += ["1900-02-29", "2023-02-29", "2024-02-30"]
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for month, days in enumerate(lengths, start=1):
        good += [f"2026-{month:02}-01", f"2026-{month:02}-{days}"]
        bad += [f"2026-{month:02}-00", f"2026-{month:02}-{days + 1}", f"2026-{month}-1"]
    bad += ["2026-00-01", "2026-13-01", "2026-20-01", "2026-01-32", "2026-01-40", "26-01-02"]
    bad += ["2026-01-02Z", "2026-01-02+01:00", "2026-01-02-05:00", "2026-01-02T00:00:00"]
    bad += ["-2026-01-02", "12026-01-02", "+2026-01-02", "20260102", "2026/01/02", "02/01/2026"]
    bad += ["2026-01", "2026", "02-01-2026", "2026 -01-02", "46024", "2026-1a-02", "nil"]
    return good, [*bad, "2026-W01-2", "2026-002", f"2026-01-02{NO_BREAK_SPACE}"]


def _instant() -> Texts:
    day, hour, zone = "2026-01-02", "03:04:05", "+01:00"
    good = [f"{day}T{hour}{sign}{h:02}:00" for sign in "+-" for h in range(15)]
    good += [f"{day}T{hour}+{h:02}:59" for h in range(14)]
    good += [f"{date}T{hour}{zone}" for date in ("1900-01-01", "2099-12-31", "2024-02-29")]
    good += [f"{day}T{time}{zone}" for time in ("00:00:00", "19:59:59", "20:00:00", "23:59:59")]
    good += [f" {day}T{hour}{zone} ", f"\n{day}T{hour}{zone}\n"]
    zones = "Z +15:00 -15:00 +14:01 -14:01 +19:00 +20:00 +23:59 +24:00 +:20:00 -:23:00 +0100 +01"
    zones += " +1:00 +01:60 +01:0 +01:00Z 01:00 −01:00 [Europe/Paris] +01:00:00 ++01:00"
    bad = [f"{day}T{hour}{wrong}" for wrong in ["", *zones.split()]]
    times = "24:00:00 23:59:60 23:60:00 25:00:00 30:00:00 03:04 3:04:05 03:4:05 030405 03:04:05.0"
    times += " 03:04:05.123 03:04:05,5 -3:04:05"
    bad += [f"{day}T{wrong}{zone}" for wrong in times.split()]
    dates = "1899-12-31 2100-01-01 2023-02-29 2026-04-31 2026-00-01 2026-13-01 2026-01-00 2026-01"
    dates += " 2026-01-32 26-01-02 -2026-01-02 12026-01-02 02/01/2026 20260102 2026-1-2"
    bad += [f"{wrong}T{hour}{zone}" for wrong in dates.split()]
    bad += ["", " ", day, hour, f"{day} {hour}{zone}", f"{day}t{hour}{zone}", f"{day}{hour}{zone}"]
    return good, [*bad, f"{day}T{hour} {zone}", f"{day}T{hour}{zone}{NO_BREAK_SPACE}", "1767319445"]


def _nir() -> Texts:
    good = ["1800175123456", "2991299999999", "180012A123456", "280012B999999", "1000000000000"]
    bad = ["", "x", "180017512345", "18001751234567", "180017512345601", "0800175123456"]
    bad += ["3800175123456", "7800175123456", "8800175123456", "180012C123456", "180012a123456"]
    bad += ["18001A2123456", "1800B75123456", "18001 5123456", "1 80 01 75 123 456"]
    bad += [" 1800175123456", "1800175123456 ", "1800175123456\n", "１800175123456"]
    return good, [*bad, "18001AB123456", "180012AB12345", "180012A12345B", "180013A123456"]


_KINDS: dict[str, Callable[..., Texts]] = {
    "text": _text,
    "fixed": _fixed,
    "code": _code,
    "number": _number,
    "flag": _flag,
    "day": _day,
    "instant": _instant,
    "nir": _nir,
}


def good_values(spec: Spec) -> list[str]:
    return [text for text, valid in values(spec.kind, spec.arguments) if valid]
