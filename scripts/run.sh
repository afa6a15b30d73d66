#!/usr/bin/env bash
# Open Agrafe with demonstration data, on this machine alone: keys, database and files in build/agrafe, made at the first start.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077
port=${PORT:-8000}
folder=build/agrafe
python=.venv/bin/python

case $port in
'' | *[!0-9]*)
  echo "PORT=$port n'est pas un numéro de port. Écrivez par exemple : make run PORT=8010" >&2
  exit 2
  ;;
esac
"$python" - "$port" <<'PY' || exit 2
import socket, sys
port = int(sys.argv[1])
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
    except (OSError, OverflowError):
        sys.exit(f"Le port {port} est déjà pris, ou n'en est pas un. Choisissez-en un autre : make run PORT=8010")
PY

mkdir -p "$folder"
# The secrets of this installation, drawn once; without the second one the NIR could not be read any more.
[ -s "$folder/cle" ] || "$python" -c 'import secrets; print(secrets.token_urlsafe(50))' >"$folder/cle"
[ -s "$folder/cle-nir" ] || "$python" -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())' >"$folder/cle-nir"

export DJANGO_SETTINGS_MODULE=agrafe.config.settings.production
export AGRAFE_SECRET_KEY_FILE=$PWD/$folder/cle AGRAFE_FIELD_KEYS_FILE=$PWD/$folder/cle-nir
export AGRAFE_DATABASE=$PWD/$folder/agrafe.sqlite3 AGRAFE_FILES=$PWD/$folder/fichiers AGRAFE_STATIC=$PWD/$folder/statique
export AGRAFE_OUTIL=$PWD/$folder/outil
export AGRAFE_HOSTS=127.0.0.1,localhost AGRAFE_HTTPS=non AGRAFE_ADDRESS=http://127.0.0.1:$port
# No mail leaves this machine: they are written in a folder, to be read there.
export AGRAFE_MAIL_URL=file://$PWD/$folder/courriels AGRAFE_MAIL_FROM=agrafe@demo.example

.venv/bin/agrafe migrate --verbosity 0
.venv/bin/agrafe demo
exec .venv/bin/agrafe serveur --port "$port" --avec-travailleur
