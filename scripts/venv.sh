#!/usr/bin/env bash
# Make a virtual environment, or bring it up to date: venv.sh FOLDER SET installs requirements/SET.txt and Agrafe in FOLDER.
# Nothing is done, and nothing asked of the network, while Python, the lock and pyproject.toml are those of the last time.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
set=$2
python=${PYTHON:-python3}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

refuse() {
  printf '%s\n' "$@" >&2
  exit 2
}

command -v "$python" >/dev/null || refuse \
  "Python est introuvable : « ${python} » ne répond pas." \
  "Installez Python 3.11 ou plus récent, ou dites lequel prendre : make PYTHON=python3.12 …"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || refuse \
  "« ${python} » ne démarre pas. Dites quel Python prendre : make PYTHON=python3.12 …"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || refuse \
  "Agrafe demande Python 3.11 ou plus récent ; « ${python} » est en $version." \
  "Dites lequel prendre : make PYTHON=python3.12 …"

# A virtual environment belongs to one Python and to one place: when either changes it is made again.
birth="$version $PWD"
if [ "$(cat "$folder/.agrafe" 2>/dev/null)" != "$birth" ]; then
  "$python" -c 'import ensurepip, venv' 2>/dev/null || refuse \
    "Le module « venv » manque à « ${python} »." \
    "Sous Debian et Ubuntu : sudo apt install python3-venv"
  "$python" -m venv --clear "$folder"
  printf '%s\n' "$birth" >"$folder/.agrafe"
fi

stamp="$folder/.agrafe-$set"
wanted=$(cat "requirements/$set.txt" pyproject.toml | cksum)
[ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || exit 0

echo "Installation dans $folder (une minute environ, une seule fois)…" >&2
"$folder/bin/python" -m pip install -qq --require-hashes -r "requirements/$set.txt" || refuse \
  "L'installation des dépendances a échoué : pip doit pouvoir joindre un index de paquets Python."
"$folder/bin/python" -m pip install -qq --no-deps --no-build-isolation -e . || refuse \
  "L'installation d'Agrafe dans $folder a échoué."
printf '%s\n' "$wanted" >"$stamp"
