"""A column that fills itself."""

from typing import Any

from django.db import models

from ontschot.kandidaten.rules import sounds_of


class KlankField(models.CharField):
    """The sound of the names, written with every insert and save, bulk inserts too.

    A save with `update_fields` must name it beside the name.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        names = [getattr(model_instance, name) for name in ("voornaam", "achternaam")]
        value = sounds_of(*names)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value
