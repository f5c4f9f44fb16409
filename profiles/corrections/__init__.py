"""Corrections that readers suggest: sent without an account and within bounds, claimed and closed by curators."""

from profiles.corrections.closing import claim, decline, take
from profiles.corrections.form import CorrectionForm
from profiles.corrections.senders import TooMany, forget_senders
from profiles.corrections.sending import send

__all__ = ["CorrectionForm", "TooMany", "claim", "decline", "forget_senders", "send", "take"]
