from django.apps import AppConfig


class DocumentenConfig(AppConfig):
    name = "ontschot.documenten"

    def ready(self) -> None:
        from ontschot.documenten import gebeurtenissen
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
