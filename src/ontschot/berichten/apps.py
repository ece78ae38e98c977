from django.apps import AppConfig


class BerichtenConfig(AppConfig):
    name = "ontschot.berichten"

    def ready(self) -> None:
        from ontschot.berichten import gebeurtenissen
        from ontschot.berichten.actions.toegang import close_own_page
        from ontschot.kandidaten.actions.toestand import when_overleden
        from ontschot.kern import audit

        audit.register(gebeurtenissen.TEMPLATES)
        when_overleden(close_own_page)
