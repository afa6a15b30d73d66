"""The files that the site keeps for a time: given, then deleted."""

from collections.abc import Collection
from datetime import timedelta

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils import timezone


def give(name: str, *, filename: str, content_type: str) -> FileResponse:
    """Answer with a file, under the name that it bears at whoever takes it; Http404 when it is not there, or not any more."""
    try:
        content = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=filename, content_type=content_type)


def older_than(folder: str, age: timedelta) -> list[str]:
    """Return the names of the files of a folder that were written longer ago than that; none when there is no such folder."""
    try:
        _, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    limit = timezone.now() - age
    names = [f"{folder}/{file}" for file in files]
    return [name for name in names if default_storage.get_modified_time(name) < limit]


def delete(names: Collection[str]) -> int:
    """Delete files; return how many there were."""
    for name in names:
        default_storage.delete(name)
    return len(names)
