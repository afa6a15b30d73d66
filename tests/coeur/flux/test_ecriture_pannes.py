"""Whatever fails while deposits are written, no file that could be deposited is left, unless it is whole."""

import errno
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from accrochage.erreurs import EcritureError
from accrochage.flux.decoupe import Limits
from accrochage.flux.disque import PARTIAL_SUFFIX, told, write_whole
from accrochage.flux.ecriture import FluxWriter
from factories.flux import STAMP, a_flux, write_deposits
from factories.passages import a_certificateur, a_certification, a_passage
from factories.textes import plain

ELSEWHERE = a_certification(certificateur=a_certificateur(id_client="99ZZZ999"))
ONE_FILE = [a_passage(id_technique=str(rank)) for rank in range(6)]
FILES = [*ONE_FILE, a_passage(certification=ELSEWHERE)]
NAMES = [f"accrochage-12ABC345-{STAMP}.xml", f"accrochage-99ZZZ999-{STAMP}.xml"]
EACH_PATH = pytest.mark.parametrize("passages", [ONE_FILE, FILES], ids=["one file", "two files"])


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def refusal(call, *arguments, **options):
    with pytest.raises(EcritureError) as caught:
        call(*arguments, **options)
    assert not any(thread.name.startswith("empreinte") for thread in threading.enumerate())
    return plain(str(caught.value))


def nothing_written(folder, cause):
    return (
        f"Rien n'a été écrit dans « {folder} » : {cause}. "
        "Choisissez un dossier où vous pouvez écrire (option -o), ou libérez de la place."
    )


def fail_at(monkeypatch, owner, name, call, number=errno.ENOSPC):
    """Make the nth call of a function fail as the system would."""
    genuine, calls = getattr(owner, name), []

    def sometimes(*arguments, **options):
        calls.append(arguments)
        if len(calls) == call:
            raise OSError(number, "in English")
        return genuine(*arguments, **options)

    monkeypatch.setattr(owner, name, sometimes)
    return calls


# --- Files that are already there


@EACH_PATH
def test_another_content_is_never_overwritten(tmp_path, passages):
    (tmp_path / NAMES[0]).write_text("autre", encoding="utf-8")
    sentence = refusal(write_deposits, tmp_path, passages)

    assert sentence == (
        f"« {NAMES[0]} » existe déjà dans ce dossier avec un autre contenu. "
        "Choisissez un autre dossier, ou recommencez dans une seconde."
    )
    assert names(tmp_path) == [NAMES[0]]
    assert (tmp_path / NAMES[0]).read_text(encoding="utf-8") == "autre"


def test_no_file_is_written_when_one_of_them_is_refused(tmp_path):
    (tmp_path / NAMES[1]).write_text("autre", encoding="utf-8")
    refusal(write_deposits, tmp_path, FILES)

    assert names(tmp_path) == [NAMES[1]]


@EACH_PATH
def test_the_same_content_is_left_as_it_is(tmp_path, passages):
    first = write_deposits(tmp_path, passages)
    os.utime(first[0].chemin, (1, 1))

    assert write_deposits(tmp_path, passages) == first
    assert names(tmp_path) == sorted(file.chemin.name for file in first)
    assert first[0].chemin.stat().st_mtime == 1


def test_a_file_that_was_there_survives_the_failure_of_another(tmp_path, monkeypatch):
    there, other = write_deposits(tmp_path, FILES)
    other.chemin.unlink()
    fail_at(monkeypatch, Path, "replace", 1)
    refusal(write_deposits, tmp_path, FILES)

    assert names(tmp_path) == [there.chemin.name]


# --- A disk that fails


@EACH_PATH
@pytest.mark.parametrize("call", [1, 2])
@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "replace")])
def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, passages, owner, name, call):
    if passages is ONE_FILE and call == 2:
        call = 1
    calls = fail_at(monkeypatch, owner, name, call)

    assert refusal(write_deposits, tmp_path, passages) == nothing_written(
        tmp_path, "le disque est plein"
    )
    assert len(calls) == call
    assert names(tmp_path) == []


@EACH_PATH
def test_a_file_that_may_not_grow_leaves_nothing(tmp_path, passages):
    """Let each write fail in turn, for good: the system refuses every byte beyond a limit."""
    resource = pytest.importorskip("resource")
    whole = max(file.octets for file in write_deposits(tmp_path / "whole", passages))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in {0, 1, *range(100, whole, 1_500), whole - 1}:
        folder = tmp_path / str(limit)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            sentence = refusal(write_deposits, folder, passages)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert sentence == nothing_written(folder, "le fichier est trop gros pour ce disque")
        assert names(folder) == []


def test_a_large_spool_that_may_not_grow_is_told_while_it_is_filled(tmp_path):
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        sentence = refusal(write_deposits, tmp_path, [ONE_FILE[0]] * 300, size=100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert sentence == nothing_written(tmp_path, "le fichier est trop gros pour ce disque")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError(errno.EROFS, "in English"), "le disque est en lecture seule"),
        (OSError(errno.EIO, "in English"), "le disque ou le réseau ne répond pas comme il faut"),
        (OSError("in English"), "le disque ou le réseau ne répond pas comme il faut"),
    ],
)
def test_any_failure_is_told_in_french(tmp_path, error, cause):
    def fail():
        with told(tmp_path):
            raise error

    assert refusal(fail) == nothing_written(tmp_path, cause)


# --- Folders that resist


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    folder = tmp_path / "sortie"
    folder.write_text("", encoding="utf-8")

    assert refusal(write_deposits, folder, ONE_FILE) == nothing_written(
        folder, "un fichier porte déjà ce nom"
    )
    inside = folder / "dedans"
    assert refusal(write_deposits, inside, ONE_FILE) == nothing_written(
        inside, "un fichier porte déjà le nom d'un de ses dossiers"
    )


def test_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    if os.access(tmp_path, os.W_OK) and os.geteuid():
        tmp_path.chmod(0o500)
    else:  # root may write anywhere
        fail_at(monkeypatch, Path, "open", 1, errno.EACCES)

    assert refusal(FluxWriter(tmp_path, a_flux(), Limits()).__enter__) == nothing_written(
        tmp_path, "vous n'avez pas le droit d'y écrire"
    )
    tmp_path.chmod(0o700)
    assert names(tmp_path) == []


def test_an_interruption_leaves_nothing(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_deposits(tmp_path, FILES)

    assert names(tmp_path) == []


# --- A process killed

KILLED = """
import itertools, json, os, random, signal, sys, time
from pathlib import Path
from accrochage.flux.decoupe import Limits
from accrochage.flux.ecriture import FluxWriter
from accrochage.flux.schemas import SchemaStore
from accrochage.flux.validation import Validator
from factories.flux import a_block, a_flux
from factories.passages import a_certificateur, a_certification, a_passage

root, rounds = Path(sys.argv[1]), int(sys.argv[2])
elsewhere = a_certification(certificateur=a_certificateur(id_client="99ZZZ999"))
passages = [*[a_passage()] * 6, a_passage(certification=elsewhere)]
with Validator(SchemaStore().get("1.1.5"), a_flux()) as validator:
    parts = [part for _ in range(20) for part in validator.validate(a_block(passages)).accepted]

def write(folder):
    with FluxWriter(folder, a_flux(), Limits(passages=50)) as writer:
        for part in parts:
            writer.add(part)
        return writer.finish()

start = time.perf_counter()
whole = write(root / "whole")
taken = time.perf_counter() - start
draw = random.Random(1)
for number in range(rounds):
    child = os.fork()
    if not child:
        for again in itertools.count():
            write(root / f"{number}-{again}")
    time.sleep(draw.uniform(0, 4 * taken))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
print(json.dumps([file.chemin.name for file in whole]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_process_killed_at_any_moment_leaves_only_whole_files(tmp_path, root):
    rounds = 80
    run = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, str(rounds)],
        env={"PYTHONPATH": os.pathsep.join([str(root / "src"), str(root / "tests")])},
        capture_output=True,
        check=True,
        text=True,
    )
    whole = {name: (tmp_path / "whole" / name).read_bytes() for name in json.loads(run.stdout)}

    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    deposits = [path for path in found if path.suffix == ".xml"]
    assert {path.suffix for path in found} == {".xml", PARTIAL_SUFFIX}
    assert [path for path in deposits if path.read_bytes() != whole[path.name]] == []
    assert len(whole) == 4
    assert len(deposits) > 4 * len(whole)  # some runs came to their end before they were killed
    assert len(found) - len(deposits) > 4  # and some did not


# --- A file whole or not at all


def test_a_whole_file_is_written_into_a_new_folder(tmp_path):
    path = tmp_path / "a" / "b.xlsx"
    write_whole(path, lambda file: file.write(b"contenu"))

    assert path.read_bytes() == b"contenu"
    assert names(path.parent) == ["b.xlsx"]


def test_a_whole_file_takes_the_place_of_another(tmp_path):
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"ancien")
    write_whole(path, lambda file: file.write(b"nouveau"))

    assert path.read_bytes() == b"nouveau"


@pytest.mark.parametrize(
    "error", [EcritureError("Trop de lignes."), OSError(errno.ENOSPC, ""), KeyboardInterrupt()]
)
def test_what_fails_leaves_the_former_file(tmp_path, error):
    def fail(file):
        file.write(b"debut")
        raise error

    path = tmp_path / "b.xlsx"
    path.write_bytes(b"ancien")
    with pytest.raises((EcritureError, KeyboardInterrupt)):
        write_whole(path, fail)

    assert path.read_bytes() == b"ancien"
    assert names(tmp_path) == ["b.xlsx"]
