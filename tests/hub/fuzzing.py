"""Schemathesis on a Hub in this process: what its own description says, what it does not, and everything a careless or hostile asker sends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import schemathesis
import zstandard
from schemathesis.config import ChecksConfig, PositiveDataAcceptanceConfig, SchemathesisConfig
from schemathesis.config._checks import NegativeDataRejectionConfig
from schemathesis.engine import events, from_schema
from starlette.applications import Starlette

from school_desk.adapters.hub_client import MEDIA_TYPE
from school_desk.sync import wire

ALL_PHASES = ("examples", "coverage", "fuzzing", "stateful")
# As described, and still against a rule: no such code, no such file, a part that does not fit, a program too old, too many codes.
_AGAINST_A_RULE = ["404", "422", "426", "429"]
_NOT_AS_DESCRIBED = ["400", "401", "405", "413", "415", *_AGAINST_A_RULE]


@dataclass
class Found:
    """What is wrong, told once each, and how often each operation answered with which status."""

    faults: dict[tuple[str, str], str] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)


def fuzz(app: Starlette, token: str, accept: str, examples: int, phases: Sequence[str] = ALL_PHASES) -> Found:
    """Asks everything that the description offers, `examples` times each; answers are asked for in the form `accept`."""
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app, config=_config(token, accept, examples, phases))

    @schema.hook
    def map_body(_context: schemathesis.HookContext, body: Any) -> Any:
        return _sendable(body)

    found = Found()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(found, event)
        elif isinstance(event, events.NonFatalError):
            found.faults[event.label, "error"] = str(event.info)
        elif isinstance(event, events.FatalError):
            raise event.exception
    return found


def _note(found: Found, event: events.ScenarioFinished) -> None:
    recorder = event.recorder
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None:
            label = recorder.cases[case_id].value.operation.label
            found.answers[label, interaction.response.status_code] += 1
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                told = f"{check.failure_info.failure}\n{check.failure_info.code_sample}"
                found.faults.setdefault((recorder.label, check.name), told)


def _config(token: str, accept: str, examples: int, phases: Sequence[str]) -> SchemathesisConfig:
    config = SchemathesisConfig.from_dict(
        {
            "seed": 20260803,
            "continue-on-failure": True,
            "request-timeout": 60,  # a busy machine is slow, not wrong
            "headers": {"Accept": accept},
            "auth": {"openapi": {"desk": {"bearer": token}}},
            "generation": {"max-examples": examples, "database": "none", "with-security-parameters": False},
            "phases": {name: {"enabled": name in phases} for name in ALL_PHASES},
        }
    )
    config.projects.default.checks = ChecksConfig(
        positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=["2xx", *_AGAINST_A_RULE]),
        negative_data_rejection=NegativeDataRejectionConfig(expected_statuses=_NOT_AS_DESCRIBED),
    )
    return config


@schemathesis.hook
def before_load_schema(_context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Schemathesis 4.32 spoils an answer that is itself a tuple (it makes Draft 7's `items` of `prefixItems`), one level down it does not."""
    for path in raw_schema["paths"].values():
        for described in path.values():
            for told in described["responses"]["200"]["content"].values() if isinstance(described, dict) else ():
                if "$ref" in told["schema"]:
                    told["schema"] = {"allOf": [told["schema"]]}


@schemathesis.serializer(MEDIA_TYPE)
def _in_own_form(_context: schemathesis.SerializationContext, message: Any) -> bytes:
    return message if isinstance(message, bytes) else wire.encode(_sendable(message))


@schemathesis.deserializer(MEDIA_TYPE)
def _from_own_form(_context: schemathesis.DeserializationContext, response: schemathesis.Response) -> Any:
    return msgspec.to_builtins(msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(response.content)))


def _sendable(value: Any) -> Any:
    """JSON Schema takes 1.0 for a whole number, the description says it is not written so; MessagePack has no numbers beyond 64 bits."""
    if isinstance(value, dict):
        return {_sendable(key): _sendable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_sendable(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return _sendable(int(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return max(-(2**63), min(value, 2**63))
    return value
