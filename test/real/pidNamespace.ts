/** Processes that see each other alone: what else runs on the machine comes and goes as it likes. Needs root. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './accounts.ts'

export interface PidNamespace {
  /** The words of a command within; more arguments may follow. */
  enter(...command: readonly string[]): readonly [string, ...string[]]
  /** Starts a process of the account that sleeps, older than the next; one not `reaped` stays as a zombie when it ends. */
  sleeper(of: Account, reaped?: 'reaped' | 'left'): Promise<void>
  /** Kills a process by its number there, and waits until it has ended. */
  kill(pid: string): Promise<void>
  /** Ends all that runs there. */
  close(): Promise<void>
}

export async function pidNamespace(): Promise<PidNamespace> {
  const holder = spawn('unshare', ['--pid', '--fork', '--mount-proc', 'sleep', 'infinity'])
  const exited = once(holder, 'exit')
  const children = `/proc/${holder.pid}/task/${holder.pid}/children`
  await once(holder, 'spawn')
  while (readFileSync(children, 'utf8') === '') await pause(10)
  const first = readFileSync(children, 'utf8').trim()
  // Its /proc is its own once the first process there is the one that was asked for.
  while (readFileSync(`/proc/${first}/comm`, 'utf8') !== 'sleep\n') await pause(10)

  const enter: PidNamespace['enter'] = (...command) => [
    'nsenter',
    '-t',
    first,
    '-p',
    '-m',
    ...command,
  ]
  const within = (...command: readonly string[]): string => {
    const [program, ...rest] = enter(...command)
    return spawnSync(program, rest, { encoding: 'utf8' }).stdout
  }
  const sleepersOf = ({ uid }: Account): readonly string[] =>
    within('ps', '-o', 'comm=', '-u', String(uid))
      .split('\n')
      .filter((name) => name === 'sleep')
  return {
    enter,
    async sleeper(of, reaped = 'reaped') {
      const before = sleepersOf(of).length
      const as = `setpriv --reuid ${of.uid} --regid ${of.uid} --clear-groups sleep 600`
      // `sleep` waits for no child.
      const [program, ...rest] = enter(
        'sh',
        '-c',
        reaped === 'reaped' ? as : `${as} & exec sleep 600`,
      )
      spawn(program, rest, { stdio: 'ignore' })
      while (sleepersOf(of).length === before) await pause(10)
    },
    async kill(pid) {
      within('kill', '-9', pid)
      const state = (): string => within('ps', '-o', 'stat=', '-p', pid).trim()
      while (state() !== '' && !state().startsWith('Z')) await pause(10)
    },
    async close() {
      process.kill(Number(first), 'SIGKILL')
      await exited
    },
  }
}
