from django.apps import AppConfig


class KassierConfig(AppConfig):
    name = "ontschot.kassier"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.kassier import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
