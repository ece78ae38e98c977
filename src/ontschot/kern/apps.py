from django.apps import AppConfig


class KernConfig(AppConfig):
    name = "ontschot.kern"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from ontschot.kern import checks, grants

        checks.register_checks()
        post_migrate.connect(grants.grant_application_role, dispatch_uid="kern.grants")
