"""Search by the beginning of a folded column."""

import pytest
from django.contrib.contenttypes.models import ContentType

from agrafe.socle.search import starts_with

NAMES = ["dupont", "dupontel", "duprez", "durand", "zola", "zz", "zzz", "r9", "ra"]


@pytest.fixture
def _names():
    ContentType.objects.all().delete()
    for name in NAMES:
        ContentType.objects.create(app_label=name[::-1], model=name)


@pytest.mark.django_db
@pytest.mark.usefixtures("_names")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DUPONT", ["dupont", "dupontel"]),
        ("du pônt", ["dupont", "dupontel"]),
        ("dup", ["dupont", "dupontel", "duprez"]),
        ("z", ["zola", "zz", "zzz"]),
        ("zz", ["zz", "zzz"]),
        ("r9", ["r9"]),
        ("dupz", []),
        ("…", []),
        ("", []),
    ],
)
def test_keeps_what_starts_as_the_text_does(text, expected):
    found = ContentType.objects.filter(starts_with(text, "model"))

    assert sorted(found.values_list("model", flat=True)) == expected


@pytest.mark.django_db
@pytest.mark.usefixtures("_names")
def test_looks_in_several_columns():
    found = ContentType.objects.filter(starts_with("dn", "model", "app_label"))

    assert [each.model for each in found] == ["durand"]
