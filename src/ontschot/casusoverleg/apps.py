from django.apps import AppConfig


class CasusoverlegConfig(AppConfig):
    name = "ontschot.casusoverleg"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.casusoverleg import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
