"""A workbook read, mended, written, undone, by the services and the worker's own queue."""

import csv
from importlib import import_module
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile

from accrochage.erreurs import AccrochageError
from accrochage.regles.anomalie import Gravite
from agrafe.comptes.enums import Role
from agrafe.imports import services, tasks
from agrafe.imports.cells import opened
from agrafe.imports.copies import annotated_copy
from agrafe.imports.enums import Status
from agrafe.imports.planning import make_plan
from agrafe.imports.reading import fault
from agrafe.imports.resealing import reseal_cells
from agrafe.imports.selectors import tally_of
from agrafe.journal.models import JournalEntry
from agrafe.passages.enums import Status as PassageStatus
from agrafe.passages.models import Passage
from agrafe.personnes.models import NirScelle, Personne
from agrafe.socle.isolation import IsolationFailure
from agrafe.socle.refusals import Denied
from agrafe.travaux import services as travaux
from agrafe.travaux.progression import Progression
from agrafe.travaux.worker import drain
from factories.web import make_certification, make_member, make_personne

pytestmark = pytest.mark.django_db

NIR = "2910735238014"
TITLES = (
    "Identifiant technique",
    "Nom de naissance",
    "Prénom",
    "Date de naissance",
    "Sexe",
    "Code INSEE",
    "Code de la certification",
    "Début de validité",
    "Email",
)
SOUND = (
    "A-1",
    "Le Gall",
    "Maëlle",
    "03/07/1991",
    "F",
    "35238",
    "RNCP99001",
    "30/06/2026",
    "maelle@exemple.fr",
)


def row(**changes):
    names = ("id", "nom", "prenom", "naissance", "sexe", "insee", "code", "debut", "courriel")
    return tuple(changes.get(name, value) for name, value in zip(names, SOUND, strict=True))


def workbook(*rows, titles=TITLES):
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(titles)
    writer.writerows(rows)
    return ContentFile(text.getvalue().encode("utf-8-sig"), name="promotion 2026.csv")


@pytest.fixture(autouse=True)
def at_once(monkeypatch, request):
    """Read the workbooks in this process: starting another for each test would only take time; one test does it for real."""
    if "isolated" in request.keywords:
        return

    def run(function, arguments, _folder, *, progress, **_options):
        module, _, name = function.rpartition(".")
        try:
            return getattr(import_module(module), name)(progress, **arguments)
        except AccrochageError as error:
            raise IsolationFailure(str(error)) from None

    monkeypatch.setattr(tasks, "run", run)


@pytest.fixture
def par():
    par = make_member()
    make_certification(par.certificateur, code="RNCP99001")
    return par


@pytest.fixture
def read(par):
    """Return a function that gives a workbook and has it read."""

    def give(*rows, **fields):
        titles = fields.pop("titles", TITLES)
        imported = services.create_import(par=par, fichier=workbook(*rows, titles=titles), **fields)
        drain()
        imported.refresh_from_db()
        return imported

    return give


def write(par, imported):
    services.start_writing(par=par, imported=imported)
    drain()
    imported.refresh_from_db()
    return imported


def codes(ligne):
    return [one["code"] for one in ligne.anomalies]


def test_a_sound_row_becomes_a_person_and_a_passage(par, read):
    imported = read(row(), promotion="Printemps")
    assert imported.status == Status.A_RELIRE
    assert tally_of(imported).creates == 1
    assert tally_of(imported).personnes == 1

    write(par, imported)

    passage = Passage.objects.get()
    assert passage.id_technique == "A-1"
    assert passage.promotion == "Printemps"
    assert passage.status == PassageStatus.PRET
    assert passage.personne.nom_naissance == "Le Gall"
    assert passage.personne.courriel == "maelle@exemple.fr"
    assert imported.status == Status.FINI


def test_nothing_is_written_before_it_is_asked_for(read):
    read(row())

    assert not Passage.objects.exists()
    assert not Personne.objects.exists()


def test_the_same_file_again_changes_nothing(par, read):
    write(par, read(row(), row(id="A-2", nom="Martin")))

    again = read(row(), row(id="A-2", nom="Martin"))

    assert tally_of(again).to_write == 0
    assert tally_of(again).same == 2


def test_a_faulty_row_waits_while_the_others_are_written(par, read):
    imported = read(row(), row(id="A-2", nom="Martin", sexe="peut-être"))
    assert tally_of(imported).to_mend == 1

    write(par, imported)

    assert [one.id_technique for one in Passage.objects.all()] == ["A-1"]
    assert tally_of(imported).to_mend == 1


def test_what_was_mended_since_can_be_written_too(par, read):
    imported = write(par, read(row(), row(id="A-2", nom="Martin", sexe="peut-être")))

    ligne = services.mend_ligne(par=par, ligne=imported.lignes.get(ligne=3), valeurs={"sexe": "F"})
    assert not ligne.has_errors
    write(par, imported)

    assert Passage.objects.count() == 2
    assert imported.status == Status.FINI


def test_what_was_mended_is_kept_when_the_file_is_read_again(par, read):
    imported = read(row(sexe="peut-être"))
    services.mend_ligne(par=par, ligne=imported.lignes.get(), valeurs={"sexe": "F"})

    services.read_again(par=par, imported=imported)
    drain()

    assert imported.lignes.get().valeurs["sexe"] == "F"
    assert not imported.lignes.get().has_errors


def test_an_unknown_certification_is_said(read):
    imported = read(row(code="RNCP11111"))

    assert "IMP-01" in codes(imported.lignes.get())
    assert imported.lignes.get().has_errors


def test_the_certification_of_the_whole_file_serves_the_rows_that_say_none(par, read):
    other = make_certification(par.certificateur, code="RNCP99002")

    imported = write(par, read(row(code=""), certification=other))

    assert Passage.objects.get().certification == other
    assert imported.status == Status.FINI


def test_another_certificateur_s_row_is_refused(read):
    imported = read((*row(), "99ZZZ999"), titles=(*TITLES, "Identifiant client"))

    assert "IMP-05" in codes(imported.lignes.get())


def test_a_row_without_identifier_gets_one_and_is_known_again(par, read):
    write(par, read(row(id="")))
    given = Passage.objects.get().id_technique
    assert given

    again = read(row(id=""))

    assert tally_of(again).same == 1
    assert Passage.objects.get().id_technique == given


def test_two_rows_of_one_new_person_make_one_person(par, read):
    make_certification(par.certificateur, code="RS99002", type="RS")

    write(par, read(row(), row(id="A-2", code="RS99002")))

    assert Personne.objects.count() == 1
    assert Passage.objects.count() == 2


def test_twice_the_same_identifier_is_said(read):
    imported = read(row(), row(nom="Martin"))

    assert "DUP-01" in codes(imported.lignes.get(ligne=3))


def test_a_person_who_is_here_is_found(par, read):
    personne = make_personne(
        par.certificateur, nom_naissance="LE GALL", prenom1="Maelle", courriel=""
    )

    write(par, read(row()))

    assert Passage.objects.get().personne == personne
    personne.refresh_from_db()
    assert personne.courriel == "maelle@exemple.fr"


def test_a_change_is_shown_then_made(par, read):
    write(par, read(row()))

    imported = read(row(debut="01/07/2026", courriel="nouveau@exemple.fr"))

    ligne = imported.lignes.get()
    assert ligne.changes == {
        "courriel": ["maelle@exemple.fr", "nouveau@exemple.fr"],
        "dateDebutValidite": ["30/06/2026", "01/07/2026"],
    }
    write(par, imported)
    assert str(Passage.objects.get().date_debut_validite) == "2026-07-01"


def test_an_empty_cell_erases_nothing(par, read):
    write(par, read(row()))

    imported = read(row(courriel=""))

    assert tally_of(imported).same == 1


def test_an_accepted_passage_is_left_alone(par, read):
    write(par, read(row()))
    Passage.objects.update(status=PassageStatus.ACCEPTE)

    imported = read(row(debut="01/07/2026"))

    assert codes(imported.lignes.get()) == ["IMP-02"]
    assert tally_of(imported).to_write == 0


def test_undoing_takes_away_what_was_created(par, read):
    imported = write(par, read(row(), row(id="A-2", nom="Martin")))

    services.start_undoing(par=par, imported=imported)
    drain()

    imported.refresh_from_db()
    assert imported.status == Status.DEFAIT
    assert not Passage.objects.exists()
    assert not Personne.objects.exists()


def test_undoing_puts_back_what_was_changed(par, read):
    write(par, read(row()))
    imported = write(par, read(row(debut="01/07/2026", courriel="nouveau@exemple.fr")))

    services.start_undoing(par=par, imported=imported)
    drain()

    imported.refresh_from_db()
    assert imported.status == Status.DEFAIT, imported.travail.error
    passage = Passage.objects.get()
    assert str(passage.date_debut_validite) == "2026-06-30"
    assert passage.personne.courriel == "maelle@exemple.fr"


def test_undoing_leaves_what_was_sent(par, read):
    imported = write(par, read(row(), row(id="A-2", nom="Martin")))
    Passage.objects.filter(id_technique="A-1").update(status=PassageStatus.EN_DEPOT)

    services.start_undoing(par=par, imported=imported)
    drain()

    assert [one.id_technique for one in Passage.objects.all()] == ["A-1"]
    assert [one.nom_naissance for one in Personne.objects.all()] == ["Le Gall"]


def test_undoing_when_all_was_sent_leaves_all(par, read):
    imported = write(par, read(row()))
    Passage.objects.update(status=PassageStatus.ACCEPTE)

    services.start_undoing(par=par, imported=imported)
    drain()

    assert Passage.objects.count() == 1


@pytest.mark.isolated
def test_a_workbook_is_read_in_a_process_of_its_own(read):
    assert tally_of(read(row())).creates == 1


def test_sure_corrections_are_made_at_once(par, read):
    imported = read(row(nom="le gall (née)"), row(id="A-2", sexe="Mme"))

    services.correct_lignes(
        par=par, imported=imported, lignes=imported.lignes.all(), sure_only=True
    )

    assert not imported.lignes.get(ligne=3).has_errors


def test_rows_put_aside_are_not_written(par, read):
    imported = read(row(), row(id="A-2", nom="Martin"))
    services.set_aside(
        par=par, imported=imported, lignes=imported.lignes.filter(ligne=2), aside=True
    )

    write(par, imported)

    assert [one.id_technique for one in Passage.objects.all()] == ["A-2"]


def test_a_file_that_is_no_table_says_why(par):
    imported = services.create_import(par=par, fichier=ContentFile(b"%PDF-1.7 rien", name="x.pdf"))
    drain()

    imported.refresh_from_db()
    assert imported.status == Status.ILLISIBLE
    assert imported.refus


def test_columns_can_be_said(par, read):
    titles = (*TITLES[:1], "Patronyme officiel de la personne", *TITLES[2:])
    imported = read(row(), titles=titles)
    assert imported.lignes.get().has_errors

    services.read_again(par=par, imported=imported, correspondance={"colonne B": "nomNaissance"})
    drain()

    assert imported.lignes.get().valeurs["nomNaissance"] == "Le Gall"
    assert not imported.lignes.get().has_errors


def test_giving_up_erases_the_file(par, read):
    imported = read(row())
    name, storage = imported.fichier.name, imported.fichier.storage
    assert storage.exists(name)

    services.abandon_import(par=par, imported=imported)

    assert not imported.lignes.exists()
    imported.refresh_from_db()
    assert imported.status == Status.ABANDONNE


@pytest.mark.parametrize("role", [Role.LECTURE, Role.RESPONSABLE_JURY, Role.PARTENAIRE])
def test_others_may_not(role):
    with pytest.raises(Denied):
        services.create_import(par=make_member(role), fichier=workbook(row()))


def test_each_call_has_its_line_in_the_journal(par, read):
    imported = write(par, read(row()))

    actions = JournalEntry.objects.filter(target_id=imported.public_id).values_list(
        "action", flat=True
    )
    assert list(actions) == ["imports.create", "imports.write"]
    assert "Le Gall" not in str(list(JournalEntry.objects.values_list("summary", "changes")))


def test_the_number_of_queries_does_not_grow_with_the_rows(
    par, read, django_assert_max_num_queries
):
    few = read(*(row(id=f"A-{rank}", nom=f"Martin{chr(65 + rank)}") for rank in range(3)))
    many = read(
        *(
            row(id=f"B-{rank}", nom=f"Durand{chr(65 + rank % 26)}{chr(97 + rank // 26)}")
            for rank in range(100)
        )
    )

    for imported in (few, many):
        services.start_writing(par=par, imported=imported)
        with django_assert_max_num_queries(90):
            drain()


def test_a_nir_goes_to_the_vault_and_leaves_the_row(par, read):
    titles = (*TITLES, "NIR")
    imported = read((*row(), "2910735238014"), titles=titles)
    assert "2910735238014" not in str(imported.lignes.get().valeurs)

    write(par, imported)

    passage = Passage.objects.get()
    assert NirScelle.objects.get().personne == passage.personne
    assert passage.status == PassageStatus.PRET, passage.anomalies
    assert "nir" not in imported.lignes.get().valeurs


def test_without_a_key_a_file_with_nir_says_why(read, settings):
    settings.FIELD_KEYS = []

    imported = read((*row(), "2910735238014"), titles=(*TITLES, "NIR"))

    assert imported.status == Status.ILLISIBLE
    assert "coffre" in imported.refus


def test_a_twin_waits_and_no_row_is_swallowed(par, read):
    imported = write(par, read(row(), row(nom="Martin")))
    assert [one.personne.nom_naissance for one in Passage.objects.all()] == ["Le Gall"]

    services.mend_ligne(par=par, ligne=imported.lignes.get(ligne=3), valeurs={"idTechnique": "A-2"})
    write(par, imported)

    assert Passage.objects.count() == 2


def test_two_rows_without_identifier_that_say_one_passage_are_told(par, read):
    imported = read(row(id=""), row(id="", courriel=""))

    assert "IMP-06" in codes(imported.lignes.get(ligne=3))
    write(par, imported)
    assert Passage.objects.count() == 1


def test_identifiers_are_given_around_those_that_are_taken(par, read):
    write(par, read(row(id="")))
    first = Passage.objects.get().id_technique
    taken = f"{first[:-4]}0004"
    write(par, read(row(id=taken, nom="Morel")))

    write(par, read(*(row(id="", nom=nom) for nom in ("Bodin", "Faure", "Perrin"))))

    assert len({*Passage.objects.values_list("id_technique", flat=True)}) == 5


def test_what_changed_since_the_rows_were_read_is_seen(par, read, monkeypatch):
    imported = read(row())
    made = []

    def plan_while_somebody_writes(*arguments):
        plan = make_plan(*arguments)
        made.append(plan)
        if len(made) == 1:
            make_personne(par.certificateur, nom_naissance="Le Gall", prenom1="Maëlle")
        return plan

    monkeypatch.setattr(tasks, "make_plan", plan_while_somebody_writes)
    write(par, imported)

    assert len(made) == 2
    assert Passage.objects.count() == 1


def test_undoing_gives_a_known_person_back_what_she_said(par, read):
    personne = make_personne(
        par.certificateur, nom_naissance="LE GALL", prenom1="Maelle", courriel="avant@exemple.fr"
    )
    imported = write(par, read(row()))

    services.start_undoing(par=par, imported=imported)
    drain()

    personne.refresh_from_db()
    assert personne.courriel == "avant@exemple.fr"


@pytest.mark.isolated
def test_the_annotated_copy_is_made(par, read):
    assert annotated_copy(par=par, imported=read(row(sexe="peut-être"))).octets


def test_a_file_whose_titles_nobody_knows_lets_its_columns_be_said(par, read):
    titles = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota")
    imported = read(row(), row(id="A-2", nom="Morel", prenom="Louis"), titles=titles)
    assert imported.status == Status.ILLISIBLE
    assert "promotion 2026.csv" in imported.refus
    assert [one["titre"] for one in imported.colonnes] == [*titles]

    names = ("idTechnique", "nomNaissance", "prenom1", "dateNaissance", "sexe", "codeInsee", "code")
    said = {f"colonne {letter}": name for letter, name in zip("ABCDEFG", names, strict=True)}
    services.read_again(
        par=par, imported=imported, correspondance={**said, "colonne H": "dateDebutValidite"}
    )
    drain()

    imported.refresh_from_db()
    assert imported.status == Status.A_RELIRE, imported.refus
    assert tally_of(imported).creates == 2


def test_the_nir_of_rows_that_wait_are_sealed_again_when_the_keys_change(par, read, settings):
    old = settings.FIELD_KEYS
    imported = read((*row(), NIR), titles=(*TITLES, "NIR"))
    services.mend_ligne(par=par, ligne=imported.lignes.get(), valeurs={"nir": NIR})
    before = imported.lignes.get().valeurs["nir"]
    assert NIR not in before

    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
    resealed = reseal_cells()
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]

    assert (resealed.done, resealed.closed) == (2, 0)
    imported.refresh_from_db()
    ligne = imported.lignes.get()
    assert ligne.valeurs["nir"] != before
    assert opened(imported, ligne.valeurs)["nir"] == NIR
    assert opened(imported, imported.retouches[str(ligne.ligne)])["nir"] == NIR


def test_a_nir_that_no_key_opens_stays_as_it_is(read, settings):
    imported = read((*row(), NIR), titles=(*TITLES, "NIR"))
    before = imported.lignes.get().valeurs
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    resealed = reseal_cells()

    assert (resealed.done, resealed.closed) == (0, 1)
    assert imported.lignes.get().valeurs == before


NOTHING_LEFT = "Il n'y avait plus rien à faire."


def test_a_writing_taken_up_after_its_import_was_opened_again_claims_nothing(par, read):
    imported = read(row())
    travail = services.start_writing(par=par, imported=imported)
    travaux.cancel(par=par, travail=travail)
    services.resume_import(par=par, imported=imported)
    travaux.resume(par=par, travail=travail)

    drain()

    travail.refresh_from_db()
    assert travail.result["summary"] == NOTHING_LEFT
    assert not Passage.objects.exists()


def again(task, par, imported):
    """Take up a work once more after its last step: its worker was stopped, or died, before it could say that it was over."""
    result = task(None, membership=par.pk, imported=str(imported.public_id))
    imported.refresh_from_db()
    return result.summary


def test_a_reading_taken_up_after_its_end_leaves_the_rows_alone(par, read):
    imported = read(row(), row(id="A-2", nom="Kervella"))
    services.set_aside(par=par, imported=imported, lignes=imported.lignes.all(), aside=True)

    assert again(tasks.read_import, par, imported) == NOTHING_LEFT

    assert imported.status == Status.A_RELIRE
    assert imported.lignes.filter(is_aside=True).count() == 2


def test_a_writing_taken_up_after_its_end_is_not_refused(par, read):
    imported = write(par, read(row()))

    assert again(tasks.write_import, par, imported) == NOTHING_LEFT

    assert imported.status == Status.FINI
    assert JournalEntry.objects.filter(action="imports.write").count() == 1


def test_an_undoing_taken_up_after_its_end_stays_undone(par, read):
    imported = write(par, read(row()))
    services.start_undoing(par=par, imported=imported)
    drain()

    assert again(tasks.undo_import, par, imported) == NOTHING_LEFT

    assert imported.status == Status.DEFAIT


def test_an_import_that_is_read_cannot_be_given_up(par):
    imported = services.create_import(par=par, fichier=workbook(row()))

    with pytest.raises(services.ImportRefusal):
        services.abandon_import(par=par, imported=imported)

    drain()
    imported.refresh_from_db()
    assert imported.status == Status.A_RELIRE


def test_an_import_whose_rows_were_erased_cannot_be_undone(par, read, settings):
    imported = write(par, read(row()))
    settings.IMPORTS_KEPT_DAYS = -1
    assert services.purge_imports() == 1

    with pytest.raises(services.ImportRefusal, match="effacées"):
        services.start_undoing(par=par, imported=imported)

    imported.refresh_from_db()
    assert imported.status == Status.FINI
    assert Passage.objects.exists()


@pytest.mark.parametrize("is_long", [False, True])
def test_many_rows_corrected_at_once_are_one_line_of_the_journal(par, read, monkeypatch, is_long):
    for place in (services, tasks):
        monkeypatch.setattr(place, "CHUNK", 2)
    imported = read(*(row(id=f"A-{n}", nom=f"Kervella{n}", sexe="femme") for n in "abcde"))
    imported.lignes.update(
        gravite="alerte",
        anomalies=[
            {**fault("ENU-02", Gravite.ALERTE, "sexe", "Écrivez F."), "correction": "F"},
        ],
    )

    chosen = imported.lignes.exclude(ligne=2)
    if is_long:
        monkeypatch.setattr(services, "AT_ONCE", 3)
        assert services.is_long(chosen)
        services.start_correcting(par=par, imported=imported, lignes=chosen)
        drain()
    else:
        assert not services.is_long(chosen)
        assert services.correct_lignes(par=par, imported=imported, lignes=chosen) == 4

    [entry] = JournalEntry.objects.filter(action="imports.mend")
    assert entry.summary == "4\N{NO-BREAK SPACE}lignes corrigées"
    imported.refresh_from_db()
    assert sorted(imported.retouches) == ["3", "4", "5", "6"]
    assert {one.valeurs["sexe"] for one in chosen} == {"F"}


def test_a_long_correction_stops_where_the_import_is_no_longer_read(par, read):
    imported = read(row(nom="le gall (née)"))
    imported.lignes.update(gravite="alerte")
    travail = services.start_correcting(par=par, imported=imported, lignes=imported.lignes.all())
    services.abandon_import(par=par, imported=imported)

    drain()

    travail.refresh_from_db()
    assert "abandonné" in travail.error


def test_the_rows_of_another_import_are_not_touched(par, read):
    imported, other = read(row()), read(row(id="A-2"))

    assert (
        services.set_aside(par=par, imported=imported, lignes=other.lignes.all(), aside=True) == 0
    )

    assert not other.lignes.get().is_aside


def test_works_stopped_after_each_step_end_all_the_same(par, read, monkeypatch):
    """As when the workers are replaced while they work: what a step wrote is kept, and is not done twice."""
    rows = [row(id=f"A-{n}", nom=f"le gall{n}") for n in "abc"]
    imported = read(*rows)
    imported.lignes.update(
        gravite="alerte",
        anomalies=[{**fault("NOM-01", Gravite.ALERTE, "prenom2", "?"), "correction": "Marie"}],
    )
    monkeypatch.setattr(tasks, "CHUNK", 2)
    monkeypatch.setattr(
        "agrafe.travaux.runner.Progression",
        lambda travail, **_: Progression(travail, should_stop=lambda: True),
    )

    correction = services.start_correcting(par=par, imported=imported, lignes=imported.lignes.all())
    drain()
    writing = services.start_writing(par=par, imported=imported)
    drain()
    assert [one.personne.prenom2 for one in Passage.objects.all()] == ["Marie"] * 3
    undoing = services.start_undoing(par=par, imported=imported)
    drain()

    for travail in (correction, writing, undoing):
        travail.refresh_from_db()
        assert (travail.status, travail.error) == ("done", "")
    imported.refresh_from_db()
    assert imported.status == Status.DEFAIT
    assert not Passage.objects.exists()
    told = JournalEntry.objects.filter(action__startswith="imports.").order_by("number")
    assert [one.action.removeprefix("imports.") for one in told] == [
        "create",
        "mend",
        "write",
        "undo",
    ]
