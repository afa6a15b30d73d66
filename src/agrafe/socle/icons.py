"""The icons that the pages use, by their names in Bootstrap Icons.

`static/socle/icones.svg` holds these and no other; `scripts/icones.py` writes it again when this list changes.
"""

from typing import Final

ICONS: Final = (
    "arrow-down",
    "arrow-down-up",
    "arrow-left",
    "arrow-up",
    "award",
    "calendar-event",
    "chat-square-text",
    "check-circle",
    "check-lg",
    "chevron-left",
    "chevron-right",
    "clock",
    "cloud-arrow-up",
    "dash-circle",
    "download",
    "exclamation-triangle",
    "folder2-open",
    "funnel",
    "info-circle",
    "layout-text-window",
    "list",
    "list-ol",
    "pencil",
    "people",
    "person-circle",
    "question-circle",
    "search",
    "send",
    "square",
    "table",
    "tag",
    "terminal",
    "trash",
    "ui-checks",
    "x-circle",
    "x-lg",
)
