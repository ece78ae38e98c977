from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "ontschot.monitor"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.monitor import gebeurtenissen

        audit.register(gebeurtenissen.TEMPLATES)
