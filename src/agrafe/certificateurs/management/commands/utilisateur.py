"""`agrafe utilisateur`: open an account, or help someone who can no longer get in."""

import sys
from getpass import getpass
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from agrafe.certificateurs import services_utilisateur as services
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.enums import Role
from agrafe.comptes.models import User
from agrafe.comptes.selectors import user_with_address

_TRIES: Final = 3


class Command(BaseCommand):
    """Open an account, or change one, by whoever runs the installation."""

    help = (
        "Crée un compte, ou aide une personne qui n'entre plus : nouveau mot de passe, lien à usage unique, "
        "second facteur perdu, accès à un organisme."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare whose account it is, and what to do to it."""
        parser.add_argument("adresse", help="l'adresse électronique du compte")
        parser.add_argument("--nom", default="", help="prénom et nom, pour un compte nouveau")
        parser.add_argument("--organisme", default="", help="donner accès à cet organisme")
        parser.add_argument(
            "--role",
            choices=Role.values,
            default=Role.ADMINISTRATEUR.value,
            help="avec quel rôle (administrateur sans cette option)",
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--mot-de-passe", action="store_true", help="demander un nouveau mot de passe"
        )
        how.add_argument(
            "--lien", action="store_true", help="écrire un lien qui sert une fois, pendant un jour"
        )
        parser.add_argument(
            "--sans-second-facteur", action="store_true", help="retirer le second facteur"
        )
        state = parser.add_mutually_exclusive_group()
        state.add_argument("--fermer", action="store_true", help="fermer le compte")
        state.add_argument("--rouvrir", action="store_true", help="rouvrir le compte")

    def handle(self, *_args: Any, adresse: str, **options: Any) -> None:
        """Do what was asked, and say each thing done."""
        certificateur = _certificateur(options["organisme"]) if options["organisme"] else None
        user = user_with_address(adresse)
        if user is None:
            user = self._open(adresse, options)
        elif not any(
            options[name]
            for name in (
                "mot_de_passe", "lien", "sans_second_facteur", "fermer", "rouvrir", "organisme",
            )
        ):  # fmt: skip
            raise CommandError(
                "Ce compte existe déjà. Dites ce qu'il faut changer : --mot-de-passe, --lien, "
                "--sans-second-facteur, --organisme, --fermer ou --rouvrir."
            )
        else:
            self._change(user, options)
        if certificateur:
            role = Role(options["role"])
            services.give_access(user=user, certificateur=certificateur, role=role)
            self._say(f"Accès donné à {certificateur.nom} : {role.label.lower()}.")
        if options["lien"]:
            self._say("Ce lien sert une fois, pendant un jour :")
            self._say(services.one_time_link(user=user))

    def _open(self, adresse: str, options: dict[str, Any]) -> User:
        try:
            validate_email(adresse)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from None
        if not options["nom"].strip():
            raise CommandError("Aucun compte n'a cette adresse. Pour le créer, ajoutez --nom.")
        name = options["nom"].strip()
        draft = User(email=adresse.strip().lower(), name=name)
        password = None if options["lien"] else _asked_password(draft)
        user = services.open_account(email=adresse, name=name, password=password)
        self._say(f"Compte créé pour {user.email}.")
        return user

    def _change(self, user: User, options: dict[str, Any]) -> None:
        if options["mot_de_passe"]:
            services.replace_password(user=user, password=_asked_password(user))
            self._say("Mot de passe remplacé. Les appareils connectés ne le sont plus.")
        if options["sans_second_facteur"]:
            had_one = services.remove_second_factor(user=user)
            self._say(
                "Second facteur retiré." if had_one else "Il n'y avait pas de second facteur."
            )
        if options["fermer"] or options["rouvrir"]:
            services.set_active(user=user, is_active=options["rouvrir"])
            self._say("Compte rouvert." if options["rouvrir"] else "Compte fermé.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)


def _certificateur(name: str) -> Certificateur:
    found = services.certificateurs_called(name)
    if not found:
        raise CommandError(f"Aucun organisme ne s'appelle « {name} ».")
    if len(found) > 1:
        raise CommandError(
            f"Plusieurs organismes s'appellent « {name} » : invitez la personne depuis l'équipe."
        )
    return found[0]


def _asked_password(user: User) -> str:
    """Ask for a password, twice and without showing it, until it is good.

    Raises:
        CommandError: Nobody is there to answer, or the answers are not good.
    """
    if not sys.stdin.isatty():
        raise CommandError("Personne n'est là pour écrire le mot de passe. Ajoutez --lien.")
    for _ in range(_TRIES):
        password = getpass("Mot de passe (12 caractères au moins) : ")
        if getpass("Le même, une seconde fois : ") != password:
            sys.stderr.write("Les deux mots de passe ne sont pas les mêmes.\n")
            continue
        try:
            validate_password(password, user)
        except ValidationError as error:
            sys.stderr.write("\n".join(error.messages) + "\n")
            continue
        return password
    raise CommandError("Rien n'a été changé : aucun mot de passe ne convenait.")
