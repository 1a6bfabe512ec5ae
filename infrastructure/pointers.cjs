// The pointer of a stage, STORE/models/NAME/stages/STAGE.json: which release of a model it has (model/pointer.py).
const ADDRESS = /^(.*\/)?models\/([^/]+)\/stages\/[^/]+\.json$/;
const OF_S3 = /^s3:\/\/([^/]+)\/(.+)$/;
const VERSION = /^(?!stages$)[0-9A-Za-z][0-9A-Za-z._+-]*$/;
const SHA256 = /^[0-9a-f]{64}$/;

// Bucket and key of an address.
function partsOf(address) {
  const [, bucket, key] = OF_S3.exec(address) ?? [];
  return bucket ? { bucket, key } : null;
}

// Whether an address, or a key, is that of a pointer.
function isPointer(address) {
  const key = address.startsWith('s3://') ? partsOf(address)?.key : address;
  return ADDRESS.test(key ?? '');
}

// The folder of a model's releases, which holds the pointers of its stages, too.
function releasesOf(address) {
  return address.slice(0, address.lastIndexOf('/stages/'));
}

// The release that a pointer names: its folder, as an address or a key is written, and the hash of its manifest.
function releaseOf(address, text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    said = null;
  }
  const { name, version, manifest } = said ?? {};
  const known = VERSION.test(version ?? '') && SHA256.test(manifest ?? '');
  if (!known || !releasesOf(address).endsWith(`models/${name}`)) throw new Error(`${address} is not a pointer of this model`);
  return { folder: `${releasesOf(address)}/${version}`, version, manifest };
}

module.exports = { isPointer, partsOf, releaseOf, releasesOf };
