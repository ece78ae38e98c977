from django.apps import AppConfig


class KandidatenConfig(AppConfig):
    name = "ontschot.kandidaten"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.kandidaten import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
