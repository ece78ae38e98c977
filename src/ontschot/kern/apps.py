from django.apps import AppConfig


class KernConfig(AppConfig):
    name = "ontschot.kern"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from ontschot.kern import checks, eigen, grants

        checks.register_checks()
        post_migrate.connect(grants.grant_application_role, dispatch_uid="kern.grants")
        # Once, after all rooms have their tables.
        post_migrate.connect(eigen.close_for_kandidaten, sender=self, dispatch_uid="kern.eigen")
        post_migrate.connect(grants.close_search_path, sender=self, dispatch_uid="kern.path")
