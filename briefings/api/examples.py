"""Examples in the OpenAPI document: what the live server answered over the five reports. A test asks each again.

`make examples` writes them anew. Answers that are long whatever is asked have none.
"""

import json
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_suffix(".json")
Example = dict[str, Any]  # request: the address that was asked; media_type; value: the answer


def kept() -> dict[str, dict[str, Example]]:
    """Return the examples by operation and status."""
    return json.loads(KEPT.read_text(encoding="utf-8"))


def put(document: dict[str, Any]) -> None:
    """Put each example beside the schema of its answer."""
    examples = kept()
    for path in document["paths"].values():
        for operation in path.values():
            for status, example in examples.get(operation["operationId"], {}).items():
                content = operation["responses"][status]["content"][example["media_type"]]
                content["examples"] = {"five_reports": {"summary": example["request"], "value": example["value"]}}
