"""The sign-in page: allauth's, with the demo people above it when this is a demo."""

from typing import Any

from allauth.account.views import LoginView

from ontschot.beheer.queries import demo_people


class Aanmelden(LoginView):
    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_people": demo_people()}
