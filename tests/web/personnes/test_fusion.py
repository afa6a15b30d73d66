"""Two rows that look alike: found, then made one, or told apart."""

import pytest

from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.personnes import services
from agrafe.personnes.models import NirScelle, Personne
from agrafe.personnes.rapprochement import agree
from agrafe.personnes.selectors import doublons_of, followers, get_personne, references_of
from agrafe.socle.refusals import Denied
from factories.web import make_certificateur, make_member, make_passage, make_personne
from web.personnes.conftest import NIR


@pytest.fixture
def two(par):
    return make_personne(par.certificateur), make_personne(
        par.certificateur, telephone="0600000000"
    )


def reasons(par, one):
    return [doublon.reason for doublon in doublons_of(par=par, personne=one)]


def test_the_same_name_and_nothing_against(par, two):
    (doublon,) = doublons_of(par=par, personne=two[0])

    assert doublon.personne == two[1]
    assert doublon.is_likely


def test_frequent_names_are_not_likely(par):
    values = {"nom_naissance": "Martin", "prenom1": "Marie", "annee_naissance": 1950}
    values |= {"mois_naissance": None, "jour_naissance": None}
    one = make_personne(par.certificateur, **values)
    make_personne(par.certificateur, **values)

    (doublon,) = doublons_of(par=par, personne=one)

    assert not doublon.is_likely


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"nom_naissance": "Zoé", "prenom1": "Dubreuil"}, "inversés"),
        ({"nom_naissance": "Martin", "nom_usage": "Dubreuil"}, "nom d'usage"),
        ({"nom_naissance": "Dubreil"}, "presque pareils"),
    ],
)
def test_the_same_birth_date_and_nearly_the_same_name(par, two, values, words):
    Personne.objects.filter(pk=two[1].pk).delete()
    make_personne(par.certificateur, **values)

    (reason,) = reasons(par, two[0])

    assert words in reason


@pytest.mark.parametrize(
    "values",
    [
        {"sexe": "M"},
        {"annee_naissance": 1992},
        {"code_insee": "56260"},
        {"nom_naissance": "Kerbrat"},
        {"nom_naissance": "Dubreil", "annee_naissance": 1990},
    ],
)
def test_others_are_others(par, values):
    one = make_personne(par.certificateur)
    make_personne(par.certificateur, **values)

    assert reasons(par, one) == []


def test_what_is_unknown_contradicts_nothing(two):
    assert agree(two[0], Personne(annee_naissance=1991))
    assert not agree(two[0], Personne(annee_naissance=1990))


@pytest.mark.usefixtures("two")
def test_who_has_no_whole_date_is_compared_by_name_alone(par):
    one = make_personne(par.certificateur, jour_naissance=None)

    assert len(reasons(par, one)) == 2


def test_the_same_nir(par, two):
    other = make_personne(par.certificateur, nom_naissance="Kerbrat")
    for each in (two[0], other):
        services.set_nir(par=par, personne=each, nir=NIR)

    assert "Le même NIR est au coffre." in reasons(par, two[0])


def test_doublons_take_three_queries(par, two, django_assert_num_queries):
    for _ in range(5):
        make_personne(par.certificateur)
    with django_assert_num_queries(3):
        assert len(doublons_of(par=par, personne=two[0])) == 6


def test_the_list_is_told(par):
    values = {"nom_naissance": "Kerbrat", "prenom1": "Zoé", "annee_naissance": 1991}
    first = services.create_personne(par=par, values=values)
    second = services.create_personne(par=par, values=values)

    marks = dict(Personne.objects.values_list("pk", "has_doublon"))
    assert marks == {first.pk: True, second.pk: True}

    services.update_personne(par=par, personne=second, values={"annee_naissance": 1980})

    assert not Personne.objects.filter(has_doublon=True).exists()


def test_merge(par, two):
    stays, goes = two
    passage = make_passage(par.certificateur, personne=goes)
    earlier = make_personne(par.certificateur, merged_into=goes)

    services.merge_personnes(
        par=par, personne=stays, merged=goes, values={"telephone": goes.telephone}
    )

    for each in (stays, goes, earlier, passage):
        each.refresh_from_db()
    assert stays.telephone == "0600000000"
    assert not stays.has_doublon
    assert (goes.merged_into, earlier.merged_into, passage.personne) == (stays, stays, stays)
    assert goes.nom_naissance == "Dubreuil"  # kept as it was
    assert get_personne(par=par, public_id=goes.public_id).merged_into == stays
    entry = JournalEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.target_id) == ("personnes.merge", stays.public_id)


def test_the_nir_follows_when_the_other_has_none(par, two):
    stays, goes = two
    services.set_nir(par=par, personne=goes, nir=NIR)

    services.merge_personnes(par=par, personne=stays, merged=goes, values={})

    assert NirScelle.objects.count() == 1
    assert services.show_nir(par=par, personne=stays) == NIR


def test_the_nir_that_is_there_stays(par, two):
    stays, goes = two
    services.set_nir(par=par, personne=stays, nir=NIR)
    services.set_nir(par=par, personne=goes, nir="2910735238015")

    services.merge_personnes(par=par, personne=stays, merged=goes, values={})

    assert services.show_nir(par=par, personne=stays) == NIR
    assert NirScelle.objects.count() == 1


def test_one_and_the_same_is_not_merged(par, two):
    with pytest.raises(services.PersonneError, match="deux fiches différentes"):
        services.merge_personnes(par=par, personne=two[0], merged=two[0], values={})


def test_merged_once_is_enough(par, two):
    stays, goes = two
    services.merge_personnes(par=par, personne=stays, merged=goes, values={})

    with pytest.raises(services.PersonneError, match="fusionnée"):
        services.merge_personnes(par=par, personne=stays, merged=goes, values={})


def test_those_of_another_certificateur_are_out_of_reach(par, two):
    stranger = make_personne(make_certificateur())

    with pytest.raises(services.PersonneError):
        services.merge_personnes(par=par, personne=two[0], merged=stranger, values={})


def test_what_there_can_only_be_one_of_keeps_them_apart(par, two, monkeypatch):
    relation = Personne._meta.get_field("nir_scelle")
    monkeypatch.setattr("agrafe.personnes.services.fusion.followers", lambda: [relation])
    for each in two:
        services.set_nir(par=par, personne=each, nir=NIR)

    with pytest.raises(services.PersonneError, match="dont il ne peut y avoir qu'un"):
        services.merge_personnes(par=par, personne=two[0], merged=two[1], values={})


def marked():
    return set(Personne.objects.filter(has_doublon=True).values_list("pk", flat=True))


@pytest.fixture
def alike(par):
    """Return three persons of one name and of one date, marked."""
    values = {"nom_naissance": "Kerbrat", "prenom1": "Zoé", "annee_naissance": 1991}
    return [services.create_personne(par=par, values=values) for _ in range(3)]


def test_told_apart_is_told_no_more(par, alike):
    one, other, third = alike

    services.tell_apart(par=par, personne=one, other=other)

    assert [found.personne for found in doublons_of(par=par, personne=one)] == [third]
    assert [found.personne for found in doublons_of(par=par, personne=other)] == [third]
    assert marked() == {one.pk, other.pk, third.pk}  # each may still be the third

    services.tell_apart(par=par, personne=third, other=one)
    services.tell_apart(par=par, personne=third, other=other)
    assert marked() == set()
    assert doublons_of(par=par, personne=third) == []
    lines = JournalEntry.objects.filter(action="personnes.tell_apart")
    assert {line.target_id for line in lines} == {each.public_id for each in alike}


def test_a_change_of_identity_has_them_compared_anew(par, alike):
    one, other, third = alike
    services.merge_personnes(par=par, personne=one, merged=third, values={})
    services.tell_apart(par=par, personne=one, other=other)

    services.update_personne(par=par, personne=other, values={"telephone": "0600000000"})
    services.update_personnes(par=par, changes=[(one, {"courriel": "zoe@exemple.fr"})])
    assert marked() == set()

    services.update_personne(par=par, personne=other, values={"mois_naissance": 7})
    assert marked() == {one.pk, other.pk}

    services.tell_apart(par=par, personne=one, other=other)
    services.update_personnes(par=par, changes=[(one, {"mois_naissance": 7})])
    assert marked() == {one.pk, other.pk}


def test_a_merge_forgets_who_went_and_keeps_who_stays(par, alike):
    one, other, third = alike
    services.tell_apart(par=par, personne=one, other=other)
    services.tell_apart(par=par, personne=one, other=third)

    services.merge_personnes(par=par, personne=one, merged=other, values={})

    one.refresh_from_db()
    assert list(one.distinct_from.all()) == [third]
    assert marked() == set()


def test_a_merge_that_changes_who_stays_has_it_compared_anew(par, alike):
    one, other, third = alike
    services.tell_apart(par=par, personne=one, other=third)

    services.merge_personnes(par=par, personne=one, merged=other, values={"mois_naissance": 7})

    assert marked() == {one.pk, third.pk}


def test_the_same_nir_is_not_told_apart(par, two):
    for each in two:
        services.set_nir(par=par, personne=each, nir=NIR)

    with pytest.raises(services.PersonneError, match="même NIR"):
        services.tell_apart(par=par, personne=two[0], other=two[1])


def test_a_nir_that_comes_later_is_told_again(par, two):
    services.tell_apart(par=par, personne=two[0], other=two[1])
    for each in two:
        services.set_nir(par=par, personne=each, nir=NIR)

    assert reasons(par, two[0]) == ["Le même NIR est au coffre."]


def test_who_may_not_be_told_apart(par, two):
    stranger = make_personne(make_certificateur())
    reader = make_member(Role.LECTURE, certificateur=par.certificateur)

    for one, other in ((two[0], two[0]), (two[0], stranger)):
        with pytest.raises(services.PersonneError):
            services.tell_apart(par=par, personne=one, other=other)
    with pytest.raises(Denied):
        services.tell_apart(par=reader, personne=two[0], other=two[1])


def test_references(par):
    passage = make_passage(par.certificateur)
    make_passage(par.certificateur, personne=passage.personne)
    other = make_member(certificateur=par.certificateur)

    assert references_of(personne=passage.personne)[0] == (2, "passage", "passages")
    assert references_of(personne=make_personne(other.certificateur)) == []
    assert "passages" in {relation.get_accessor_name() for relation in followers()}
