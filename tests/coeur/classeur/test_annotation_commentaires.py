"""Comments and their boxes: ours join those that are there, whoever wrote them and however."""

import re

import pytest
from lxml import etree

from accrochage.classeur.annotation.commentaires import Commentaires
from accrochage.classeur.annotation.dessin import IDS_OF_BLOCK, Dessin, last_block
from accrochage.classeur.annotation.feuille import Column
from accrochage.classeur.annotation.paquet import UnusualError
from accrochage.classeur.annotation.remarques import MARK

OURS = f"{MARK}\nErreur OBL-01"


def commentaires_of(*comments, authors=("Secrétariat",)):
    """Return comments, each given by its cell, its author and the XML of its text."""
    names = "".join(f"<author>{author}</author>" for author in authors)
    listed = "".join(
        f'<comment ref="{ref}" authorId="{author}"><text>{text}</text></comment>'
        for ref, author, text in comments
    )
    root = etree.fromstring(
        f'<comments xmlns="urn:m"><authors>{names}</authors><commentList>{listed}</commentList></comments>'
    )
    return root, Commentaires(root)


def said(root):
    """Return the author and the text of each comment, by cell."""
    authors = [author.text for author in root[0]]
    return {
        comment.get("ref"): (
            authors[int(comment.get("authorId"))],
            "".join(comment.itertext("{*}t")),
        )
        for comment in root[1]
    }


def test_a_comment_is_added_under_another_or_alone():
    root, commentaires = commentaires_of(
        ("B2", 0, "<t>à revoir</t>"), ("$A$1", 0, "<r><t>a</t></r>")
    )
    written = commentaires.add({(2, 2): OURS, (1, 1): OURS, (9, 28): OURS})

    assert written == {(2, 2): f"à revoir\n\n{OURS}", (1, 1): f"a\n\n{OURS}", (9, 28): OURS}
    assert said(root) == {
        "B2": ("Secrétariat", f"à revoir\n\n{OURS}"),
        "$A$1": ("Secrétariat", f"a\n\n{OURS}"),
        "AB9": ("Agrafe", OURS),
    }
    assert [child.tag for child in root[1][0][0]] == ["{urn:m}r", "{urn:m}r"]
    assert commentaires.places == {(2, 2), (1, 1), (9, 28)}


def test_runs_come_before_what_else_a_text_holds():
    root, commentaires = commentaires_of(("B2", 0, "<r><t>a</t></r><rPh/><phoneticPr/>"))
    commentaires.add({(2, 2): OURS})

    assert [etree.QName(child).localname for child in root[1][0][0]] == [
        "r",
        "r",
        "rPh",
        "phoneticPr",
    ]


def test_a_thread_is_left_alone():
    root, commentaires = commentaires_of(("B2", 0, "<t>[fil]</t>"), authors=("tc={0123}",))

    assert commentaires.add({(2, 2): OURS}) == {}
    assert said(root) == {"B2": ("tc={0123}", "[fil]")}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"<t>{OURS}</t>", None),
        (f"<r><t>{MARK}</t></r><r><t>\nErreur</t></r>", None),
        (f"<r><t>à revoir</t></r><r><t>\n\n{OURS}</t></r>", "à revoir"),
        (f"<t>à revoir\n\n{OURS}</t>", "à revoir"),
        (
            f"<r><t>à</t></r><r><t> revoir</t></r><r><t/></r><r><t>\n\n{OURS}</t></r><r><t>a</t></r>",
            "à revoir",
        ),
        ("<t>Agrafe a raison</t>", "Agrafe a raison"),
    ],
)
def test_what_an_earlier_copy_wrote_goes(text, left):
    root, commentaires = commentaires_of(("B2", 0, text))

    assert {ref: text for ref, (_, text) in said(root).items()} == ({"B2": left} if left else {})
    assert commentaires.removed == (set() if left else {(2, 2)})


def test_an_odd_reference_is_refused():
    with pytest.raises(ValueError, match="B0x"):
        commentaires_of(("B0x", 0, "<t/>"))


def test_what_xml_cannot_hold_is_left_out():
    root, commentaires = commentaires_of(authors=("Agrafe",))
    commentaires.add({(1, 1): f"{MARK}\n\x01a"})

    assert said(root) == {"A1": ("Agrafe", f"{MARK}\na")}


# --------------------------------------------------------------------------------------- boxes


def anchors(dessin):
    return re.findall(rb"<x:Anchor>([^<]*)</x:Anchor>", dessin.content)


def test_boxes_have_identifiers_of_their_own():
    dessin = Dessin(None)
    assert dessin.add({(1, 1), (2, 2)}, {}, [], 4) == 5
    assert re.findall(rb'id="_x0000_s(\d+)"', dessin.content) == [b"5121", b"5122"]
    assert last_block([dessin.content, b"<xml/>", b'<o:idmap v:ext="edit" data="1,3"/>']) == 5
    assert last_block([]) == 0
    etree.fromstring(dessin.content)


def test_more_boxes_than_a_block_holds_take_two():
    dessin = Dessin(None)
    assert dessin.add({(row, 1) for row in range(1, IDS_OF_BLOCK + 1)}, {}, [], 0) == 2
    assert b'data="1,2"' in dessin.content


def test_a_drawing_without_prefixes_is_completed():
    dessin = Dessin(b"<xml><a:shape xmlns:a='urn:schemas-microsoft-com:vml' id='1'/></xml>\n")
    dessin.add({(1, 1)}, {}, [], 0)

    root = etree.fromstring(dessin.content)
    assert [etree.QName(child).localname for child in root] == ["shape", "shapetype", "shape"]


def test_a_drawing_is_not_drawn_twice():
    dessin = Dessin(None)
    dessin.add({(1, 1)}, {}, [], 0)
    dessin.add({(1, 1), (2, 1)}, {}, [], 1)

    assert dessin.content.count(b"<v:shapetype") == 1
    assert dessin.content.count(b"<x:Row>") == 2
    dessin.remove(set())
    dessin.remove({(1, 1)})
    assert dessin.content.count(b"<x:Row>") == 1


def test_a_drawing_that_is_no_xml_is_edited_all_the_same():
    button = b'<v:shape id="b"><v:textbox><div>Trier<br>tout</div></v:textbox></v:shape>'
    dessin = Dessin(b'<xml xmlns:v="urn:schemas-microsoft-com:vml">' + button + b"</xml>")
    dessin.add({(1, 1)}, {}, [], 0)
    dessin.remove({(1, 1)})

    assert button in dessin.content


def test_shapes_that_are_never_closed_are_passed_over_at_once():
    dessin = Dessin(b"<xml>" + b"<v:shape a" * 100_000 + b"</xml>")
    before = dessin.content
    dessin.remove({(1, 1)})

    assert dessin.content == before


def test_another_drawing_is_refused():
    with pytest.raises(UnusualError):
        Dessin("<xml></xml>".encode("utf-16"))


@pytest.mark.parametrize(
    ("place", "columns", "anchor"),
    [
        ((1, 1), [], b"1, 15, 0, 4, 6, 25, 1, 9"),
        ((5, 1), [], b"1, 15, 3, 4, 6, 25, 4, 9"),
        ((5, 1), [Column(2, 2, 0, 60)], b"1, 15, 3, 4, 1, 340, 4, 9"),
        ((5, 1), [Column(2, 4, 0, 0)], b"1, 15, 3, 4, 9, 25, 4, 9"),
        ((5, 1), [Column(2, 16_384, 0, 0)], b"1, 15, 3, 4, 40, 340, 4, 9"),
        ((5, 16_384), [], b"16384, 15, 3, 4, 16383, 340, 4, 9"),
    ],
)
def test_a_box_is_wide_enough_whatever_the_columns(place, columns, anchor):
    dessin = Dessin(None)
    dessin.add({place}, {}, columns, 0)

    assert anchors(dessin) == [anchor]


def test_a_box_that_was_there_is_made_large_enough():
    dessin = Dessin(None)
    dessin.add({(1, 1), (1, 3)}, {}, [], 0)
    dessin.fit({(1, 1): "long texte " * 40, (7, 7): ""}, [])

    assert anchors(dessin) == [b"1, 15, 0, 4, 6, 25, 8, 5", b"3, 15, 0, 4, 8, 25, 1, 9"]


def test_a_box_is_as_high_as_its_text():
    dessin = Dessin(None)
    dessin.add({(1, 1)}, {(1, 1): "long texte " * 40}, [], 0)

    assert anchors(dessin) == [b"1, 15, 0, 4, 6, 25, 8, 5"]
