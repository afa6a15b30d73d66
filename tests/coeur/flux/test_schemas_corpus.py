"""Our schemas give the right verdict on thousands of made-up deposits, and the CDC's own agrees."""

import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

from accrochage.flux.schemas import SHIPPED_FOLDER, SchemaStore
from corpus import mutations
from corpus.table import table, tag


@pytest.fixture(scope="module")
def corpus():
    return tuple(mutations.documents("1.1.2"))


@pytest.fixture(scope="module")
def additions():
    """Return the documents that bear on what 1.1.5 adds."""
    return tuple(mutations.documents("1.1.5", since="1.1.5"))


@pytest.fixture(scope="module")
def ours():
    """Return our compiled schemas by version."""
    return {version: SchemaStore().get(version).load() for version in ("1.1.2", "1.1.5")}


def misjudged(schema, documents, edit=None):
    """Name the documents whose verdict is not the right one."""
    wrong = []
    for document in documents:
        root = etree.fromstring(document.xml)
        if edit is not None:
            edit(root)
        if schema.validate(root) is not document.valid:
            wrong.append(document.id)
    return wrong


def add_action(root):
    action = etree.Element(tag("action"))
    action.text = "CREATION"
    root.insert(0, action)


def test_our_1_1_2_gives_the_right_verdicts(corpus, ours):
    assert misjudged(ours["1.1.2"], corpus) == []


def test_the_schema_of_the_cdc_gives_the_right_verdicts(corpus, tmp_path):
    file = os.environ.get("XSD_CDC")
    if not file:
        pytest.skip(
            "set XSD_CDC to the path of the CDC's own XSD 1.1.2 to judge it on the same corpus"
        )
    theirs = SchemaStore(tmp_path).add(Path(file))

    assert theirs.version == "1.1.2"
    assert misjudged(theirs.load(), corpus) == []


def test_our_1_1_5_gives_the_right_verdicts_on_what_it_adds(additions, ours):
    assert misjudged(ours["1.1.5"], additions) == []


def test_1_1_5_judges_a_1_1_2_deposit_with_an_action_as_1_1_2_does_without(corpus, ours):
    assert misjudged(ours["1.1.5"], corpus, add_action) == []


def test_no_deposit_suits_both_versions(corpus, additions, ours):
    older = [document._replace(valid=False) for document in corpus if document.valid]
    newer = [document._replace(valid=False) for document in additions if document.valid]

    assert misjudged(ours["1.1.5"], older) == []
    assert misjudged(ours["1.1.2"], newer) == []


@pytest.mark.parametrize("version", ["1.1.2", "1.1.5"])
def test_a_deposit_cannot_name_the_types_that_are_only_ours(version, ours):
    schema = etree.parse(SHIPPED_FOLDER / f"cpf-{version}.xsd")
    public = {spec.type_name for spec in table(version).walk()}
    names = [f"cpf:{name}" for name in schema.xpath("/*/*[local-name()='simpleType']/@name")]
    helpers = [name for name in names if name not in public]
    accepted = []
    for spec in table(version).walk():
        root = mutations.build(table(version), spec)
        for name in helpers:
            spec.find_in(root).set(mutations.TYPE, name)
            if ours[version].validate(root):
                accepted.append(f"{spec.path} as {name}")

    assert len(helpers) > 15
    assert accepted == []


def test_the_corpus_is_large_and_its_documents_have_distinct_names(corpus, additions):
    verdicts = Counter(document.valid for document in corpus)

    assert verdicts[True] > 2000
    assert verdicts[False] > 7000
    assert len({document.id for document in corpus}) == len(corpus)
    assert len({document.id for document in additions}) == len(additions) > 800


def test_every_element_is_tried_both_ways(corpus):
    verdicts = defaultdict(Counter)
    for document in corpus:
        verdicts[document.id.split(":")[0].split(" ")[0]][document.valid] += 1
    scarce = [
        spec.path
        for spec in table("1.1.2").walk()
        if verdicts[spec.path][True] < 7 or verdicts[spec.path][False] < 40
    ]

    assert scarce == []


def test_the_corpus_is_the_same_each_time(additions):
    assert tuple(mutations.documents("1.1.5", since="1.1.5")) == additions


def test_a_fault_is_really_in_the_document(corpus):
    """A change that changes nothing would be a document of no use."""
    correct = {document.xml for document in corpus if document.valid}
    same = [document.id for document in corpus if not document.valid and document.xml in correct]

    assert same == []
