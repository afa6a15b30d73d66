"""Blocks are judged as whole deposits, in threads, and each refusal is laid at the right door."""

import threading

import pytest
from lxml import etree

from accrochage.dictionnaire import VERSIONS
from accrochage.erreurs import SchemaError
from accrochage.flux import validation
from accrochage.flux.schemas import SchemaStore
from accrochage.flux.validation import BLOCK, Block, Validator
from factories.flux import a_block, a_flux, stricter
from factories.passages import a_certificateur, a_certification, a_passage

SOUND = a_passage()
FAULTY = a_passage(obtention_certification="PAR_HASARD")
OTHER = a_certification(code="RS6000", type="RS")
CONTRACT = '<xsd:restriction base="cpf:texte20"/>'
STRICT_CONTRACT = (
    '<xsd:restriction base="cpf:texte20"><xsd:pattern value="MCFCER[0-9]{6}"/></xsd:restriction>'
)
CODE = '<xsd:restriction base="cpf:texte100"/>'
STRICT_CODE = (
    '<xsd:restriction base="cpf:texte100"><xsd:pattern value="RNCP[0-9]+"/></xsd:restriction>'
)


@pytest.fixture
def validator():
    with Validator(SchemaStore().get("1.1.5"), a_flux()) as validator:
        yield validator


def strict(folder, old, new):
    """Return a validator whose schema was replaced in one place."""
    return Validator(stricter(folder, old, new).get("1.1.5"), a_flux())


def numbered(passages):
    return [passage._replace(id_technique=str(rank)) for rank, passage in enumerate(passages)]


def blamed(verdict):
    """Return the elements blamed, by the rank of the passage."""
    return {rank: [refus.element for refus in refused] for rank, refused in verdict.refused.items()}


def accepted(verdict):
    """Return the ranks of the accepted passages by certification, after checking what is to be written of them."""
    for part in verdict.accepted:
        elements = [verdict.block.elements[rank] for rank in part.ranks]
        assert part.content == b"".join(elements)
        assert list(part.lengths) == [len(element) for element in elements]
    return [(part.certification.code, list(part.ranks)) for part in verdict.accepted]


# --- Who is blamed


def test_a_sound_block_is_accepted_whole(validator):
    verdict = validator.validate(a_block(numbered([SOUND] * 5)))

    assert verdict.refused == {}
    assert accepted(verdict) == [("RNCP35726", [0, 1, 2, 3, 4])]


@pytest.mark.parametrize("faulty", [{0}, {4}, {2}, {1, 3}, {0, 1, 2, 3, 4}])
def test_faulty_passages_are_found_wherever_they_stand(validator, faulty):
    block = a_block(numbered(FAULTY if rank in faulty else SOUND for rank in range(5)))
    verdict = validator.validate(block)
    left = [rank for rank in range(5) if rank not in faulty]

    assert blamed(verdict) == {rank: ["obtentionCertification"] for rank in faulty}
    assert accepted(verdict) == ([("RNCP35726", left)] if left else [])
    assert verdict.block is block


def test_all_that_is_wrong_with_a_passage_is_told(validator):
    wrong = a_passage(obtention_certification="PAR_HASARD", scoring="x" * 300)

    assert blamed(validator.validate(a_block([SOUND, wrong]))) == {
        1: ["obtentionCertification", "scoring"]
    }


def test_certifications_may_alternate(validator):
    passages = [
        SOUND,
        SOUND._replace(certification=OTHER),
        FAULTY,
        FAULTY._replace(certification=OTHER),
        SOUND,
    ]
    verdict = validator.validate(a_block(numbered(passages)))

    assert blamed(verdict) == {2: ["obtentionCertification"], 3: ["obtentionCertification"]}
    assert accepted(verdict) == [("RNCP35726", [0, 4]), ("RS6000", [1])]


def test_a_fault_of_a_certification_condemns_all_that_it_holds(validator):
    wrong = a_certification(type="x" * 300)
    passages = numbered(
        [SOUND, SOUND._replace(certification=wrong), SOUND, SOUND._replace(certification=wrong)]
    )
    verdict = validator.validate(a_block(passages))

    assert blamed(verdict) == {1: ["type"], 3: ["type"]}
    assert accepted(verdict) == [("RNCP35726", [0, 2])]
    assert not verdict.refused[1][0].in_passage


def test_a_certification_that_lacks_something_condemns_all_that_it_holds(validator):
    wrong = a_certification(code=None)
    verdict = validator.validate(
        a_block(numbered([SOUND, *[SOUND._replace(certification=wrong)] * 2]))
    )

    assert blamed(verdict) == {1: ["code"], 2: ["code"]}


def test_a_fault_of_the_header_condemns_everyone():
    with Validator(SchemaStore().get("1.1.5"), a_flux(id_flux="x" * 51)) as validator:
        verdict = validator.validate(
            a_block(numbered([SOUND, SOUND._replace(certification=OTHER)]))
        )

    assert blamed(verdict) == {0: ["idFlux"], 1: ["idFlux"]}
    assert accepted(verdict) == []


def test_the_header_of_each_certificateur_is_judged(tmp_path):
    other = a_certification(certificateur=a_certificateur(id_contrat="AUTRE"))
    with strict(tmp_path, CONTRACT, STRICT_CONTRACT) as validator:
        verdict = validator.validate(
            a_block(
                numbered(
                    [
                        SOUND,
                        SOUND._replace(certification=other),
                        SOUND,
                        FAULTY._replace(certification=other),
                    ]
                )
            )
        )

    assert blamed(verdict) == {1: ["idContrat"], 3: ["idContrat", "obtentionCertification"]}
    assert accepted(verdict) == [("RNCP35726", [0, 2])]


def test_the_schema_of_the_user_decides(tmp_path):
    passages = numbered([SOUND, SOUND._replace(certification=OTHER)])
    with strict(tmp_path, CODE, STRICT_CODE) as validator:
        assert blamed(validator.validate(a_block(passages))) == {1: ["code"]}


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_is_judged_by_its_schema(version):
    with Validator(SchemaStore().get(version), a_flux(version=version)) as validator:
        assert validator.validate(a_block([SOUND], version)).refused == {}
        other = next(other for other in VERSIONS if other != version)
        elsewhere = validator.validate(Block([SOUND], a_block([FAULTY], other).elements, [()]))
    assert blamed(elsewhere) == {0: ["obtentionCertification"]}


# --- The trap: with a parser target, lxml says nothing of a schema error


def test_lxml_raises_nothing_on_a_schema_error_so_that_the_log_must_be_read(validator):
    document = validator._wrap(validation._parts(a_block([FAULTY])))
    parser = etree.XMLParser(
        schema=SchemaStore().get("1.1.5").compile(), target=validation._NoTree()
    )

    assert etree.fromstring(document, parser) is None
    assert len(parser.error_log)
    assert not validator._accepts(document)


def test_a_fault_is_not_remembered_by_the_next_document(validator):
    sound, faulty = (
        validator._wrap(validation._parts(a_block([passage]))) for passage in (SOUND, FAULTY)
    )

    assert [validator._accepts(document) for document in (faulty, sound, faulty, sound)] == [
        False,
        True,
        False,
        True,
    ]


# --- Threads


def test_verdicts_come_in_the_order_of_the_blocks(validator):
    blocks = [
        a_block(numbered([FAULTY if rank % 3 == 0 else SOUND] * (1 + rank % 4)))
        for rank in range(40)
    ]
    verdicts = [verdict for block in blocks for verdict in validator.submit(block)]
    verdicts += validator.finish()

    assert [verdict.block for verdict in verdicts] == blocks
    assert [bool(verdict.refused) for verdict in verdicts] == [rank % 3 == 0 for rank in range(40)]


def test_only_a_few_blocks_wait(validator):
    given = [len(list(validator.submit(a_block([SOUND])))) for _ in range(20)]

    assert given == [0] * validation._WAITING + [1] * (20 - validation._WAITING)
    assert len(list(validator.finish())) == validation._WAITING
    assert list(validator.finish()) == []


def test_threads_have_their_own_parser(validator, monkeypatch):
    both = threading.Barrier(2, timeout=10)
    accepts = Validator._accepts

    def accept_together(self, document):
        both.wait()  # passes only when the two threads are here at once
        return accepts(self, document)

    monkeypatch.setattr(Validator, "_accepts", accept_together)
    verdicts = [
        v for rank in range(10) for v in validator.submit(a_block([FAULTY if rank % 2 else SOUND]))
    ]
    verdicts += validator.finish()

    assert [bool(verdict.refused) for verdict in verdicts] == [False, True] * 5


def test_what_fails_in_a_thread_comes_out(validator, monkeypatch):
    def fail(*_):
        raise SchemaError("Le schéma a disparu.")

    list(validator.submit(a_block([SOUND])))
    monkeypatch.setattr(Validator, "_accepts", fail)
    list(validator.submit(a_block([SOUND])))
    verdicts = validator.finish()

    assert next(verdicts).refused == {}
    with pytest.raises(SchemaError, match="disparu"):
        next(verdicts)


def test_leaving_early_leaves_no_thread():
    with Validator(SchemaStore().get("1.1.5"), a_flux()) as validator:
        for _ in range(5):
            list(validator.submit(a_block([SOUND])))

    assert all(future.done() for future in validator._waiting)
    assert not any(thread.name.startswith("validation") for thread in threading.enumerate())


def test_a_whole_block_is_judged_at_once(validator):
    block = a_block(numbered([SOUND] * (BLOCK - 1) + [FAULTY]))

    assert blamed(validator.validate(block)) == {BLOCK - 1: ["obtentionCertification"]}
