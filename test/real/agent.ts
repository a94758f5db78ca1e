/** A real ssh-agent on a socket of its own. */
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Agent {
  readonly socket: string
  add(keyFile: string): Promise<void>
  close(): Promise<void>
}

export async function startAgent(socket: string): Promise<Agent> {
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()))
  for (let tries = 0; !existsSync(socket) && tries < 400; tries += 1) await after(25)
  return {
    socket,
    async add(keyFile) {
      await run('ssh-add', ['-q', keyFile], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
    },
    async close() {
      child.kill('SIGTERM')
      await closed
    },
  }
}
