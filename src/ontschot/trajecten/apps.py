from django.apps import AppConfig


class TrajectenConfig(AppConfig):
    name = "ontschot.trajecten"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.menukaart import gebruik as menukaart
        from ontschot.trajecten import gebeurtenissen, gebruik

        audit.register(gebeurtenissen.TEMPLATES)
        menukaart.register(gebruik.count_use)
