"""What is said wherever someone chooses a password."""

from typing import Final

PASSWORD_HELP: Final = "12 caractères au moins. Quatre mots sans rapport font un bon mot de passe."  # noqa: S105


def different_passwords(second: str) -> str:
    """Return what is said of two passwords that are not the same."""
    if not second:
        return "Écrivez le mot de passe une seconde fois."
    return "Les deux mots de passe ne sont pas les mêmes. Écrivez-les de nouveau."
