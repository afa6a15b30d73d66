"""Reading of a deposit: its frame, then its passages one by one, each with the line of every value.

The children of most elements may come in any order (`xsd:all`), so a certification may be named after its passages. The file
is therefore read twice: once for its frame, kept whole with one passage a certification, then for the passages.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Final, NamedTuple, cast

from lxml import etree

from accrochage.dictionnaire import (
    ACCUSE_ROOTS,
    COLONNES,
    NAMESPACE,
    RUBRIQUES,
    Bloc,
    Composite,
    Kind,
)
from accrochage.erreurs import FluxError, accuse_instead, cause
from accrochage.modele import Header, Table
from accrochage.referentiels.cles import fold
from accrochage.regles.composition import KEYS

_NS: Final = f"{{{NAMESPACE}}}"
PASSAGE: Final = f"{_NS}passageCertification"
"""Tag of a passage."""
LISTE: Final = f"{_NS}passageCertifications"
"""Tag of the element that holds the passages of a certification."""
_ID_TECHNIQUE: Final = f"{_NS}idTechnique"
RESULTAT: Final = "niveauNumeriqueEuropeen/resultats/resultat"
"""Path below the passage of the elements that make one column together."""
RESULTAT_PARTS: Final = ("domaineCompetenceId", "competenceId", "niveau")
"""What such an element holds, in the order in which one types it."""

_FAR: Final = 65_535
"""Line from which libxml2 no longer keeps where an element begins, but only where a text ends."""
_NEAR: Final = 60_000
"""First line of a passage that surely ends before that one."""

AROUND: Final = {
    f"{_NS}{bloc.value[-1]}": {
        entry.key: f"{_NS}{entry.name}" for entry in RUBRIQUES.values() if entry.bloc is bloc
    }
    for bloc in (Bloc.CERTIFICATION, Bloc.CERTIFICATEUR, Bloc.EMETTEUR)
}
"""Tags of the rubriques that stand above a passage, by key, by the tag of the element that holds them."""

_DEPTH: Final = len(Bloc.PASSAGE.value)
LEAVES: Final = {
    "/".join(entry.path[_DEPTH:]): "nomNaissance" if key == "nomNaissanceNir" else key
    for key, entry in RUBRIQUES.items()
    if entry.path[:_DEPTH] == Bloc.PASSAGE.value
}
"""Key of the column that a rubrique goes to, by its path below the passage."""

_INTEGERS: Final = {key for key, entry in RUBRIQUES.items() if entry.kind is Kind.INTEGER}

XML_TABLE: Final = Table(
    None,
    {
        key: Header(rank, None, key if isinstance(entry, Composite) else entry.name)
        for rank, (key, entry) in enumerate((key, COLONNES[key]) for key in KEYS)
        if key != "dateNaissance"  # its parts are there
    },
)
"""A deposit seen as a table: one column a rubrique, titled by the name of its element."""

_MALFORMED: Final = {
    "ERR_DOCUMENT_EMPTY": "il ne commence pas comme du XML",
    "ERR_TAG_NOT_FINISHED": "il s'arrête avant la fin",
    "ERR_GT_REQUIRED": "une balise est mal écrite, ou le fichier s'arrête avant la fin",
    "ERR_DOCUMENT_END": "quelque chose suit la fin du document",
    "ERR_TAG_NAME_MISMATCH": "une balise n'est pas fermée, ou ne l'est pas dans le bon ordre",
    "ERR_NAME_REQUIRED": "un signe & ou < est écrit tel quel, au lieu de &amp; ou &lt;",
    "ERR_ENTITYREF_SEMICOL_MISSING": "un signe & est écrit tel quel, au lieu de &amp;",
    "ERR_UNDECLARED_ENTITY": "il emploie une abréviation (&…;) que le XML ne connaît pas",
    "ERR_INVALID_CHAR": "il contient un caractère que le XML n'admet pas",
    "ERR_INVALID_ENCODING": "il n'est pas écrit dans l'encodage qu'il annonce",
    "ERR_UNSUPPORTED_ENCODING": "il annonce un encodage inconnu",
    "ERR_RESERVED_XML_NAME": "quelque chose précède la déclaration <?xml … ?>",
    "ERR_RESOURCE_LIMIT": "il dépasse les limites de sécurité du lecteur",
    "NS_ERR_UNDEFINED_NAMESPACE": "un préfixe n'est relié à aucun espace de noms",
}
"""What is wrong with a file, by the type of libxml2's error."""


class Entete(NamedTuple):
    """What a certification, its certificateur and its émetteur say of themselves.

    Attributes:
        values: Their values, by key; empty when there is none.
        lines: Line of each value, or that of the element that should have held it.
    """

    values: Mapping[str, str]
    lines: Mapping[str, int]


class Cadre(NamedTuple):
    """The frame of a deposit: everything but its passages.

    Attributes:
        document: The deposit, with the first passage of each certification only.
        entetes: What stands above each list of passages that is not empty, in order.
    """

    document: etree._ElementTree
    entetes: tuple[Entete, ...]


class LigneXml(NamedTuple):
    """A passage as it stands in the file.

    Attributes:
        ligne: Its first line.
        cells: Its values, in the order of `XML_TABLE`.
        lines: Line of each value, by key.
        element: The passage itself, on one line, as XML.
        source: The same, parsed; its lines are those of the file, but for the ones before it when it was parsed by itself.
        before: How many these are.
    """

    ligne: int
    cells: list[str]
    lines: Mapping[str, int]
    element: bytes
    source: etree._Element
    before: int


def read_cadre(path: Path) -> Cadre:
    """Read the frame of a deposit.

    Raises:
        FluxError: The file cannot be opened, is not well-formed XML, declares a DOCTYPE, or is no deposit.
    """
    lists: dict[etree._Element, None] = {}
    with _parsing(path) as events:
        for parent, passage in _passages(events):
            if parent in lists:
                _leave_out(passage, parent)
            lists[parent] = None
        root = events.root
    if root.getroottree().docinfo.doctype:
        raise FluxError(
            f"« {path.name} » contient une déclaration DOCTYPE, refusée par sécurité. Retirez-la."
        )
    if fold(etree.QName(root).localname) in ACCUSE_ROOTS:
        raise FluxError(accuse_instead(path, "un dépôt"))
    if root.tag != f"{_NS}flux":
        raise FluxError(
            f"« {path.name} » n'est pas un dépôt : son premier élément devrait être « flux », "
            f"dans l'espace de noms {NAMESPACE}. Vérifiez que c'est le bon fichier."
        )
    return Cadre(root.getroottree(), tuple(map(_entete, lists)))


def read_lignes(
    path: Path, cadre: Cadre, only: Callable[[str], bool] | None = None
) -> Iterator[LigneXml]:
    """Yield the passages of a deposit, with what their certification says, in constant memory.

    Args:
        path: The deposit.
        cadre: Its frame.
        only: Told the identifier of every passage, empty when it has none; says whether to yield it. None takes them all.

    Raises:
        FluxError: The file changed since its frame was read.
    """
    entetes = iter(cadre.entetes)
    entete, current = None, None
    with _parsing(path) as events:
        for parent, passage in _passages(events):
            if parent is not current:
                entete, current = next(entetes, None), parent
            if entete is None:
                raise FluxError(f"« {path.name} » a changé pendant sa lecture. Recommencez.")
            if only is None or only((passage.findtext(_ID_TECHNIQUE) or "").strip()):
                yield _ligne(passage, entete)
            parent.remove(passage)


def read_extrait(path: Path, only: Callable[[str], bool]) -> tuple[etree._ElementTree, int]:
    """Return a deposit with some of its passages alone, each as it was said, and how many these are.

    Args:
        path: The deposit.
        only: Told the identifier of every passage, empty when it has none; says whether to keep it.

    Raises:
        FluxError: The file cannot be opened, or is not well-formed XML.
    """
    kept = 0
    lists: dict[etree._Element, None] = {}
    with _parsing(path) as events:
        for parent, passage in _passages(events):
            lists[parent] = None
            if only((passage.findtext(_ID_TECHNIQUE) or "").strip()):
                kept += 1
            else:
                parent.remove(passage)
        root = events.root
    for passages in lists:
        certification = passages.getparent()
        above = None if certification is None else certification.getparent()
        if not len(passages) and certification is not None and above is not None:
            above.remove(certification)
    return root.getroottree(), kept


def line_of(element: etree._Element) -> int:
    """Return the line where an element begins; far in a file, a line near it for an empty one that no text follows."""
    line = _sourceline(element)
    if line < _FAR:
        return line
    if element.text is None and len(element):
        return line_of(element[0])
    text = element.tail if element.text is None else element.text
    return line - (text or "").count("\n")


def _sourceline(element: etree._Element) -> int:
    return cast("int", element.sourceline)  # an element that was parsed has one


def nameless(file: IO[bytes]) -> IO[bytes]:
    """Return a file without its name, which lxml takes for an address: it refuses one that is not UTF-8."""
    return cast("IO[bytes]", SimpleNamespace(read=file.read))


@contextmanager
def _parsing(path: Path) -> Iterator[etree.iterparse]:
    """Parse a file, passage after passage; entities are not replaced, and nothing else is ever read."""
    try:
        with path.open("rb") as file:
            events = etree.iterparse(
                nameless(file),
                tag=PASSAGE,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                yield events
            except etree.XMLSyntaxError as error:
                raise FluxError(_malformed(path, events.error_log.last_error)) from error
    except OSError as error:
        raise FluxError(f"« {path.name} » ne peut pas être lu : {cause(error)}.") from error


def _malformed(path: Path, error: etree._LogEntry | None) -> str:
    if error is None:
        return f"« {path.name} » est vide."
    reason = _MALFORMED.get(error.type_name, "sa syntaxe est fautive")
    return (
        f"« {path.name} » n'est pas un XML bien formé (ligne {error.line}) : {reason}. "
        "Refaites-le avec le logiciel d'où il vient."
    )


def _passages(events: etree.iterparse) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the passages that stand in a list of passages, and that list; the others are part of the frame."""
    for _, passage in events:
        parent = passage.getparent()
        if parent is not None and parent.tag == LISTE:
            yield parent, passage


def _leave_out(passage: etree._Element, parent: etree._Element) -> None:
    """Remove a passage that follows another; a text that follows it is left, for the schema to refuse."""
    stray, before = (passage.tail or "").strip(), passage.getprevious()
    if stray and before is not None:
        before.tail = f"{before.tail or ''}{stray}"
    parent.remove(passage)


def _entete(passages: etree._Element) -> Entete:
    """Return what stands above a list of passages."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for element in passages.iterancestors(*AROUND):
        for key, tag in AROUND[element.tag].items():
            child = element.find(tag)
            values[key] = "" if child is None else child.text or ""
            lines[key] = line_of(element if child is None else child)
    return Entete(values, lines)


def _ligne(passage: etree._Element, entete: Entete) -> LigneXml:
    values, lines = dict(entete.values), dict(entete.lines)
    results: list[str] = []
    text = etree.tostring(passage, encoding="UTF-8", with_tail=False)
    source, before = _with_lines(passage, text)
    for path, leaf in _leaves(source, ""):
        line = _sourceline(leaf) + before
        if path == RESULTAT:
            results.append(_resultat(leaf))
            lines.setdefault("resultats", line)
        elif key := LEAVES.get(path):
            content = leaf.text or ""
            values[key] = _integer(content) if key in _INTEGERS else content
            lines[key] = line
    values["resultats"] = ";".join(results)
    row = [values.get(key, "") for key in KEYS]
    first = _sourceline(source) + before
    return LigneXml(first, row, lines, text.replace(b"\n", b" ") + b"\n", source, before)


def _with_lines(passage: etree._Element, text: bytes) -> tuple[etree._Element, int]:
    """Return a passage whose lines can be trusted, and how many lines precede it that it does not count.

    Far in a file, that is the passage parsed again by itself, its place in the file known by its first text.
    """
    if _sourceline(passage) < _NEAR:
        return passage, 0
    copy = etree.fromstring(text)
    twins = zip(passage.iter(), copy.iter(), strict=True)
    anchors = (
        line_of(leaf) - _sourceline(twin) for leaf, twin in twins if not len(leaf) and leaf.text
    )
    return copy, next(anchors, _FAR)


def _leaves(element: etree._Element, path: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield what holds a value below a passage, a result of a digital competence counting as one."""
    for child in element:
        name = child.tag.rpartition("}")[2]  # `local_name`, without its call: there are many
        inner = f"{path}/{name}" if path else name
        if len(child) and inner != RESULTAT and inner not in LEAVES:
            yield from _leaves(child, inner)
        else:
            yield inner, child


def local_name(element: etree._Element) -> str:
    """Return the name of an element, whatever its namespace."""
    return element.tag.rpartition("}")[2]


def _resultat(element: etree._Element) -> str:
    """Write a result as one types it: `domaine.compétence=niveau`."""
    parts = {local_name(child): child.text or "" for child in element}
    domaine, competence, niveau = (parts.get(name, "") for name in RESULTAT_PARTS)
    point = f".{competence}" if competence else ""
    return f"{domaine}{point}={_integer(niveau)}"


def _integer(text: str) -> str:
    """Return an integer without what the XSD accepts around its digits, and people never write: `" +05 "` gives `"5"`."""
    digits = text.strip().removeprefix("+")
    return str(int(digits)) if digits.isascii() and digits.isdigit() else text
