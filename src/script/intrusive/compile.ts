/** A request that was consented to -> the script that does it. The text is of the kind alone; all else is a parameter. */
import type { IntrusiveRequest } from '../../domain/intrusive.ts'

export interface IntrusiveScript {
  readonly script: string
  readonly args: readonly string[]
  /** What its output begins with (`ExecRequest.sign`): nothing is touched before the caller has answered it by `hold`. */
  readonly sign: string
}

/** Gives it, for `Remote.exec`. Throws where a part of the request has not the form that domain/intrusive.ts names. */
export function intrusiveScript(request: IntrusiveRequest): IntrusiveScript {
  return { script: SCRIPT, args: argsOf(request), sign: `@@${request.nonce} ` }
}

const SCRIPT = ''

function argsOf(request: IntrusiveRequest): readonly string[] {
  const { kind, pid, startTicks, nonce, seconds, dumpDir, dumpMaxBytes } = request
  const numbers = [pid, startTicks, seconds, dumpMaxBytes]
  const bad = numbers.find((value) => !Number.isSafeInteger(value) || value <= 0)
  if (bad !== undefined) throw new Error(`not a whole number above zero: ${bad}`)
  if (!/^[0-9a-f]{16,64}$/.test(nonce)) throw new Error('a nonce is 16 to 64 digits of hex')
  const dir = kind === 'gcore' ? checkedDir(dumpDir) : '-'
  return [kind, nonce, ...numbers.slice(0, 3).map(String), dir, String(dumpMaxBytes)]
}

/** The characters that an argument of a remote shell may have, and no way up. */
function checkedDir(dir: string): string {
  const bare = dir.replace(/(?<=.)\/+$/, '')
  if (!/^(?:\/[A-Za-z0-9_.-]+)+$/.test(bare) || /\/\.\.?(?:\/|$)/.test(bare))
    throw new Error(`not a folder for core files: ${JSON.stringify(dir)}`)
  return bare
}
