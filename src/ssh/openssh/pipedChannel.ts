/** A client of a master, with its pipes, as a channel. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { Duplex } from 'node:stream'
import type { Channel } from '../transport.ts'

/** How a command ended, where the host told; null where it did not. */
export type Ended = { readonly status: number | null; readonly signal: string | null } | null

/** A channel that the host does not close is let go; by then whoever minds has ended the connection (channel.ts). */
const UNANSWERED_MS = 2000

/**
 * Everything that the command said comes before `close`. Not Duplex.from: Node destroys a child's input as soon as the
 * child exits, and Duplex.from the whole with it, unread output included.
 */
export function pipedChannel(
  child: ChildProcessWithoutNullStreams,
  ended: (code: number | null) => Promise<Ended>,
): Channel {
  let done: () => void = () => undefined
  const read = new Promise<void>((resolve) => {
    done = resolve
  })
  const channel = new Duplex({
    // It is told by hand, once all else is.
    emitClose: false,
    read: () => void child.stdout.resume(),
    // A command that has ended takes no more, which is no error of the channel.
    write: (chunk: Buffer, _encoding, next) =>
      child.stdin.destroyed ? next() : void child.stdin.write(chunk, () => next()),
    final: (next) => (child.stdin.destroyed ? next() : void child.stdin.end(() => next())),
    destroy: (error, next) => {
      child.kill('SIGKILL')
      done()
      next(error)
    },
  })
  child.stdin.on('error', () => undefined)
  child.stdout.on('data', (bytes: Buffer) => {
    if (!channel.push(bytes)) child.stdout.pause()
  })
  channel.once('end', done)
  child.once('close', (code) => {
    channel.push(null)
    void Promise.all([ended(code), read]).then(([how]) => {
      if (how !== null) channel.emit('exit', how.status, how.signal ?? undefined)
      channel.destroy()
      channel.emit('close')
    })
  })
  return Object.assign(channel, {
    stderr: child.stderr,
    /** The end of its input ends what runs there (script/prelude.ts), and the master closes the channel. */
    kill(): void {
      channel.resume()
      child.stderr.resume()
      child.kill('SIGKILL')
      // The master holds the ends of the pipes too, until the host has closed the channel.
      const letGo = setTimeout(() => {
        for (const pipe of child.stdio) pipe?.destroy()
      }, UNANSWERED_MS)
      channel.once('close', () => clearTimeout(letGo))
    },
  })
}
