from django.apps import AppConfig


class NetwerkConfig(AppConfig):
    name = "ontschot.netwerk"

    def ready(self) -> None:
        from ontschot.kern import audit, wie
        from ontschot.netwerk import gebeurtenissen, queries
        from ontschot.web import context

        audit.register(gebeurtenissen.TEMPLATES)
        wie.register_resolver(queries.actor_of_session)
        context.register_layout(queries.layout)
