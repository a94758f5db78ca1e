/**
 * Transparent huge pages of a process. A program that touches a little of each 2 MiB holds all of it; how much of a
 * huge page is really used no smaps tells, so this is information on what they hold and who asked for them.
 */
import type { AnalyzeContext, Inputs } from '../../domain/analyzer.ts'
import type { Finding, Quote } from '../../domain/finding.ts'
import { smaps } from '../../parsers/proc/smaps.ts'
import { smapsRollup } from '../../parsers/proc/smapsRollup.ts'
import { thp } from '../../parsers/sys/thp.ts'
import { askCommand, whom } from '../asks.ts'
import { HELD_FLOOR_BYTES, HELD_RATIO } from './thresholds.ts'
import type { ThpCode } from './words.ts'

export const LIKES = { rollup: smapsRollup, smaps, thp }
type In = Inputs<Record<never, never>, typeof LIKES>
type ThpFinding = Finding & { readonly code: ThpCode }

export function judgeThp(inputs: In, ctx: AnalyzeContext): readonly ThpFinding[] {
  const held = heldBy(inputs)
  if (held === null) return []
  const { hugeBytes, anonBytes, askedBytes } = held
  if (hugeBytes < HELD_FLOOR_BYTES || hugeBytes < HELD_RATIO * anonBytes) return []
  const setting = inputs.thp?.enabled ?? null
  const numbers = {
    ...whom(ctx),
    hugeBytes,
    anonBytes,
    hugeRatio: hugeBytes / Math.max(1, anonBytes),
    thpCommand: askCommand(ctx, 'thp'),
  }
  const evidence = evidenceOf(inputs, ctx)
  // The flag stands in smaps alone, and only what the program asked for has it.
  if (askedBytes !== null && askedBytes >= HELD_RATIO * hugeBytes) {
    return [
      { code: 'thp.held-asked', severity: 'info', numbers: { ...numbers, askedBytes }, evidence },
    ]
  }
  if (setting === 'always') {
    const maxPtesNone = inputs.thp?.maxPtesNone ?? DEFAULT_PTES_NONE
    return [
      {
        code: 'thp.held-always',
        severity: 'info',
        numbers: { ...numbers, emptyPages: maxPtesNone },
        evidence,
      },
    ]
  }
  return [{ code: 'thp.held', severity: 'info', numbers, evidence }]
}

/** Documentation/admin-guide/mm/transhuge.rst: one page of 512 is enough for khugepaged to make a huge one. */
const DEFAULT_PTES_NONE = 511

interface Held {
  readonly hugeBytes: number
  readonly anonBytes: number
  /** Of them in mappings with MADV_HUGEPAGE (`hg`); null where smaps was not read. */
  readonly askedBytes: number | null
}

function heldBy({ rollup, smaps: of }: In): Held | null {
  const mappings = of?.mappings ?? null
  const sum = (name: 'anonHugePagesBytes' | 'anonymousBytes'): number =>
    (mappings ?? []).reduce((total, mapping) => total + mapping[name], 0)
  const hugeBytes =
    rollup?.anonHugePagesBytes ?? (mappings === null ? null : sum('anonHugePagesBytes'))
  const anonBytes = rollup?.anonymousBytes ?? (mappings === null ? null : sum('anonymousBytes'))
  if (hugeBytes === null || anonBytes === null) return null
  const asked = mappings?.filter(({ vmFlags }) => vmFlags.includes('hg'))
  return {
    hugeBytes,
    anonBytes,
    askedBytes: asked?.reduce((total, one) => total + one.anonHugePagesBytes, 0) ?? null,
  }
}

function evidenceOf(inputs: In, ctx: AnalyzeContext): readonly Quote[] {
  const ofProcess =
    inputs.rollup === null
      ? [largestLine(inputs, ctx)]
      : ['AnonHugePages', 'Anonymous'].map((name) =>
          ctx.evidence.quote(smapsRollup.id, new RegExp(`^${name}:`)),
        )
  const setting = ctx.evidence.quote(thp.id, /(?:\/enabled:|^)\[?always/)
  return [...ofProcess, setting].filter(({ line }) => line !== '')
}

function largestLine({ smaps: of }: In, ctx: AnalyzeContext): Quote {
  const [largest] = [...(of?.mappings ?? [])].sort(
    (a, b) => b.anonHugePagesBytes - a.anonHugePagesBytes,
  )
  return ctx.evidence.quote(smaps.id, new RegExp(`^${largest?.start ?? ''}-`))
}
