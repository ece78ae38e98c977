"""How allauth behaves in this house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: the administrator does, with a role."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
