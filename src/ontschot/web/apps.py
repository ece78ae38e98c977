from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ontschot.web"
    verbose_name = "Scherm"
