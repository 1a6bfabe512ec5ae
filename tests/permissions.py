"""What the roles of a packaged template may do."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tests.packaged import of_type

Json = dict[str, Any]
Permission = tuple[str, str]
"""An action, with a minus before one that is denied, and a resource."""


def permissions(resources: Json) -> dict[str, set[Permission]]:
    """Return what each role may do, by action and resource; a policy of AWS's own is `policy`, with its ARN."""
    found: defaultdict[str, set[Permission]] = defaultdict(set)
    for role, properties in of_type(resources, "AWS::IAM::Role").items():
        found[role] |= {("policy", text(arn)) for arn in properties.get("ManagedPolicyArns", [])}
        for policy in properties.get("Policies", []):
            found[role] |= set(_pairs(policy))
    for policy in of_type(resources, "AWS::IAM::RolePolicy").values():
        found[policy["RoleName"]["Ref"]] |= set(_pairs(policy))
    for policy in of_type(resources, "AWS::IAM::Policy").values():
        for role in policy["Roles"]:
            found[role["Ref"]] |= set(_pairs(policy))
    assert not of_type(resources, "AWS::IAM::ManagedPolicy"), "permissions() does not read these"
    return dict(found)


def text(value: Any) -> str:
    """Return a resource as a string: `Name.Arn` for what another resource has."""
    if isinstance(value, str):
        return value
    ((function, argument),) = value.items()
    return ".".join(argument) if function == "Fn::GetAtt" else str(argument)


def _pairs(policy: Json) -> Iterator[Permission]:
    for statement in policy["PolicyDocument"]["Statement"]:
        sign = "" if statement["Effect"] == "Allow" else "-"
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                yield f"{sign}{action}", text(resource)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
