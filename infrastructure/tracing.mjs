// A Serverless plugin that lets the functions that are traced write traces, where optional/tracing.yml is in the template.

export default class Tracing {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { 'after:aws:package:finalize:mergeCustomProviderResources': () => this.attach() };
  }

  attach() {
    const { Resources } = this.serverless.service.provider.compiledCloudFormationTemplate;
    if (!Resources.Tracing) return;
    for (const { Type, Properties, DependsOn } of Object.values(Resources)) {
      if (Type !== 'AWS::Lambda::Function' || Properties.TracingConfig?.Mode !== 'Active') continue;
      const [role] = Properties.Role['Fn::GetAtt'];
      Resources.Tracing.Properties.Roles.push({ Ref: role });
      DependsOn.push('Tracing'); // Lambda traces no function whose role may not
    }
  }
}
