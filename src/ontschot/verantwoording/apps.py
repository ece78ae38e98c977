from django.apps import AppConfig


class VerantwoordingConfig(AppConfig):
    name = "ontschot.verantwoording"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.verantwoording import gebeurtenissen
        from ontschot.verantwoording.aanleiding import panel, way_in
        from ontschot.web.slots import register_slot

        audit.register(gebeurtenissen.TEMPLATES)
        register_slot("terugvordering_aanleiding", panel)
        register_slot("controles_achteraf", way_in)
