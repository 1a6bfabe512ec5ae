"""What `sls package` makes of monitoring: alarms and a dashboard of metrics that there are."""

import json
import re
import subprocess
import sys

import pytest

from tests.packaged import findings, of_type, package, resources_of, section_of, served
from tests.started_api import ROOT

SERVICE = "newsdesk-dev"
COLUMNS = 24
ALARMS = {
    "ApiErrorsAlarm",
    "ApiLatencyAlarm",
    "ThrottlesAlarm",
    "FunctionErrorsAlarm",
    "LogErrorsAlarm",
    "NeedsReviewAlarm",
    "StaleModelAlarm",
    "LabelDriftAlarm",
    "DriftSilentAlarm",
    "TrafficAlarm",
}
MORE = {
    "sagemaker": {"EndpointErrors", "EndpointLatency", "EndpointRefusals"},
    "cascade": {"HubSentimentErrors", "HubSentimentLatency", "HubSentimentRefusals"},
}
"""The alarms of endpoints, by backend."""
BACKENDS = {
    "local": [],
    "sagemaker": ["endpointBucket=models-of-mine"],
    "bedrock": [],
    "cascade": ["models=news,sentiment"],
}
AWS = {
    "AWS/ApiGateway": ({"Count", "4XXError", "5XXError", "Latency"}, {"ApiName", "Stage"}),
    "AWS/Lambda": ({"Invocations", "Duration", "Errors", "Throttles"}, {"FunctionName"}),
    "AWS/SageMaker": (
        {
            "Invocations",
            "InvocationsPerInstance",
            "ModelLatency",
            "Invocation4XXErrors",
            "Invocation5XXErrors",
        },
        {"EndpointName", "VariantName"},
    ),
}
"""The metrics of AWS's own that are used, and their dimensions."""

EMIT = """
from handlers import classify
from handlers.common.observability import count_correction, count_drift, count_stale, count_tokens
from model import Tokens
from tests.gateway import Context, event

answer = classify.handler(event("POST", "/v1/classify", {"headline": "Fever vaccine"}), Context())
assert answer["statusCode"] == 200, answer
count_tokens("news", Tokens(100, 10))
count_drift("news", 0.1)
count_correction("news", "Health", True)
count_stale("news")
"""
FAIL = """
from handlers.common.observability import log_failure

try:
    raise ValueError
except ValueError as error:
    log_failure("a message", error)
"""


def run_as_function(code):
    """Run code with the environment of the functions; returns the lines that it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"POWERTOOLS_SERVICE_NAME": SERVICE, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module", params=BACKENDS)
def backend(request):
    return request.param


@pytest.fixture(scope="module")
def template(sls, backend, tmp_path_factory):
    parameters = [f"--param={one}" for one in (f"backend={backend}", *BACKENDS[backend])]
    return package(sls, tmp_path_factory.mktemp(backend), *parameters)


@pytest.fixture(scope="module")
def resources(template):
    return resources_of(template)


@pytest.fixture(scope="module")
def widgets(resources):
    return dashboard_of(resources)


def dashboard_of(resources):
    """Return the widgets, with the names of what the template refers to in place of its values."""
    text = resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    references = {name.partition(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", text)}
    assert references <= resources.keys() | {"AWS::Region"}
    found = json.loads(re.sub(r"\$\{([^!}]+)\}", r"\1", text).replace("${!", "${"))
    widgets = found["widgets"]
    assert widgets
    return widgets


@pytest.fixture(scope="module")
def emitted(resources):
    """Name and dimensions of each metric in our namespace: what the functions emit, and what logs give."""
    blobs = [json.loads(line) for line in run_as_function(EMIT) if '"_aws"' in line]
    found = {
        (metric["Name"], frozenset(dimensions))
        for blob in blobs
        for directive in blob["_aws"]["CloudWatchMetrics"]
        for dimensions in directive["Dimensions"]
        for metric in directive["Metrics"]
    }
    assert {blob["service"] for blob in blobs} == {SERVICE}
    for one in of_type(resources, "AWS::Logs::MetricFilter").values():
        for drawn in one["MetricTransformations"]:
            assert drawn["MetricNamespace"] == "Newsdesk"
            found.add((drawn["MetricName"], frozenset(each["Key"] for each in drawn["Dimensions"])))
    return found


def metrics_of(alarm):
    """Return namespace, name and dimensions of each metric of an alarm."""
    metrics = [one["MetricStat"]["Metric"] for one in alarm.get("Metrics", []) if "MetricStat" in one]
    return [
        (one["Namespace"], one["MetricName"], {each["Name"]: each["Value"] for each in one["Dimensions"]})
        for one in metrics or [alarm]
    ]


def metrics_shown(widgets):
    """Return namespace, name and dimensions of each metric of the dashboard; what a search leaves open is None."""
    for widget in widgets:
        for *metric, last in widget["properties"].get("metrics", []):
            if metric:
                namespace, name, *pairs = metric
                yield namespace, name, dict(zip(pairs[::2], pairs[1::2], strict=True))
            elif last["expression"].startswith("SEARCH"):
                schema, terms = re.fullmatch(
                    r"SEARCH\('\{([\w/,]+)\} (.+)', '\w+'\)", last["expression"]
                ).groups()
                namespace, *names = schema.split(",")
                known = {
                    key: one or many for key, one, many in re.findall(r'(\w+)=(?:"([^"]*)"|\((.*?)\))', terms)
                }
                name = known.pop("MetricName")
                assert known.keys() <= set(names)
                yield namespace, name, {each: known.get(each) for each in names}


def test_template_has_no_finding(template):
    assert findings(template) == (0, "")


def test_there_is_an_alarm_for_each_that_can_go_wrong(resources, backend):
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")

    assert alarms.keys() == ALARMS | MORE.get(backend, set())


def test_every_alarm_says_where_to_look_and_tells_somebody_also_when_it_is_over(resources):
    for name, alarm in of_type(resources, "AWS::CloudWatch::Alarm").items():
        assert alarm["AlarmDescription"].endswith(f". See docs/operations.md, section {section_of(name)}.")
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}]
        assert alarm["TreatMissingData"] in {"breaching", "notBreaching", "ignore"}
        assert (
            "AlarmName" not in alarm
        )  # so that it begins with the name of the stack, as the topic's policy wants


def test_every_expression_is_made_of_metrics_that_the_alarm_has(resources):
    for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values():
        metrics = {one["Id"]: one for one in alarm.get("Metrics", [])}
        assert [one.get("ReturnData", True) for one in metrics.values()].count(True) == bool(metrics)
        for one in metrics.values():
            used = set(re.findall(r"\b[a-z]\w*", one.get("Expression", "")))
            assert used <= metrics.keys() - {one["Id"]}


def test_every_alarm_watches_metrics_that_there_are(resources, emitted):
    functions = of_type(resources, "AWS::Lambda::Function")
    for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values():
        for namespace, name, dimensions in metrics_of(alarm):
            if namespace == "Newsdesk":
                assert (name, frozenset(dimensions)) in emitted
                assert dimensions == {"service": SERVICE}
                continue
            names, keys = AWS[namespace]
            assert name in names
            assert dimensions.keys() == keys
            if namespace == "AWS/Lambda":
                assert dimensions["FunctionName"]["Ref"] in functions


def test_every_function_that_answers_is_watched_for_errors_and_throttles(resources):
    answering = of_type(resources, "AWS::Lambda::Function").keys() - {"DriftLambdaFunction"}
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")

    for alarm in ("FunctionErrorsAlarm", "ThrottlesAlarm"):
        assert {one["FunctionName"]["Ref"] for _, _, one in metrics_of(alarms[alarm])} == answering


def test_the_api_is_called_what_its_metrics_are_called(resources, widgets):
    (api,) = of_type(resources, "AWS::ApiGateway::RestApi").values()
    stages = {one["StageName"] for one in of_type(resources, "AWS::ApiGateway::Stage").values()}
    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()
    used = [metric for alarm in alarms for metric in metrics_of(alarm)] + list(metrics_shown(widgets))

    named = {(one["ApiName"], one["Stage"]) for namespace, _, one in used if namespace == "AWS/ApiGateway"}
    assert named == {(api["Name"], stage) for stage in stages}


def test_the_errors_that_are_counted_are_those_of_the_log(resources):
    (drawn,) = of_type(resources, "AWS::Logs::MetricFilter").values()
    (what,) = drawn["MetricTransformations"]

    assert drawn["LogGroupName"] == {"Ref": "ClassifyLogGroup"}
    assert drawn["FilterPattern"] == '{ $.level = "ERROR" || $.level = "CRITICAL" }'
    assert what["Dimensions"] == [{"Key": "service", "Value": "$.service"}]


def test_a_line_of_the_log_has_what_the_filter_asks_for():
    (line,) = (json.loads(line) for line in run_as_function(FAIL))

    assert (line["level"], line["service"]) == ("ERROR", SERVICE)


def test_widgets_lie_side_by_side_and_fill_the_width(widgets):
    taken = set()
    for widget in widgets:
        cells = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert not cells & taken
        taken |= cells
    height = max(y for _, y in taken) + 1
    assert taken == {(x, y) for x in range(COLUMNS) for y in range(height)}


def test_the_dashboard_shows_metrics_that_there_are(resources, widgets, emitted):
    shown = list(metrics_shown(widgets))
    models = served(resources).values()
    endpoints = {model["endpoint"] for model in models if model["backend"] == "sagemaker"}

    for namespace, name, dimensions in shown:
        if namespace == "Newsdesk":
            assert (name, frozenset(dimensions)) in emitted
            assert dimensions["service"] == SERVICE
            assert not any(dimensions[each] for each in dimensions.keys() - {"service"})
            continue
        names, keys = AWS[namespace]
        assert name in names
        assert dimensions.keys() == keys
        if namespace == "AWS/SageMaker":
            named = {one.strip('"') for one in dimensions["EndpointName"].split(" OR ")}
            assert named == endpoints
    assert ("AWS/SageMaker" in {namespace for namespace, *_ in shown}) == bool(endpoints)


def test_every_alarm_stands_on_the_dashboard(resources, widgets):
    (first,) = (widget for widget in widgets if widget["type"] == "alarm")

    assert (first["x"], first["y"]) == (0, 0)
    assert set(first["properties"]["alarms"]) == {
        f"{name}.Arn" for name in of_type(resources, "AWS::CloudWatch::Alarm")
    }


def test_expressions_of_the_dashboard_are_made_of_metrics_beside_them(widgets):
    for widget in widgets:
        metrics = widget["properties"].get("metrics", [])
        names = {last["id"] for *_, last in metrics if "id" in last}
        for *_, last in metrics:
            expression = last.get("expression", "")
            if not expression.startswith("SEARCH"):
                assert set(re.findall(r"\b[a-z]\w*", expression)) <= names


def test_tokens_are_shown_where_somebody_pays_for_them(widgets, backend):
    shown = {name for _, name, _ in metrics_shown(widgets)}

    assert ({"InputTokens", "OutputTokens"} <= shown) == (backend in {"bedrock", "cascade"})


def test_only_alarms_of_this_stack_may_speak_and_only_encrypted(resources):
    topic = resources["AlarmTopic"]["Properties"]
    allowing, denying = resources["AlarmTopicPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    administering, using = resources["AlarmKey"]["Properties"]["KeyPolicy"]["Statement"]

    assert topic["KmsMasterKeyId"] == {"Ref": "AlarmKey"}
    assert resources["AlarmKey"]["Properties"]["EnableKeyRotation"] is True
    own = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:${AWS::StackName}-*"
    conditions = {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": own}},
    }
    for statement, actions in ((allowing, "sns:Publish"), (using, ["kms:Decrypt", "kms:GenerateDataKey"])):
        assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        assert statement["Action"] == actions
        assert statement["Condition"] == conditions
    assert (denying["Effect"], denying["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert not {"kms:*", "kms:Decrypt", "kms:Encrypt"} & set(administering["Action"])


def test_the_function_that_measures_drift_may_read_metrics_and_is_not_tried_for_ever(resources):
    (statement,) = resources["DriftRole"]["Properties"]["Policies"][1]["PolicyDocument"]["Statement"]
    configured = of_type(resources, "AWS::Lambda::EventInvokeConfig").values()
    (again,) = (one for one in configured if one["FunctionName"]["Ref"] == "DriftLambdaFunction")
    (rule,) = of_type(resources, "AWS::Events::Rule").values()
    function = resources["DriftLambdaFunction"]["Properties"]

    assert statement == {"Effect": "Allow", "Action": "cloudwatch:GetMetricData", "Resource": "*"}
    assert (again["MaximumRetryAttempts"], again["MaximumEventAgeInSeconds"]) == (1, 3600)
    assert rule["ScheduleExpression"] == "rate(1 hour)"
    assert [one["RetryPolicy"] for one in rule["Targets"]] == [
        {"MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 3600}
    ]
    assert (function["MemorySize"], function["Timeout"]) == (256, 60)
    variables = function["Environment"]["Variables"]
    assert json.loads(variables["MODELS"]) == served(resources)
    assert variables["POWERTOOLS_SERVICE_NAME"] == SERVICE


def test_what_the_command_line_tells_is_heeded(sls, tmp_path):
    reference = '{"Business": 4, "Science": 1, "Entertainment": 3, "Health": 2}'
    told = {
        "alarmEmail": "call@example.org",
        "alarmDrift": "0.1",
        "driftReference": reference,
        "runbook": "https://git.example.org/operations.md",
    }
    template = package(sls, tmp_path, *(f"--param={name}={value}" for name, value in told.items()))
    resources = resources_of(template)

    assert findings(template) == (0, "")
    (email,) = of_type(resources, "AWS::SNS::Subscription").values()
    assert (email["Protocol"], email["Endpoint"]) == ("email", "call@example.org")
    assert json.loads(served(resources)["news"]["reference"]) == json.loads(reference)
    assert resources["LabelDriftAlarm"]["Properties"]["Threshold"] in {"0.1", 0.1}
    drift, text = (
        next(one["properties"] for one in dashboard_of(resources) if test(one["properties"]))
        for test in (lambda one: "Drift" in one.get("title", ""), lambda one: "markdown" in one)
    )
    assert drift["annotations"]["horizontal"][0]["value"] == 0.1
    assert (
        "[https://git.example.org/operations.md](https://git.example.org/operations.md)" in text["markdown"]
    )


def test_nobody_is_told_unless_an_address_is(resources):
    assert of_type(resources, "AWS::SNS::Subscription") == {}
