"""The mails of this room, in the language of the person who asked."""

from django.template.loader import render_to_string

from ontschot.meldingen.models import Melding, Verwijzing


def answer_mail(melding: Melding, antwoord: str, van: str) -> tuple[str, str]:
    """Subject and text of the mail with an answer; the subject says nothing about the question."""
    context = {"melding": melding, "antwoord": antwoord, "van": van, "regio": melding.regio.naam}
    engels = melding.taal == "en"
    onderwerp = "Answer to your question" if engels else "Antwoord op je vraag"
    sjabloon = "meldingen/mail_antwoord_en.txt" if engels else "meldingen/mail_antwoord.txt"
    return f"{onderwerp} ({melding.nummer})", render_to_string(sjabloon, context)


def referral_mail(verwijzing: Verwijzing, url: str) -> tuple[str, str]:
    """Subject and text of the mail with the link; nothing about the person stands in it."""
    context = {"verwijzing": verwijzing, "url": url}
    text = render_to_string("meldingen/mail_verwijzing.txt", context)
    return f"Kun jij dit van ons overnemen? ({verwijzing.regio.naam})", text
