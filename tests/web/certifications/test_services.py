from datetime import date

import pytest

from agrafe.certifications import services
from agrafe.certifications.models import Bloc, Certification
from agrafe.certifications.services import CertificationRefused, Ligne
from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.socle.refusals import Denied
from factories.web import make_bloc, make_certification, make_member, make_passage

pytestmark = pytest.mark.django_db

VALUES = {"type": "RNCP", "code": "RNCP35726", "intitule": "Fleuriste en boutique"}
BLOCS = [Ligne("RNCP35726BC01", "Composer"), Ligne("RNCP35726BC02", "Vendre", is_optional=True)]


def journal():
    return [entry.action for entry in JournalEntry.objects.order_by("pk")]


def codes(certification):
    return [bloc.code for bloc in certification.blocs.all()]


def create(par, **values):
    return services.create_certification(par=par, values=VALUES | values, blocs=BLOCS)


def update(par, certification, blocs=None, **values):
    return services.update_certification(
        par=par,
        certification=certification,
        values={"code": certification.code, **values},
        blocs=blocs,
    )


def test_a_certification_is_added_with_its_blocs():
    par = make_member()

    certification = create(par)

    assert codes(certification) == ["RNCP35726BC01", "RNCP35726BC02"]
    assert str(certification) == "RNCP35726, Fleuriste en boutique"
    assert str(certification.blocs.first()) == "RNCP35726BC01, Composer"
    assert certification.rappels == [18, 12, 6]
    assert journal() == ["certifications.create"]


def test_the_same_code_is_not_added_twice():
    par = make_member()
    create(par)

    with pytest.raises(CertificationRefused, match="RNCP35726 est déjà"):
        create(par)


def test_two_certificateurs_may_hold_the_same():
    create(make_member())
    create(make_member())

    assert Certification.objects.count() == 2


def test_a_field_that_nobody_writes_is_left_alone():
    par = make_member()

    assert create(par, archived_at=date(2026, 1, 1)).archived_at is None


@pytest.mark.parametrize("role", [Role.LECTURE, Role.RESPONSABLE_JURY, Role.PARTENAIRE])
def test_other_roles_change_nothing(role):
    par = make_member(role)
    certification = make_certification(par.certificateur)
    calls = [
        lambda: create(par),
        lambda: update(par, certification),
        lambda: services.archive_certification(par=par, certification=certification),
        lambda: services.unarchive_certification(par=par, certification=certification),
        lambda: services.delete_certification(par=par, certification=certification),
    ]
    for call in calls:
        with pytest.raises(Denied):
            call()


def test_a_change_is_written_in_the_journal():
    par = make_member()
    certification = create(par)

    update(par, certification, intitule="Fleuriste")

    entry = JournalEntry.objects.get(action="certifications.update")
    assert entry.changes == {"intitule": ["Fleuriste en boutique", "Fleuriste"]}


def test_no_change_writes_nothing():
    par = make_member()
    certification = create(par)

    update(
        par,
        certification,
        BLOCS and [Ligne(line.code, line.intitule, line.is_optional, line.code) for line in BLOCS],
    )

    assert journal() == ["certifications.create"]


def test_the_code_of_another_one_is_refused():
    par = make_member()
    certification = create(par)
    other = make_certification(par.certificateur)

    with pytest.raises(CertificationRefused):
        update(par, certification, code=other.code)


def test_two_blocs_may_swap_their_codes_and_stay_the_same_rows():
    par = make_member()
    certification = create(par)
    first, second = certification.blocs.all()

    update(
        par,
        certification,
        [
            Ligne(second.code, "Composer", known_as=first.code),
            Ligne(first.code, "Vendre", known_as=second.code),
        ],
    )

    assert list(certification.blocs.values_list("pk", "code")) == [
        (first.pk, second.code),
        (second.pk, first.code),
    ]


def test_a_bloc_goes_and_another_comes():
    par = make_member()
    certification = create(par)

    update(
        par,
        certification,
        [
            Ligne("RNCP35726BC02", "Vendre", known_as="RNCP35726BC02"),
            Ligne("RNCP35726BC03", "Livrer"),
        ],
    )

    assert codes(certification) == ["RNCP35726BC02", "RNCP35726BC03"]
    entry = JournalEntry.objects.get(action="certifications.update")
    assert entry.changes["blocs"] == [
        "RNCP35726BC01, RNCP35726BC02",
        "RNCP35726BC02, RNCP35726BC03",
    ]


def test_a_bloc_of_use_stays(monkeypatch):
    par = make_member()
    certification = create(par)

    def protected(self):
        raise services.ProtectedError("kept", {self})

    monkeypatch.setattr(Bloc, "delete", protected)  # nothing points to a bloc yet

    with pytest.raises(CertificationRefused, match="RNCP35726BC01 sert encore"):
        update(par, certification, [])


def test_blocs_that_are_not_given_stay():
    par = make_member()
    certification = make_certification(par.certificateur)
    make_bloc(certification)

    update(par, certification, intitule="Fleuriste")

    assert certification.blocs.count() == 1


def test_a_certification_is_put_away_and_taken_out():
    par = make_member()
    certification = make_certification(par.certificateur)

    for _ in range(2):  # twice is once
        services.archive_certification(par=par, certification=certification)
    assert not Certification.objects.in_use().exists()
    assert Certification.objects.archived().exists()
    for _ in range(2):
        services.unarchive_certification(par=par, certification=certification)

    assert Certification.objects.in_use().exists()
    assert journal() == ["certifications.archive", "certifications.unarchive"]


def test_what_nothing_needs_is_deleted():
    par = make_member()
    certification = create(par)

    services.delete_certification(par=par, certification=certification)

    assert not Certification.objects.exists()
    assert not Bloc.objects.exists()
    assert journal()[-1] == "certifications.delete"


def test_what_has_passages_stays():
    par = make_member()
    certification = make_certification(par.certificateur)
    make_passage(par.certificateur, certification=certification)

    with pytest.raises(CertificationRefused, match="sert encore .1.passage."):
        services.delete_certification(par=par, certification=certification)
