from django.apps import AppConfig


class PortaalConfig(AppConfig):
    name = "ontschot.portaal"
