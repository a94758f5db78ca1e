/** What tests of the ways in have in common: a question to a host, its refusal, a log that can be looked through. */

import { UserError } from '../../src/domain/errors.ts'
import type { HostEntry } from '../../src/domain/inventory.ts'
import type { Log, Remote } from '../../src/domain/ports.ts'
import { createSshRemote, type SshOptions } from '../../src/ssh/remote.ts'
import { builtWorker } from '../../src/workers/built.ts'

/** Keeps what was logged, so that a test can look for what must not be there. */
export function listeningLog(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  const take = (event: string, fields?: unknown): void => {
    lines.push(`${event} ${JSON.stringify(fields)}`)
  }
  return {
    lines,
    info: take,
    warn: take,
    bug(event, cause) {
      take(event, String(cause))
      return 'ref'
    },
    step: take,
  }
}

/** A remote of its own for one piece of work, closed whatever comes of it. */
export async function withRemote<T>(
  work: (remote: Remote) => Promise<T>,
  options: Partial<SshOptions> = {},
): Promise<T> {
  const remote = createSshRemote({
    log: listeningLog(),
    keyWorker: () => builtWorker('keyWorker'),
    ...options,
  })
  try {
    return await work(remote)
  } finally {
    await remote.close()
  }
}

/** Runs a line on the host; gives what it wrote. */
export async function said(remote: Remote, host: HostEntry, line: string): Promise<string> {
  const parts: Uint8Array[] = []
  await remote.exec(host, {
    script: line,
    args: ['x'],
    deadlineMs: 60_000,
    maxBytes: 100_000,
    onBytes: (stream, bytes) => void (stream === 'out' && parts.push(bytes)),
  })
  return Buffer.concat(parts).toString()
}

export async function refusal(work: Promise<unknown>): Promise<UserError> {
  const thrown = await work.then(
    () => new Error('not refused'),
    (error: unknown) => error,
  )
  if (thrown instanceof UserError) return thrown
  throw thrown
}
