#!/usr/bin/env bash
# Open Agrafe with demonstration data, on this machine alone: keys, database and files in build/agrafe, made at the first start.
# They are made beside, and take that name once they are whole: a first start that is stopped leaves nothing half done.
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

# Settle where the keys, the database and the files are.
settle_in() {
  export AGRAFE_SECRET_KEY_FILE=$PWD/$1/cle AGRAFE_FIELD_KEYS_FILE=$PWD/$1/cle-nir
  export AGRAFE_DATABASE=$PWD/$1/agrafe.sqlite3 AGRAFE_FILES=$PWD/$1/fichiers AGRAFE_STATIC=$PWD/$1/statique
  export AGRAFE_OUTIL=$PWD/$1/outil
  # No mail leaves this machine: they are written in a folder, to be read there.
  export AGRAFE_MAIL_URL=file://$PWD/$1/courriels AGRAFE_MAIL_FROM=agrafe@demo.example
}

fill() {
  .venv/bin/agrafe migrate --verbosity 0 && .venv/bin/agrafe demo
}

export DJANGO_SETTINGS_MODULE=agrafe.config.settings.production
export AGRAFE_HOSTS=127.0.0.1,localhost AGRAFE_HTTPS=non AGRAFE_ADDRESS=http://127.0.0.1:$port

if [ -d "$folder" ]; then
  settle_in "$folder"
  fill || {
    status=$?
    [ $status -eq 130 ] || echo "Pour recommencer avec des données neuves, supprimez le dossier $folder, puis relancez make run." >&2
    exit $status
  }
else
  mkdir -p build
  begun=$(mktemp -d "$folder.XXXXXX")
  trap 'rm -rf "$begun"' EXIT
  trap 'exit 130' INT # even if the command that was running ended well
  # The secrets of this installation, drawn once; without the second one the NIR could not be read any more.
  "$python" -c 'import secrets; print(secrets.token_urlsafe(50))' >"$begun/cle"
  "$python" -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())' >"$begun/cle-nir"
  settle_in "$begun"
  fill
  mv "$begun" "$folder"
  settle_in "$folder"
fi
exec .venv/bin/agrafe serveur --port "$port" --avec-travailleur
