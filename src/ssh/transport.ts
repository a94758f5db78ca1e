/**
 * What a connection to one host is, whoever makes it: ssh2 in this process, or the system's `ssh`. Above it (execs,
 * ranges, the pool) nobody knows which. Both are held to one contract (test/real/transports.test.ts).
 */
import type { Duplex, Readable } from 'node:stream'
import type { HostEntry } from '../domain/inventory.ts'

/** What a channel runs: a command line for the account's shell, or the SFTP subsystem. */
export type Ask = { readonly kind: 'exec'; readonly command: string } | { readonly kind: 'sftp' }

/**
 * One command on a host: its output is read from the stream, its input written there. Both outputs must be drained.
 * Events beside a stream's own: `exit` (status: number | null, signal?: string) where the host told how the command
 * ended, then `close`, always and once, also where the connection is lost.
 */
export interface Channel extends Duplex {
  readonly stderr: Readable
  /** Kills what runs, as far as the way can, and closes. Never throws. */
  kill(): void
}

/**
 * Why no channel came: the host is there and will not (`refused`), it opens no further one, where some are open
 * (`full`: sshd's MaxSessions), or the connection is no more (`lost`).
 */
export interface NoChannel {
  readonly kind: 'refused' | 'full' | 'lost'
  readonly detail: string
}

export interface Transport {
  open(ask: Ask): Promise<Channel | NoChannel>
  /** What has gone wrong with the connection so far, in a few words; empty while nothing has. */
  readonly trouble: string
  /** Resolves when the connection is no more. */
  readonly closed: Promise<void>
  /** Ends the connection at once; what runs on it ends as lost. */
  close(): void
}

/** Makes one verified, authenticated connection. Throws the UserErrors of a host that cannot be reached. */
export type Connect = (entry: HostEntry) => Promise<Transport>

export function isChannel(answer: Channel | NoChannel): answer is Channel {
  return !('kind' in answer)
}
