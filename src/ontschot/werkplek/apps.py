from django.apps import AppConfig


class WerkplekConfig(AppConfig):
    name = "ontschot.werkplek"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.werkplek import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
