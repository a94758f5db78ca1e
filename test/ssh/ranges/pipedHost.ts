/** A host on pipes in place of SSH channels: with python3 and no perl, and for another user where root runs the test. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import { type HostEntry, PLAIN_HOST } from '../../../src/domain/inventory.ts'
import { HostRanges } from '../../../src/ssh/ranges/hostRanges.ts'
import type { Channel } from '../../../src/ssh/transport.ts'

const ENTRY: HostEntry = { ...PLAIN_HOST, name: 'piped', address: '127.0.0.1', port: 22 }
/** OpenSSH's own, which needs no sshd around it. */
export const SFTP_SERVER = '/usr/lib/openssh/sftp-server'

export interface Piped {
  /** Runs OpenSSH's SFTP server; else the host has none. */
  readonly sftp?: boolean
  /** What the loop's shell does not find. */
  readonly lacks?: readonly ('perl' | 'python3')[]
  readonly uid?: number
}

export function pipedRanges(piped: Piped): HostRanges {
  return new HostRanges(ENTRY, async (ask) => {
    if (ask.kind === 'exec') return channelOf(ask.command, piped)
    return piped.sftp === true ? channelOf(SFTP_SERVER, piped) : 'Unable to start subsystem: sftp'
  })
}

function channelOf(command: string, { lacks = [], uid }: Piped): Channel {
  const user = uid === undefined ? {} : { uid, gid: uid }
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { ...user, cwd: '/' })
  const without = (text: string): string =>
    lacks.reduce((all, name) => all.replace(`if ${name}`, `if false ${name}`), text)
  const duplex = duplexOf(child, without)
  return Object.assign(duplex, {
    stderr: child.stderr,
    kill: () => void child.kill('SIGKILL'),
  })
}

/**
 * As an SSH channel: what the command said before its end is delivered before `close`. Duplex.from would drop it, for
 * Node destroys a child's input as soon as the child exits, and Duplex.from the whole with it.
 */
function duplexOf(child: ChildProcessWithoutNullStreams, edited: (text: string) => string): Duplex {
  const duplex = new Duplex({
    decodeStrings: false,
    read: () => void child.stdout.resume(),
    write: (chunk: string | Buffer, _encoding, done) => {
      // A command that has ended takes no more, which is no error of the channel.
      child.stdin.write(typeof chunk === 'string' ? edited(chunk) : chunk, () => done())
    },
    final: (done) => void child.stdin.end(done),
  })
  child.stdin.on('error', () => undefined)
  child.stdout.on('data', (bytes: Buffer) => {
    if (!duplex.push(bytes)) child.stdout.pause()
  })
  child.on('close', () => {
    duplex.push(null)
    duplex.once('end', () => duplex.destroy())
    duplex.resume()
  })
  return duplex
}
