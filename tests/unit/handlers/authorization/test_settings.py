import pytest

from handlers.authorization.errors import SettingsError
from handlers.authorization.settings import Settings

POOL = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example"


def test_audiences_are_a_list_and_the_scope_may_be_any():
    environment = {"JWT_ISSUER": POOL, "JWT_AUDIENCE": "page, batch,,", "JWT_SCOPE": ""}

    assert Settings.from_environment(environment) == Settings(POOL, frozenset({"page", "batch"}))


@pytest.mark.parametrize("issuer", ["https://tenant.auth0.com/", "https://localhost:8443/realms/news"])
def test_an_issuer_is_kept_to_the_letter(issuer):
    environment = {"JWT_ISSUER": issuer, "JWT_AUDIENCE": "page", "JWT_SCOPE": "news/classify"}

    assert Settings.from_environment(environment) == Settings(issuer, frozenset({"page"}), "news/classify")


@pytest.mark.parametrize(
    "issuer",
    [
        *("", "issuer.example", "http://issuer.example", "https://", "https://me:pw@issuer.example"),
        *("https://issuer.example/?a=b", "https://issuer.example#a", "https://issuer.example/ a"),
        *("https://issuer.example:port", "https://[", "file:///etc/passwd"),
    ],
)
def test_what_is_no_address_of_an_issuer_is_refused(issuer):
    with pytest.raises(SettingsError, match=r"JWT_ISSUER is '.*', not the https:// address of an issuer"):
        Settings.from_environment({"JWT_ISSUER": issuer, "JWT_AUDIENCE": "page"})


@pytest.mark.parametrize("audience", [{}, {"JWT_AUDIENCE": ""}, {"JWT_AUDIENCE": " , "}])
def test_without_an_audience_there_is_no_check(audience):
    with pytest.raises(SettingsError, match="JWT_AUDIENCE names nobody"):
        Settings.from_environment({"JWT_ISSUER": POOL, **audience})


@pytest.mark.parametrize("scope", ["read write", 'a"b', "é"])
def test_what_is_not_one_scope_is_refused(scope):
    with pytest.raises(SettingsError, match=r"JWT_SCOPE is .*, not one scope"):
        Settings.from_environment({"JWT_ISSUER": POOL, "JWT_AUDIENCE": "page", "JWT_SCOPE": scope})
