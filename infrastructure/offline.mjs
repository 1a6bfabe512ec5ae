// A Serverless plugin that makes this machine a faithful place to run the functions: `sls offline start` and
// `sls invoke local`. serverless-offline does the work; this adds what it leaves out.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';

const KEY = process.env.API_KEY || 'newsdesk-local-key';
const SLOTS = availableParallelism();
// What serverless-offline says where an authorizer answers with no policy, as after a failure, and with one that denies.
const NO_POLICY = 'No principalId set on the Response';
const DENIED = 'User is not authorized to access this resource';

export default class Offline {
  constructor(serverless, options) {
    this.serverless = serverless;
    this.options = options;
    useProjectPython(serverless.serviceDir);
    this.hooks = {
      'before:invoke:local:invoke': quiet,
      'before:offline:start:init': () => this.prepare(),
      'after:offline:start:init': () => this.warmUp(),
    };
  }

  async prepare() {
    process.env.POWERTOOLS_METRICS_DISABLED ??= 'true'; // nobody reads them here
    const { functions, provider, resources, package: packed } = this.serverless.service;
    delete packed.artifact; // what is here is run, and not what was packed some time ago for another processor
    if (functions.authorize) {
      delete functions.authorize.package;
      functions.authorize.handler = 'infrastructure/offline_authorizer.handler';
    }
    delete functions.drift; // it asks CloudWatch, which is not here
    keepCorrectionsInFile(functions.feedback, this.serverless.serviceDir);
    // On AWS, API Gateway makes up the value.
    provider.apiGateway.apiKeys = [{ value: KEY }];

    const { default: Lambda } = await import('serverless-offline/lambda');
    limitProcesses(Lambda);

    // The package does not export it, so by its place.
    const source = new URL('events/http/HttpServer.js', import.meta.resolve('serverless-offline'));
    const { default: HttpServer } = await import(source);
    answerAsGateway(HttpServer, resources.Resources);
  }

  // The first request of a process loads the model; nobody should wait for that.
  async warmUp() {
    const settings = { httpPort: 3000, ...this.serverless.service.custom['serverless-offline'], ...this.options };
    const address = `http://${settings.host}:${settings.httpPort}`;
    const paths = Array(SLOTS).fill(['/v1/health', '/']).flat();
    const answers = await Promise.all(paths.map((path) => fetch(address + path)));
    const failed = answers.find(({ ok }) => !ok);
    const shown = address.replace('127.0.0.1', 'localhost');
    console.log(
      failed
        ? `\n${new URL(failed.url).pathname} answers ${failed.status}: ${await failed.text()}\n` +
            'The lines above tell more; with POWERTOOLS_LOG_LEVEL=DEBUG, most.\n'
        : `\nNewsdesk is ready; Ctrl-C stops it.\n\n` +
            `  the page   ${shown}/#key=${KEY}\n` +
            `  the API    ${shown}/docs\n` +
            `  a call     curl ${shown}/v1/classify -H 'x-api-key: ${KEY}' -H 'content-type: application/json' \\\n` +
            `               -d '{"headline": "New treatment for ADHD discovered"}'\n`,
    );
  }
}

// Both commands run `python3`; it should be the project's, also where nobody activated the environment.
function useProjectPython(folder) {
  const environment = join(folder, '.venv');
  if (!existsSync(environment)) return;
  process.env.VIRTUAL_ENV = environment;
  process.env.PATH = [join(environment, 'bin'), process.env.PATH].join(delimiter);
}

// There is no table here. What one's own corrections are about, one may keep on one's own machine.
function keepCorrectionsInFile({ environment }, folder) {
  delete environment.FEEDBACK_TABLE;
  environment.FEEDBACK_FILE = process.env.FEEDBACK_FILE || join(folder, 'build/feedback.jsonl');
  environment.FEEDBACK_TEXT = process.env.FEEDBACK_TEXT || 'true';
}

// `sls invoke local` shows standard output: the answer should be all there is.
function quiet() {
  process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
  process.env.POWERTOOLS_LOG_LEVEL ??= 'ERROR';
}

// serverless-offline starts a process for every request that finds none idle: 200 requests at once would be
// 200 Pythons, each with its model. Here they queue, per function.
function limitProcesses(Lambda) {
  const { get } = Lambda.prototype;
  const slots = new Map();

  Lambda.prototype.get = function (functionKey) {
    if (!slots.has(functionKey)) slots.set(functionKey, new Slots(SLOTS));
    let event;
    let clientContext;
    return {
      setEvent: (value) => { event = value; },
      setClientContext: (value) => { clientContext = value; },
      runHandler: () =>
        slots.get(functionKey).run(() => {
          const lambdaFunction = get.call(this, functionKey); // an idle process, now that there is one
          lambdaFunction.setEvent(event);
          lambdaFunction.setClientContext(clientContext);
          return lambdaFunction.runHandler();
        }),
    };
  };
}

class Slots {
  constructor(free) {
    this.free = free;
    this.waiting = [];
  }

  async run(task) {
    if (this.free > 0) this.free -= 1;
    else await new Promise((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

// What the local gateway refuses by itself is said in the words of the GatewayResponses on AWS.
function answerAsGateway(HttpServer, resources) {
  const { createServer } = HttpServer.prototype;
  const responses = new Map(
    Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::ApiGateway::GatewayResponse')
      .map(({ Properties }) => [Properties.ResponseType, Properties]),
  );

  // Its list of routes is half addresses that nothing listens at; `warmUp` prints those of use.
  HttpServer.prototype.writeRoutesTerminal = () => {};

  HttpServer.prototype.createServer = async function () {
    await createServer.call(this);
    this.getServer().ext('onPreResponse', ({ response }, h) => {
      const status = Number(response.isBoom ? response.output.statusCode : response.statusCode); // '504' after a timeout
      // A function's own answer is text or bytes; the gateway's is an object, or nothing after a failure.
      const own = response.isBoom || !(typeof response.source === 'string' || Buffer.isBuffer(response.source));
      if (status < 400 || !own) return h.continue;
      const said = responses.get(responseType(status, response.message));
      const body = said.ResponseTemplates['application/json'].replace('$context.requestId', randomUUID());
      const answer = h.response(body).code(Number(said.StatusCode ?? status)).type('application/json');
      for (const [name, value] of Object.entries(said.ResponseParameters ?? {})) {
        answer.header(name.replace('gatewayresponse.header.', ''), value.slice(1, -1)); // it stands in quotes
      }
      return answer;
    });
  };
}

function responseType(status, reason) {
  if (status === 403 && reason === NO_POLICY) return 'AUTHORIZER_FAILURE';
  if (status === 403 && reason === DENIED) return 'ACCESS_DENIED';
  const types = {
    400: 'BAD_REQUEST_BODY',
    401: 'UNAUTHORIZED',
    403: 'INVALID_API_KEY',
    404: 'MISSING_AUTHENTICATION_TOKEN',
    413: 'REQUEST_TOO_LARGE',
    415: 'UNSUPPORTED_MEDIA_TYPE',
    502: 'INTEGRATION_FAILURE',
    504: 'INTEGRATION_TIMEOUT',
  };
  return types[status] ?? (status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
}
