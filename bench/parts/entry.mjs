/** A host as the benches have it, as an entry of the inventory. */
import { PLAIN_HOST } from '../../dist/src/domain/inventory.js'

/** @param {{ name: string, address: string, port: number, user: string, keyFile: string, knownHostsFile: string }} host */
export function entryOf({ keyFile, knownHostsFile, ...host }) {
  return {
    ...PLAIN_HOST,
    ...host,
    credentials: { ...PLAIN_HOST.credentials, keyFiles: [keyFile] },
    knownHostsFiles: [knownHostsFile],
  }
}
