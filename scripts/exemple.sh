#!/usr/bin/env bash
# Play the main job on the workbook shipped with the project: from the workbook to the XML, in both versions of the format.
set -euo pipefail
cd "$(dirname "$0")/.."

workbook=exemples/exemple.xlsx
rm -rf build/demo
for version in 1.1.2 1.1.5; do
  folder=build/demo/$version
  mkdir -p "$folder"
  printf '\n$ accrochage generer %s -o %s --version-format %s\n' "$workbook" "$folder" "$version"
  .venv/bin/accrochage generer "$workbook" -o "$folder" --version-format "$version"
done

printf '\nFait : le classeur %s a été lu, vérifié et converti dans les deux versions du format.\n' "$workbook"
printf 'Les fichiers XML sont dans build/demo :\n'
find build/demo -name '*.xml' | sort | sed 's/^/  /'
printf '\nÀ vous : « .venv/bin/accrochage modele mon-classeur.xlsx » écrit un classeur vierge à remplir.\n'
