"""What the page to sign in needs to know: `{% load comptes %}`."""

from allauth.account.adapter import get_adapter
from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_up_is_open(context: Context) -> bool:
    """Tell whether anybody may open an account."""
    return bool(get_adapter().is_open_for_signup(context["request"]))
