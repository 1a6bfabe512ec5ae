import pytest

from handlers.authorization.errors import IssuerError, TokenError
from handlers.authorization.keys import LIFETIME, PAUSE, RETRY_AFTER, Keys
from tests.clock import Clock
from tests.issuer import CONFIGURATION, KEYS, SigningKey

URL = "https://issuer.example/pool"
CONFIGURED = URL.removesuffix("/pool") + CONFIGURATION


class Told:
    """What the issuer would tell over HTTPS, and how often it was asked for its keys."""

    def __init__(self):
        self.keys = [SigningKey("first").told]
        self.configuration = {"issuer": URL, "jwks_uri": f"https://elsewhere.example{KEYS}"}
        self.times = 0
        self.down = False

    def read(self, url):
        if self.down:
            self.times += 1
            raise IssuerError("it is down")
        if url == CONFIGURED:
            return self.configuration
        assert url == f"https://elsewhere.example{KEYS}"
        self.times += 1
        return {"keys": self.keys}


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(told, clock):
    return Keys(URL, told.read, clock)


def test_a_key_is_found_and_kept(keys, told, clock):
    assert keys.find("first").key_id == "first"
    clock.now += LIFETIME - 1
    assert keys.find("first").key_id == "first"
    assert told.times == 1


def test_a_key_that_is_withdrawn_is_not_taken_for_long(keys, told, clock):
    keys.find("first")
    told.keys = [SigningKey("second").told]
    clock.now += LIFETIME

    with pytest.raises(TokenError, match="UnknownKey"):
        keys.find("first")
    assert keys.find("second").key_id == "second"
    assert told.times == 2


def test_a_new_key_is_looked_for(keys, told, clock):
    keys.find("first")
    told.keys.append(SigningKey("second").told)
    clock.now += PAUSE

    assert keys.find("second").key_id == "second"


def test_made_up_names_do_not_make_it_ask_again_and_again(keys, told, clock):
    for number in range(100):
        with pytest.raises(TokenError, match="UnknownKey"):
            keys.find(f"made up {number}")
    assert told.times == 1

    clock.now += PAUSE
    for number in range(100):
        with pytest.raises(TokenError, match="UnknownKey"):
            keys.find(f"made up {number}")
    assert told.times == 2
    assert keys.find("first").key_id == "first"


def test_an_issuer_that_is_down_is_asked_now_and_then(keys, told, clock):
    told.down = True
    for _ in range(100):
        with pytest.raises(IssuerError):
            keys.find("first")
    assert told.times == 1

    told.down = False
    clock.now += RETRY_AFTER
    assert keys.find("first").key_id == "first"


def test_while_it_is_down_the_keys_that_are_known_are_taken(keys, told, clock):
    keys.find("first")
    told.down = True
    clock.now += PAUSE

    with pytest.raises(IssuerError):
        keys.find("made up")
    assert keys.find("first").key_id == "first"


def test_a_clock_that_is_set_back_makes_no_key_live_longer(keys, told, clock):
    keys.find("first")
    clock.now -= 10_000
    told.keys = [SigningKey("second").told]

    with pytest.raises(TokenError, match="UnknownKey"):
        keys.find("first")


def test_an_issuer_with_a_slash_at_its_end_is_found(told, clock):
    told.configuration["issuer"] = f"{URL}/"

    assert Keys(f"{URL}/", told.read, clock).find("first").key_id == "first"


@pytest.mark.parametrize("name", ["https://issuer.example/other", f"{URL}/", "", None])
def test_an_issuer_by_another_name_is_not_believed(keys, told, name):
    told.configuration["issuer"] = name

    with pytest.raises(IssuerError, match="another name"):
        keys.find("first")


@pytest.mark.parametrize("address", [None, 7, ["https://elsewhere.example/keys"]])
def test_an_issuer_must_tell_where_its_keys_are(keys, told, address):
    told.configuration["jwks_uri"] = address

    with pytest.raises(IssuerError, match="does not tell where"):
        keys.find("first")


@pytest.mark.parametrize(
    "found", [[], None, "first", [{"kid": "first"}], [{"kty": "oct", "k": "", "alg": "none"}]]
)
def test_an_issuer_without_a_key_of_use_is_a_failure(keys, told, found):
    told.keys = found

    with pytest.raises(IssuerError, match="has no keys of use"):
        keys.find("first")


def test_keys_for_other_uses_and_unreadable_ones_are_passed_over(keys, told):
    told.keys += [
        {**SigningKey("secret").told, "use": "enc"},
        {**SigningKey("nameless").told, "kid": None},
        {"kid": "strange", "kty": "none of ours"},
        "not a key",
    ]

    assert keys.find("first").key_id == "first"
    for name in ("secret", "nameless", "None", "strange"):
        with pytest.raises(TokenError, match="UnknownKey"):
            keys.find(name)
