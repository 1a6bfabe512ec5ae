// A Serverless plugin that stops a packaging where a parameter is told without those that it needs. AWS would find out
// when half of the stack has changed, or nobody before the first request. On this machine nothing needs them.

export default class Companions {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { 'before:package:initialize': () => this.check() };
  }

  check() {
    const { service, classes } = this.serverless;
    const { companions, choices, runs } = service.custom;
    const asked = [runs, ...Object.values(choices)];
    for (const [choice, parameters] of Object.entries(companions)) {
      if (!asked.includes(choice)) continue;
      const missing = Object.keys(parameters).filter((name) => !String(parameters[name]).trim());
      if (missing.length) throw new classes.Error(`${choice} needs ${missing.join(' and ')}, too`);
    }
  }
}
