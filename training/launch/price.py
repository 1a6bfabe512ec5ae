"""What an hour of an instance costs, as AWS's own price list has it: no price is written down here."""

import json
import re
from collections.abc import Iterator
from typing import Any

from training.aws import client_of
from training.launch.aws import asked
from training.launch.errors import LaunchError

_ASKED_IN = "us-east-1"
"""A region in which the price list answers, for all regions."""


def price_per_hour(instance: str, region: str) -> float:
    """Return dollars for an hour of training on an instance, on demand.

    Raises
    ------
    LaunchError
        If the list cannot be asked (it takes the permission `pricing:GetProducts`), or has no one price.
    """
    wanted = {"regionCode": region, "instanceName": instance}
    filters = [{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in wanted.items()]
    with asked("for the price list (pricing:GetProducts)"):
        found = client_of("pricing", _ASKED_IN).get_products(
            ServiceCode="AmazonSageMaker", Filters=filters, MaxResults=100
        )
        products = [json.loads(text) for text in found["PriceList"]]
    prices = {price for one in products if _is_training(one, instance) for price in _dollars(one)}
    if len(prices) != 1:
        raise LaunchError(
            f"the price list has {len(prices) or 'no'} prices of training on {instance} in {region}"
        )
    return prices.pop()


def _is_training(product: dict[str, Any], instance: str) -> bool:
    """Tell a training from an endpoint or a notebook on the same instance, by what it is billed as."""
    usage = str(product["product"]["attributes"].get("usagetype", ""))
    return re.fullmatch(rf"(?:[A-Z0-9]+-)?Train:{re.escape(instance)}", usage) is not None


def _dollars(product: dict[str, Any]) -> Iterator[float]:
    for term in product["terms"].get("OnDemand", {}).values():
        for dimension in term["priceDimensions"].values():
            if "USD" in dimension["pricePerUnit"]:
                yield float(dimension["pricePerUnit"]["USD"])
