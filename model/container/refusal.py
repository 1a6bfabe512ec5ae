"""What the container answers instead of predictions."""

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Literal

Code = Literal["invalid_request", "unsupported_media_type", "not_acceptable", "model_failed", "not_ready"]

STATUS: dict[Code, HTTPStatus] = {
    "invalid_request": HTTPStatus.BAD_REQUEST,
    "unsupported_media_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "not_acceptable": HTTPStatus.NOT_ACCEPTABLE,
    "model_failed": HTTPStatus.INTERNAL_SERVER_ERROR,
    "not_ready": HTTPStatus.SERVICE_UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error in the words its caller may read: for programs, and for people; it never quotes a headline."""

    code: Code
    message: str

    @property
    def status(self) -> HTTPStatus:
        return STATUS[self.code]

    def to_json(self) -> str:
        """Return the envelope of the API, on one line."""
        return json.dumps({"error": asdict(self)}, ensure_ascii=False)


class RefusalError(Exception):
    """Raised where a request is read, caught where it is answered."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.refusal = Refusal(code, message)
