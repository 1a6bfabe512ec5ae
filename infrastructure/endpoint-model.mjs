// A Serverless plugin that stops a deployment of an endpoint by a pointer whose release was published without the file
// that an endpoint unpacks. SageMaker would find out when half of the stack has changed.
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';

export default class EndpointModel {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { 'before:package:initialize': () => this.check() };
  }

  async check() {
    const { service, classes } = this.serverless;
    const { choices, endpointBucket } = service.custom;
    if (!choices.isResolved) return;
    const provider = this.serverless.getProvider('aws');
    const client = new S3Client({ ...(await provider.getAwsSdkV3Config()), followRegionRedirects: true });
    try {
      await client.send(new HeadObjectCommand({ Bucket: endpointBucket, Key: choices.endpointModel }));
    } catch (error) {
      const place = `s3://${endpointBucket}/${choices.endpointModel}`;
      // Without leave to list the bucket, S3 says of what is not there that it is forbidden.
      const why = [403, 404].includes(error.$metadata?.httpStatusCode) ? 'is not there, or may not be read' : `cannot be found: ${error.message}`;
      throw new classes.Error(`${place} ${why}; publish the release with \`--tarball\`, which \`build\` writes`);
    }
  }
}
