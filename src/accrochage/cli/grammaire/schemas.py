"""The grammar of `schema`."""

from __future__ import annotations

from accrochage.cli.grammaire.sections import add_help, add_json

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from accrochage.cli.grammaire.sections import Command


def declare(command: Command) -> None:
    """Add the command and its two own."""
    parser = command(
        "schema",
        usage="accrochage schema COMMANDE …",
        help="liste les versions du format, ou ajoute le XSD de la Caisse des Dépôts",
        description="Les schémas XSD : un par version du format.",
    )
    inner = parser.commands()
    add_help(parser)
    lister = inner(
        "lister",
        usage="accrochage schema lister [--json]",
        help="liste les versions connues",
        description="Liste les versions du format et le schéma XSD de chacune.",
    )
    lister.set_defaults(command="schema lister")
    add_json(add_help(lister))
    ajouter = inner(
        "ajouter",
        usage="accrochage schema ajouter FICHIER.xsd",
        help="ajoute un XSD de la Caisse des Dépôts",
        description=(
            "Ajoute le XSD de la Caisse des Dépôts : il décide désormais de ce qui est\n"
            "valable pour sa version, à la place de celui d'Agrafe."
        ),
    )
    ajouter.set_defaults(command="schema ajouter")
    ajouter.section("Fichier")("fichier", metavar="FICHIER.xsd", help="le XSD, tel que reçu")
    add_help(ajouter)
