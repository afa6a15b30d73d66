from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from agrafe.certificateurs.tasks import forget_sessions


@pytest.mark.django_db
def test_forgets_the_sessions_that_have_ended():
    for _ in range(2):
        SessionStore().create()
    kept = Session.objects.first()
    Session.objects.exclude(pk=kept.pk).update(expire_date=timezone.now() - timedelta(hours=1))

    forget_sessions.call()

    assert Session.objects.get() == kept
