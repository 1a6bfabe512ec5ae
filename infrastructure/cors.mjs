// A Serverless plugin that lets the pages of `corsOrigin` call the API from a browser. The function writes the header into
// its own answers (CORS_ORIGIN); this is for what API Gateway answers by itself: preflights and refusals.

const ORIGIN = /^(\*|https?:\/\/[^\s/,'*]+)$/;
const HEADERS = ['content-type', 'x-api-key', 'authorization', 'idempotency-key'];
const REMEMBERED = 7200; // seconds, which is as long as Chrome does

export default class Cors {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { initialize: () => this.allow() };
  }

  allow() {
    const { service, classes } = this.serverless;
    const { corsOrigin: origin } = service.custom;
    if (!origin) return;
    if (!ORIGIN.test(origin)) throw new classes.Error(`corsOrigin: '${origin}' is neither * nor an origin (https://example.org)`);
    for (const { events = [] } of Object.values(service.functions)) {
      // Any page may ask for what needs no key, and needs no preflight for it.
      const keyed = events.filter(({ http }) => http?.private || http?.authorizer);
      for (const { http } of keyed) http.cors = { origin, headers: HEADERS, maxAge: REMEMBERED };
    }
    for (const { Type, Properties } of Object.values(service.resources.Resources)) {
      if (Type !== 'AWS::ApiGateway::GatewayResponse') continue;
      const header = { 'gatewayresponse.header.Access-Control-Allow-Origin': `'${origin}'` };
      Properties.ResponseParameters = { ...Properties.ResponseParameters, ...header };
    }
  }
}
