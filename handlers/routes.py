"""The routes of the function `classify`, with all that describes them and says what is wrong with a request."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from handlers.common import classifiers
from handlers.common.answers import AnyPrediction, BatchAnswer, Health, ModelList, ServedModel
from handlers.common.classification import many, one
from handlers.common.resolver import Api
from handlers.common.responses import CLASSIFY, JSON, KEY, KEYED, OPEN, responses
from handlers.common.schemas import BatchRequest, ClassifyRequest
from model import ModelReference

Explain = Annotated[bool, Query(description="Add what each word did for the label.")]
ModelName = Annotated[str, Path(description="A name from `GET /v1/models`.")]

api = Api()


@api.post(
    "/v1/classify",
    summary="Classify one headline",
    tags=["classify"],
    security=KEY,
    responses=responses("The prediction", AnyPrediction, CLASSIFY),
)
def classify(request: ClassifyRequest, explain: Explain = False) -> AnyPrediction:
    return one(classifiers.shelf.default(), request.headline, explain)


@api.post(
    "/v1/classify/batch",
    summary="Classify up to 128 headlines",
    tags=["classify"],
    security=KEY,
    responses=responses("The predictions", BatchAnswer, CLASSIFY),
)
def classify_batch(request: BatchRequest) -> BatchAnswer:
    return BatchAnswer(many(classifiers.shelf.default(), request.headlines))


@api.post(
    "/v1/models/<model>/classify",
    summary="Classify one headline with the model you name",
    tags=["models"],
    security=KEY,
    responses=responses("The prediction", AnyPrediction, (404, *CLASSIFY)),
)
def classify_with(model: ModelName, request: ClassifyRequest, explain: Explain = False) -> AnyPrediction:
    return one(classifiers.shelf.named(model), request.headline, explain)


@api.get(
    "/v1/models",
    summary="List the models",
    tags=["models"],
    security=KEY,
    responses=responses("The models, the default one first", ModelList, KEYED),
)
def models() -> ModelList:
    return ModelList(list(classifiers.shelf.served()))


@api.get(
    "/v1/models/<model>",
    summary="Describe one model",
    tags=["models"],
    security=KEY,
    responses=responses("The model", ServedModel, (404, *KEYED)),
)
def model(model: ModelName) -> ServedModel:
    return classifiers.shelf.describe(model)


@api.get(
    "/v1/health",
    summary="Tell whether the service is ready",
    tags=["service"],
    responses=responses("Ready", Health, OPEN),
)
def health() -> Health:
    served = classifiers.shelf.describe()
    return Health("ready", ModelReference(served.name, served.version, served.backend))


@api.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[str]:
    from handlers.common import documentation  # noqa: PLC0415 (only readers of the documentation wait for it)

    return Response(200, JSON, documentation.specification(described(), _mount()))


@api.get("/docs", include_in_schema=False)
def docs() -> Response[str]:
    from handlers.common import documentation  # noqa: PLC0415

    return Response(200, "text/html; charset=utf-8", documentation.page(described(), _mount()))


def described() -> tuple[Api, ...]:
    """Return whatever has routes to describe: those of other functions stand beside these."""
    from handlers import feedback  # noqa: PLC0415

    return api, feedback.api


def _mount() -> str:
    """Return where the API is mounted: the stage stands in the path API Gateway was called at, or it does not."""
    context = api.current_event.request_context
    prefix = f"/{context.stage}"
    return prefix if (context.path or "").startswith(f"{prefix}/") else "/"
