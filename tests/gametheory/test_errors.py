import gametheory.errors
from gametheory.errors import CertificateError, DetenteError, UnknownName, nearest_name


def test_the_tree_drawn_in_the_head_names_every_error() -> None:
    drawn = gametheory.errors.__doc__ or ""
    assert [name for name in gametheory.errors.__all__ if name[0].isupper() and name not in drawn] == []


def test_a_fault_of_the_package_is_no_error_of_the_user() -> None:
    assert not issubclass(CertificateError, DetenteError)


def test_an_unknown_name_says_what_exists_and_what_is_nearest() -> None:
    error = UnknownName("concept", "nsh", ["nash", "pure_nash"])
    assert "concept" in str(error)
    assert "'nsh'" in str(error)
    assert error.nearest == "nash"
    assert "pure_nash" in str(error)


def test_a_long_list_of_names_is_cut_and_counted() -> None:
    assert "and 960 more" in str(UnknownName("game", "x", [f"game_{number}" for number in range(1000)]))


def test_an_enormous_name_is_answered_too() -> None:
    assert nearest_name("n" * 1_000_000, ["nash"]) is None
