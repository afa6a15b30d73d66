import pytest
from django.db.models import BigIntegerField, F, Value
from django.utils import timezone

from agrafe.passages.models import Passage, StateChange
from agrafe.socle.bulk import rewrite
from agrafe.socle.insertion import insert_from
from factories.web import make_certificateur, make_passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def passages():
    owner = make_certificateur()
    return [make_passage(owner) for _ in range(3)]


def test_rewrites_the_fields_that_are_named_and_no_other(passages):
    for one in passages:
        one.promotion, one.verbatim = "Printemps", "jamais écrit"

    rewrite(passages, ["promotion"])

    assert set(Passage.objects.values_list("promotion", "verbatim")) == {("Printemps", "")}
    assert Passage.objects.count() == 3


def test_rewrites_in_one_statement_whatever_the_number(passages, django_assert_num_queries):
    with django_assert_num_queries(1):
        rewrite(passages, ["promotion"])
    with django_assert_num_queries(0):
        rewrite([], ["promotion"])


def test_inserts_a_row_for_each_of_a_query(passages, django_assert_num_queries):
    rows = Passage.objects.filter(pk__in=[passages[0].pk, passages[2].pk])
    at = timezone.now()

    with django_assert_num_queries(1):
        number = insert_from(
            StateChange,
            rows,
            passage_id=F("pk"),
            at=Value(at),
            user_id=Value(None, output_field=BigIntegerField()),
            status=F("status"),
            reason=Value("Essai"),
        )

    assert number == 2
    made = StateChange.objects.order_by("passage_id")
    assert [one.passage_id for one in made] == [passages[0].pk, passages[2].pk]
    assert {one.at for one in made} == {at}
