from django.apps import AppConfig


class BeheerConfig(AppConfig):
    name = "ontschot.beheer"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.beheer import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
