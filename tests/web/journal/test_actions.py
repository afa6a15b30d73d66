import ast
from datetime import date

import pytest
from django.apps import apps

from agrafe.journal import periods
from agrafe.journal.actions import areas, field_label, label_of, labels, target_labels


def recorded(root):
    """Yield the actions that the code writes in the journal, and where."""
    for path in sorted((root / "src" / "agrafe").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                for keyword in node.keywords:
                    if keyword.arg == "action" and isinstance(keyword.value, ast.Constant):
                        yield keyword.value.value, f"{path.name}:{node.lineno}"


def test_every_action_has_its_label(root):
    without = [f"{action} ({place})" for action, place in recorded(root) if action not in labels()]

    assert without == []


def test_an_application_labels_its_own_actions():
    strangers = [
        action
        for config in apps.get_app_configs()
        for action in getattr(config, "actions", {})
        if not action.startswith(f"{config.label}.")
    ]

    assert strangers == []


def test_labels():
    assert label_of("journal.export") == "Journal exporté"
    assert label_of("essais.absent") == "essais.absent"
    assert areas()["courriels"] == "Courriels"
    assert target_labels()["courriels.mail"] == "Courriel"


@pytest.mark.parametrize(
    ("target", "name", "label"),
    [
        ("courriels.mail", "recipient", "destinataire"),
        ("courriels.mail", "un_autre", "un autre"),
        ("essais.absent", "nom", "nom"),
        ("", "nom", "nom"),
    ],
)
def test_fields(target, name, label):
    assert field_label(target, name) == label


def test_the_periods_of_a_january():
    choices = periods.choices(date(2026, 1, 31))

    assert choices[2:5] == (
        ("2026-01", "Janvier 2026"),
        ("2025-12", "Décembre 2025"),
        ("2025-11", "Novembre 2025"),
    )
    assert len(choices) == 14
