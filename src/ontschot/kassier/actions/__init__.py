"""The only place where this room writes: funds, orders, declaraties and payments."""

from ontschot.kassier.actions.afspraken import (
    add_bewijseis,
    end_bewijseis,
    set_afspraak,
)
from ontschot.kassier.actions.bank import drop_bank_file, read_bank_file, stage_bank_file
from ontschot.kassier.actions.begrotingen import draft_begroting, fix_begroting, withdraw_begroting
from ontschot.kassier.actions.beoordelen import (
    draw_steekproef,
    judge_steekproefregel,
    read_berichten,
    send_bericht,
)
from ontschot.kassier.actions.bestellen import Afspraken, commit_verplichting
from ontschot.kassier.actions.betalen import (
    build_batch,
    cancel_batch,
    confirm_payment,
    fetch_file,
    refuse_batch,
    release_batch,
    set_annuleren_tot,
    set_betaalgegeven,
)
from ontschot.kassier.actions.bewijsstukken import (
    add_bewijs,
    make_aanwezigheid,
    withdraw_bewijs,
)
from ontschot.kassier.actions.budgetbesluiten import (
    decide_budgetbesluit,
    propose_budgetbesluit,
    refuse_budgetbesluit,
    withdraw_budgetbesluit,
)
from ontschot.kassier.actions.creditnota import process_credit_note
from ontschot.kassier.actions.declaraties import (
    approve_declaratie,
    change_declaratie,
    create_declaratie,
    declare_more,
    refuse_regel,
    send_back_declaratie,
    submit_declaratie,
    withdraw_declaratie,
)
from ontschot.kassier.actions.dubbel import record_stap, set_dubbel_dagen, stop_waiting
from ontschot.kassier.actions.facturen import declare_invoice, read_invoice, refuse_invoice
from ontschot.kassier.actions.fondsbeheer import add_fondsregel, change_fonds, make_delen
from ontschot.kassier.actions.fondsen import create_fonds, toekennen
from ontschot.kassier.actions.kosten import (
    add_kostenbewijs,
    add_kostenregel,
    approve_kostendeclaratie,
    create_kostendeclaratie,
    drop_kostenregel,
    refuse_kostenregel,
    send_back_kostendeclaratie,
    submit_kostendeclaratie,
    withdraw_kostenbewijs,
    withdraw_kostendeclaratie,
)
from ontschot.kassier.actions.mandaten import (
    ask_akkoord,
    decide_akkoord,
    end_inkoopmandaat,
    give_inkoopmandaat,
    set_besteltermijn,
)
from ontschot.kassier.actions.meldgrens import set_meldgrens
from ontschot.kassier.actions.orders import (
    expire_verplichting,
    release_reservering,
    reserve,
    void_verplichting,
)
from ontschot.kassier.actions.plaatsen import agree_plaatsing, propose_plaatsing, reject_plaatsing
from ontschot.kassier.actions.specificatie import mail_specificaties
from ontschot.kassier.actions.terugvorderingen import (
    ask_write_off,
    decide_terugvordering,
    propose_terugvordering,
    settle_terugvordering,
    write_off,
)
from ontschot.kassier.actions.verlopen import expire_reservering
from ontschot.kassier.actions.verrekenen import offset_terugvordering

__all__ = [
    "Afspraken",
    "add_bewijs",
    "add_bewijseis",
    "add_fondsregel",
    "add_kostenbewijs",
    "add_kostenregel",
    "agree_plaatsing",
    "approve_declaratie",
    "approve_kostendeclaratie",
    "ask_akkoord",
    "ask_write_off",
    "build_batch",
    "cancel_batch",
    "change_declaratie",
    "change_fonds",
    "commit_verplichting",
    "confirm_payment",
    "create_declaratie",
    "create_fonds",
    "create_kostendeclaratie",
    "decide_akkoord",
    "decide_budgetbesluit",
    "decide_terugvordering",
    "declare_invoice",
    "declare_more",
    "draft_begroting",
    "draw_steekproef",
    "drop_bank_file",
    "drop_kostenregel",
    "end_bewijseis",
    "end_inkoopmandaat",
    "expire_reservering",
    "expire_verplichting",
    "fetch_file",
    "fix_begroting",
    "give_inkoopmandaat",
    "judge_steekproefregel",
    "mail_specificaties",
    "make_aanwezigheid",
    "make_delen",
    "offset_terugvordering",
    "process_credit_note",
    "propose_budgetbesluit",
    "propose_plaatsing",
    "propose_terugvordering",
    "read_bank_file",
    "read_berichten",
    "read_invoice",
    "record_stap",
    "refuse_batch",
    "refuse_budgetbesluit",
    "refuse_invoice",
    "refuse_kostenregel",
    "refuse_regel",
    "reject_plaatsing",
    "release_batch",
    "release_reservering",
    "reserve",
    "send_back_declaratie",
    "send_back_kostendeclaratie",
    "send_bericht",
    "set_afspraak",
    "set_annuleren_tot",
    "set_besteltermijn",
    "set_betaalgegeven",
    "set_dubbel_dagen",
    "set_meldgrens",
    "settle_terugvordering",
    "stage_bank_file",
    "stop_waiting",
    "submit_declaratie",
    "submit_kostendeclaratie",
    "toekennen",
    "void_verplichting",
    "withdraw_begroting",
    "withdraw_bewijs",
    "withdraw_budgetbesluit",
    "withdraw_declaratie",
    "withdraw_kostenbewijs",
    "withdraw_kostendeclaratie",
    "write_off",
]
