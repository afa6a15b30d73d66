"""Files of any content, to be read."""

import pytest


@pytest.fixture
def xml_file(tmp_path):
    """Return a function that writes an XML file."""

    def write(content, name="depot.xml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
