from django.apps import AppConfig


class ToewijzingConfig(AppConfig):
    name = "ontschot.toewijzing"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.toewijzing import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
