"""What an actor counts as."""

import pytest

from briefings.analysis.bodies import Bodies
from tests.analysis import made


def bodies(sources=None):
    return Bodies({slug: made.actor(slug) for slug in made.ACTORS}, sources)


@pytest.mark.parametrize(
    ("actor", "source", "body"),
    [
        ("nis", "a", "nis"),
        ("cho", "a", "nis"),
        ("lee", "a", "committee"),  # an office before a party, though the party is printed first
        ("zelensky", "b", "ukraine"),
        ("zelensky", "a", "ukraine"),  # "President" there, of Ukraine elsewhere: no second body
        ("novelist", "a", "novelist"),
        ("officials", "a", "united-states"),
        ("nobody-published", "a", "nobody-published"),
    ],
)
def test_of_gives_the_body_of_the_printed_role(actor, source, body):
    assert bodies().of(actor, source) == body


def test_of_reads_no_role_of_a_source_that_is_not_known():
    assert bodies({"a"}).of("zelensky", "a") == "zelensky"


def test_kin_are_parent_and_child_and_no_siblings():
    own = bodies()

    assert own.are_kin("nis", "south-korea")
    assert own.are_kin("south-korea", "committee")  # by the assembly
    assert not own.are_kin("nis", "presidential-office")


def test_above_ends_where_parents_go_in_a_circle():
    one = made.actor("one", {"kind": "state_body", "parent": "other"})
    other = made.actor("other", {"kind": "state_body", "parent": "one"})

    assert len(Bodies({"one": one, "other": other}).above("one")) == 20
