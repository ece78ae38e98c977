from django.apps import AppConfig


class MeldingenConfig(AppConfig):
    name = "ontschot.meldingen"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.meldingen import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
