"""One headline or many in, predictions out: over HTTP, and by direct invocation."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from handlers.common.classifiers import Shelf
from handlers.common.errors import ApiError, as_api_error
from handlers.common.observability import count, count_tokens, log_answer, log_failure, observed
from handlers.common.resolver import Api
from handlers.common.responses import CLASSIFY, JSON, KEYED, OPEN, responses
from handlers.common.schemas import (
    AnyPrediction,
    BatchAnswer,
    BatchRequest,
    ClassifyRequest,
    ExplainedPrediction,
    Health,
    ModelList,
    ServedModel,
)
from model import (
    BackendError,
    Classifier,
    HeadlineError,
    Metered,
    ModelReference,
    Prediction,
)
from model import explain as weigh_words

KEY: list[dict[str, list[str]]] = [{"key": []}]
Explain = Annotated[bool, Query(description="Add what each word did for the label.")]
ModelName = Annotated[str, Path(description="A name from `GET /v1/models`.")]
Answer = TypeVar("Answer")

api = Api()
shelf = Shelf()
shelf.warm_up()  # while the function starts, when Lambda lends it a whole CPU


@api.post(
    "/v1/classify",
    summary="Classify one headline",
    tags=["classify"],
    security=KEY,
    responses=responses("The prediction", AnyPrediction, CLASSIFY),
)
def classify(request: ClassifyRequest, explain: Explain = False) -> AnyPrediction:
    return _one(shelf.default(), request, explain)


@api.post(
    "/v1/classify/batch",
    summary="Classify up to 128 headlines",
    tags=["classify"],
    security=KEY,
    responses=responses("The predictions", BatchAnswer, CLASSIFY),
)
def classify_batch(request: BatchRequest) -> BatchAnswer:
    return BatchAnswer(_many(shelf.default(), request.headlines))


@api.post(
    "/v1/models/<model>/classify",
    summary="Classify one headline with the model you name",
    tags=["models"],
    security=KEY,
    responses=responses("The prediction", AnyPrediction, (404, *CLASSIFY)),
)
def classify_with(model: ModelName, request: ClassifyRequest, explain: Explain = False) -> AnyPrediction:
    return _one(shelf.named(model), request, explain)


@api.get(
    "/v1/models",
    summary="List the models",
    tags=["models"],
    security=KEY,
    responses=responses("The models, the default one first", ModelList, KEYED),
)
def models() -> ModelList:
    return ModelList(list(shelf.served()))


@api.get(
    "/v1/models/<model>",
    summary="Describe one model",
    tags=["models"],
    security=KEY,
    responses=responses("The model", ServedModel, (404, *KEYED)),
)
def model(model: ModelName) -> ServedModel:
    return shelf.describe(model)


@api.get(
    "/v1/health",
    summary="Tell whether the service is ready",
    tags=["service"],
    responses=responses("Ready", Health, OPEN),
)
def health() -> Health:
    served = shelf.describe()
    return Health("ready", ModelReference(served.name, served.version, served.backend))


@api.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[str]:
    from handlers.common import documentation  # noqa: PLC0415 (only readers of the documentation wait for it)

    return Response(200, JSON, documentation.specification(api, _mount()))


@api.get("/docs", include_in_schema=False)
def docs() -> Response[str]:
    from handlers.common import documentation  # noqa: PLC0415

    return Response(200, "text/html; charset=utf-8", documentation.page(api, _mount()))


@observed
def handler(event: Any, context: Any) -> Any:
    """Answer an API Gateway event with a response, any other event with the bare prediction."""
    if isinstance(event, Mapping) and "httpMethod" in event:
        return api.resolve(event, context)
    return invoke(event)


def invoke(event: Any) -> dict[str, Any]:
    """Answer a direct invocation: the forms of the HTTP requests, and the same answers.

    Raises
    ------
    ApiError
        If the event is not a request or cannot be answered. Its words are all that Lambda reports of it: no
        cause is attached, because a cause may quote the headline.
    """
    started = time.perf_counter()
    try:
        answer: AnyPrediction | BatchAnswer
        if isinstance(event, Mapping) and "headlines" in event:
            answer = BatchAnswer(_many(shelf.default(), BatchRequest.model_validate(event).headlines))
        else:
            answer = _one(shelf.default(), ClassifyRequest.model_validate(event), explain=False)
    except Exception as error:
        refusal = as_api_error(error)
        if refusal.code == "internal_error":
            log_failure(refusal.message, error)
        log_answer("invoke", refusal.status, 1000 * (time.perf_counter() - started))
        raise refusal from None
    log_answer("invoke", 200, 1000 * (time.perf_counter() - started))
    return asdict(answer)


def _one(classifier: Classifier, request: ClassifyRequest, explain: bool) -> AnyPrediction:
    if not explain:
        return _many(classifier, [request.headline])[0]
    (prediction, weights), milliseconds = _timed(
        classifier, lambda: weigh_words(classifier, request.headline)
    )
    count([request.headline], [prediction], milliseconds)
    if not weights:
        return prediction
    values = {field.name: getattr(prediction, field.name) for field in fields(prediction)}
    return ExplainedPrediction(**values, explanation=weights)


def _many(classifier: Classifier, headlines: Sequence[str]) -> list[Prediction]:
    predictions, milliseconds = _timed(classifier, lambda: classifier.classify(headlines))
    count(headlines, predictions, milliseconds)
    return predictions


def _timed(classifier: Classifier, call: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return what the model answers, and the milliseconds it took; count the tokens, also of what failed.

    Raises
    ------
    ApiError
        For whatever goes wrong in there, but for a headline that cannot be classified: `not_ready`, `throttled` or
        `timeout` where that is known, else `model_failed`.
    """
    started = time.perf_counter()
    try:
        answer = call()
    except HeadlineError:
        raise
    except BackendError as error:
        log_failure(str(error), error)  # it names endpoint and code, and never what was asked
        raise as_api_error(error) from None
    except Exception as error:
        log_failure("the model failed", error)
        raise ApiError("model_failed", "the model could not answer") from None
    finally:
        if isinstance(classifier, Metered):
            count_tokens(classifier.description.name, classifier.meter.take())
    return answer, 1000 * (time.perf_counter() - started)


def _mount() -> str:
    """Return where the API is mounted: the stage stands in the path API Gateway was called at, or it does not."""
    context = api.current_event.request_context
    prefix = f"/{context.stage}"
    return prefix if (context.path or "").startswith(f"{prefix}/") else "/"
