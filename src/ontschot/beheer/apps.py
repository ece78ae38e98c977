from django.apps import AppConfig


class BeheerConfig(AppConfig):
    name = "ontschot.beheer"

    def ready(self) -> None:
        from ontschot.beheer import gebeurtenissen, signals
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
        signals.connect()
