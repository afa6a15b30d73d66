"""Every value is told with its line, in files of any length, and memory does not follow that length."""

import subprocess
import sys

import pytest
from lxml import etree

from accrochage.dictionnaire import NAMESPACE
from accrochage.flux.lecture import line_of, read_cadre, read_lignes
from factories.flux import deposit
from factories.passages import a_passage, a_titulaire

FAR = 65_535
OPENING = deposit(a_passage()).decode().partition("<cpf:certification>")[0]
END = "</cpf:passageCertifications>\n</cpf:certification>\n"
TAIL = "</cpf:certifications>\n</cpf:certificateur>\n</cpf:certificateurs>\n</cpf:emetteur>\n</cpf:flux>\n"
HEAD = (
    OPENING
    + "<cpf:certification>\n<cpf:type>RS</cpf:type>\n<cpf:code>RS1</cpf:code>\n<cpf:passageCertifications>\n"
)
TITULAIRE = a_titulaire(code_insee=None, mois_naissance=None, jour_naissance=None)
PASSAGE = next(
    line
    for line in deposit(a_passage(identification=TITULAIRE)).decode().splitlines(keepends=True)
    if "idTechnique" in line
)


def indented(passage):
    """Return a passage with an element a line, as most tools write them."""
    return passage.replace("><cpf:", ">\n  <cpf:").replace("></cpf:", ">\n</cpf:")


def by_itself(passage):
    """Return what line each leaf has in a passage, its first being 0, as a parser sees it by itself."""
    document = etree.fromstring(
        f'<a xmlns:cpf="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{passage}</a>'
    )
    return {
        etree.QName(leaf).localname: leaf.sourceline - 1
        for leaf in document.iter()
        if not len(leaf)
    }


def lignes(path):
    return list(read_lignes(path, read_cadre(path)))


@pytest.mark.parametrize("passage", [PASSAGE, indented(PASSAGE)], ids=["one line", "indented"])
def test_every_value_has_its_line_in_a_file_of_200_000_lines(xml_file, passage):
    height, wanted = passage.count("\n"), by_itself(passage)
    text, starts = HEAD, []
    for place in (0, FAR - 50, 200_000):
        text += "\n" * (place - text.count("\n"))
        starts += [text.count("\n") + 1 + height * rank for rank in range(100)]
        text += passage * 100

    found = lignes(xml_file(text + END + TAIL))

    assert [ligne.ligne for ligne in found] == starts
    for ligne, start in zip(found, starts, strict=True):
        lines = {key: line - start for key, line in ligne.lines.items() if line >= start}
        assert lines == wanted


def test_texts_of_several_lines_do_not_shift_the_others(xml_file):
    passage = indented(PASSAGE).replace(
        "<cpf:idTechnique>", "<cpf:verbatim>a\nb\n</cpf:verbatim><cpf:idTechnique>\n"
    )
    path = xml_file(HEAD + "\n" * FAR + passage + END + TAIL)
    (ligne,) = lignes(path)
    start = HEAD.count("\n") + FAR + 1

    assert ligne.ligne == start
    assert ligne.lines["verbatim"] == start + 1
    assert ligne.lines["idTechnique"] == start + 3
    assert ligne.lines["sexe"] == start + by_itself(passage)["sexe"]


def test_an_empty_passage_far_in_a_file_is_read_all_the_same(xml_file):
    path = xml_file(HEAD + "\n" * FAR + "<cpf:passageCertification/>\n" + END + TAIL)
    (ligne,) = lignes(path)

    assert ligne.ligne >= FAR


def test_a_passage_that_begins_near_and_ends_far_has_true_lines(xml_file):
    passage = indented(PASSAGE)
    start = FAR - 5
    path = xml_file(HEAD + "\n" * (start - HEAD.count("\n") - 1) + passage + END + TAIL)
    (ligne,) = lignes(path)

    assert ligne.ligne == start
    assert ligne.lines["codePostal"] == start + by_itself(passage)["codePostal"]


@pytest.mark.parametrize("gap", ["", "\n" * FAR])
def test_a_certification_is_told_with_its_lines(xml_file, gap):
    head = HEAD.replace("<cpf:certification>", f"{gap}<cpf:certification>")
    path = xml_file(head + PASSAGE + END + TAIL)
    (ligne,) = lignes(path)
    start = head[: head.index("<cpf:certification>")].count("\n") + 1

    assert ligne.lines["type"] == start + 1
    assert ligne.lines["code"] == start + 2
    assert ligne.lines["natureDeposant"] == start  # where it should have stood
    assert ligne.lines["idContrat"] == OPENING[: OPENING.index("<cpf:idContrat>")].count("\n") + 1


def test_results_are_told_with_the_line_of_the_first(xml_file):
    results = "<cpf:resultats>\n<cpf:resultat/>\n<cpf:resultat/></cpf:resultats>"
    level = f"<cpf:niveauNumeriqueEuropeen>\n{results}</cpf:niveauNumeriqueEuropeen>"
    (ligne,) = lignes(
        xml_file(HEAD + PASSAGE.replace("<cpf:scoring", level + "<cpf:scoring") + END + TAIL)
    )

    assert ligne.lines["resultats"] == ligne.ligne + 2


def test_the_line_of_an_element_is_known_near_and_far():
    text = "<b>\n<c>x\n\n</c>\n<d/>\n<e><f>\ny</f></e><g/></b></a>"
    near = etree.fromstring(f"<a>{text}")
    far = etree.fromstring(f"<a>{chr(10) * FAR}{text}")

    assert [line_of(element) for element in near.iter()] == [1, 1, 2, 5, 6, 6, 7]
    assert [line_of(element) - FAR for element in far.iter()][1:] == [1, 2, 5, 6, 6, 7]


READ_ALL = """
import resource, sys
from pathlib import Path
from accrochage.flux.lecture import read_cadre, read_lignes

path = Path(sys.argv[1])
cadre = read_cadre(path)
print(sum(1 for _ in read_lignes(path, cadre)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_file(xml_file, root):
    def peak(count):
        path = xml_file(HEAD + PASSAGE * count + END + TAIL)
        run = subprocess.run(
            [sys.executable, "-c", READ_ALL, path],
            env={"PYTHONPATH": str(root / "src")},
            capture_output=True,
            check=True,
            text=True,
        )
        read, kilobytes = map(int, run.stdout.split())
        assert read == count
        return kilobytes

    assert peak(20_000) - peak(2_000) < 10_000  # the tree of the difference would take some 200 000
