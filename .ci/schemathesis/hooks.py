"""What schemathesis is told beside the specification, and which of its findings are accepted."""

import fnmatch
import json
import re
from pathlib import Path

import requests
import schemathesis
from schemathesis.generation.feedback import NO_FEEDBACK

# The specification's own formats, which schemathesis would take for any text.
PATTERNS = {
    "object-id": r"^[0-9a-fA-F]{24}$",
    "record-ref": r"^([0-9a-fA-F]{24}|(extid|srcid)-[\s\S]+)$",
}

# Findings that are no defects: which check may fail for which operations when the reply says what, and because of what.
REGISTERED = json.loads((Path(__file__).parent / "registered.json").read_text("utf-8"))

occurred = set()


@schemathesis.hook
def before_load_schema(context, raw_schema):
    add_patterns(raw_schema)
    for path in raw_schema["paths"].values():
        add_company_filter(path.get("get", {}))


def add_patterns(part):
    if isinstance(part, list):
        for item in part:
            add_patterns(item)
    elif isinstance(part, dict):
        if isinstance(part.get("format"), str) and part["format"] in PATTERNS:
            part["pattern"] = PATTERNS[part["format"]]
        for item in part.values():
            add_patterns(item)


def add_company_filter(get):
    """Where an operation refers to nothing that another one creates, as the list of products does, scenarios start there
    and nowhere else. With one more filter, which is ignored as unknown ones are, it is no exception."""
    is_list = get.get("operationId", "").endswith("_list")
    if is_list and all(parameter["name"] != "companyId" for parameter in get["parameters"]):
        get["parameters"].append({"name": "companyId", "in": "query", "schema": {"type": "string"}})


@schemathesis.hook
def after_load_schema(context, schema):
    """Lets each scenario find the state that the emulator started with, and go by nothing that was learned elsewhere. One
    that is repeated has to go the same way; where it does not, schemathesis ends the phase and says nothing."""
    build = schema.build_state_machine

    def build_state_machine(feedback, link_calibration):
        class FromTheStart(build(feedback=NO_FEEDBACK, link_calibration=None)):
            def __init__(self):
                reset = requests.post(f"{schema.get_base_url()}/_emulator/reset", timeout=10)
                reset.raise_for_status()
                scenarios_are_played.count += 1
                super().__init__()

        return FromTheStart

    schema.build_state_machine = build_state_machine


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Whether a finding counts. It does not if all that the reply says is registered."""
    operation = case.operation.definition.raw["operationId"]
    found = [registered(failure, operation, message) for message in messages(response)]
    if not found or None in found:
        return True
    occurred.update(found)
    return False


def messages(response):
    """Why a call was refused: one message for each thing that is wrong, of each item that failed."""
    body = response.json()
    if not isinstance(body, dict):
        return []
    refused = [body] if "message" in body else body.get("createdErrors", []) + body.get("updatedErrors", [])
    return [fault["message"] for refusal in refused for fault in refusal.get("errors", [refusal])]


def registered(failure, operation, message):
    """The place of the entry that accepts a finding."""
    for place, entry in enumerate(REGISTERED):
        if (
            entry["check"] in failure.checks
            and fnmatch.fnmatchcase(operation, entry["operation"])
            and re.fullmatch(entry["message"], message, re.DOTALL)
        ):
            return place
    return None


@schemathesis.check
class registered_findings_occur:
    def after_run(self, context):
        idle = [entry for place, entry in enumerate(REGISTERED) if place not in occurred]
        assert not idle, f"registered, and did not occur, so to be removed: {json.dumps(idle, indent=2)}"


@schemathesis.check
class scenarios_are_played:
    count = 0

    def __init__(self, at_least):
        self.at_least = at_least

    def after_run(self, context):
        assert self.count >= self.at_least, f"{self.count} scenarios were played, {self.at_least} are to be"
