"""Rows of the web application, all of them invented; each function fills what a test does not care about."""

from datetime import date, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.utils import timezone

from agrafe.api.models import Jeton
from agrafe.api.selectors import hash_of
from agrafe.api.services import LIFE, NewJeton
from agrafe.certificateurs.enums import Identification
from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.models import Bloc, Certification
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership, User
from agrafe.courriels.models import Mail
from agrafe.depots.models import Accuse, Demande, Depot
from agrafe.imports.models import Import, Ligne
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.travaux.models import Travail
from agrafe.verifications.models import Verification

SOUND = {
    "obtention_certification": "PAR_ADMISSION",
    "donnee_certifiee": True,
    "presence_niveau_langue_euro": False,
    "presence_niveau_numerique_euro": False,
    "date_debut_validite": date(2026, 6, 30),
}
"""The fields of a passage that has all that the CDC wants."""
PASSWORD = "Un mot de passe assez long 1"
_numbers = count(1)


def make_certificateur(**fields):
    number = next(_numbers)
    return Certificateur.objects.create(
        **{
            "nom": f"École des métiers {number}",
            "identification": Identification.RECUS,
            "id_client": f"{number:08d}",
            "id_contrat": f"MCFCER{number:06d}",
            "contact_courriel": "secretariat@exemple.fr",
            **fields,
        }
    )


def make_user(**fields):
    number = next(_numbers)
    fields = {
        "email": f"personne{number}@exemple.fr",
        "name": f"Claire Dubreuil {number}",
        **fields,
    }
    user = User.objects.create_user(password=PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_member(role=Role.GESTIONNAIRE, certificateur=None, **fields):
    return Membership.objects.create(
        user=make_user(**fields), certificateur=certificateur or make_certificateur(), role=role
    )


def make_certification(certificateur, **fields):
    number = next(_numbers)
    fields = {
        "type": "RNCP",
        "code": f"RNCP{30000 + number}",
        "intitule": f"Fleuriste en boutique {number}",
        **fields,
    }
    return Certification.objects.create(certificateur=certificateur, **fields)


def make_personne(certificateur, **fields):
    personne = Personne(
        certificateur=certificateur,
        **{
            "nom_naissance": "Dubreuil",
            "prenom1": "Zoé",
            "annee_naissance": 1991,
            "mois_naissance": 7,
            "jour_naissance": 3,
            "sexe": "F",
            "code_insee": "35238",
            "libelle_commune_naissance": "Rennes",
            "courriel": "zoe.dubreuil@exemple.fr",
            **fields,
        },
    )
    personne.set_keys()
    personne.save()
    return personne


def make_passage(certificateur, **fields):
    number = next(_numbers)
    fields = {"id_technique": f"2026-{number:05d}", **fields}
    if "personne" not in fields:
        fields["personne"] = make_personne(certificateur)
    if "certification" not in fields:
        fields["certification"] = make_certification(certificateur)
    return Passage.objects.create(certificateur=certificateur, **fields)


def make_sound_passage(certificateur, **fields):
    """A passage that has all that the CDC wants."""
    return make_passage(certificateur, **SOUND, **fields)


def make_travail(certificateur, **fields):
    fields = {
        "kind": "chantier.ecrire",
        "title": "Import de passages",
        "total": 120,
        "counted": "passage,passages",
        **fields,
    }
    return Travail.objects.create(certificateur=certificateur, **fields)


def make_bloc(certification, **fields):
    rang = certification.blocs.count() + 1
    fields = {
        "rang": rang,
        "code": f"{certification.code}BC{rang:02}",
        "intitule": f"Préparer une commande {rang}",
        **fields,
    }
    return Bloc.objects.create(certification=certification, **fields)


def make_mail(certificateur, **fields):
    number = next(_numbers)
    fields = {
        "key": "essais.courriel",
        "unique_key": f"essai-{number}",
        "recipient": "zoe.dubreuil@exemple.fr",
        "subject": "Vérifiez vos données",
        "text": "Bonjour Zoé,",
        "html": "<p>Bonjour Zoé,</p>",
        "message_id": f"<{number}@exemple.fr>",
        "next_at": timezone.now(),
        **fields,
    }
    return Mail.objects.create(certificateur=certificateur, **fields)


def make_depot(certificateur, **fields):
    """A deposit that was never built: its rows alone."""
    number = next(_numbers)
    fields = {
        "numero": number,
        "id_flux": f"flux-{number}",
        "horodatage": timezone.now(),
        "version_format": "1.1.5",
        "id_client": certificateur.id_client,
        "id_contrat": certificateur.id_contrat,
        "id_client_emetteur": certificateur.id_client,
        "nature_deposant": "CERTIFICATEUR",
        "choix": "Tout ce qui est prêt",
        **fields,
    }
    return Depot.objects.create(certificateur=certificateur, **fields)


def make_accuse(certificateur, **fields):
    number = next(_numbers)
    fields = {"nom": "Accusé de traitement.xml", "sha256": f"{number:064x}", **fields}
    accuse = Accuse(certificateur=certificateur, **fields)
    if not accuse.fichier:
        accuse.fichier.save(f"essai-{number}.xml", ContentFile(b"<rapport/>"), save=False)
    accuse.save()
    return accuse


def make_demande(certificateur, **fields):
    fields = {
        "genre": "correction",
        "received_on": date(2026, 6, 1),
        "due_on": date(2026, 9, 1),
        "objet": "Vérifier la date de naissance d'un titulaire",
        **fields,
    }
    return Demande.objects.create(certificateur=certificateur, **fields)


def make_jeton(membership, **fields):
    """A jeton of a member, whatever his role, with its secret."""
    number = next(_numbers)
    token = f"agrafe_essai-{number}"
    fields = {"nom": f"Scolarité {number}", "expires_at": timezone.now() + LIFE, **fields}
    jeton = Jeton.objects.create(
        certificateur=membership.certificateur,
        membership=membership,
        token_hash=hash_of(token),
        **fields,
    )
    return NewJeton(jeton, token)


def make_import(certificateur, rows=1, **fields):
    """A workbook that was read: so many rows, of which the first lacks its sexe."""
    fields = {
        "status": "a_relire",
        "nom_fichier": "Promotion 2026.xlsx",
        "colonnes": [
            {
                "lettre": "A",
                "titre": "Nom",
                "cle": "nomNaissance",
                "proposition": "",
                "exemples": [],
            }
        ],
        **fields,
    }
    imported = Import(certificateur=certificateur, **fields)
    if not imported.fichier:
        imported.fichier.save("essai.csv", ContentFile(b"Nom\nLe Gall\n"), save=False)
    imported.save()
    anomalie = {
        "code": "OBL-01",
        "gravite": "erreur",
        "key": "sexe",
        "message": "Cette cellule est vide. Remplissez-la.",
        "valeur": None,
        "correction": None,
        "avec": [],
    }
    for rank in range(rows):
        faults = [anomalie] if rank == 0 else []
        Ligne.objects.create(
            depuis=imported,
            ligne=rank + 2,
            valeurs={"nomNaissance": "Le Gall", "prenom1": "Maëlle"},
            anomalies=faults,
            gravite="erreur" if faults else "",
            has_errors=bool(faults),
            effet="cree",
            creates_personne=True,
        )
    return imported


def make_verification(certificateur, **fields):
    """A verification of the birth name that waits for its answer, without a link."""
    if "personne" not in fields:
        fields["personne"] = make_personne(certificateur)
    fields = {
        "rubriques": ["nomNaissance"],
        "avant": {"nomNaissance": fields["personne"].nom_naissance},
        "expires_at": timezone.now() + timedelta(days=30),
        **fields,
    }
    return Verification.objects.create(certificateur=certificateur, **fields)
