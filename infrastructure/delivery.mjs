// A Serverless plugin for a deployment by other hands than a person's (delivery.yml): CloudFormation works under a role of
// its own, and no role that it makes may do more than a boundary permits.

export default class Delivery {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      initialize: () => this.lendRole(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.bound(),
    };
  }

  lendRole() {
    const { provider, custom } = this.serverless.service;
    if (custom?.delivery?.role) provider.iam = { ...provider.iam, deploymentRole: custom.delivery.role };
  }

  // Of all there are by now, those that the framework or another plugin has added included.
  bound() {
    const { provider, custom } = this.serverless.service;
    if (!custom.delivery.boundary) return;
    for (const { Type, Properties } of Object.values(provider.compiledCloudFormationTemplate.Resources)) {
      if (Type === 'AWS::IAM::Role') Properties.PermissionsBoundary = custom.delivery.boundary;
    }
  }
}
