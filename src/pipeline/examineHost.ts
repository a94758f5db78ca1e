/**
 * One host for `doctor`: is it reached, what can be read there and with whose rights, and what each analyzer will lack.
 * One process of another user shows what may be read of such.
 */
import type { Gap } from '../domain/capture.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { LackingGrant } from '../domain/rights.ts'
import type { AnySource } from '../domain/source.ts'
import { say, type Text } from '../domain/words.ts'
import { sudoVersion } from '../parsers/tools/sudo.ts'
import { type HostHealth, hostHealth } from '../report/doctor.ts'
import { ERROR_WORDS } from '../report/words/errors.ts'
import { privilegeOf } from '../script/privilege.ts'
import { asUserError } from './check.ts'
import { Collector } from './collect.ts'
import type { Asked } from './command.ts'
import { withWhy } from './denied.ts'
import { factsOf } from './facts.ts'
import { hostNamed } from './hostNamed.ts'
import type { House } from './house.ts'
import { readOther } from './otherProcess.ts'
import { parseFrames } from './parse.ts'
import { firstRound, type Planned } from './plan.ts'
import { openRun } from './runs.ts'

export interface Checked {
  readonly ok: boolean
  readonly reached: boolean
  readonly text: Text
  /** What else there is to say of it. */
  readonly more: readonly Text[]
  readonly json: unknown
}

/** Looks at one host of the inventory. What goes wrong is told, never thrown. */
export async function examineHost(house: House, asked: Asked, name: string): Promise<Checked> {
  try {
    const entry = hostNamed(house, name)
    const evidence = await look(house, asked, entry)
    const grant = await grantOf(house, entry)
    return checked(house, asked, entry, evidence, grant)
  } catch (cause) {
    const error = asUserError(house, null, cause)
    const words = ERROR_WORDS[error.code]
    return {
      ok: false,
      reached: false,
      text: [
        ...say(words.what, error.params, asked.lang),
        ' ',
        ...say(words.fix, error.params, asked.lang),
      ],
      more: [],
      json: { check: name, error: { code: error.code, params: error.params } },
    }
  }
}

async function look(house: House, asked: Asked, entry: HostEntry): Promise<Evidence> {
  const run = await openRun(house, {
    kind: 'ask',
    target: { kind: 'host', host: entry.name },
    depth: 'levels',
    drilldown: 'doctor',
    orderId: null,
    place: asked.place,
    lang: asked.lang,
    actor: asked.actor,
    action: { name: 'doctor', class: 'look' },
  })
  const collector = new Collector(house, run.id, entry)
  const plan: Planned = {
    target: { kind: 'host', host: entry.name },
    depth: 'levels',
    sources: house.sources,
    asked: house.sources.filter(isTried),
    deeper: () => [],
  }
  try {
    await collector.round(firstRound(plan), async () => undefined)
    return parseFrames(await readOther(house, collector, plan), house.formats)
  } finally {
    const { cost } = collector.collected()
    const atMs = house.clock.now()
    await house.store.closeRun(run.id, { state: 'done', atMs, verdict: null, cost })
  }
}

/** What a check does not read by itself, and that rights decide on; nothing that holds a lock. */
function isTried(source: AnySource): boolean {
  const kind = privilegeOf(source)?.kind
  return source.id === sudoVersion.id || kind === 'host-file' || kind === 'fds'
}

/** Root's, so that no account which may be granted can open it. */
const FIRST_PID = 1

/** Whether memory can be read with what the entry grants: opened and closed, nothing is read. Null where it grants nothing. */
async function grantOf(house: House, entry: HostEntry): Promise<'works' | LackingGrant | null> {
  if (entry.memoryAs === null && entry.memoryKey === null) return null
  const opened = await house.ranges.open(entry, { kind: 'memory', pid: FIRST_PID })
  if ('reason' in opened) return opened.lacking ?? 'works'
  await opened.close()
  return 'works'
}

function checked(
  house: House,
  asked: Asked,
  entry: HostEntry,
  evidence: Evidence,
  grant: 'works' | LackingGrant | null,
): Checked {
  const gaps = evidence.gaps.map((gap) => withWhy(gap, evidence))
  const health: HostHealth = {
    entry,
    evidence,
    facts: factsOf(evidence),
    gaps,
    grant,
    lacking: lackingOf(house, gaps),
  }
  const { text, more } = hostHealth(health, asked.lang)
  const ok = !gaps.some((gap) => counts(house, entry, gap)) && (grant ?? 'works') === 'works'
  const { lacking } = health
  return {
    ok,
    reached: true,
    text,
    more,
    json: { check: entry.name, sources: evidence.ids(), gaps, grant, lacking, facts: health.facts },
  }
}

/** What a check of this host misses, and what the entry grants and the host does not. Another user's process is not missed. */
function counts(house: House, entry: HostEntry, { source, reason }: Gap): boolean {
  if (QUIET.has(reason)) return false
  const of = house.sources.find(({ id }) => id === source)
  return (of?.scope === 'host' && of.when !== 'asked') || entry.sudo.includes(source)
}

const QUIET: ReadonlySet<Gap['reason']> = new Set(['absent', 'not-asked', 'too-large', 'gone'])

/** By analyzer, what it will miss: of its needs all that is not there, of its likes what could be. */
function lackingOf(house: House, gaps: readonly Gap[]): HostHealth['lacking'] {
  const none = new Map(gaps.map(({ source, reason }) => [source, reason]))
  const asked = (id: string): boolean => (none.get(id) ?? 'not-asked') !== 'not-asked'
  const likely = (id: string): boolean => asked(id) && !QUIET.has(none.get(id) ?? 'gone')
  return house.analyzers.flatMap(({ id, title, needs, likes, eitherOf = [] }) => {
    const missing = [
      ...needs.filter((one) => asked(one.id)),
      ...[...likes, ...eitherOf].filter((one) => likely(one.id)),
    ]
    const sources = [...new Set(missing.map((one) => one.id))]
    return sources.length === 0 ? [] : [{ id, title, sources }]
  })
}
