from django.apps import AppConfig


class CasusoverlegConfig(AppConfig):
    name = "ontschot.casusoverleg"

    def ready(self) -> None:
        from ontschot.casusoverleg import gebeurtenissen
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
