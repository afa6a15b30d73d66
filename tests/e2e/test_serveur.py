"""`agrafe serveur` for real: its own processes, its own database, the settings of production behind a proxy."""

import os
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

COMMAND = [
    sys.executable,
    "-c",
    "import sys; from agrafe.config.commande import main; sys.exit(main())",
]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def installation(root, tmp_path):
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(root / "src"),
        "PYTHONUTF8": "1",
        "AGRAFE_SECRET_KEY": "kq7-Vt2mXz9_Lw4pRb8sYc3nHd6fJg5aTe1uWi0oPxQyZvMrNb4-hK2j",
        "AGRAFE_DATABASE": str(tmp_path / "agrafe.sqlite3"),
        "AGRAFE_HOSTS": "agrafe.example",
        "AGRAFE_PROXY": "oui",
        "AGRAFE_STATIC": str(tmp_path / "static"),
    }


@pytest.fixture
def site(installation):
    """Start the server and return what asks it, as a proxy would."""
    subprocess.run([*COMMAND, "migrate", "--verbosity", "0"], env=installation, check=True)
    port = free_port()
    server = subprocess.Popen(
        [*COMMAND, "serveur", "--port", str(port), "--processus", "2"],
        env=installation,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def ask(path, *, proto="https"):
        headers = {"Host": "agrafe.example", "X-Forwarded-Proto": proto}
        return urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=5)

    deadline = time.monotonic() + 20
    while True:
        try:
            ask("/sante/").close()
            break
        except (HTTPError, URLError, ConnectionError):
            assert time.monotonic() < deadline
            assert server.poll() is None
            time.sleep(0.1)
    yield ask
    server.terminate()
    assert server.wait(timeout=10) == 0


def test_serves_pages_and_files_with_their_headers(site):
    with site("/") as response:
        page = response.read().decode()
        assert "max-age=" in response.headers["Strict-Transport-Security"]
        assert "'none'" in response.headers["Content-Security-Policy"]
    sheet = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]

    with site(sheet) as response:
        assert "immutable" in response.headers["Cache-Control"]
    with pytest.raises(HTTPError, match="404"):
        site("/composants/")


def test_refuses_a_database_that_is_not_up_to_date(installation):
    run = subprocess.run(
        [*COMMAND, "serveur"], env=installation, capture_output=True, check=False, text=True
    )

    assert run.returncode == 1
    assert "agrafe migrate" in run.stderr
