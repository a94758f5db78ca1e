/** The end of a channel that something on the host reads from: its input ends, and with it what reads there. */
import type { Channel } from '../transport.ts'

/** What does not end by itself within this time is killed, and its channel closed. */
const GRACE_MS = 1000

/** Resolves when the channel is closed, or has been told to. */
export function ending(channel: Channel): Promise<void> {
  return new Promise((resolve) => {
    if (channel.destroyed || closed(channel)) {
      resolve()
      return
    }
    const timer = setTimeout(() => {
      channel.kill()
      resolve()
    }, GRACE_MS)
    channel.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
    channel.end()
  })
}

function closed(channel: Channel): boolean {
  return !channel.writable && !channel.readable
}
