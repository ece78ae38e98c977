from django.apps import AppConfig


class TrajectenConfig(AppConfig):
    name = "ontschot.trajecten"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.trajecten import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
