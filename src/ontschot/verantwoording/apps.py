from django.apps import AppConfig


class VerantwoordingConfig(AppConfig):
    name = "ontschot.verantwoording"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.verantwoording import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
