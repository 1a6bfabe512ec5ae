"""What `sls package` makes of the parameters that are off by default, several switched on at a time."""

import json
import subprocess

import pytest

from tests.packaged import findings, of_type, package, resources_of, run_plugin
from tests.started_api import ROOT

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
ORIGIN = "https://example.org"
SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]


def packaged(sls, folder, options, parameters):
    template = package(sls, folder, *options, *(f"--param={one}" for one in parameters))
    return findings(template), resources_of(template)


@pytest.fixture(scope="module")
def public(sls, tmp_path_factory):
    """In production, in Europe: pages of another origin, a firewall, a domain."""
    parameters = [
        *(f"corsOrigin={ORIGIN}", "waf=true"),
        *("domain=news.example.org", f"domainCertificate={CERTIFICATE}", "domainZone=Z0123456789ABCDEFGHIJ"),
    ]
    options = ["--stage", "prod", "--region", "eu-west-1"]
    return packaged(sls, tmp_path_factory.mktemp("public"), options, parameters)


@pytest.fixture(scope="module")
def enclosed(sls, tmp_path_factory):
    """In a VPC, with Bedrock, copies that wait, a limit, and all calls moved at once, by CodeDeploy."""
    parameters = [
        *("vpc=vpc-0123456789abcdef0", f"subnets={', '.join(SUBNETS)}", "backend=bedrock"),
        *("provisionedConcurrency=2", "reservedConcurrency=5", "canary=AllAtOnce"),
    ]
    return packaged(sls, tmp_path_factory.mktemp("enclosed"), [], parameters)


@pytest.fixture(scope="module")
def bare(sls, tmp_path_factory):
    """Without snapshots, in an account that has its leave to log."""
    parameters = ["snapStart=false", "gatewayLog=false", "openPerSecond=7"]
    return packaged(sls, tmp_path_factory.mktemp("bare"), [], parameters)


@pytest.mark.parametrize("options", ["public", "enclosed", "bare"])
def test_template_has_no_finding(options, request):
    found, _ = request.getfixturevalue(options)

    assert found == (0, "")


def test_pages_of_the_origin_may_ask_first(public):
    _, resources = public
    methods = of_type(resources, "AWS::ApiGateway::Method").values()
    keyed = {json.dumps(one["ResourceId"]): one["HttpMethod"] for one in methods if one.get("ApiKeyRequired")}
    preflights = {json.dumps(one["ResourceId"]): one for one in methods if one["HttpMethod"] == "OPTIONS"}

    assert preflights.keys() == keyed.keys()
    for resource, preflight in preflights.items():
        assert preflight["Integration"]["Type"] == "MOCK"
        assert "ApiKeyRequired" not in preflight
        (answer,) = preflight["Integration"]["IntegrationResponses"]
        headers = {
            name.removeprefix("method.response.header."): value.strip("'")
            for name, value in answer["ResponseParameters"].items()
        }
        assert headers == {
            "Access-Control-Allow-Origin": ORIGIN,
            "Access-Control-Allow-Headers": "content-type,x-api-key,authorization,idempotency-key",
            "Access-Control-Allow-Methods": f"OPTIONS,{keyed[resource]}",
            "Access-Control-Max-Age": "7200",
        }


def test_pages_of_the_origin_may_read_refusals_and_answers(public):
    _, resources = public
    allowed = {"gatewayresponse.header.Access-Control-Allow-Origin": f"'{ORIGIN}'"}

    for response in of_type(resources, "AWS::ApiGateway::GatewayResponse").values():
        assert response["ResponseParameters"].items() >= allowed.items()
    throttled = resources["GatewayResponseThrottled"]["Properties"]["ResponseParameters"]
    assert throttled == {"gatewayresponse.header.Retry-After": "'1'"} | allowed
    for name in ("ClassifyLambdaFunction", "FeedbackLambdaFunction"):
        function = resources[name]["Properties"]
        assert function["Environment"]["Variables"]["CORS_ORIGIN"] == ORIGIN


@pytest.mark.parametrize(
    "origin", ["example.org", "https://example.org/", "https://a.org,https://b.org", "*.org"]
)
def test_what_is_no_origin_is_named(sls, tmp_path, origin):
    assert f"corsOrigin: '{origin}' is neither" in refused(sls, tmp_path, f"corsOrigin={origin}")


def test_the_firewall_stands_before_the_stage(public):
    _, resources = public
    association = resources["FirewallOfStage"]["Properties"]

    assert association["ResourceArn"]["Fn::Sub"].endswith("::/restapis/${ApiGatewayRestApi}/stages/${Stage}")
    firewall = resources["Firewall"]["Properties"]
    assert (firewall["Scope"], firewall["DefaultAction"]) == ("REGIONAL", {"Allow": {}})
    assert firewall["Name"] == "newsdesk-prod"
    limit, *groups = firewall["Rules"]
    assert limit["Action"] == {"Block": {}}
    assert limit["Statement"]["RateBasedStatement"]["Limit"] == 2000
    assert [group["Statement"]["ManagedRuleGroupStatement"]["Name"] for group in groups] == [
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
    ]


def test_the_firewall_refuses_no_body_and_shows_no_key(public):
    _, resources = public
    firewall = resources["Firewall"]["Properties"]
    groups = [rule["Statement"].get("ManagedRuleGroupStatement", {}) for rule in firewall["Rules"]]
    counted = {
        override["Name"]
        for group in groups
        for override in group.get("RuleActionOverrides", [])
        if override["ActionToUse"] == {"Count": {}}
    }

    assert counted == {
        *("JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY", "SizeRestrictions_BODY"),
        *("CrossSiteScripting_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY"),
    }
    for one in (firewall, *firewall["Rules"]):
        assert one["VisibilityConfig"]["SampledRequestsEnabled"] is False


def test_the_domain_leads_to_the_nearest_region_that_is_well(public):
    _, resources = public
    domain = resources["Domain"]["Properties"]
    record = resources["DomainRecord"]["Properties"]
    check = resources["DomainHealth"]["Properties"]["HealthCheckConfig"]

    assert domain["DomainName"] == record["Name"] == "news.example.org"
    assert (domain["SecurityPolicy"], domain["RegionalCertificateArn"]) == ("TLS_1_2", CERTIFICATE)
    assert resources["DomainOfStage"]["Properties"]["Stage"] == {"Ref": "Stage"}
    assert record["Region"] == record["SetIdentifier"] == {"Ref": "AWS::Region"}
    assert record["HealthCheckId"] == {"Ref": "DomainHealth"}
    assert record["AliasTarget"]["DNSName"] == {"Fn::GetAtt": ["Domain", "RegionalDomainName"]}
    # Its own address: the name would lead the check to another region.
    assert check["FullyQualifiedDomainName"]["Fn::Sub"].startswith("${ApiGatewayRestApi}.execute-api.")
    assert check["ResourcePath"] == "/prod/v1/health"


def test_the_function_in_the_vpc_calls_out_by_https_and_is_called_by_nobody(enclosed):
    _, resources = enclosed
    function = resources["ClassifyLambdaFunction"]

    assert function["Properties"]["VpcConfig"] == {
        "SecurityGroupIds": [{"Fn::GetAtt": ["FunctionSecurityGroup", "GroupId"]}],
        "SubnetIds": SUBNETS,
    }
    (door,) = of_type(resources, "AWS::EC2::VPCEndpoint")
    assert {"ClassifyNetwork", door} <= set(function["DependsOn"])
    group = resources["FunctionSecurityGroup"]["Properties"]
    (out,) = group["SecurityGroupEgress"]
    assert (out["IpProtocol"], out["FromPort"], out["ToPort"]) == ("tcp", 443, 443)
    assert "SecurityGroupIngress" not in group
    assert "VpcConfig" not in resources["WebLambdaFunction"]["Properties"]


def test_the_vpc_has_a_door_to_the_model_for_the_function_alone(enclosed):
    _, resources = enclosed
    (door,) = of_type(resources, "AWS::EC2::VPCEndpoint").values()

    assert door["ServiceName"] == {"Fn::Sub": "com.amazonaws.${AWS::Region}.bedrock-runtime"}
    assert (door["VpcEndpointType"], door["SubnetIds"]) == ("Interface", SUBNETS)
    (statement,) = door["PolicyDocument"]["Statement"]
    assert statement["Action"] == "bedrock:InvokeModel"
    role = {"Fn::GetAtt": ["ClassifyRole", "Arn"]}
    assert statement["Condition"] == {"ArnEquals": {"aws:PrincipalArn": role}}
    group = resources["EndpointSecurityGroup"]["Properties"]
    (inward,), (outward,) = group["SecurityGroupIngress"], group["SecurityGroupEgress"]
    assert inward["SourceSecurityGroupId"] == {"Fn::GetAtt": ["FunctionSecurityGroup", "GroupId"]}
    assert outward["CidrIp"] == "127.0.0.1/32"


def test_the_function_alone_is_led_to_its_door(enclosed):
    _, resources = enclosed
    ((name, door),) = of_type(resources, "AWS::EC2::VPCEndpoint").items()
    variables = resources["ClassifyLambdaFunction"]["Properties"]["Environment"]["Variables"]
    in_all_zones, in_one = "vpce-1-abc.bedrock.example.com", "vpce-1-abc-a.bedrock.example.com"

    # Under the public name of the service, all of the VPC would come, and find it closed.
    assert door["PrivateDnsEnabled"] is False
    told = {key: value for key, value in variables.items() if key.startswith("AWS_ENDPOINT_URL")}
    assert {
        key: resolved(value, {name: [f"Z1:{in_all_zones}", f"Z2:{in_one}"]}) for key, value in told.items()
    } == {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME": f"https://{in_all_zones}"}


def resolved(value, entries):
    """Return what CloudFormation makes of a value that the DNS entries of doors are part of."""
    match value:
        case {"Fn::Join": [between, parts]}:
            return between.join(resolved(one, entries) for one in parts)
        case {"Fn::Select": [index, parts]}:
            return resolved(parts, entries)[index]
        case {"Fn::Split": [mark, text]}:
            return resolved(text, entries).split(mark)
        case {"Fn::GetAtt": [name, "DnsEntries"]}:
            return entries[name]
    return value


def test_copies_wait_in_place_of_snapshots(enclosed):
    _, resources = enclosed
    function = resources["ClassifyLambdaFunction"]["Properties"]
    alias = resources["ClassifyProvConcLambdaAlias"]

    assert "SnapStart" not in function
    assert function["ReservedConcurrentExecutions"] == 5
    assert alias["Properties"]["ProvisionedConcurrencyConfig"] == {"ProvisionedConcurrentExecutions": 2}
    assert "CodeDeployLambdaAliasUpdate" in alias["UpdatePolicy"]


@pytest.mark.parametrize(
    ("options", "alias"),
    [("public", "ClassifySnapStartLambdaAlias"), ("enclosed", "ClassifyProvConcLambdaAlias")],
)
def test_the_canary_is_watched_apart_from_what_it_replaces(options, alias, request):
    _, resources = request.getfixturevalue(options)
    moved = resources[alias]
    group = resources["CanaryGroup"]["Properties"]
    share, *metrics = resources["CanaryErrors"]["Properties"]["Metrics"]

    assert "CanaryGroup" in moved["DependsOn"]
    rollback = [{"Name": {"Ref": name}} for name in ("CanaryErrors", "CanaryAnswers")]
    assert group["AlarmConfiguration"] == {"Enabled": True, "Alarms": rollback}
    assert resources["CanaryErrors"]["Properties"]["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    assert share["Expression"] == "100 * errors / calls"
    for metric in metrics:
        assert metric["MetricStat"]["Metric"]["Dimensions"] == [
            {"Name": "FunctionName", "Value": {"Ref": "ClassifyLambdaFunction"}},
            {
                "Name": "Resource",
                "Value": {"Fn::Sub": f"${{ClassifyLambdaFunction}}:{moved['Properties']['Name']}"},
            },
            {"Name": "ExecutedVersion", "Value": moved["Properties"]["FunctionVersion"]},
        ]


def test_the_canary_is_also_held_to_what_it_answers(public):
    _, resources = public
    version = resources["ClassifySnapStartLambdaAlias"]["Properties"]["FunctionVersion"]

    share, failed, calls = resources["CanaryAnswers"]["Properties"]["Metrics"]

    assert share["Expression"] == "IF(failed >= 3, 100 * failed / calls, 0)"
    # As handlers.common.observability.log_answer counts them.
    assert failed["MetricStat"]["Metric"] == {
        "Namespace": "Newsdesk",
        "MetricName": "FailedAnswers",
        "Dimensions": [
            {"Name": "service", "Value": "newsdesk-prod"},
            {"Name": "version", "Value": version},
        ],
    }
    assert {"Name": "ExecutedVersion", "Value": version} in calls["MetricStat"]["Metric"]["Dimensions"]


def test_calls_move_as_they_are_told_to(public, enclosed):
    configurations = [
        resources["CanaryGroup"]["Properties"]["DeploymentConfigName"] for _, resources in (public, enclosed)
    ]

    assert configurations == [
        "CodeDeployDefault.LambdaCanary10Percent10Minutes",
        "CodeDeployDefault.LambdaAllAtOnce",
    ]


def test_what_is_said_of_asynchronous_calls_never_turns_into_something_else(public, enclosed, bare):
    said = [
        {
            name: one["Properties"]["Qualifier"]
            for name, one in resources.items()
            if one["Type"] == "AWS::Lambda::EventInvokeConfig"
            and one["Properties"]["FunctionName"] == {"Ref": "ClassifyLambdaFunction"}
        }
        for _, resources in (public, enclosed, bare)
    ]

    plain = {"ClassifyLatest": "$LATEST"}
    assert said == [
        plain | {"ClassifyLambdaEvConf": "snapstart"},
        plain | {"ClassifyLambdaEvConf": "provisioned"},
        plain,
    ]


def test_without_snapshots_and_copies_there_are_no_versions(bare):
    _, resources = bare

    assert of_type(resources, "AWS::Lambda::Version") == of_type(resources, "AWS::Lambda::Alias") == {}
    assert "SnapStart" not in resources["ClassifyLambdaFunction"]["Properties"]


def test_another_stack_may_have_given_the_leave_to_log(bare):
    _, resources = bare

    assert of_type(resources, "AWS::ApiGateway::Account") == {}
    assert "DependsOn" not in resources["Stage"]
    assert resources["Stage"]["Properties"]["AccessLogSetting"]


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        (["snapStart=false", "canary=AllAtOnce"], "a canary needs versions of the function"),
        (["vpc=vpc-0123456789abcdef0"], "vpc needs subnets, too"),
        (["domain=news.example.org"], "domain needs domainCertificate and domainZone, too"),
        (["domain=news.example.org", "domainZone=Z1"], "domain needs domainCertificate, too"),
        (["backend=sagemaker"], "sagemaker needs endpointBucket, too"),
        (["backend=sagemaker-serverless"], "sagemaker-serverless needs endpointBucket, too"),
        (["backend=cascade", "stronger=sagemaker"], "sagemaker needs endpointBucket, too"),
    ],
)
def test_what_cannot_be_is_named_before_it_is_deployed(sls, tmp_path, parameters, problem):
    assert problem in refused(sls, tmp_path, *parameters)


def refused(sls, folder, *parameters):
    done = subprocess.run(
        [sls, "package", "--package", folder, *(f"--param={one}" for one in parameters)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    return done.stdout + done.stderr


CONNECT = """
    import Network from './infrastructure/network.mjs';
    const [statements, network] = JSON.parse(process.argv.at(-1));
    const Properties = { PolicyDocument: { Statement: statements } };
    const Resources = { ClassifyAsksModels: { Type: 'AWS::IAM::RolePolicy', Properties } };
    const classify = { dependsOn: [], environment: { MODELS: '{}' } };
    const custom = { network, choices: { vpc: 'vpc' } };
    const service = { functions: { classify }, resources: { Resources }, custom };
    try {
      new Network({ service, classes: { Error } }).hooks['before:package:initialize']();
      console.log(JSON.stringify([Resources, classify]));
    } catch (error) {
      console.log(JSON.stringify(error.message));
    }
"""

READS = {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": [{"Fn::Sub": "arn:${AWS::Partition}:s3:::bucket/models/news/1.2.0/*"}],
}
ASKS = {
    "Effect": "Allow",
    "Action": "sagemaker:InvokeEndpoint",
    "Resource": "arn:aws:sagemaker:::endpoint/one",
}


def connect(statements, **network):
    """Let the plugin connect a function that may do this; returns resources and the function, or its error."""
    network = {"vpc": "vpc-1", "subnets": "subnet-1", "routeTables": "", "endpoints": "true"} | network
    return run_plugin(CONNECT, [statements, network])


def test_a_model_in_s3_comes_by_the_route_tables():
    resources, function = connect([READS], routeTables="rtb-1, rtb-2")

    door = resources["VpcEndpoints3"]["Properties"]
    assert (door["VpcEndpointType"], door["RouteTableIds"]) == ("Gateway", ["rtb-1", "rtb-2"])
    assert "SubnetIds" not in door
    assert "EndpointSecurityGroup" not in resources
    assert function["dependsOn"] == ["VpcEndpoints3"]
    assert function["environment"] == {"MODELS": "{}"}


def test_whoever_else_uses_the_route_tables_may_do_in_s3_what_they_could_before():
    resources, _ = connect([READS], routeTables="rtb-1")

    ours, theirs = resources["VpcEndpoints3"]["Properties"]["PolicyDocument"]["Statement"]
    function = {"aws:PrincipalArn": {"Fn::GetAtt": ["ClassifyRole", "Arn"]}}
    # The role says which part of the bucket.
    anything = [{"Fn::Sub": "arn:${AWS::Partition}:s3:::bucket/*"}]
    assert ours == READS | {"Resource": anything, "Principal": "*", "Condition": {"ArnEquals": function}}
    assert resources["ClassifyAsksModels"]["Properties"]["PolicyDocument"]["Statement"] == [READS]
    assert (theirs["Effect"], theirs["Action"], theirs["Resource"]) == ("Allow", "s3:*", "*")
    # Of somebody without a name this is true as well.
    assert (theirs["Principal"], theirs["Condition"]) == ("*", {"ArnNotEquals": function})


def test_a_gateway_that_is_there_already_stays_the_only_one():
    resources, function = connect([READS, ASKS], routeTables="none")

    (door,) = of_type(resources, "AWS::EC2::VPCEndpoint")
    assert door.startswith("VpcEndpointsagemakerruntime")
    assert function["dependsOn"] == [door]


def test_two_endpoints_of_models_are_behind_one_door():
    two = ASKS | {"Resource": "arn:aws:sagemaker:::endpoint/two"}

    resources, function = connect([ASKS, two])

    ((name, door),) = of_type(resources, "AWS::EC2::VPCEndpoint").items()
    assert door["ServiceName"] == {"Fn::Sub": "com.amazonaws.${AWS::Region}.sagemaker.runtime"}
    assert [one["Resource"][-3:] for one in door["PolicyDocument"]["Statement"]] == ["one", "two"]
    assert function["dependsOn"] == [name]
    assert function["environment"].keys() == {"MODELS", "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME"}


def test_a_door_to_another_model_stands_beside_that_of_the_function_that_still_answers():
    doors = [
        next(iter(of_type(connect([ASKS | {"Resource": endpoint}])[0], "AWS::EC2::VPCEndpoint")))
        for endpoint in ("arn:aws:sagemaker:::endpoint/one", "arn:aws:sagemaker:::endpoint/two")
    ]

    assert doors[0] != doors[1]


def test_a_vpc_with_doors_of_its_own_gets_none():
    resources, function = connect([ASKS, READS], endpoints="false")

    assert resources.keys() == {"ClassifyAsksModels"}
    assert function["vpc"]["subnetIds"] == ["subnet-1"]
    assert (function["dependsOn"], function["environment"]) == ([], {"MODELS": "{}"})


def test_a_model_in_s3_without_route_tables_is_named():
    assert connect([READS]) == "vpc: a model in S3 needs routeTables, those of the subnets, or none"
