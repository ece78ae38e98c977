from django.apps import AppConfig


class KassierConfig(AppConfig):
    name = "ontschot.kassier"

    def ready(self) -> None:
        from ontschot.kassier import gebeurtenissen
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
