"""Where the private files are kept: in a folder, or in a bucket of an S3 service."""

import sys
import tarfile
from datetime import timedelta

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto import mock_aws

from agrafe.config.backup import save
from agrafe.config.environment import bucket
from agrafe.socle.storage import delete, older_than
from factories.web import make_certificateur

HOST = "s3.eu-west-3.amazonaws.com"
ADDRESS = f"s3://cle:mot%2Fsecret@{HOST}/agrafe?region=eu-west-3"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def in_a_bucket(settings):
    with mock_aws():
        client = boto3.client(
            "s3",
            region_name="eu-west-3",
            endpoint_url=f"https://{HOST}",
            aws_access_key_id="cle",
            aws_secret_access_key="mot/secret",
        )
        client.create_bucket(
            Bucket="agrafe", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )
        settings.STORAGES = settings.STORAGES | {"default": bucket(ADDRESS)}
        yield


@pytest.mark.parametrize("path", ["", "/srv/agrafe/fichiers", "C:\\Agrafe\\fichiers"])
def test_a_folder(path):
    assert bucket(path) == {}


def test_a_bucket():
    options = bucket(ADDRESS)["OPTIONS"]

    assert options["endpoint_url"] == f"https://{HOST}"
    assert (options["bucket_name"], options["region_name"]) == ("agrafe", "eu-west-3")
    assert (options["access_key"], options["secret_key"]) == ("cle", "mot/secret")


def test_a_service_of_the_same_network():
    options = bucket("s3+http://cle:secret@stockage:9000/agrafe")["OPTIONS"]

    assert (options["endpoint_url"], options["region_name"]) == ("http://stockage:9000", None)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://cle:secret@machine/seau",
        "s3://cle:secret@machine",
        "s3://cle:secret@machine/seau/dossier",
        "s3://cle@machine/seau",
        "s3:///secret",
    ],
)
def test_what_is_not_understood_stops_the_start(address):
    with pytest.raises(ImproperlyConfigured, match="AGRAFE_FILES") as refusal:
        bucket(address)

    assert "cle:secret" not in str(refusal.value)


def test_the_extra_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "storages", None)

    with pytest.raises(ImproperlyConfigured, match=r"agrafe\[s3\]"):
        bucket(ADDRESS)


@pytest.mark.usefixtures("in_a_bucket")
def test_files_are_kept_read_listed_and_erased():
    name = default_storage.save("exports/a.xlsx", ContentFile(b"contenu"))
    other = default_storage.save("exports/a.xlsx", ContentFile(b"autre"))

    assert name != other
    with default_storage.open(name) as file:
        assert file.read() == b"contenu"
    assert older_than("exports", MINUTE) == []
    assert set(older_than("exports", -MINUTE)) == {name, other}
    assert older_than("ailleurs", -MINUTE) == []
    assert delete([name, other]) == 2
    assert not default_storage.exists(name)


@pytest.mark.usefixtures("in_a_bucket")
@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_them(tmp_path):
    owner = make_certificateur()
    owner.logo.save("logo.png", ContentFile(b"image"))
    archive = tmp_path / "sauvegarde.tar.gz"

    assert save(archive).files == 1
    with tarfile.open(archive) as content:
        assert content.extractfile(f"fichiers/{owner.logo.name}").read() == b"image"
