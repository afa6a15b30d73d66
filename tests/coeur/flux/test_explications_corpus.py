"""Every kind of fault of the corpus is told in French, blames the element at fault, and says how to mend it."""

import re
from collections import defaultdict
from itertools import islice

import pytest
from lxml import etree

from accrochage.dictionnaire import RUBRIQUES
from accrochage.flux.explications import refusals
from corpus import mutations
from corpus.table import table
from factories.flux import schema
from factories.textes import plain

ENGLISH = re.compile(
    r"\b(?:the|is|are|not|element|attribute|expected|missing|child|facet|allowed|with|of|this|has|one)\b"
)
REMEDY = re.compile(
    r"\b(?:[Aa]joutez|Choisissez|Comparez|Complétez|Corrigez|Déplacez|Donnez|Écrivez|Gardez|Raccourcissez|Retirez|Videz)\b|N'en gardez"
)
QUOTED = re.compile(r"«[^»]*»|\([^()]*\)|urn:[\w:.]+|attribut \S+|élément \S+|admise : [^.]*")


def faulty(version, since=""):
    """Return, of each kind of fault of the corpus, a few documents spread over its elements."""
    by_kind = defaultdict(list)
    for document in mutations.documents(version, since=since):
        if not document.valid:
            _, _, label = document.id.partition(": ")
            by_kind[label or document.id.rstrip("0123456789")].append(document)
    step = 1 if since else 6
    return [
        document for documents in by_kind.values() for document in islice(documents, 0, None, step)
    ]


@pytest.fixture(scope="module", params=["1.1.2", "1.1.5"])
def explained(request):
    """Return (document, what is said of it) for a version; of the newer one, only what it adds."""
    version = request.param
    judge = schema(version)
    return [
        (document, refusals(judge, etree.fromstring(document.xml)))
        for document in faulty(version, since="" if version == "1.1.2" else version)
    ]


def changes(explained):
    """Yield the path of the element that was changed, how it was, and what is said of it."""
    for document, said in explained:
        change = re.fullmatch(r"([\w/]+): (.*) \((?:full|bare)\)", document.id)
        if change:
            yield change[1], change[2], said


def name_of(element):
    return RUBRIQUES[element].name if element in RUBRIQUES else element


def test_something_is_said_of_every_fault(explained):
    assert len(explained) > 500
    assert [document.id for document, said in explained if not said] == []


def test_what_is_said_is_a_french_sentence_that_says_how_to_mend(explained):
    sentences = {plain(refus.message) for _, said in explained for refus in said}
    wrong = [
        sentence
        for sentence in sentences
        if ENGLISH.search(QUOTED.sub("", sentence))
        or not REMEDY.search(sentence)
        or sentence[-1] != "."
        or "{" in sentence
    ]

    assert wrong == []


def test_what_is_said_names_the_element(explained):
    unnamed = [
        (refus.element, refus.message)
        for _, said in explained
        for refus in said
        if name_of(refus.element) not in refus.message
    ]

    assert unnamed == []


def test_the_element_that_was_changed_is_blamed_or_what_holds_it_or_what_it_holds(explained):
    wrong = []
    for path, label, said in changes(explained):
        if label.startswith(("named", "child", "first child", "in its grandparent")):
            continue  # the name that is blamed is another
        inside = (spec for spec in table("1.1.5").walk() if spec.path.startswith(path))
        near = {*path.split("/")[-2:], *(spec.name for spec in inside)}
        if not near & {name_of(refus.element) for refus in said}:
            wrong.append((path, label, said))

    assert wrong == []


def test_a_fault_in_a_passage_is_known_from_one_around_it(explained):
    wrong = [
        (path, label, refus)
        for path, label, said in changes(explained)
        for refus in said
        if not path.endswith("/passageCertification") and "grandparent" not in label
        if refus.in_passage is not ("/passageCertification/" in path)
    ]

    assert wrong == []


def test_values_are_kept_and_empty_ones_are_not(explained):
    values = {refus.valeur for _, said in explained for refus in said}

    assert "" not in values
    assert None in values
    assert len(values) > 100
