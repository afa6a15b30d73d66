import pytest
from django.apps import apps

from agrafe.courriels import kinds
from agrafe.courriels.house import Words, write
from agrafe.courriels.kinds import MailKind, UnknownKind, Variable, kind_of, label_of
from agrafe.courriels.writing import WritingError


@pytest.fixture
def declared(monkeypatch):
    """The kinds that the applications declare, those of these tests put aside."""
    monkeypatch.undo()
    kinds._by_key.cache_clear()
    yield kinds.all_kinds()
    kinds._by_key.cache_clear()


def test_a_kind_names_only_its_variables():
    with pytest.raises(WritingError, match="«\xa0nom\xa0»"):
        MailKind(key="a.b", label="", when="", subject="{{ nom }}", text="x")


def test_a_kind_links_only_to_addresses():
    with pytest.raises(WritingError, match="«\xa0nom\xa0» n'est pas une adresse"):
        MailKind(
            key="a.b",
            label="",
            when="",
            subject="x",
            text="[x]({{ nom }})",
            variables=(Variable("nom", "un nom", "Zoé"),),
        )


def test_an_unknown_kind():
    with pytest.raises(UnknownKind):
        kind_of("essais.absent")
    assert label_of("essais.absent") == "essais.absent"


@pytest.mark.usefixtures("declared")
def test_two_kinds_of_one_key_are_refused(monkeypatch):
    twin = MailKind(key="a.b", label="", when="", subject="x", text="x")
    monkeypatch.setattr(apps.get_app_config("courriels"), "mails", (twin, twin), raising=False)
    kinds._by_key.cache_clear()

    with pytest.raises(ValueError, match="same key"):
        kinds.all_kinds()


def test_every_kind_of_the_house_can_be_written(declared):
    for kind in declared:
        written = write(kind, Words(kind.subject, kind.text), kind.examples, None)

        assert written.subject
        assert "{{" not in written.subject + written.text + written.html
        assert kind.key.partition(".")[0] in {each.label for each in apps.get_app_configs()}
        assert kind.when.endswith(".")
