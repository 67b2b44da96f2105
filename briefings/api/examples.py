"""Examples in the OpenAPI documents: what the live server answered over the five reports. A test asks each again.

`make examples` writes them anew. Of answers that are long whatever is asked, each list is cut after its first entry.
"""

import json
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_suffix(".json")
DESK = KEPT.parent / "desk" / KEPT.name
Example = dict[str, Any]  # request: the address that was asked; media_type; value: the answer; body, if one was sent


def kept(path: Path = KEPT) -> dict[str, dict[str, Example]]:
    """Return the examples by operation and status."""
    return json.loads(path.read_text(encoding="utf-8"))


def put(document: dict[str, Any]) -> None:
    """Put each example beside the schema of its answer, and what was sent for it beside that of the body."""
    examples = kept() | kept(DESK)
    for path in document["paths"].values():
        for operation in path.values():
            for status, example in examples.get(operation["operationId"], {}).items():
                content = operation["responses"][status]["content"][example["media_type"]]
                content["examples"] = {"five_reports": {"summary": example["request"], "value": example["value"]}}
                if "body" in example and status.startswith("2"):
                    sent = operation["requestBody"]["content"]["application/json"]
                    sent["examples"] = {"five_reports": {"summary": example["request"], "value": example["body"]}}
