// A Serverless plugin that puts the function into the VPC of the parameters, and makes doors there to the services that
// its models need and to no other (after models.mjs, which knows them). Others in the VPC go the ways they went before: a
// door has an address of its own, which the function alone is told, and the one to S3 stands open to them.
import { digest } from './digest.mjs';

const SERVICES = { 'sagemaker:InvokeEndpoint': 'sagemaker.runtime', 'bedrock:InvokeModel': 'bedrock-runtime', 's3:GetObject': 's3' };
// Where boto3 looks for the address of a service.
const ADDRESSES = { 'sagemaker.runtime': 'AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME', 'bedrock-runtime': 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME' };

export default class Network {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { 'before:package:initialize': () => this.connect() }; // on this machine there is no VPC
  }

  connect() {
    const { service, classes } = this.serverless;
    const { network, choices } = service.custom;
    if (choices.vpc !== 'vpc') return;
    const { vpc, endpoints } = network;
    const [subnets, routeTables] = [network.subnets, network.routeTables].map(listed);
    const { Resources } = service.resources;
    const { classify } = service.functions;
    classify.vpc = { securityGroupIds: [groupOf('FunctionSecurityGroup')], subnetIds: subnets };
    if (String(endpoints) !== 'true') return;

    const asked = Resources.ClassifyAsksModels?.Properties.PolicyDocument.Statement ?? [];
    for (const name of new Set(asked.map(serviceOf))) {
      const Statement = asked.filter((one) => serviceOf(one) === name).map(byTheFunction);
      const door = { VpcId: vpc, ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${name}` } };
      let id = `VpcEndpoint${name.replaceAll(/\W/g, '')}`;
      if (name === 's3') {
        if (!routeTables.length) throw new classes.Error('vpc: a model in S3 needs routeTables, those of the subnets, or none');
        if (routeTables[0] === 'none') continue;
        Statement.splice(0, Statement.length, ...Statement.map(byBucket), byOthers());
        Object.assign(door, { VpcEndpointType: 'Gateway', RouteTableIds: routeTables });
      } else {
        const SecurityGroupIds = [groupOf('EndpointSecurityGroup')];
        Object.assign(door, { VpcEndpointType: 'Interface', PrivateDnsEnabled: false, SubnetIds: subnets, SecurityGroupIds });
        Resources.EndpointSecurityGroup = securityGroup(vpc);
        // By what may be asked: a door to something else is a new one, and the old function keeps its own until it goes.
        id += digest(Statement);
        classify.environment = { ...classify.environment, [ADDRESSES[name]]: addressOf(id) };
      }
      door.PolicyDocument = { Version: '2012-10-17', Statement };
      Resources[id] = { Type: 'AWS::EC2::VPCEndpoint', Properties: door };
      classify.dependsOn.push(id); // whose snapshot may hold a model that came through it
    }
  }
}

function listed(names) {
  return String(names).split(',').map((name) => name.trim()).filter(Boolean);
}

function serviceOf({ Action }) {
  return SERVICES[Action];
}

function groupOf(name) {
  return { 'Fn::GetAtt': [name, 'GroupId'] };
}

// The first of its names is that in all zones, behind the id of a hosted zone and a colon.
function addressOf(id) {
  const first = { 'Fn::Select': [0, { 'Fn::GetAtt': [id, 'DnsEntries'] }] };
  const name = { 'Fn::Select': [1, { 'Fn::Split': [':', first] }] };
  return { 'Fn::Join': ['', ['https://', name]] };
}

// A gateway's policy knows nobody by name, but by this condition.
function byTheFunction(statement) {
  return { ...statement, Principal: '*', Condition: { ArnEquals: theFunction() } };
}

// Its policy changes in place, under a function that still reads an earlier model from there; the role says which it may.
function byBucket({ Resource, ...rest }) {
  const buckets = new Set(Resource.map(({ 'Fn::Sub': arn }) => arn.replace(/(s3:::[^/]+)\/.*/, '$1/*')));
  return { ...rest, Resource: [...buckets].map((arn) => ({ 'Fn::Sub': arn })) };
}

// A gateway takes all that its route tables send to S3. What others may do there, their own policies say, as before.
function byOthers() {
  return { Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: '*', Condition: { ArnNotEquals: theFunction() } };
}

function theFunction() {
  return { 'aws:PrincipalArn': { 'Fn::GetAtt': ['ClassifyRole', 'Arn'] } };
}

function securityGroup(vpc) {
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
  return {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'Doors to AWS - in by HTTPS from the function, out to nobody',
      VpcId: vpc,
      SecurityGroupIngress: [{ ...https, Description: 'The function', SourceSecurityGroupId: groupOf('FunctionSecurityGroup') }],
      // A group without a rule of its own would let everything out.
      SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32', Description: 'Nobody' }],
    },
  };
}
