import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verifications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reglage",
            name="avis",
            field=models.BooleanField(default=True, verbose_name="avis des réponses à l'équipe"),
        ),
        migrations.AddField(
            model_name="verification",
            name="announced_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="annoncée à l'équipe le"
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
