// A Serverless plugin that has the function's alias move by CodeDeploy, where optional/canary.yml is in the template.

export default class Canary {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { 'after:aws:package:finalize:mergeCustomProviderResources': () => this.shift() };
  }

  shift() {
    const { functions, provider } = this.serverless.service;
    const { Resources } = provider.compiledCloudFormationTemplate;
    if (!Resources.Canary) return;
    const { targetAlias, versionLogicalId } = functions.classify;
    const alias = Resources[targetAlias.logicalId];
    alias.UpdatePolicy = {
      CodeDeployLambdaAliasUpdate: { ApplicationName: { Ref: 'Canary' }, DeploymentGroupName: { Ref: 'CanaryGroup' } },
    };
    // The alarms have to look at the new version before that gets calls.
    alias.DependsOn = [alias.DependsOn, 'CanaryGroup'].flat();
    const version = { 'Fn::GetAtt': [versionLogicalId, 'Version'] };
    for (const { Properties } of [Resources.CanaryErrors, Resources.CanaryAnswers]) {
      for (const { MetricStat } of Properties.Metrics) {
        if (!MetricStat) continue;
        const { Metric } = MetricStat;
        const name = Metric.Namespace === 'AWS/Lambda' ? 'ExecutedVersion' : 'version';
        Metric.Dimensions = [...Metric.Dimensions, { Name: name, Value: version }];
      }
    }
  }
}
