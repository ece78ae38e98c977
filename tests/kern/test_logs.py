"""A line of the log is one JSON object: an event with its fields."""

import json
import logging
import sys
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from ontschot.kern.logs import JsonFormatter


def line_of(level: int, problem: Exception, msg: Any = "Forbidden: %s") -> dict[str, Any]:
    try:
        raise problem
    except type(problem):
        record = logging.LogRecord("django.request", level, "", 0, msg, ("/x/",), sys.exc_info())
    found = JsonFormatter().format(record)
    assert "\n" not in found
    return dict(json.loads(found))


def test_a_fault_says_where_it_happened_and_a_refusal_only_what() -> None:
    fault = line_of(logging.ERROR, ValueError("één"))
    assert fault["event"] == "Forbidden: /x/"
    assert "ValueError: één" in fault["exception"]
    assert "exception" not in line_of(logging.WARNING, PermissionDenied())


@pytest.mark.parametrize("private", ["_record", "_from_structlog"])
def test_an_event_keeps_its_fields_and_not_those_of_the_library(private: str) -> None:
    line = line_of(logging.ERROR, ValueError(), {"event": "geladen", "rijen": 3, private: object()})
    assert (line["event"], line["rijen"], line["logger"]) == ("geladen", 3, "django.request")
    assert private not in line
