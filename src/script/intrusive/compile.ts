/** A request that was consented to -> the script that does it. The text is of the kind alone; all else is a parameter. */
import type { CoreMade, IntrusiveRequest } from '../../domain/intrusive.ts'
import { REMOVE } from './remove.ts'
import { SCRIPT } from './watch.ts'

export interface IntrusiveScript {
  readonly script: string
  readonly args: readonly string[]
  /** What its output begins with (`ExecRequest.sign`): nothing is touched before the caller has answered it by `hold`. */
  readonly sign: string
}

/**
 * Gives the script that removes the file of a request: one of that very name, a plain file of the login's own, and nothing
 * else; `made` is what that file was known by, null where it was not told. Its output is read by IntrusiveReader: `found` where that
 * file is not there, `cleaned`, then `end`. A file that is not there is no failure.
 */
export function removeCoreScript(
  of: Pick<IntrusiveRequest, 'dumpDir' | 'pid' | 'nonce'>,
  made: CoreMade | null = null,
): IntrusiveScript {
  const args = [checkedNonce(of.nonce), checkedNumber(of.pid), checkedDir(of.dumpDir), known(made)]
  return { script: REMOVE, args, sign: `@@${of.nonce} ` }
}

/** Gives it, for `Remote.exec`. Throws where a part of the request has not the form that domain/intrusive.ts names. */
export function intrusiveScript(request: IntrusiveRequest): IntrusiveScript {
  return scriptOf(request, 'do')
}

/**
 * Gives the same script as it ends before anything is touched, for before anybody is asked: `end` is `done` where nothing stood in
 * the way, else `refused`. Throws as the other.
 */
export function lookScript(request: IntrusiveRequest): IntrusiveScript {
  return scriptOf(request, 'look')
}

function scriptOf(request: IntrusiveRequest, deed: 'look' | 'do'): IntrusiveScript {
  return { script: SCRIPT, args: [...argsOf(request), deed], sign: `@@${request.nonce} ` }
}

function known(made: CoreMade | null): string {
  if (made === null) return '-'
  return [made.inode, made.changedAtSec, made.bytes].map(checkedNumber).join('.')
}

function argsOf(request: IntrusiveRequest): readonly string[] {
  const { kind, pid, startTicks, nonce, seconds, dumpDir, dumpMaxBytes } = request
  const numbers = [pid, startTicks, seconds, dumpMaxBytes]
  const dir = kind === 'gcore' ? checkedDir(dumpDir) : '-'
  const [first = '', start = '', most = '', bytes = ''] = numbers.map(checkedNumber)
  return [kind, checkedNonce(nonce), first, start, most, dir, bytes]
}

function checkedNumber(value: number): string {
  if (!Number.isSafeInteger(value) || value <= 0)
    throw new Error(`not a whole number above zero: ${value}`)
  return String(value)
}

function checkedNonce(nonce: string): string {
  if (!/^[0-9a-f]{16,64}$/.test(nonce)) throw new Error('a nonce is 16 to 64 digits of hex')
  return nonce
}

/** The characters that an argument of a remote shell may have, and no way up. */
function checkedDir(dir: string): string {
  const bare = dir.replace(/(?<=.)\/+$/, '')
  if (!/^(?:\/[A-Za-z0-9_.-]+)+$/.test(bare) || /\/\.\.?(?:\/|$)/.test(bare))
    throw new Error(`not a folder for core files: ${JSON.stringify(dir)}`)
  return bare
}
