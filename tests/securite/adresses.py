"""How a row of the table of addresses is written: `tables/<application>.py` has a dictionary `ROWS`, route to rows.

    row(GET, visiteur=302, membres=200)                         # everyone who signed in
    row(GET, visiteur=302, membres=200, partenaire=403)         # all of them but one
    row(POST, visiteur=302, membres=403, administrateur=302, arguments=invitation, data={"role": "lecture"})

`arguments` is a function that makes what the address names, for the certificateur of `par`, and returns the arguments of
the address. The administrateur of another certificateur (`etranger`) is then answered 404, unless the row says otherwise.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership

GET, POST = "get", "post"
VISITEUR, ETRANGER = "visiteur", "etranger"

Arguments = Callable[[Membership], dict[str, Any]]


class Row(NamedTuple):
    method: str
    statuses: Mapping[str, int]
    arguments: Arguments | None
    data: Mapping[str, Any]
    is_exempt: bool
    by_program: bool


def row(
    method,
    visiteur,
    membres,
    *,
    arguments=None,
    data=None,
    etranger=404,
    is_exempt=False,
    by_program=False,
    **roles,
):
    """Return a row: the status answered to each column.

    Args:
        method: GET or POST.
        visiteur: What whoever has no account is answered: 302 sends to the page to sign in.
        membres: What every role is answered, but those named in `roles`.
        arguments: Makes what the address names.
        data: What is posted, or the query.
        etranger: What the administrateur of another certificateur is answered.
        is_exempt: The address takes posts from elsewhere (a signed webhook): no token of the form is asked for.
        by_program: Whoever asks has no session, but a jeton d'accès; the visiteur has neither.
        roles: `administrateur`, `gestionnaire`, `responsable_jury`, `partenaire`, `lecture`.
    """
    assert set(roles) <= set(Role.values), roles
    statuses = {VISITEUR: visiteur, ETRANGER: etranger, **dict.fromkeys(Role.values, membres)}
    return Row(method, {**statuses, **roles}, arguments, data or {}, is_exempt, by_program)


def everybody(method, status, **options):
    """Return a row of a page that answers everyone alike."""
    return row(method, status, status, etranger=status, **options)


def of(make, *names):
    """Return the `arguments` of an address whose `public_id` is that of a row of the certificateur.

    Args:
        make: A function of the factories, `make_passage`: it is given the certificateur.
        names: The names of the arguments; `public_id` unless said.
    """
    return lambda par: dict.fromkeys(names or ("public_id",), make(par.certificateur).public_id)


def whole_table():
    """Return the rows of every application."""
    modules = sorted(Path(__file__).with_name("tables").glob("*.py"))
    tables = [import_module(f"securite.tables.{module.stem}").ROWS for module in modules]
    return {name: rows for table in tables for name, rows in table.items()}
