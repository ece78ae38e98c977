from django.apps import AppConfig


class PortaalConfig(AppConfig):
    name = "ontschot.portaal"

    def ready(self) -> None:
        from ontschot.portaal import catalogus

        catalogus.install()
