"""What the models declare is what a migrated database has: a migration can lose a rule unseen."""

import pytest
from django.apps import apps
from django.db import connection

from ontschot.kassier.db import SaidBy

pytestmark = pytest.mark.django_db
NAMES = """SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class
    UNION SELECT tgname FROM pg_trigger UNION SELECT polname FROM pg_policy
    UNION SELECT proname FROM pg_proc"""


def test_every_constraint_and_index_of_a_model_stands_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NAMES)
        there = {name for (name,) in cursor.fetchall()}
    declared = {
        rule.name
        for model in apps.get_models()
        for rule in (*model._meta.constraints, *model._meta.indexes)
        if not isinstance(rule, SaidBy)
    }
    assert declared - there == set()
