/** A host on pipes in place of SSH channels: with python3 and no perl, and for another user where root runs the test. */
import { spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import type { ClientChannel } from 'ssh2'
import { HostRanges } from '../../../src/ssh/ranges/hostRanges.ts'

const ENTRY = {
  name: 'piped',
  aliases: [],
  address: '127.0.0.1',
  port: 22,
  user: 'nobody',
  keyFile: '',
  knownHostsFile: '',
  memory: true,
}
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
  const start = (command: string): ClientChannel => channelOf(command, piped)
  return new HostRanges(ENTRY, async (ask) => {
    const client = {
      subsys: (_name: string, opened: (error: Error | undefined, channel?: unknown) => void) =>
        piped.sftp === true
          ? opened(undefined, start(SFTP_SERVER))
          : opened(new Error('Unable to start subsystem: sftp')),
      exec: (command: string, opened: (error: undefined, channel: ClientChannel) => void) =>
        opened(undefined, start(command)),
    }
    return await new Promise((resolve) => {
      ask(client as never, (error, channel) => resolve(error?.message ?? channel))
    })
  })
}

function channelOf(command: string, { lacks = [], uid }: Piped): ClientChannel {
  const user = uid === undefined ? {} : { uid, gid: uid }
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { ...user, cwd: '/' })
  const duplex = Duplex.from({ readable: child.stdout, writable: child.stdin })
  const write = duplex.write.bind(duplex)
  const without = (text: string): string =>
    lacks.reduce((all, name) => all.replace(`if ${name}`, `if false ${name}`), text)
  return Object.assign(duplex, {
    stderr: child.stderr,
    signal: () => child.kill('SIGKILL'),
    close: () => child.kill('SIGKILL'),
    write: (bytes: string | Buffer) => write(typeof bytes === 'string' ? without(bytes) : bytes),
  }) as unknown as ClientChannel
}
