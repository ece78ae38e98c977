"""Log lines are events with fields, one JSON object per line, never interpolated sentences."""

import json
import logging
from typing import Any

import structlog

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

get_logger = structlog.get_logger


class JsonFormatter(logging.Formatter):
    """Writes structlog events and the lines of other libraries in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any]
        if isinstance(record.msg, dict):
            event = {k: v for k, v in record.msg.items() if not k.startswith("_")}
        else:
            event = {"event": record.getMessage(), "level": record.levelname.lower()}
        event["logger"] = record.name
        # A page that was refused is a warning; only of a fault do we want to know where.
        if record.exc_info and record.levelno >= logging.ERROR:
            event["exception"] = self.formatException(record.exc_info)
        return json.dumps(event, default=str, ensure_ascii=False)
