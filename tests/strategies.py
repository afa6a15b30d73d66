"""Deposits drawn at random, sound by the facets of the dictionary: they must be written, and read back as they were."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from functools import cache

from hypothesis import strategies as st

from accrochage.dictionnaire import RUBRIQUES, Bloc, Kind, Presence, rubrique
from accrochage.modele import (
    NO_TABLE,
    Certificateur,
    Certification,
    DossierFormation,
    Flux,
    IdentifiantNational,
    Passage,
    Resultat,
    Titulaire,
)
from accrochage.regles.lecture.nettoyage import clean
from accrochage.regles.lecture.valeurs import value_reader

CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
"""What XML 1.0 can hold and a person can see."""
MARKUP = st.sampled_from(["&", "<", ">", "]]>", "&amp;", '"', "'", "<!-- -->", "🎓", "é", " "])
LETTERS = st.sampled_from("ABCXYZabcxyzÉÈÊËÇŒéèêëçœÿñ-' ")
COMPETENCE_MARKS = st.sampled_from("123459ABé🎓-#&<>")

_BLOCS = {
    Titulaire: {Bloc.TITULAIRE},
    DossierFormation: {Bloc.DOSSIER},
    IdentifiantNational: {Bloc.IDENTIFIANT_NATIONAL},
    Passage: {Bloc.PASSAGE, Bloc.NUMERIQUE, Bloc.MODALITES},
}


@cache
def values(key):
    """Draw a value of a rubrique, by its key."""
    entry = rubrique(key)
    match entry.kind:
        case Kind.BOOLEAN:
            drawn = st.booleans()
        case Kind.CODE if not entry.open_codes:
            drawn = st.sampled_from([code.value for code in entry.codes])
        case Kind.DATE:
            drawn = st.dates(date(1900, 1, 1), date(2099, 12, 31))
        case Kind.INTEGER:
            drawn = st.integers(entry.minimum, entry.maximum)
        case Kind.NIR:
            drawn = st.from_regex(entry.pattern, fullmatch=True)
        case _:
            drawn = _texts(entry)
    return drawn


def _texts(entry):
    """Draw a text that the reading of a cell leaves as it is: no double space, no nil in so many words…"""
    characters = LETTERS if entry.kind in {Kind.NAME, Kind.FIRST_NAME} else CHARACTERS
    if entry.min_length == entry.max_length:
        drawn = st.text(characters, min_size=entry.min_length, max_size=entry.max_length)
    else:
        pieces = st.lists(characters | MARKUP, min_size=1, max_size=entry.max_length)
        drawn = pieces.map(lambda parts: "".join(parts)[: entry.max_length])
    read = value_reader(entry)

    def is_left_alone(text):
        right_length = entry.min_length <= len(text) <= entry.max_length
        return right_length and read(text, lambda *_: None) == text

    return drawn.map(clean).filter(is_left_alone)


@cache
def possible(key):
    """Draw a value of a rubrique, or None where the format does without one."""
    return values(key) if rubrique(key).presence is Presence.REQUIRED else st.none() | values(key)


def _built(kind, **others):
    """Draw a named tuple: its fields that are rubriques, and the others as they are given."""
    fields = {
        entry.field: possible(key) for key, entry in RUBRIQUES.items() if entry.bloc in _BLOCS[kind]
    }
    return st.builds(kind, **(fields | others))


@cache
def certificateurs():
    return st.builds(Certificateur, *map(values, ("idClient", "idContrat", "idClientEmetteur")))


@cache
def certifications():
    """Draw a certification of nobody; the prefix of its code may contradict its type, the format does not mind."""
    usual = st.from_regex(r"(RNCP|RS)[1-9][0-9]{0,8}", fullmatch=True)
    others = values("code").filter(lambda code: not code.isdigit())
    return st.builds(
        Certification, st.none(), values("type"), usual | others, possible("natureDeposant")
    )


@cache
def titulaires():
    """Draw a civil identity; a postal code is sent only when there is no INSEE code."""
    places = (
        st.tuples(values("codeInsee"), st.none())
        | st.tuples(st.none(), values("codePostal"))
        | st.just((None, None))
    )
    drawn = st.tuples(_built(Titulaire).filter(_has_a_real_birthday), places)
    return drawn.map(lambda pair: pair[0]._replace(code_insee=pair[1][0], code_postal=pair[1][1]))


def _has_a_real_birthday(titulaire):
    """Tell whether the day exists: the XSD does not mind the 31st of September, but no cell can hold it as a date."""
    year, month, day = titulaire[5:8]
    return None in (year, month, day) or day <= monthrange(year, month)[1]


@cache
def identifications(version):
    kinds = [titulaires(), _built(DossierFormation)]
    if rubrique("nir").known_in(version):
        kinds.append(_built(IdentifiantNational))
    return st.one_of(kinds)


@cache
def resultats():
    one = st.builds(
        Resultat,
        st.none() | st.integers(1, 8),
        st.none() | COMPETENCE_MARKS,
        st.none() | COMPETENCE_MARKS,
    )
    return st.none() | st.lists(one, min_size=1, max_size=4).map(tuple)


@cache
def passages(version):
    """Draw a passage of no certification, read nowhere."""
    return _built(
        Passage,
        certification=st.none(),
        identification=identifications(version),
        resultats=resultats(),
        table=st.just(NO_TABLE),
        ligne=st.none(),
        etat_civil=st.none(),  # beside a NIR, never sent
    )


@st.composite
def batches(draw, version, *, max_size=6):
    """Draw passages of several certifications of several certificateurs, in any order."""
    owners = draw(st.lists(certificateurs(), min_size=1, max_size=3))
    bare = draw(st.lists(certifications(), min_size=len(owners), max_size=2 * len(owners)))
    certified = [
        one._replace(certificateur=owners[rank % len(owners)]) for rank, one in enumerate(bare)
    ]
    pairs = st.tuples(passages(version), st.sampled_from(certified))
    drawn = draw(st.lists(pairs, min_size=1, max_size=max_size))
    return [passage._replace(certification=certification) for passage, certification in drawn]


def fluxes(version):
    """Draw what a deposit says of itself; offsets are those that people live with."""
    offsets = st.integers(-12 * 4, 14 * 4).map(
        lambda quarters: timezone(timedelta(minutes=15 * quarters))
    )
    instants = st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30), timezones=offsets)  # noqa: DTZ001 - the offset is drawn
    names = values("idFlux").filter(lambda name: len(name) <= 46)  # room for a number
    actions = st.sampled_from(["CREATION", "SUPPRESSION"])
    return st.builds(Flux, names, instants, st.just(version), actions)
