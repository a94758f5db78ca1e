/** Outputs of the kit -> readings: the frames of one instant each, masked as those of a check are. Pure. */
import type { Frame } from '../../domain/capture.ts'
import type { AnySource } from '../../domain/source.ts'
import { hostScript, hostScriptText } from '../../parsers/script/hostScript.ts'
import { FrameReader } from '../../script/frames.ts'
import type { KitOutput } from '../../script/kitOutput.ts'

/** One instant of one host, and of one process of it where one was asked. */
export interface Taken {
  readonly host: string
  readonly pid: number | null
  readonly atMs: number
  readonly frames: readonly Frame[]
  /** Text that was read. */
  readonly bytes: number
}

/** What the scripts of today read: sections of others are not known. */
export interface KitSources {
  readonly collector: readonly AnySource[]
  readonly sampler: { readonly once: readonly AnySource[]; readonly each: readonly AnySource[] }
}

/** The readings of one output, oldest first. `untoldMs` is the instant of one that does not tell its own. */
export function takenOf(
  output: KitOutput,
  sources: KitSources,
  of: { readonly host: string; readonly untoldMs: number; readonly todaySha256: string },
): readonly Taken[] {
  const { pid, sha256 } = output
  const atMs = output.atMs ?? of.untoldMs
  const host = output.host === '' ? of.host : output.host
  const own: Frame = {
    seq: 0,
    round: 0,
    source: hostScript.id,
    reading: 1,
    pid: null,
    raw: {
      kind: 'ok',
      text: hostScriptText({ way: 'kit', sha256, todaySha256: of.todaySha256 }),
      cut: output.whole ? null : 'lost',
    },
    hostUptimeSec: null,
    atMs,
  }
  if (output.kind === 'collector') {
    const frames = framesIn(output, sources.collector, output, atMs)
    return [{ host, pid, atMs, frames: [own, ...frames], bytes: output.out.length }]
  }
  const { once, each } = sources.sampler
  const first = [own, ...framesIn(output, once, output, atMs)]
  return wholeSamples(output).map((sample) => {
    const text = { out: sample.out, err: '' }
    const frames = framesIn({ ...output, whole: sample.whole }, each, text, sample.atMs)
    const bytes = output.out.length + sample.out.length
    return { host, pid, atMs: sample.atMs, frames: [...first, ...frames], bytes }
  })
}

/** All but a last one that is cut: what it lacks would be what the report is about. A lone one is better than none. */
function wholeSamples({ samples }: KitOutput): KitOutput['samples'] {
  const whole = samples.filter((sample) => sample.whole)
  return whole.length === 0 ? samples : whole
}

function framesIn(
  { nonce, pid, whole }: KitOutput,
  sources: readonly AnySource[],
  text: { readonly out: string; readonly err: string },
  atMs: number,
): readonly Frame[] {
  const reader = new FrameReader({ nonce, sources, pid, round: 0, firstSeq: 1 })
  const encoder = new TextEncoder()
  const events = [
    ...reader.push('out', encoder.encode(text.out), atMs),
    ...reader.push('err', encoder.encode(text.err), atMs),
    ...reader.end(whole ? 'unasked' : 'cut', atMs),
  ]
  return events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []))
}
