// What follows from the parameters: which parts of the template there are, and what the function's alias and the endpoint
// are called.

// Each is there where the parameter of its name asks for it; its file is optional/NAME.yml.
const PARTS = ['canary', 'domain', 'gatewayLog', 'tracing', 'vpc', 'waf'];
const NOT_ASKED = ['', 'false', 'none'];

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
  return { ...parts, snapStart, alias, ofAlias, reservedConcurrency, endpoint };
};
