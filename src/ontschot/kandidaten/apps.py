from django.apps import AppConfig


class KandidatenConfig(AppConfig):
    name = "ontschot.kandidaten"

    def ready(self) -> None:
        from ontschot.kandidaten import gebeurtenissen
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
