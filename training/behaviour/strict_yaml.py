"""YAML in which no entry can be lost unnoticed."""

from typing import Any

import yaml


class StrictLoader(yaml.SafeLoader):
    """A safe loader that refuses a key that stands twice; the plain one keeps the last of them."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return a mapping.

        Raises
        ------
        yaml.constructor.ConstructorError
            If a key stands twice.
        """
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping
