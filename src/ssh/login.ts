/** An inventory entry -> all that a connection needs: what the inventory leaves open is filled as ssh does it. */
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { HostEntry } from '../domain/inventory.ts'

const SSH_PORT = 22
/** ssh_config(5) IdentityFile and UserKnownHostsFile, without the kinds of keys that need hardware. */
const KEY_NAMES = ['id_ed25519', 'id_ecdsa', 'id_rsa']
const KNOWN_HOSTS = 'known_hosts'

/** Gives the entry with port, user, credentials and known_hosts files filled; its jump hosts likewise. */
export function completed(entry: HostEntry): HostEntry {
  const folder = join(homedir(), '.ssh')
  const { credentials } = entry
  return {
    ...entry,
    port: entry.port === 0 ? SSH_PORT : entry.port,
    user: entry.user === '' ? userInfo().username : entry.user,
    credentials: hasOwn(entry)
      ? credentials
      : { ...credentials, keyFiles: KEY_NAMES.map((name) => join(folder, name)) },
    knownHostsFiles:
      entry.knownHostsFiles.length === 0 ? [join(folder, KNOWN_HOSTS)] : entry.knownHostsFiles,
    jump: entry.jump === null ? null : completed(entry.jump),
  }
}

/** Whether the inventory gives anything to log in with. */
function hasOwn({ credentials }: HostEntry): boolean {
  const { agentSocket, keyFiles, passwordEnv } = credentials
  return agentSocket !== null || keyFiles.length > 0 || passwordEnv !== null
}
