// A short word for what something says: another word where it says something else.
import { createHash } from 'node:crypto';

export function digest(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}
