// A Serverless plugin that asks callers for a token beside the key, where the parameter `jwtIssuer` is set: it adds
// the function of authorizer.yml, its role, and to each route that wants a key that it wants the function's consent.

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]*$/;

export default class Authorizer {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { initialize: () => this.authorize(), 'before:package:initialize': () => this.check() };
  }

  // Only what is packed goes anywhere: a stage can be removed without all that it was deployed with.
  check() {
    const { service, classes } = this.serverless;
    const { environment } = service.custom.authorizer.function;
    const problem = environment.JWT_ISSUER && problemOf(environment);
    if (problem) throw new classes.Error(problem);
  }

  authorize() {
    const { service } = this.serverless;
    const { function: definition, authorizer, Resources } = service.custom?.authorizer ?? {};
    if (!definition?.environment.JWT_ISSUER) return; // unset, or outside a service
    for (const { events } of Object.values(service.functions)) {
      for (const { http } of events) if (http?.private) http.authorizer = { ...authorizer };
    }
    const name = `${service.service}-${this.serverless.getProvider('aws').getStage()}-${authorizer.name}`;
    service.functions[authorizer.name] = { ...definition, name, events: [] };
    Object.assign(service.resources.Resources, Resources);
  }
}

// What the function would stumble on when it is deployed, in words; nothing, if nothing.
function problemOf({ JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_SCOPE: scope }) {
  if (!/^https:\/\/[^@?#\s]+$/.test(issuer) || !URL.canParse(issuer)) {
    return `jwtIssuer is '${issuer}', which is not the https:// address of an issuer`;
  }
  if (!String(audience).split(',').some((name) => name.trim())) {
    return 'jwtIssuer needs a jwtAudience: without one, a token for any other service would do';
  }
  if (!SCOPE.test(scope)) return `jwtScope is '${scope}', which is not one scope`;
}
