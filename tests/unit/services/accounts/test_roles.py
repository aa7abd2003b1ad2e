"""Each role may what the lesser ones may, and a refusal names what is needed."""

from __future__ import annotations

import pytest

from trishul.services.accounts.roles import Forbidden, Role, lesser_of, require_role


def test_each_role_covers_itself_and_the_lesser_ones() -> None:
    covered = {role: [other for other in Role if role.covers(other)] for role in Role}
    assert [len(others) for others in covered.values()] == [1, 2, 3]
    assert Role.ADMINISTRATOR.covers(Role.VIEWER)


def test_the_lesser_of_two_roles_is_what_is_left() -> None:
    assert lesser_of(Role.ADMINISTRATOR, Role.OPERATOR) == Role.OPERATOR
    assert lesser_of(Role.VIEWER, Role.OPERATOR) == Role.VIEWER


def test_a_refusal_names_the_role_that_is_needed() -> None:
    require_role(Role.OPERATOR, Role.VIEWER)
    with pytest.raises(Forbidden, match=r"needs the role administrator\. You have the role operator"):
        require_role(Role.OPERATOR, Role.ADMINISTRATOR)
