from django.apps import AppConfig


class TrajectenConfig(AppConfig):
    name = "ontschot.trajecten"

    def ready(self) -> None:
        from ontschot.berichten.actions.verzoek import when_withdrawn
        from ontschot.kandidaten.actions.toestand import when_overleden
        from ontschot.kern import audit
        from ontschot.menukaart import gebruik as menukaart
        from ontschot.trajecten import gebeurtenissen, gebruik
        from ontschot.trajecten.actions.volgen import stop_after_death, stop_asking

        audit.register(gebeurtenissen.TEMPLATES)
        menukaart.register(gebruik.count_use)
        when_overleden(stop_after_death)
        when_withdrawn("nazorg", stop_asking)
