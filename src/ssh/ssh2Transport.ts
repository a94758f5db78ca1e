/** A ready client of ssh2 as a transport. */
import type { Client, ClientChannel } from 'ssh2'
import { whenClosed } from './closing.ts'
import { detailOf } from './failure.ts'
import type { Ask, Channel, NoChannel, Transport } from './transport.ts'

/** Takes over a client that is ready. */
export function ssh2Transport(client: Client): Transport {
  let trouble = ''
  const closed = new Promise<void>((resolve) => client.on('close', () => resolve()))
  client.on('error', (error) => {
    trouble ||= detailOf(error)
  })
  return {
    get trouble() {
      return trouble
    },
    closed,
    open: (ask) => opened(client, ask, closed, () => trouble),
    close() {
      client.end()
      client.destroy()
    },
  }
}

function opened(
  client: Client,
  ask: Ask,
  closed: Promise<void>,
  trouble: () => string,
): Promise<Channel | NoChannel> {
  return new Promise((resolve) => {
    const none = (error: unknown): void => {
      leave()
      const detail = detailOf(error)
      resolve({ kind: kindOf(detail), detail })
    }
    const done = (error: Error | undefined, channel: ClientChannel): void => {
      leave()
      if (error === undefined) resolve(withKill(channel))
      else none(error)
    }
    const leave = whenClosed(closed, () => none(trouble() || 'the connection closed'))
    try {
      if (ask.kind === 'exec') client.exec(ask.command, done)
      else client.subsys('sftp', done)
    } catch (error) {
      // The connection ended before its close was told.
      none(error)
    }
  })
}

/** Closing a channel alone leaves its command running (facts: measured); the signal ends it first. */
function withKill(channel: ClientChannel): Channel {
  return Object.assign(channel, {
    kill(): void {
      try {
        channel.signal('KILL')
        channel.close()
      } catch {
        // It has closed in this very moment: its close event ends the run.
      }
    },
  })
}

/** ssh2's words for a host that is there and will not (lib/client.js). */
function kindOf(message: string): NoChannel['kind'] {
  if (/open failure/i.test(message)) return 'full'
  return /unable to (?:exec|start subsystem)/i.test(message) ? 'refused' : 'lost'
}
