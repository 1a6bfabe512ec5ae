// A Serverless plugin that reads models.yml: which models the function serves, what it may call for them, and the
// endpoints of those that come from the Hugging Face Hub.

const PARTITION = '${AWS::Partition}';
const PLACE = '${AWS::Region}:${AWS::AccountId}';

export default class Models {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { initialize: () => this.serve() };
  }

  serve() {
    const { service, classes } = this.serverless;
    const { models, served, hub } = service.custom;
    if (!service.functions.classify) return; // outside a service
    const chosen = String(served).split(',').map((name) => name.trim());
    const unknown = chosen.filter((name) => !Object.hasOwn(models, name));
    if (unknown.length) {
      const known = Object.keys(models).join(', ');
      throw new classes.Error(`models.yml has no ${unknown.map((name) => `'${name}'`).join(', ')}; it has: ${known}`);
    }
    const settings = {};
    const statements = [];
    for (const name of chosen) {
      const { hub: id, revision = 'main', ...model } = models[name];
      if (id) {
        const endpoint = `${service.service}-${service.provider.stage}-${name}`;
        Object.assign(model, { endpoint, version: id });
        Object.assign(service.resources.Resources, hubEndpoint(hub.Resources, { name, hub: id, revision, endpoint }));
      }
      settings[name] = model;
      statements.push(...permissions(model));
    }
    const { classify } = service.functions;
    classify.environment = { ...classify.environment, MODELS: JSON.stringify(settings) };
    if (statements.length) service.resources.Resources.ClassifyAsksModels = policy(statements);
  }
}

// The resources of hub.yml, for one model.
function hubEndpoint(resources, { name, ...values }) {
  const prefix = name.split(/[^a-zA-Z0-9]+/).map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  const text = JSON.stringify(resources)
    .replaceAll(/\bHub(?=Role|Model|LogGroup|Config|Endpoint)/g, prefix)
    .replaceAll(/<(hub|revision|endpoint)>/g, (_, word) => values[word]);
  return JSON.parse(text);
}

// What a function needs to ask a model, and no more.
function permissions({ backend, stronger, endpoint, bedrock, artifact = '' }) {
  const found = [];
  const asked = backend === 'cascade' ? stronger : backend;
  if (asked === 'sagemaker') {
    const resource = `arn:${PARTITION}:sagemaker:${PLACE}:endpoint/${endpoint.toLowerCase()}`;
    found.push(allow('sagemaker:InvokeEndpoint', resource));
  }
  if (asked === 'bedrock') {
    // A profile (eu.amazon.nova-micro-v1:0) asks the model of its name in any region.
    const model = bedrock.replace(/^(us|us-gov|eu|apac|jp|au|ca|global)\./, '');
    const resources = [`arn:${PARTITION}:bedrock:\${AWS::Region}::foundation-model/${model}`];
    if (model !== bedrock) {
      resources[0] = `arn:${PARTITION}:bedrock:*::foundation-model/${model}`;
      resources.push(`arn:${PARTITION}:bedrock:${PLACE}:inference-profile/${bedrock}`);
    }
    found.push(allow('bedrock:InvokeModel', ...resources)); // which is that of Converse, too
  }
  if (artifact.startsWith('s3://')) {
    found.push(allow('s3:GetObject', `arn:${PARTITION}:s3:::${artifact.slice('s3://'.length).replace(/\/$/, '')}/*`));
  }
  return found;
}

function allow(action, ...resources) {
  return { Effect: 'Allow', Action: action, Resource: resources.map((resource) => ({ 'Fn::Sub': resource })) };
}

function policy(statements) {
  return {
    Type: 'AWS::IAM::RolePolicy',
    Properties: {
      RoleName: { Ref: 'ClassifyRole' },
      PolicyName: 'ask-models',
      PolicyDocument: { Version: '2012-10-17', Statement: statements },
    },
  };
}
