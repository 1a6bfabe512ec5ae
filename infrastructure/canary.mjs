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
    // The alarm has to look at the new version before that gets calls.
    alias.DependsOn = [alias.DependsOn, 'CanaryGroup'].flat();
    for (const { MetricStat } of Resources.CanaryErrors.Properties.Metrics) {
      MetricStat?.Metric.Dimensions.push({ Name: 'ExecutedVersion', Value: { 'Fn::GetAtt': [versionLogicalId, 'Version'] } });
    }
  }
}
