"""What the isolated process reads of an accusé, and the rare ways of the background work."""

import json

import pytest
from django.db.models import Value

from agrafe.depots import isolated, tasks
from agrafe.depots.models import Depot, DepotPassage
from agrafe.depots.selectors import Choix
from agrafe.depots.services import preparation
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages.models import Passage, StateChange
from agrafe.passages.services import check_passages
from agrafe.personnes.services import set_nir
from agrafe.socle.insertion import insert_from
from agrafe.travaux.worker import drain
from factories.web import make_depot
from web.depots.conftest import KNOWN, KO, accuse_of, build, give, sow, statuses

ACCUSE = f"""<rapport><nomFichier>depot.xml</nomFichier><idFlux>f</idFlux>
<PassagesKO>
<passage><idTechnique>A</idTechnique><messageErreur>{KO}</messageErreur></passage>
<passage><idTechnique>B</idTechnique><messageErreur>{KNOWN.format(bcr="x", id="B")}</messageErreur></passage>
<passage><idTechnique>D</idTechnique><messageErreur>{KO}</messageErreur></passage>
<passage><messageErreur>sans nom</messageErreur></passage>
</PassagesKO>
<PassagesOK><idTechnique>A</idTechnique><idTechnique>C</idTechnique></PassagesOK></rapport>"""
REJET = """<rapport><nomFichier>depot.xml</nomFichier><erreurs>
<erreur><type>XSD</type><message>Fin prématurée du fichier.</message><ligne>1</ligne><colonne>1</colonne></erreur>
<erreur><type>XSD</type><message>Autre chose.</message></erreur></erreurs></rapport>"""


def read(tmp_path, content):
    source, rows, told = tmp_path / "a.xml", tmp_path / "rows", []
    source.write_text(content, encoding="utf-8")
    found = isolated.read(lambda *one: told.append(one), source=str(source), rows=str(rows))
    return found, [json.loads(line) for line in rows.read_text().splitlines()]


def test_reads_what_is_said_of_each_passage(tmp_path, monkeypatch):
    monkeypatch.setattr(isolated, "_TOLD", 1)

    found, rows = read(tmp_path, ACCUSE)

    assert [(one["id"], one["issue"]) for one in rows] == [
        ("A", "rejete"),
        ("B", "deja_en_base"),
        ("D", "rejete"),
        ("A", "accepte"),
        ("C", "accepte"),
    ]
    assert (found["id_flux"], found["nom_fichier"]) == ("f", "depot.xml")
    assert (found["sans_nom"], found["total"]) == (1, 5)


def test_reads_why_a_file_is_rejected(tmp_path, monkeypatch):
    monkeypatch.setattr(isolated, "MAX_ERREURS", 1)
    flux = tmp_path / "depot.xml"
    flux.write_text("<flux/>")

    found, rows = read(tmp_path, REJET)
    located = isolated.locate_errors(
        lambda *_: None, source=str(tmp_path / "a.xml"), flux=str(flux)
    )

    assert rows == []
    assert [one["message"] for one in found["erreurs"]] == ["Fin prématurée du fichier."]
    assert located[0]["explication"].startswith("Le fichier reçu est vide")


@pytest.mark.django_db
def test_nothing_inserted_from_nothing():
    assert insert_from(StateChange, Passage.objects.none(), passage=Value(1)) == 0


def test_work_that_is_over_is_not_done_again(par):
    sow(par, 1)
    depot = build(par)
    accuse = give(par, accuse_of(depot, ok=["A-00001"]))

    built = tasks.build(None, membership=par.pk, depot=str(depot.public_id))
    heard = tasks.read(None, membership=par.pk, accuse=str(accuse.public_id))

    assert built.summary == "Ce dépôt ne se construit plus."
    assert heard.summary == "Cet accusé est déjà lu."


@pytest.mark.django_db
def test_the_nightly_tasks_run():
    tasks.purge_files.call()
    tasks.remind_deadlines.call()


@pytest.mark.usefixtures("small_batches")
def test_a_deposit_is_built_in_the_same_statements_whatever_the_passages(
    par, django_assert_max_num_queries
):
    taken = []
    for number in (2, 60):
        made = sow(par, number, voie="nir")
        for one in made:
            set_nir(par=par, personne=one.personne, nir="2910735238042")
        check_passages(par=par, passages=made)
        with django_assert_max_num_queries(200) as statements:
            assert build(par).total == number
        taken.append(len(statements))

    assert taken[0] == taken[1]


def test_somebody_else_took_these_passages(par):
    (passage,) = sow(par, 1)
    other = make_depot(par.certificateur, numero=7)
    DepotPassage.objects.create(
        depot=other, passage=passage, rang=1, id_technique="A-00001", holds="CREATION"
    )

    with pytest.raises(DepotRefusal, match="Quelqu'un d'autre"):
        preparation.create_depot(par=par, choix=Choix())


def test_a_deposit_that_lacks_a_line_is_not_built(par):
    sow(par, 2)
    depot = preparation.create_depot(par=par, choix=Choix())
    Depot.objects.update(total=3)
    drain()

    depot.refresh_from_db()
    assert depot.status == "refuse"
    assert "au lieu de 3" in depot.refus[0]["motif"]
    assert set(statuses(par).values()) == {"pret"}


def test_rows_say_what_they_are(par):
    sow(par, 1)
    depot = build(par)

    assert str(depot) == f"dépôt n° {depot.numero}"
    assert str(depot.fichiers.get()) == depot.fichiers.get().nom
    assert str(depot.lignes.get()) == "A-00001"
    assert list(Depot.objects.not_sent()) == [depot]
    assert list(DepotPassage.objects.waiting()) == [depot.lignes.get()]
