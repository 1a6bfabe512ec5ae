// A Serverless plugin for what YAML cannot say of monitoring: the dashboard as a string, with those of its rows that
// belong to the models that are served, and the email address that there may be none of.

const DEFAULTS = {
  alarm: {},
  text: {},
  metric: { region: '${AWS::Region}', view: 'timeSeries', period: 300 },
};

export default class Monitoring {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { initialize: () => this.watch() };
  }

  watch() {
    const { functions, provider, resources } = this.serverless.service;
    if (!functions.classify) return; // outside a service
    const { AlarmEmail, Dashboard, ...others } = resources.Resources;
    if (!AlarmEmail.Properties.Endpoint) delete resources.Resources.AlarmEmail;

    const models = Object.values(JSON.parse(functions.classify.environment.MODELS));
    const backends = new Set(models.flatMap(askedBy));
    const endpoints = models.filter((model) => askedBy(model).includes('sagemaker')).map(({ endpoint }) => `"${endpoint}"`);
    const alarms = Object.keys(others).filter((id) => others[id].Type === 'AWS::CloudWatch::Alarm');
    const known = {
      alarms: alarms.map((id) => `\${${id}.Arn}`),
      endpoints: endpoints.join(' OR '),
      service: provider.environment.POWERTOOLS_SERVICE_NAME,
    };
    const rows = Dashboard.Properties.DashboardBody.filter(({ of }) => !of || backends.has(of));
    const body = JSON.stringify({ start: '-P1D', widgets: place(rows) }, (key, value) => fill(key, value, known));
    Dashboard.Properties.DashboardBody = { 'Fn::Sub': body };
  }
}

function askedBy({ backend = 'local', stronger }) {
  return backend === 'cascade' ? ['local', stronger] : [backend];
}

// Rows below each other, in each the widgets side by side.
function place(rows) {
  const widgets = [];
  let y = 0;
  for (const { height, widgets: row } of rows) {
    let x = 0;
    for (const { type = 'metric', width, ...properties } of row) {
      widgets.push({ type, x, y, width, height, properties: { ...DEFAULTS[type], ...properties } });
      x += width;
    }
    y += height;
  }
  return widgets;
}

function fill(key, value, known) {
  if (typeof value !== 'string') return value;
  if (key === 'value') return Number(value); // of a horizontal line; what the command line tells is text
  if (value === '<alarms>') return known.alarms;
  return value
    .replaceAll(/<(service|endpoints)>/g, (_, word) => known[word])
    .replaceAll(/https:\/\/\S+/g, (address) => `[${address}](${address})`);
}
