"""A client of the API, as Locust has them."""

from typing import ClassVar

import gevent
from locust import FastHttpUser, task
from locust.exception import StopUser

from infrastructure.smoke.service import SECONDS
from loadtest.turns import Turns


class Caller(FastHttpUser):
    """Takes the next turn as long as there is one.

    Attributes
    ----------
    turns
        Of which it takes them.
    """

    abstract = True
    turns: ClassVar[Turns]
    connection_timeout = SECONDS
    network_timeout = SECONDS
    insecure = False  # a certificate that is not the service's own would get the key

    @task
    def call(self) -> None:
        turn = self.turns.next()
        if turn is None:
            raise StopUser
        due, call = turn
        gevent.sleep(max(0.0, due - self.turns.now()))
        with self.client.request(
            call.method,
            call.path,
            name=call.name,
            data=call.body,  # type: ignore[arg-type]  # which takes bytes, whatever it says
            headers=dict(call.headers),
            catch_response=True,
            allow_redirects=False,
        ) as response:
            answer = self.turns.record(call, due, response.status_code or 0, response.content or b"")
            response.request_meta["response_time"] = answer.milliseconds
            if answer.problem:
                response.failure(answer.problem)
            else:
                response.success()
