"""The NIR vault: put, shown, taken out, purged, sealed again; each opening is in the journal."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from agrafe.journal.models import JournalEntry
from agrafe.personnes import services, tasks
from agrafe.personnes.coffre import CoffreError
from agrafe.personnes.models import NirScelle, Personne
from agrafe.personnes.selectors import nir_of, sealed_among
from factories.web import make_member, make_personne
from web.personnes.conftest import NIR

OTHER = "2910735238015"


@pytest.fixture
def personne(par):
    return make_personne(par.certificateur)


def actions():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_set_and_show(par, personne):
    found = services.set_nir(par=par, personne=personne, nir="2 91 07 35 238 014")

    assert found == []
    assert nir_of(personne=personne).is_sealed
    assert services.show_nir(par=par, personne=personne) == NIR
    assert actions() == ["personnes.set_nir", "personnes.show_nir"]
    everything = str(list(JournalEntry.objects.values())) + str(list(NirScelle.objects.values()))
    assert NIR not in everything


def test_what_the_core_doubts_is_said_and_kept(par, personne):
    (doubt,) = services.set_nir(par=par, personne=personne, nir="1910735238014")

    assert doubt.code == "NIR-03"
    assert nir_of(personne=personne).is_sealed


@pytest.mark.parametrize(
    ("nir", "words"),
    [
        ("291073523801401", "La clé ne correspond pas"),
        ("29107", "5 caractères"),
        ("", "13 chiffres"),
        ("7910735238014", "provisoire"),
    ],
)
def test_what_is_no_nir_is_refused_without_repeating_it(par, personne, nir, words):
    with pytest.raises(services.NirRefusal) as refusal:
        services.set_nir(par=par, personne=personne, nir=nir)

    assert words in str(refusal.value).replace("\u00a0", " ")
    assert not nir or nir not in str(refusal.value)
    assert not NirScelle.objects.exists()


def test_a_nir_takes_the_place_of_another(par, personne):
    for nir in (OTHER, NIR):
        services.set_nir(par=par, personne=personne, nir=nir)

    assert services.show_nir(par=par, personne=personne) == NIR


def test_erase(par, personne):
    services.set_nir(par=par, personne=personne, nir=NIR)
    services.erase_nir(par=par, personne=personne)

    assert not NirScelle.objects.exists()
    assert actions()[-1] == "personnes.erase_nir"
    for act in (services.erase_nir, services.show_nir):
        with pytest.raises(services.NirRefusal, match="pas de NIR"):
            act(par=par, personne=personne)


def test_without_a_key_a_clear_sentence(par, personne, settings):
    services.set_nir(par=par, personne=personne, nir=NIR)
    settings.FIELD_KEYS = []

    for act in (
        lambda: services.set_nir(par=par, personne=personne, nir=NIR),
        lambda: services.show_nir(par=par, personne=personne),
        lambda: services.open_nirs(par=par, personnes=Personne.objects.all())(personne),
        services.reseal_nirs,
    ):
        with pytest.raises(CoffreError, match="pas de clé"):
            act()
    assert "personnes.show_nir" not in actions()


def test_many_at_once(par, django_assert_max_num_queries):
    personnes = [make_personne(par.certificateur) for _ in range(30)]
    nirs = [(each, NIR) for each in personnes]
    services.set_nirs(par=par, nirs=nirs[:1])

    with django_assert_max_num_queries(12):
        assert services.set_nirs(par=par, nirs=[(personnes[0], OTHER), *nirs[1:]]) == 30
    assert services.set_nirs(par=par, nirs=nirs[1:]) == 0

    pks = [each.pk for each in personnes]
    with django_assert_max_num_queries(8):
        read = services.open_nirs(par=par, personnes=Personne.objects.all())
        opened = [read(one) for one in Personne.objects.select_related("nir_scelle").order_by("pk")]
    assert opened == [OTHER, *[NIR] * 29]
    assert sealed_among(personnes=pks[:2]) == set(pks[:2])
    assert actions()[-1] == "personnes.open_nirs"


def test_those_of_strangers_stay_closed(par, personne):
    services.set_nir(par=par, personne=personne, nir=NIR)
    stranger = make_member()

    read = services.open_nirs(par=stranger, personnes=Personne.objects.all())
    assert read(personne) == ""
    assert actions()[-1] == "personnes.set_nir"
    assert services.purge_nir(par=stranger, personnes=[personne.pk]) == 0
    assert nir_of(personne=personne).is_sealed


@pytest.fixture
def purposes(monkeypatch):
    """Have the applications above need the NIR of the persons named « Utile »."""

    def needed(*, personnes):
        return personnes.filter(nom_naissance="Utile")

    monkeypatch.setattr("agrafe.personnes.services.nir.nir_purposes", lambda: [needed])


@pytest.mark.usefixtures("purposes")
def test_purge(par):
    useful = make_personne(par.certificateur, nom_naissance="Utile")
    useless = make_personne(par.certificateur)
    recent = make_personne(par.certificateur)
    for each in (useful, useless, recent):
        services.set_nir(par=par, personne=each, nir=NIR)
    long_ago = timezone.now() - timedelta(days=31)
    NirScelle.objects.exclude(personne=recent).update(created_at=long_ago)

    tasks.purge_nirs.call()

    assert set(Personne.objects.exclude(nir_scelle=None)) == {useful, recent}
    entry = JournalEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.user) == ("personnes.purge_nir", None)
    assert services.purge_unneeded_nirs() == 0


def test_nothing_is_purged_while_nobody_says_what_serves(par, personne, monkeypatch):
    monkeypatch.setattr("agrafe.personnes.services.nir.nir_purposes", list)
    services.set_nir(par=par, personne=personne, nir=NIR)
    NirScelle.objects.update(created_at=timezone.now() - timedelta(days=999))

    assert services.purge_unneeded_nirs() == 0
    assert nir_of(personne=personne).is_sealed


@pytest.mark.usefixtures("purposes")
def test_the_command_purges(par, personne):
    services.set_nir(par=par, personne=personne, nir=NIR)
    NirScelle.objects.update(created_at=timezone.now() - timedelta(days=31))

    out = StringIO()
    call_command("nir", "purger", stdout=out)

    assert out.getvalue().replace("\u00a0", " ").strip() == "1 NIR purgé."
