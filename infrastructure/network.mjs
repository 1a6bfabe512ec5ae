// A Serverless plugin that puts the function into the VPC of the parameters, and makes doors there to the services that
// its models need and to no other (after models.mjs, which knows them).

const SERVICES = { 'sagemaker:InvokeEndpoint': 'sagemaker.runtime', 'bedrock:InvokeModel': 'bedrock-runtime', 's3:GetObject': 's3' };

export default class Network {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { initialize: () => this.connect() };
  }

  connect() {
    const { service, classes } = this.serverless;
    const { network, choices } = service.custom;
    if (choices?.vpc !== 'vpc') return;
    const { vpc, endpoints } = network;
    const [subnets, routeTables] = [network.subnets, network.routeTables].map(listed);
    const { Resources } = service.resources;
    const { classify } = service.functions;
    classify.vpc = { securityGroupIds: [groupOf('FunctionSecurityGroup')], subnetIds: subnets };
    if (String(endpoints) !== 'true') return;

    const asked = Resources.ClassifyAsksModels?.Properties.PolicyDocument.Statement ?? [];
    for (const name of new Set(asked.map(serviceOf))) {
      const Statement = asked.filter((one) => serviceOf(one) === name).map(byTheFunction);
      const PolicyDocument = { Version: '2012-10-17', Statement };
      const door = { VpcId: vpc, ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${name}` }, PolicyDocument };
      if (name === 's3') {
        if (!routeTables.length) throw new classes.Error('vpc: a model in S3 needs routeTables, those of the subnets');
        Object.assign(door, { VpcEndpointType: 'Gateway', RouteTableIds: routeTables });
      } else {
        const SecurityGroupIds = [groupOf('EndpointSecurityGroup')];
        Object.assign(door, { VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SubnetIds: subnets, SecurityGroupIds });
        Resources.EndpointSecurityGroup = securityGroup(vpc);
      }
      const id = `VpcEndpoint${name.replaceAll(/\W/g, '')}`;
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

// A gateway's policy knows nobody by name, but by this condition.
function byTheFunction(statement) {
  return { ...statement, Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['ClassifyRole', 'Arn'] } } } };
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
