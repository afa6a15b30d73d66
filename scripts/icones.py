"""Write the sprite of the icons that the pages use, from the package bootstrap-icons.

    npm pack bootstrap-icons
    .venv/bin/python scripts/icones.py bootstrap-icons-1.13.2.tgz

The names come from agrafe.socle.icons; to use one more, add it there and run this again.
"""

import argparse
import sys
import tarfile
from pathlib import Path
from typing import Final

from lxml import etree

from agrafe.socle.icons import ICONS

ROOT: Final = Path(__file__).resolve().parent.parent
SPRITE: Final = ROOT / "src" / "agrafe" / "socle" / "static" / "socle" / "icones.svg"
_SVG: Final = "http://www.w3.org/2000/svg"


def sprite(package: tarfile.TarFile) -> bytes:
    """Return one SVG file with a symbol for each icon."""
    root = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG})
    root.append(etree.Comment(" Bootstrap Icons, licence MIT : vendor/bootstrap-icons/LICENSE "))
    for name in ICONS:
        drawing = package.extractfile(f"package/icons/{name}.svg")
        assert drawing, name
        symbol = etree.SubElement(
            root, f"{{{_SVG}}}symbol", id=name, viewBox="0 0 16 16", fill="currentColor"
        )
        symbol.extend(etree.parse(drawing).getroot())
    etree.indent(root)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8") + b"\n"


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description="Réunit les icônes utilisées en un seul fichier.")
    parser.add_argument("package", help="le fichier bootstrap-icons-….tgz que donne npm pack")
    with tarfile.open(parser.parse_args().package) as package:
        SPRITE.write_bytes(sprite(package))
    return 0


if __name__ == "__main__":
    sys.exit(main())
