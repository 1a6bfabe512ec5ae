"""Servers that speak SageMaker's `InvokeEndpoint` over HTTP."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx

from tests.fake_service import Answer, FakeService, Service, error, serving


class FakeEndpoint(FakeService):
    """An endpoint that misbehaves on demand; `model` is given the headlines."""

    def __init__(self, model: Callable[[list[str]], Answer]) -> None:
        super().__init__(lambda body: model(body["inputs"]))

    def serving(self) -> AbstractContextManager[None]:
        return serving_endpoint(self)


class ForwardingEndpoint:
    """An endpoint with a real container behind it, whose failures are a `ModelError` as on AWS."""

    def __init__(self, container: httpx.Client) -> None:
        self._container = container

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        told = {name: headers[name] for name in ("content-type", "accept")}
        answer = self._container.post("/invocations", content=body, headers=told)
        if answer.is_success:
            return Answer(body=answer.content)
        return error(424, "ModelError", OriginalStatusCode=answer.status_code, OriginalMessage=answer.text)

    def serving(self) -> AbstractContextManager[None]:
        return serving_endpoint(self)


def serving_endpoint(service: Service) -> AbstractContextManager[None]:
    """Serve on loopback, where boto3 looks for endpoints."""
    return serving(service, "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME")
