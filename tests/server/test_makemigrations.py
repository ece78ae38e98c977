from django.db import migrations, models

from ontschot.server.management.commands.makemigrations import fold


def table(name: str) -> migrations.CreateModel:
    return migrations.CreateModel(name, [("id", models.IntegerField(primary_key=True))])


def constraint(name: str, of: str) -> migrations.AddConstraint:
    unique = models.UniqueConstraint(fields=["id"], name=name)
    return migrations.AddConstraint(of, unique)


def test_what_belongs_to_a_new_table_is_written_inside_it() -> None:
    index = migrations.AddIndex("een", models.Index(fields=["id"], name="volgorde"))
    one, two = table("Een"), table("Twee")
    assert fold([one, two, constraint("a", "een"), index]) == [one, two]
    assert [found.name for found in one.options["constraints"]] == ["a"]
    assert [found.name for found in one.options["indexes"]] == ["volgorde"]


def test_what_mentions_a_later_field_stays_behind_it_and_the_rest_moves() -> None:
    one, later = table("Een"), migrations.AddField("een", "bedrag", models.IntegerField())
    about_it = migrations.AddConstraint(
        "een", models.UniqueConstraint(fields=["id", "bedrag"], name="b")
    )
    assert fold([one, later, about_it, constraint("a", "een")]) == [one, later, about_it]
    assert [found.name for found in one.options["constraints"]] == ["a"]


def test_a_table_that_changed_otherwise_is_left_as_it_is() -> None:
    renamed = migrations.RenameField("een", "id", "nummer")
    operations = [table("Een"), renamed, constraint("a", "een")]
    assert fold(operations) == operations


def test_a_table_that_was_there_already_is_left_alone() -> None:
    operations = [constraint("a", "een")]
    assert fold(operations) == operations
