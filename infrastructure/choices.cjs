// What follows from the parameters: which parts of the template there are, what the function's alias and the endpoint are
// called, and which release the endpoint gets.
const { isPointer, partsOf, releaseOf } = require('./pointers.cjs');

// Each is there where the parameter of its name asks for it; its file is optional/NAME.yml.
const PARTS = ['canary', 'domain', 'gatewayLog', 'tracing', 'vpc', 'waf'];
const NOT_ASKED = ['', 'false', 'none'];
const ENDPOINTS = ['sagemaker', 'sagemaker-serverless'];

module.exports = async ({ resolveVariable }) => {
  const told = async (name) => String(await resolveVariable(`param:${name}`));
  const parts = {};
  for (const name of PARTS) parts[name] = NOT_ASKED.includes(await told(name)) ? 'none' : name;

  // Lambda takes either copies that wait, or snapshots that start fast, and the framework names the alias accordingly.
  const copies = Number(await told('provisionedConcurrency'));
  const snapStart = copies === 0 && (await told('snapStart')) === 'true';
  const alias = copies > 0 ? 'provisioned' : snapStart ? 'snapstart' : '';
  if (parts.canary === 'canary' && !alias) {
    throw new Error('a canary needs versions of the function: snapStart, or provisionedConcurrency');
  }

  const reserved = await told('reservedConcurrency');
  const reservedConcurrency = reserved === '' ? null : Number(reserved);

  // By what cannot change of an endpoint: its kind, and of one that scales its instances. Another name makes another one,
  // before the old one goes.
  const instance = (await told('endpointInstance')).replace(/^ml\./, '').replaceAll('.', '-');
  const [service, stage, runs] = await Promise.all(['self:service', 'sls:stage', 'self:custom.runs'].map(resolveVariable));
  const endpoint = [service, stage, runs, ...(runs === 'sagemaker' ? [instance] : [])].join('-');
  const ofAlias = alias ? { retries: 0, seconds: 60 } : { retries: null, seconds: null }; // see retries.yml
  const artifact = await artifactOf(told, resolveVariable, runs);
  return { ...parts, snapStart, alias, ofAlias, reservedConcurrency, endpoint, ...artifact };
};

// Where the model is. What an endpoint serves changes with a deployment: a pointer is resolved now, and the function
// describes the very release that the endpoint gets. What the function opens itself, it follows (model/following.py).
async function artifactOf(told, resolveVariable, runs) {
  const [modelArtifact, endpointModel, bucket] = await Promise.all(['modelArtifact', 'endpointModel', 'endpointBucket'].map(told));
  const asIs = { modelArtifact, endpointModel, manifest: '', isResolved: false };
  if (!ENDPOINTS.includes(runs)) return asIs;
  const resolved = async (address) => {
    const { bucket, key } = partsOf(address);
    const text = await resolveVariable(`s3:${bucket}/${key}`).catch((error) => {
      if (error.code === 'MISSING_VARIABLE_DEPENDENCY') throw error; // not yet: the framework comes back
      throw new Error(`the pointer ${address} cannot be read: ${error.message}`);
    });
    return releaseOf(address, text);
  };
  const isNamed = modelArtifact.startsWith('s3://') && isPointer(modelArtifact);
  const described = isNamed ? await resolved(modelArtifact) : { folder: modelArtifact.replace(/\/$/, '') };
  if (!isPointer(endpointModel)) return isNamed ? { ...asIs, modelArtifact: described.folder, manifest: described.manifest } : asIs;
  if (!bucket) return asIs; // which companions.mjs asks for
  const served = await resolved(`s3://${bucket}/${endpointModel}`);
  if (described.folder && described.folder !== served.folder) {
    throw new Error(`modelArtifact is ${described.folder}, but the endpoint gets ${served.folder}: leave modelArtifact out`);
  }
  return {
    modelArtifact: served.folder,
    endpointModel: `${partsOf(served.folder).key}/model.tar.gz`,
    manifest: served.manifest,
    isResolved: true,
  };
}
