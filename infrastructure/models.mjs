// A Serverless plugin that reads models.yml: which models the functions serve, what they may call for them, and the
// endpoints of those that come from the Hugging Face Hub.
import { digest } from './digest.mjs';
import { isPointer, releasesOf } from './pointers.cjs';

const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/; // what SageMaker takes in the name of an endpoint
const LONGEST = 63; // of such a name
const COMMIT = /^[0-9a-f]{40}$/;
const MANIFEST = 'manifest.json';
const OPENED = [MANIFEST, 'model.onnx', 'tokenizer.json', 'MODEL_CARD.md']; // of an artifact
const PARTITION = '${AWS::Partition}';
const STRONGER = ['sagemaker', 'bedrock'];
const BACKENDS = ['local', ...STRONGER, 'cascade'];
const PLACE = '${AWS::Region}:${AWS::AccountId}';

export default class Models {
  constructor(serverless, options = {}) {
    this.serverless = serverless;
    this.options = options;
    this.hooks = { initialize: () => this.serve() };
  }

  serve() {
    const { service, classes } = this.serverless;
    const { models, served, hub } = service.custom;
    if (!service.functions.classify) return; // outside a service
    const stage = this.options.stage ?? service.provider.stage;
    const chosen = String(served).split(',').map((name) => name.trim());
    for (const name of chosen) {
      const problem = problemOf(name, models);
      if (problem) throw new classes.Error(`models.yml: ${problem}`);
    }
    const settings = {};
    const statements = [];
    const manifests = [];
    for (const name of chosen) {
      const { hub: id, revision = 'main', ...model } = models[name] ?? {};
      if (id) {
        if (stage === 'prod' && !COMMIT.test(revision)) {
          throw new classes.Error(`models.yml: in prod, the revision of '${name}' has to be a commit, and not '${revision}'`);
        }
        const endpoint = `${service.service}-${stage}-${name}`;
        Object.assign(model, { endpoint, version: id });
        add(service.resources.Resources, hubEndpoint(hub.Resources, { name, hub: id, revision, endpoint }));
      }
      if (askedBy(model) === 'sagemaker' && model.endpoint.length > LONGEST) {
        throw new classes.Error(`models.yml: '${model.endpoint}' is too long for an endpoint: ${LONGEST} characters at most`);
      }
      settings[name] = model;
      statements.push(...permissions(model));
      manifests.push(...manifestOf(model));
    }
    const { classify, feedback, drift } = service.functions;
    for (const one of [classify, feedback, drift]) one.environment = { ...one.environment, MODELS: JSON.stringify(settings) };
    const { Resources } = service.resources;
    if (statements.length) {
      // By what it permits: one that permits something else is added, and the old one goes when the old function has.
      Resources.ClassifyAsksModels = policy('ClassifyRole', `ask-models-${digest(statements)}`, statements);
      // It opens its model before it is first called: when a snapshot of it is taken. And it is not called before there
      // is somebody to ask: an endpoint takes longer to come than a new version of the function.
      const endpoints = Object.keys(Resources).filter((id) => Resources[id].Type === 'AWS::SageMaker::Endpoint');
      classify.dependsOn = ['ClassifyAsksModels', ...endpoints];
    }
    for (const name of manifests.length ? ['Feedback', 'Drift'] : []) {
      Resources[`${name}ReadsManifests`] = policy(`${name}Role`, 'read-manifests', manifests);
    }
  }
}

// What the function would stumble on when it is deployed, in words; nothing, if nothing.
function problemOf(name, models) {
  if (!Object.hasOwn(models, name)) return `there is no '${name}', only ${Object.keys(models).join(', ')}`;
  if (!NAME.test(name)) return `'${name}' is not made of letters and digits, with hyphens between them`;
  const { backend = 'local', stronger, endpoint, bedrock, hub, labels } = models[name] ?? {};
  if (hub && (backend !== 'sagemaker' || !labels)) return `'${name}' has a hub, so it needs labels and the backend sagemaker`;
  const asked = askedBy({ backend, stronger });
  const known = backend === 'cascade' ? STRONGER : BACKENDS;
  if (!known.includes(asked)) return `'${name}' is to ask '${asked}', which is not one of ${known.join(', ')}`;
  if (asked === 'sagemaker' && !endpoint && !hub) return `'${name}' needs an endpoint or a hub`;
  if (asked === 'bedrock' && !bedrock) return `'${name}' needs the id of a model in bedrock`;
}

function add(resources, more) {
  for (const [id, resource] of Object.entries(more)) {
    if (Object.hasOwn(resources, id)) throw new Error(`models.yml: two names are too much alike for ${id}`);
    resources[id] = resource;
  }
}

// The resources of hub.yml, for one model.
function hubEndpoint(resources, values) {
  const prefix = values.name.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  const text = JSON.stringify(resources)
    .replaceAll(/"Hub(?=[A-Z]\w*")/g, `"Hub${prefix}`)
    .replaceAll(/<(name|hub|revision|endpoint)>/g, (_, word) => values[word]);
  return JSON.parse(text);
}

function askedBy({ backend, stronger }) {
  return backend === 'cascade' ? stronger : backend;
}

// What a function needs to ask a model, and no more.
function permissions({ backend, stronger, endpoint, bedrock, artifact = '' }) {
  const found = [];
  const asked = askedBy({ backend, stronger });
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
  if (artifact.startsWith('s3://')) found.push(allow('s3:GetObject', ...files(artifact, OPENED, `${objects(artifact)}/*`)));
  return found;
}

// What corrections and the measure of drift read: of an artifact the manifest, and nothing where labels are given.
function manifestOf({ artifact = '', labels }) {
  if (!artifact.startsWith('s3://') || labels) return [];
  return [allow('s3:GetObject', ...files(artifact, [MANIFEST], `${objects(artifact)}/${MANIFEST}`))];
}

// Of a pointer: itself, and these files of any release it may point to; other files there are nobody's here. Else what is
// named.
function files(artifact, names, ...otherwise) {
  if (!isPointer(artifact)) return otherwise;
  return [objects(artifact), ...names.map((name) => `${objects(releasesOf(artifact))}/*/${name}`)];
}

function objects(artifact) {
  return `arn:${PARTITION}:s3:::${artifact.slice('s3://'.length).replace(/\/$/, '')}`;
}

function allow(action, ...resources) {
  return { Effect: 'Allow', Action: action, Resource: resources.map((resource) => ({ 'Fn::Sub': resource })) };
}

function policy(role, name, statements) {
  return {
    Type: 'AWS::IAM::RolePolicy',
    Properties: {
      RoleName: { Ref: role },
      PolicyName: name,
      PolicyDocument: { Version: '2012-10-17', Statement: statements },
    },
  };
}
