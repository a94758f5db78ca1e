/** The end of a channel that something on the host reads from: its input ends, and with it what reads there. */
import type { ClientChannel } from 'ssh2'

/** What does not end by itself within this time is killed, and its channel closed. */
const GRACE_MS = 1000

/** Resolves when the channel is closed, or has been told to. */
export function ending(channel: ClientChannel): Promise<void> {
  return new Promise((resolve) => {
    if (channel.destroyed || closed(channel)) {
      resolve()
      return
    }
    const timer = setTimeout(() => {
      kill(channel)
      resolve()
    }, GRACE_MS)
    channel.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
    channel.end()
  })
}

function closed(channel: ClientChannel): boolean {
  return !channel.writable && !channel.readable
}

function kill(channel: ClientChannel): void {
  try {
    channel.signal('KILL')
    channel.close()
  } catch {
    // It has closed in this very moment.
  }
}
