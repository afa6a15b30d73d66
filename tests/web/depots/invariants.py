"""What holds of the passages and deposits of a certificateur after whatever was done, in whatever order, by however many."""

from lxml import etree

from agrafe.depots.enums import RECORDED, WAITING, Action, Status
from agrafe.depots.models import DepotFichier, DepotPassage
from agrafe.passages.enums import TRANSITIONS
from agrafe.passages.enums import Status as Passages
from agrafe.passages.models import Passage, StateChange
from web.depots.conftest import octets

TAKEN = (Passages.ACCEPTE, Passages.RETIRE)


def rows_of(owner):
    return Passage.objects.of(owner)


def names_in(fichier):
    """Return the identifiers that the bytes of a file hold, after having compared them with its lines."""
    root = etree.fromstring(octets(fichier))
    names = {one.text for one in root.iterfind(".//{*}idTechnique")}
    assert names == set(fichier.lignes.values_list("id_technique", flat=True))
    return names


def creations_of(owner):
    files = DepotFichier.objects.filter(depot__certificateur=owner)
    return files.filter(depot__action=Action.CREATION).order_by("pk")


def what_is_accepted_left_no_more(owner):
    """Once accepted, a passage enters no other deposit: its history says when, and the bytes of the files whether."""
    accepted = set()
    changes = StateChange.objects.filter(passage__certificateur=owner).order_by("pk")
    for name, status in changes.values_list("passage__id_technique", "status"):
        assert not (name in accepted and status not in TAKEN), (name, status)
        if status in TAKEN:
            accepted.add(name)
    assert accepted == set(
        rows_of(owner).filter(status__in=TAKEN).values_list("id_technique", flat=True)
    )
    last = {}
    for fichier in creations_of(owner).exclude(depot__status=Status.ABANDONNE):
        last |= dict.fromkeys(names_in(fichier), fichier)
    for name in accepted:  # the file that it was accepted from is the last that held it
        assert last[name].lignes.get(id_technique=name).issue in RECORDED


def states_and_lines_agree(owner):
    """A passage is in one deposit at most, and its state is what its line there says."""
    lines = DepotPassage.objects.filter(depot__certificateur=owner)
    creating = lines.filter(holds=Action.CREATION)
    held = dict(creating.values_list("passage", "issue"))
    assert len(held) == creating.count()  # never twice
    for pk, status in rows_of(owner).values_list("pk", "status"):
        if status == Passages.EN_DEPOT:
            assert held[pk] in WAITING
        elif status in TAKEN:
            assert held[pk] in RECORDED
        else:
            assert pk not in held
    leaving = lines.filter(holds=Action.SUPPRESSION, issue__in=WAITING)
    assert set(leaving.values_list("passage__status", flat=True)) <= {Passages.ACCEPTE}
    assert not lines.exclude(holds="").filter(depot__status=Status.ABANDONNE).exists()


def states_follow_their_table(owner):
    """The history of each passage is a way through TRANSITIONS, and ends where it stands."""
    history = {}
    rows = StateChange.objects.filter(passage__certificateur=owner)
    for pk, status in rows.order_by("pk").values_list("passage", "status"):
        before = history.get(pk)
        if before and before != status:
            assert status in TRANSITIONS[Passages(before)], (before, status)
        history[pk] = status
    assert history == dict(rows_of(owner).values_list("pk", "status"))
