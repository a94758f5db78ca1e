/** `via`: the host through which another is reached, by any of its names. */
import type { HostEntry } from '../domain/inventory.ts'
import { LIMITS } from '../domain/limits.ts'
import { hint } from './check.ts'
import { type Document, type Path, spoken } from './document.ts'
import { nearest } from './near.ts'
import type { ConfigFault } from './words.ts'

/** What stands for "directly" where the defaults have a jump host. */
const NO_JUMP = 'none'

/** A host as it is written, before the others are known. */
export interface Alone {
  readonly entry: HostEntry
  readonly path: Path
  /** The name of its jump host, of its own or from the defaults. */
  readonly via: { readonly own: string | undefined; readonly default: string | undefined }
}

type Fault = 'unknown-host' | 'via-ring' | 'via-too-long'

/** Each host with its jump host, which may have one itself; a ring, and a chain that is too long, are faults. */
export function withJumps(
  hosts: readonly Alone[],
  names: readonly string[],
  document: Document,
): { readonly hosts: readonly HostEntry[]; readonly faults: readonly ConfigFault[] } {
  const read = hosts.map((host) => ({ host, chain: chainOf(host, hosts) }))
  return {
    hosts: read.map(({ host, chain }) =>
      typeof chain === 'string' ? host.entry : { ...host.entry, jump: nested(chain) },
    ),
    faults: read.flatMap(({ host, chain }) => {
      if (typeof chain !== 'string') return []
      const name = host.via.own ?? host.via.default ?? ''
      // One that is written with a fault of its own is told by that.
      if (chain === 'unknown-host' && names.includes(name.toLowerCase())) return []
      const near = chain === 'unknown-host' ? hint(nearest(name, names)) : {}
      const params = { where: spoken(host.path), name, limit: LIMITS.jumps, ...near }
      return [document.at([...host.path, 'via'], chain, params)]
    }),
  }
}

/** The hosts on the way, the nearest to the host first. */
function chainOf(host: Alone, hosts: readonly Alone[]): readonly HostEntry[] | Fault {
  const chain: HostEntry[] = []
  const seen = new Set([host.entry.name])
  for (let at = host; ; ) {
    const via = viaOf(at, hosts)
    if (via === null) return chain
    const next = hosts.find(({ entry }) => entry.name === via)
    if (next === undefined) return 'unknown-host'
    if (seen.has(via)) return 'via-ring'
    if (chain.length === LIMITS.jumps) return 'via-too-long'
    seen.add(via)
    chain.push(next.entry)
    at = next
  }
}

/** The jump host's own name, or the word itself where there is no such host; null for a direct way. */
function viaOf({ entry, via }: Alone, hosts: readonly Alone[]): string | null {
  const word = via.own ?? via.default ?? NO_JUMP
  if (word.toLowerCase() === NO_JUMP) return null
  const name = canonical(
    word,
    hosts.map((one) => one.entry),
  )
  // The jump host of the defaults is itself reached directly.
  return name === entry.name && via.own === undefined ? null : (name ?? word)
}

function nested(chain: readonly HostEntry[]): HostEntry | null {
  return chain.reduceRight<HostEntry | null>((jump, one) => ({ ...one, jump }), null)
}

/** The host's own name for a name or alias; null when there is none without faults. */
export function canonical(word: string, hosts: readonly HostEntry[]): string | null {
  const typed = word.toLowerCase()
  const found = hosts.find((host) =>
    [host.name, ...host.aliases].some((name) => name.toLowerCase() === typed),
  )
  return found?.name ?? null
}
