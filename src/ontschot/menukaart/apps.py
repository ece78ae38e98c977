from django.apps import AppConfig


class MenukaartConfig(AppConfig):
    name = "ontschot.menukaart"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.menukaart import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
