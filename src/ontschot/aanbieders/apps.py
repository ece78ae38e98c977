from django.apps import AppConfig


class AanbiedersConfig(AppConfig):
    name = "ontschot.aanbieders"

    def ready(self) -> None:
        from ontschot.aanbieders import gebeurtenissen
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
