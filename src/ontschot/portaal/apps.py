from django.apps import AppConfig


class PortaalConfig(AppConfig):
    name = "ontschot.portaal"

    def ready(self) -> None:
        from ontschot.kern.wie import register_eigen
        from ontschot.portaal import catalogus, eigen

        catalogus.install()
        register_eigen(eigen.actor_of_cookie)
