from django.apps import AppConfig


class WerkplekConfig(AppConfig):
    name = "ontschot.werkplek"

    def ready(self) -> None:
        from ontschot.kern import audit
        from ontschot.web import context
        from ontschot.werkplek import gebeurtenissen, layout

        audit.register(gebeurtenissen.TEMPLATES)
        context.register_layout(layout.layout)
