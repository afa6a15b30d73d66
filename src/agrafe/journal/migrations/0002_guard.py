from django.db import migrations

from agrafe.journal import triggers


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: triggers.create(schema_editor.connection),
            lambda _apps, schema_editor: triggers.drop(schema_editor.connection),
        )
    ]
