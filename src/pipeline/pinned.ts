/**
 * What a round sends: the script itself, or to a pinned host words for the copy that lies there. Of a pinned host it is
 * kept which text ran, and what needs more than words is a gap. Pure.
 */
import type { Frame } from '../domain/capture.ts'
import { UserError } from '../domain/errors.ts'
import type { HostEntry } from '../domain/inventory.ts'
import type { ExecRequest } from '../domain/ports.ts'
import type { AnySource } from '../domain/source.ts'
import { hostScript, hostScriptText } from '../parsers/script/hostScript.ts'
import { compileScript } from '../script/compile.ts'
import type { Event } from '../script/frames.ts'
import { isPinnable, PINNED_SAYS, pinnedScript, pinnedWords } from '../script/pinned.ts'
import type { House } from './house.ts'
import type { Round } from './plan.ts'

interface AskedOf {
  readonly request: Pick<ExecRequest, 'script' | 'args'>
  /** Those whose frames are to come. */
  readonly sources: readonly AnySource[]
  /** An event as it is kept. */
  readonly told: (event: Event) => Event
  /** Frames of what was not asked. */
  readonly left: (firstSeq: number, atMs: number) => readonly Event[]
}

export function askedOf(
  house: Pick<House, 'sources' | 'ids'>,
  host: HostEntry,
  round: Round,
  nonce: string,
): AskedOf {
  const { sources, pid, waitSeconds } = round
  if (!host.pinned) {
    const args = [nonce, pid === null ? '-' : String(pid), String(waitSeconds)]
    const request = { script: compileScript(sources, host), args }
    return { request, sources, told: (event) => event, left: () => [] }
  }
  const known = sources.filter(isPinnable)
  const todaySha256 = house.ids.sha256(pinnedText(house))
  return {
    request: { script: null, args: pinnedWords(known, { nonce, pid, waitSeconds }) },
    sources: [...known, OWN_HASH],
    told: (event) =>
      event.kind === 'frame' ? { ...event, frame: withToday(event.frame, todaySha256) } : event,
    left: (firstSeq, atMs) =>
      sources
        .filter((source) => !isPinnable(source))
        .map(({ id }, i) => ({
          kind: 'frame',
          frame: {
            seq: firstSeq + i,
            round: round.number,
            source: id,
            reading: 1,
            pid: null,
            raw: { kind: 'gap', reason: 'not-pinned', detail: '' },
            hostUptimeSec: null,
            atMs,
          },
        })),
  }
}

/** The script of today's sources, as `memcheck kit pinned` prints it. */
export function pinnedText({ sources }: Pick<House, 'sources'>): string {
  return pinnedScript(sources)
}

/**
 * Of a round of which nothing came: what ran was not the pinned script, or it refused, as it does what is no words to a
 * host that is not known to be pinned. The host's own words tell. Null where nothing is pinned.
 */
export function pinnedRefusal(host: HostEntry, last: readonly Event[]): UserError | null {
  const [first] = last
  const raw = first?.kind === 'frame' ? first.frame.raw : null
  const detail = raw?.kind === 'gap' ? raw.detail : ''
  if (!host.pinned && !detail.startsWith(PINNED_SAYS)) return null
  return new UserError('pinned-refused', { host: host.name, detail })
}

/** What each run of a pinned script tells beside what was asked. */
const OWN_HASH: AnySource = {
  ...hostScript,
  scope: 'host',
  at: { kind: 'argv', argv: ['sha256sum'] },
  price: 'free',
  class: 'look',
  limits: { bytes: 128, seconds: 5 },
  counters: false,
  when: 'asked',
}

/** The frame in which a script told its hash, with today's beside it; any other as it is. */
function withToday(frame: Frame, todaySha256: string): Frame {
  if (frame.source !== hostScript.id || frame.raw.kind !== 'ok') return frame
  const [sha256 = null] = /^[0-9a-f]{64}$/.exec(frame.raw.text.trim()) ?? []
  const text = hostScriptText({ way: 'pinned', sha256, todaySha256 })
  return { ...frame, raw: { ...frame.raw, text } }
}
