from django.apps import AppConfig


class KassierConfig(AppConfig):
    name = "ontschot.kassier"

    def ready(self) -> None:
        from ontschot.kassier import gebeurtenissen
        from ontschot.kassier.restgeld import panel
        from ontschot.kern import audit
        from ontschot.web.slots import register_slot

        audit.register(gebeurtenissen.TEMPLATES)
        register_slot("restgeld", panel)
