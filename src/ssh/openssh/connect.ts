/** Opens one verified, authenticated connection by the system's `ssh`. */
import { UserError } from '../../domain/errors.ts'
import type { HostEntry } from '../../domain/inventory.ts'
import { SECOND_MS } from '../../domain/time.ts'
import { hostKeyCheck } from '../hostKey.ts'
import { isChannel, type Transport } from '../transport.ts'
import { masterArguments } from './arguments.ts'
import { Channels } from './channels.ts'
import { lastWords, opensshFailure, type Peer } from './failure.ts'
import { Master } from './master.ts'
import { type Environment, sshProgram } from './program.ts'

/**
 * Gives a ready connection. The entry is as the inventory has it: what it leaves open, ssh fills from its own settings.
 * Throws UserError: `no-ssh-program`, `no-known-hosts`, `host-key-unknown|changed|revoked`,
 * `connection-refused|timeout|lost`, `host-unreachable`, `auth-failed`.
 */
export async function connectByOpenssh(
  entry: HostEntry,
  environment: Environment,
  connectMs: number,
): Promise<Transport> {
  // Of the files that are named one at least must be there, as with ssh2; ssh itself judges the key.
  if (entry.knownHostsFiles.length > 0) await hostKeyCheck(entry)
  const options = {
    program: sshProgram(entry.name, environment),
    environment,
    arguments: (socket: string) => masterArguments(entry, socket, connectMs),
  }
  const master = await Master.start(options)
  const peer = peerOf(entry, master)
  const begun = await master.begun(connectMs)
  if (begun === 'ready') return transportOf(master, new Channels(master, options))
  master.end()
  await master.ended
  if (begun === 'late') throw timedOut(entry, peer(), connectMs)
  throw opensshFailure(entry, peer(), master.words)
}

function transportOf(master: Master, channels: Channels): Transport {
  // What was said on the way is no trouble of a connection that came about.
  master.words.length = 0
  return {
    get trouble() {
      return lastWords(master.words)
    },
    closed: master.ended,
    async open(ask) {
      const answer = await channels.open(ask)
      if (isChannel(answer) || answer.kind !== 'lost') return answer
      // Without a channel and without a refusal the master is of no use any more, if it is there at all.
      master.end()
      await master.ended
      return { kind: 'lost', detail: lastWords(master.words) || 'the connection closed' }
    },
    close() {
      channels.end()
      master.end()
    },
  }
}

/** What the master has told of the host until now. */
function peerOf(entry: HostEntry, master: Master): () => Peer {
  let peer: Peer = {
    address: entry.address,
    port: entry.port,
    user: entry.user,
    type: '',
    fingerprint: '',
  }
  master.hear((said) => {
    if (said.kind === 'peer')
      peer = { ...peer, address: said.address, port: said.port, user: said.user }
    if (said.kind === 'key') peer = { ...peer, type: said.type, fingerprint: said.fingerprint }
  })
  return () => peer
}

function timedOut(entry: HostEntry, peer: Peer, connectMs: number): UserError {
  return new UserError('connection-timeout', {
    host: entry.name,
    address: peer.address,
    port: peer.port,
    seconds: connectMs / SECOND_MS,
    detail: '',
  })
}
