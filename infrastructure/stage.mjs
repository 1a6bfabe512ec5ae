// A Serverless plugin that lets stage.yml be the whole stage. By itself, the framework has the deployment make a bare
// one, and sets it up by calls of its own when the deployment is over; what is in no template, no review sees.

const FRAMEWORK = 'AwsCompileApigEvents';

export default class Stage {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      initialize: () => this.callNobody(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.place(),
    };
  }

  callNobody() {
    const { hooks } = this.serverless.pluginManager;
    hooks['after:deploy:deploy'] = hooks['after:deploy:deploy']?.filter(({ pluginName }) => pluginName !== FRAMEWORK);
  }

  place() {
    const { Resources } = this.serverless.service.provider.compiledCloudFormationTemplate;
    const named = (type) => Object.keys(Resources).filter((name) => Resources[name].Type === `AWS::ApiGateway::${type}`);
    for (const name of named('Deployment')) {
      delete Resources[name].Properties.StageName;
      // A picture taken before they are there would not have them.
      Resources[name].DependsOn.push(...named('GatewayResponse'));
    }
    for (const name of named('UsagePlan')) {
      delete Resources[name].DependsOn;
      for (const stage of Resources[name].Properties.ApiStages) stage.Stage = { Ref: 'Stage' };
    }
    for (const name of named('ApiKey')) {
      delete Resources[name].DependsOn;
      for (const stage of Resources[name].Properties.StageKeys) stage.StageName = { Ref: 'Stage' };
    }
  }
}
