"""What the environment of an installation may say, and how it is told that it is wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from agrafe.config import environment


def test_reads_a_variable_without_the_blanks_around_it(monkeypatch):
    monkeypatch.setenv("AGRAFE_X", "  a b \n")

    assert environment.optional("AGRAFE_X") == "a b"
    assert environment.required("AGRAFE_X", "de quoi essayer") == "a b"


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_absent(monkeypatch, value):
    monkeypatch.setenv("AGRAFE_X", value)

    assert environment.optional("AGRAFE_X", "sinon") == "sinon"
    with pytest.raises(
        ImproperlyConfigured, match="AGRAFE_X manque\u00a0: elle donne de quoi essayer"
    ):
        environment.required("AGRAFE_X", "de quoi essayer")


def test_reads_a_secret_from_its_file(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("très secret\n", encoding="utf-8")
    monkeypatch.setenv("AGRAFE_X", "autre chose")
    monkeypatch.setenv("AGRAFE_X_FILE", str(secret))

    assert environment.optional("AGRAFE_X") == "très secret"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_says_which_file_cannot_be_read(monkeypatch, tmp_path, content):
    secret = tmp_path / "secret"
    if content is not None:
        secret.write_bytes(content)
    monkeypatch.setenv("AGRAFE_X_FILE", str(secret))

    with pytest.raises(ImproperlyConfigured, match="AGRAFE_X_FILE ne se lit pas"):
        environment.optional("AGRAFE_X")


def test_cuts_words_at_commas(monkeypatch):
    monkeypatch.setenv("AGRAFE_X", " a.fr, b.fr ,,")

    assert environment.words("AGRAFE_X") == ["a.fr", "b.fr"]
    assert environment.words("AGRAFE_ABSENT") == []


def test_takes_oui_or_non_and_nothing_else(monkeypatch):
    assert environment.yes_no("AGRAFE_X", default=True) is True
    monkeypatch.setenv("AGRAFE_X", "non")
    assert environment.yes_no("AGRAFE_X", default=True) is False
    monkeypatch.setenv("AGRAFE_X", "true")
    with pytest.raises(ImproperlyConfigured, match="vaut «\u00a0true\u00a0». Écrivez oui ou non"):
        environment.yes_no("AGRAFE_X", default=True)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "dix", "٣"])
def test_takes_whole_numbers_above_zero(monkeypatch, value):
    assert environment.whole("AGRAFE_X", default=7) == 7
    monkeypatch.setenv("AGRAFE_X", "12")
    assert environment.whole("AGRAFE_X", default=7) == 12
    monkeypatch.setenv("AGRAFE_X", value)
    with pytest.raises(ImproperlyConfigured, match="nombre entier"):
        environment.whole("AGRAFE_X", default=7)


def test_a_path_is_an_sqlite_file():
    settings = environment.database("/srv/agrafe/données.sqlite3")

    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == "/srv/agrafe/données.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_is_a_postgresql_database(scheme):
    settings = environment.database(
        f"{scheme}://agrafe:p%40ss%2Fe@base.example:5433/agrafe?sslmode=require"
    )

    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "agrafe",
        "USER": "agrafe",
        "PASSWORD": "p@ss/e",
        "HOST": "base.example",
        "PORT": "5433",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": "require"},
    }


def test_an_address_may_leave_out_all_but_the_name():
    settings = environment.database("postgresql:///agrafe")

    assert (settings["NAME"], settings["HOST"], settings["PORT"], settings["USER"]) == (
        "agrafe",
        "",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://u:secret@h/b", "n'est pas d'une sorte connue"),
        ("postgresql://u:secret@h/", "ne dit pas le nom de la base"),
        ("postgresql://u:secret@h:port/b", "le port n'est pas un nombre"),
    ],
)
def test_refuses_another_address_without_repeating_its_password(address, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        environment.database(address)

    assert "secret" not in str(refusal.value)
