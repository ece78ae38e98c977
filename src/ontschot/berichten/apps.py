from django.apps import AppConfig


class BerichtenConfig(AppConfig):
    name = "ontschot.berichten"

    def ready(self) -> None:
        from ontschot.berichten import gebeurtenissen
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
