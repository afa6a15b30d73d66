"""What passages have done in the background: `travaux` imports this module at the start."""

from agrafe.passages.tasks_bulk import check, export, include, purge_exports

__all__ = ["check", "export", "include", "purge_exports"]
