"""Whom the partners of a region order from, on which account, under which contract and price."""

from ontschot.aanbieders.models.aanbieder import NO_ACCOUNTS, Aanbieder
from ontschot.aanbieders.models.contract import BTW, Contract, Kaderprijs
from ontschot.aanbieders.models.rekening import Aanbiederrekening
from ontschot.aanbieders.models.samenvoegen import Aanbiedersamenvoeging, Rekeningovername

__all__ = [
    "BTW",
    "NO_ACCOUNTS",
    "Aanbieder",
    "Aanbiederrekening",
    "Aanbiedersamenvoeging",
    "Contract",
    "Kaderprijs",
    "Rekeningovername",
]
