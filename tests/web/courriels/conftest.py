import pytest
from aiosmtpd.controller import Controller

from agrafe.courriels import kinds
from agrafe.courriels.kinds import MailKind, Variable
from factories.mail_server import free_port

RELANCE = MailKind(
    key="essais.relance",
    label="Relance d'essai",
    when="Quand l'essai tarde.",
    subject="{{ prenom }}, {{ organisme }} vous attend",
    text=(
        "Bonjour {{ prenom }},\n"
        "\n"
        "Il reste :\n"
        "\n"
        "- une date\n"
        "- une commune\n"
        "\n"
        "[Vérifier mes données]({{ lien }})\n"
        "\n"
        "Une question ? [Écrivez-nous](mailto:secretariat@exemple.fr) ou lisez https://exemple.fr/aide."
    ),
    variables=(
        Variable("prenom", "le prénom du titulaire", "Zoé"),
        Variable(
            "lien", "le lien personnel", "https://agrafe.exemple.fr/v/exemple?a=1&b=2", is_link=True
        ),
    ),
)
ENQUETE = MailKind(
    key="essais.enquete",
    label="Enquête d'essai",
    when="Six mois après.",
    subject="Votre avis, {{ prenom }}",
    text="Bonjour {{ prenom }},\n\nQue devenez-vous ?",
    variables=(Variable("prenom", "le prénom du titulaire", "Zoé"),),
    is_solicitation=True,
)
SECRET = MailKind(
    key="essais.secret",
    label="Mot de passe",
    when="Quand on l'oublie.",
    subject="Votre mot de passe",
    text="Bonjour,",
    is_editable=False,
)
CODE = MailKind(
    key="essais.code",
    label="Code",
    when="À la connexion.",
    subject="Votre code",
    text="Bonjour,\n\nVotre code : {{ code }}",
    variables=(Variable("code", "le code à écrire", "BCDF-GHJK", is_secret=True),),
    is_editable=False,
)


@pytest.fixture(autouse=True)
def test_kinds(monkeypatch):
    """Have kinds of mails of our own, whatever the applications declare."""
    by_key = {each.key: each for each in (RELANCE, ENQUETE, SECRET, CODE)}
    monkeypatch.setattr(kinds, "_by_key", lambda: by_key)


@pytest.fixture
def serve(settings):
    """Start real mail servers on this machine, and have the mails go to the last one."""
    controllers = []

    def start(box, port=None):
        controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
        controller.start()
        controllers.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = controller.port
        settings.EMAIL_TIMEOUT = 5
        return box

    yield start
    for controller in controllers:
        controller.stop()
