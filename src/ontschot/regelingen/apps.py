from django.apps import AppConfig


class RegelingenConfig(AppConfig):
    name = "ontschot.regelingen"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.regelingen import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
