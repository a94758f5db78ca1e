/**
 * What runs in a worker: an encrypted key and its passphrase in, the key's plain text out. OpenSSH's key derivation
 * (bcrypt) takes 0.4 s of the thread that does it, by its default rounds. Started by openKey.ts, from the build.
 */
import { parentPort, workerData } from 'node:worker_threads'
import ssh2 from 'ssh2'
import { plainText } from './keyText.ts'
import type { Locked, Opened } from './openKey.ts'

function opened({ text, passphrase }: Locked): Opened {
  try {
    const parsed = ssh2.utils.parseKey(text, passphrase)
    if (parsed instanceof Error) return { detail: parsed.message }
    const key = Array.isArray(parsed) ? parsed[0] : parsed
    return key?.isPrivateKey() === true ? { text: plainText(key) } : { detail: 'no private key' }
  } catch (cause) {
    return { detail: cause instanceof Error ? cause.message : String(cause) }
  }
}

parentPort?.postMessage(opened(workerData as Locked))
