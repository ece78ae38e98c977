"""Two people at the bank at the same moment, on two connections; and who asks back meanwhile."""

import pytest
from django.db import IntegrityError, connection, transaction

from ontschot.kassier import actions
from ontschot.kassier.controle import check
from ontschot.kassier.models import Bankafschrift, Betaalbatch, Journaalpost, Terugvordering
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from tests.kassier import factories
from tests.kassier.bank import Boeking, Stand, camt
from tests.kassier.test_bank import back, betaald, lines, outcomes, paid, read, released
from tests.kassier.test_declareren import later
from tests.tegelijk import together


@pytest.mark.django_db(transaction=True)
def test_at_once_a_file_is_read_once_and_a_batch_goes_one_way() -> None:
    w = factories.wereld(1_000_000)
    factories.accounts(w)
    kassier, kassier_2 = w.wie("kassier"), w.wie("kassier_2")
    with transaction.atomic(), scope(w.ruim):
        (line,) = lines(released(w, 1000))
        content = camt(Stand((paid(line), Boeking(50))))
        kept = actions.stage_bank_file(kassier, naam="a.xml", inhoud=content)
    done = together(
        lambda: actions.read_bank_file(kassier, bestand_id=kept.pk),
        lambda: actions.read_bank_file(kassier_2, bestand_id=kept.pk),
    )
    assert sorted(done) == [False, True]

    with transaction.atomic(), scope(w.ruim):
        batch = released(w, 2000)
    done = together(
        lambda: actions.fetch_file(kassier_2, batch_id=batch.pk),
        lambda: actions.cancel_batch(kassier, batch_id=batch.pk, reden="fout"),
    )
    assert sorted(done) == [False, True]

    with transaction.atomic(), scope(w.ruim):
        made = released(w, 3000)
        actions.cancel_batch(kassier, batch_id=made.pk, reden="opnieuw")
        claim = made.regels.get().declaratieregel.declaratie_id
        built = actions.build_batch(kassier, fonds_id=w.fonds.pk, declaratie_ids=[claim])
    done = together(
        lambda: actions.release_batch(kassier_2, batch_id=built.pk),
        lambda: actions.cancel_batch(kassier, batch_id=built.pk, reden="toch niet"),
    )
    assert any(done)

    with transaction.atomic(), scope(w.ruim):
        come_back = actions.stage_bank_file(
            kassier,
            naam="b.xml",
            inhoud=camt(Stand((back(line),), nummer="A2", begin=999_050), nummer="2"),
        )
    together(
        lambda: actions.read_bank_file(kassier, bestand_id=come_back.pk),
        lambda: actions.propose_terugvordering(
            kassier_2, declaratieregel_id=line.declaratieregel_id, cent=400, reden="niet gekomen"
        ),
    )
    with transaction.atomic(), scope(w.ruim):
        assert Bankafschrift.objects.count() == 2
        assert Journaalpost.objects.filter(soort="betaling").count() == 1
        returned = Journaalpost.objects.filter(soort="terugboeking").count()
        assert returned + Terugvordering.objects.count() == 1
        assert Betaalbatch.objects.get(pk=built.pk).status in ("vrijgegeven", "geannuleerd")
        assert check().verschillen == ()


@pytest.mark.django_db
def test_what_is_asked_back_does_not_come_back_twice() -> None:
    w = factories.wereld(1_000_000)
    factories.accounts(w)
    with scope(w.ruim):
        (line,) = lines(released(w, 1000))
        read(w, camt(Stand((paid(line),))))
        asked = actions.propose_terugvordering(
            w.wie("kassier"),
            declaratieregel_id=line.declaratieregel_id,
            cent=400,
            reden="niet gekomen",
        )
        actions.decide_terugvordering(
            w.wie("kassier_2"), terugvordering_id=asked.pk, akkoord=True, uiterlijk=later()
        )
        whole = read(w, camt(Stand((back(line),), nummer="A2", begin=999_000), nummer="2"))
        assert outcomes(whole) == ["onbekend"]
        assert "teruggevorderd" in whole.regels.get().uitleg
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(
                "UPDATE kassier_declaratieregel SET status = 'opgenomen' WHERE status = 'betaald'"
            )
        part = read(w, camt(Stand((Boeking(400, naam="Bureau"),), nummer="A3"), nummer="3"))
        with pytest.raises(Weigering, match="Kies een terugvordering"):
            actions.propose_plaatsing(
                w.wie("kassier"),
                bankregel_id=whole.regels.get().pk,
                soort="terugvordering",
                terugvordering_nummer=asked.pk,
            )
        found = actions.propose_plaatsing(
            w.wie("kassier"),
            bankregel_id=part.regels.get().pk,
            soort="terugvordering",
            terugvordering_nummer=asked.pk,
        )
        actions.agree_plaatsing(w.wie("kassier_2"), plaatsing_id=found.pk)
        asked.refresh_from_db()
        assert (asked.status, betaald(w)) == ("voldaan", 600)
        assert check().verschillen == ()
