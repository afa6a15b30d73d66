"""What every row of data has in common."""

import uuid

from django.db import models


class Record(models.Model):
    """A row that people reach by an address: `public_id` stands there, the primary key never does."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        abstract = True
