"""« Suis-je concerné ? » in four questions, and what the law says of each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

OUI: Final = "oui"
NON: Final = "non"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name in the address, its words, and the answers that it has."""

    key: str
    title: str
    help: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answers come to.

    Attributes:
        title: The answer.
        sentences: Why, and what to do.
        source: The text that says so.
        begin: Should he begin with the tool now?
    """

    title: str
    sentences: Sequence[str]
    source: str
    begin: bool = False


QUESTIONS: Final = (
    Question(
        "organisme",
        "Que fait votre organisme ?",
        "Le certificateur est celui au nom de qui la certification est enregistrée sur le site de France compétences.",
        (
            (
                "certificateur",
                "Il est le certificateur, seul ou avec d'autres, d'une certification du RNCP ou du RS",
            ),
            ("partenaire", "Il prépare à la certification d'un autre, ou l'évalue pour lui"),
            ("autre", "Ni l'un ni l'autre"),
        ),
    ),
    Question(
        "active",
        "Cette certification était-elle enregistrée au 1er juillet 2021, ou l'a-t-elle été depuis ?",
        "Sa fiche, sur le site de France compétences, dit de quand à quand elle l'est.",
        ((OUI, "Oui"), (NON, "Non, son enregistrement avait déjà pris fin")),
    ),
    Question(
        "delivree",
        "L'avez-vous délivrée à quelqu'un depuis le 1er juillet 2021 ?",
        "Seules comptent les personnes qui l'ont obtenue en entier, quel que soit le financement : CPF, entreprise, ou rien.",
        ((OUI, "Oui"), (NON, "Pas encore")),
    ),
    Question(
        "declares",
        "Avez-vous déjà déclaré ces titulaires à la Caisse des Dépôts ?",
        "Un titulaire est déclaré quand l'accusé de traitement dit son passage accepté.",
        (
            ("tous", "Oui, tous"),
            ("certains", "Certains seulement"),
            ("aucun", "Non, aucun"),
        ),
    ),
)

_ARTICLES: Final = "Code du travail, articles L. 6113-8 et R. 6113-17-2"
_ARRETE: Final = "arrêté du 21 mai 2021, en vigueur depuis le 1er juillet 2021"
_RISK: Final = (
    "Qui ne transmet pas s'expose à une mise en demeure, puis à la suspension ou au retrait de sa certification "
    "(article R. 6113-17-3)."
)

_PARTENAIRE: Final = Verdict(
    "Non, pas vous : c'est au certificateur de transmettre",
    (
        "L'obligation pèse sur l'organisme au nom de qui la certification est enregistrée. Il vous demande seulement les données des personnes que vous avez préparées ou évaluées.",
        "Un partenaire ne peut pas déposer à sa place : la Caisse des Dépôts ne l'admet que d'un tiers de confiance que le certificateur lui a déclaré.",
    ),
    f"{_ARTICLES} ; aide du portail des certificateurs",
)
_NOBODY: Final = Verdict(
    "Non, vous n'êtes pas concerné",
    (
        "Seuls les certificateurs inscrits au RNCP ou au RS transmettent les données de leurs titulaires.",
    ),
    _ARTICLES,
)
_TOO_OLD: Final = Verdict(
    "Non, pas pour cette certification",
    (
        "L'obligation porte sur les certifications enregistrées au 1er juillet 2021 ou depuis.",
        "Si vous en avez d'autres, répondez à nouveau pour chacune.",
    ),
    f"{_ARTICLES} ; {_ARRETE}",
)
_NOT_YET: Final = Verdict(
    "Oui, dès la première délivrance",
    (
        "Vous aurez trois mois, à compter du jour où la certification est délivrée, pour transmettre les données de chaque titulaire.",
        "Demandez dès maintenant vos identifiants à la Caisse des Dépôts : d'autres certificateurs disent les avoir attendus un mois environ.",
    ),
    f"{_ARTICLES} ; {_ARRETE}",
    begin=True,
)
_DONE: Final = Verdict(
    "Oui, et vous êtes à jour",
    (
        "Continuez : chaque titulaire se déclare dans les trois mois qui suivent la délivrance.",
        "Si la Caisse des Dépôts relève une erreur, ou si un titulaire demande une rectification, vous avez trois mois pour répondre.",
    ),
    _ARTICLES,
    begin=True,
)
_LATE: Final = Verdict(
    "Oui, et des titulaires sont à déclarer",
    (
        "Chacun se déclare dans les trois mois qui suivent la délivrance. Ceux d'avant restent dus aussi, depuis le 1er juillet 2021.",
        _RISK,
    ),
    f"{_ARTICLES} ; {_ARRETE}",
    begin=True,
)

_VERDICTS: Final[Mapping[tuple[str, str], Verdict]] = {
    ("organisme", "partenaire"): _PARTENAIRE,
    ("organisme", "autre"): _NOBODY,
    ("active", NON): _TOO_OLD,
    ("delivree", NON): _NOT_YET,
    ("declares", "tous"): _DONE,
    ("declares", "certains"): _LATE,
    ("declares", "aucun"): _LATE,
}


@dataclass(frozen=True, slots=True)
class Interview:
    """How far the questions are: the answers given, then the question to ask or the verdict."""

    given: Sequence[tuple[Question, str]]
    question: Question | None
    verdict: Verdict | None

    @property
    def number(self) -> int:
        """The number of the question, from 1."""
        return len(self.given) + 1

    @property
    def kept(self) -> Sequence[tuple[str, str]]:
        """What the next answer is sent with."""
        return [(question.key, answer) for question, answer in self.given]


def interview(answers: Mapping[str, str]) -> Interview:
    """Return how far the questions are; an answer that is not understood is asked for again."""
    given: list[tuple[Question, str]] = []
    for question in QUESTIONS:
        answer = answers.get(question.key, "")
        if answer not in dict(question.answers):
            return Interview(given, question, None)
        given.append((question, answer))
        if verdict := _VERDICTS.get((question.key, answer)):
            return Interview(given, None, verdict)
    raise AssertionError("the last question settles the matter")
