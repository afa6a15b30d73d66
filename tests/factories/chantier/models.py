from django.db import models


class Ligne(models.Model):
    """What a travail of the tests writes; a number may come twice, so that a test can see that it does not."""

    travail = models.CharField(max_length=36)
    numero = models.IntegerField()
    pid = models.IntegerField()

    def __str__(self):
        return f"{self.travail} {self.numero}"
