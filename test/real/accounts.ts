/**
 * Accounts and sudoers of a test's own, seen by what runs under `within` alone: a mount namespace in which /etc/passwd,
 * /etc/shadow and /etc/sudoers are files of a temporary folder. The machine's own stay as they are. Needs root.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'

export interface Account {
  readonly name: string
  readonly uid: number
}

/** Of its own for each worker, so that what runs for an account is this test's. */
const FIRST_UID = 100_000 + (process.pid * 64 + (threadId % 64)) * 2

/** Logs in, and may what sudoers say. */
export const LOGIN: Account = { name: 'memchecktest', uid: FIRST_UID }
/** Owns processes. */
export const OWNER: Account = { name: 'ownertest', uid: FIRST_UID + 1 }

export interface Accounts {
  readonly dir: string
  /** The words of a command as `account` with these accounts and sudoers; more arguments may follow. */
  within(account: Account | 'root', ...command: readonly string[]): readonly [string, ...string[]]
  /** Replaces sudoers for what runs from now on. */
  sudoers(text: string): void
  close(): void
}

export function makeAccounts(): Accounts {
  const dir = mkdtempSync(join(tmpdir(), 'memcheck-accounts-'))
  chmodSync(dir, 0o755)
  const sudoers = (text: string): void => {
    writeFileSync(join(dir, 'sudoers'), text)
    chmodSync(join(dir, 'sudoers'), 0o440)
  }
  const line = ({ name, uid }: Account): string => `${name}:x:${uid}:${uid}::${dir}:/bin/sh\n`
  const both = [LOGIN, OWNER]
  writeFileSync(
    join(dir, 'passwd'),
    `${readFileSync('/etc/passwd', 'utf8')}${both.map(line).join('')}`,
  )
  writeFileSync(
    join(dir, 'shadow'),
    `${readFileSync('/etc/shadow', 'utf8')}${both.map(({ name }) => `${name}:*:19000:0:99999:7:::\n`).join('')}`,
    { mode: 0o640 },
  )
  sudoers('')
  const mounts = ['passwd', 'shadow', 'sudoers']
    .map((name) => `mount --bind ${dir}/${name} /etc/${name}`)
    .join(' && ')
  return {
    dir,
    sudoers,
    within(account, ...command) {
      const as =
        account === 'root'
          ? ''
          : `setpriv --reuid ${account.uid} --regid ${account.uid} --clear-groups `
      return ['unshare', '-m', 'sh', '-c', `${mounts} && exec ${as}"$@"`, 'sh', ...command]
    },
    close: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** A sleeping process of the account that owns processes; killed by who asked for it. */
export async function sleeperOf({ uid }: Account): Promise<ChildProcess> {
  const ids = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups']
  const child = spawn('setpriv', [...ids, 'sleep', '600'])
  await once(child, 'spawn')
  // It is that user's once setpriv has become sleep.
  while (readFileSync(`/proc/${child.pid}/comm`, 'utf8') !== 'sleep\n') await pause(10)
  return child
}
