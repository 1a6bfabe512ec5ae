import json

import pytest

from training.launch import price
from training.launch.errors import LaunchError
from training.launch.price import price_per_hour


def product(usage, *dollars, currency="USD"):
    dimensions = {
        str(number): {"unit": "Hrs", "pricePerUnit": {currency: str(amount)}}
        for number, amount in enumerate(dollars)
    }
    return {
        "product": {"attributes": {"usagetype": usage, "instanceName": "ml.g5.xlarge"}},
        "terms": {"OnDemand": {"a term": {"priceDimensions": dimensions}}},
    }


@pytest.fixture
def listed(monkeypatch):
    """Let the price list have these products; returns what it is asked."""
    asked = {}

    def listed(*products):
        class Client:
            def get_products(self, **wishes):
                asked.update(wishes)
                return {"PriceList": [json.dumps(one) for one in products]}

        monkeypatch.setattr(
            price, "client_of", lambda service, region: asked.update(client=(service, region)) or Client()
        )
        return asked

    return listed


def test_it_is_that_of_a_training_on_demand(listed):
    asked = listed(
        product("EU-Host:ml.g5.xlarge", 3),
        product("EU-Train:ml.g5.xlarge", 2.5),
        product("EU-Train:ml.g5.xlarge.other", 4),
        product("EU-Notebk:ml.g5.xlarge", 5),
        product("EU-SpotTrain:ml.g5.xlarge", 1),
    )

    assert price_per_hour("ml.g5.xlarge", "eu-west-1") == 2.5
    assert asked["client"] == ("pricing", "us-east-1")
    assert asked["ServiceCode"] == "AmazonSageMaker"
    wanted = {one["Field"]: one["Value"] for one in asked["Filters"]}
    assert wanted == {"regionCode": "eu-west-1", "instanceName": "ml.g5.xlarge"}


@pytest.mark.parametrize(
    "products",
    [
        (),
        (product("EU-Host:ml.g5.xlarge", 3),),
        (product("EU-Train:ml.g5.xlarge", 3, currency="CNY"),),
        (product("EU-Train:ml.g5.xlarge", 3), product("EU-Train:ml.g5.xlarge", 4)),
    ],
    ids=["nothing", "no training", "no dollars", "two prices"],
)
def test_where_there_is_not_one_price_there_is_none(listed, products):
    listed(*products)

    with pytest.raises(LaunchError, match=r"prices of training on ml\.g5\.xlarge in eu-west-1"):
        price_per_hour("ml.g5.xlarge", "eu-west-1")
