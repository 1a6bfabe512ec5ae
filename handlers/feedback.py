"""What a person says a headline is, kept for the next training run."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header

from handlers.common.observability import observed
from handlers.common.resolver import Api
from handlers.common.responses import FEEDBACK, JSON, KEY, responses
from handlers.common.schemas import FeedbackRequest
from handlers.corrections.correction import Correction
from handlers.corrections.keeper import Keeper

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._:-]{1,128}$",
        description="Yours for this correction, as a UUID; it is made of what is said unless told.",
    ),
]


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction is kept; `kept_text` tells whether its headline is, too."""

    id: str
    label: str
    model: str
    created: str
    kept_text: bool

    @classmethod
    def of(cls, kept: Correction) -> "KeptCorrection":
        return cls(kept.id, kept.label, kept.model, kept.created, kept_text=kept.headline is not None)


api = Api()
keeper = Keeper()
"""That of this process; it has opened nothing before it is asked."""


@api.post(
    "/v1/feedback",
    summary="Correct a label",
    tags=["feedback"],
    security=KEY,
    responses={
        **responses("It is kept", KeptCorrection, (), HTTPStatus.CREATED),
        **responses("It was kept before, and is no second one", KeptCorrection, FEEDBACK),
    },
)
def feedback(request: FeedbackRequest, key: Key = None) -> Response[KeptCorrection]:
    kept, new = keeper.keep(request, key)
    return Response(HTTPStatus.CREATED if new else HTTPStatus.OK, JSON, KeptCorrection.of(kept))


@observed
def handler(event: Any, context: Any) -> dict[str, Any]:
    """Answer an API Gateway event."""
    return api.resolve(event, context)
