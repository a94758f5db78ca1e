/**
 * What scripts printed that people ran on hosts -> runs, each with its frames' text. Pure and total: a text that was
 * cut, pasted or had its line ends changed gives what of it can be read.
 *
 * ```
 * memcheck-kit 1 collector 0123456789abcdef0123456789abcdef
 * @@0123456789abcdef0123456789abcdef K host db1
 * @@0123456789abcdef0123456789abcdef K pid 4242
 * @@0123456789abcdef0123456789abcdef B group:host
 * /proc/meminfo:MemTotal:  16000000 kB
 * @@0123456789abcdef0123456789abcdef E group:host 0 8123.45
 * @@0123456789abcdef0123456789abcdef S
 * @@0123456789abcdef0123456789abcdef Z
 * ```
 */
import { KIT_FIRST_LINE } from './kitHead.ts'

export interface KitOutput {
  readonly version: number
  readonly kind: 'collector' | 'sampler'
  readonly nonce: string
  /** Empty where it is not told. */
  readonly host: string
  readonly pid: number | null
  /** The host's clock when it began; null where it is not told. */
  readonly atMs: number | null
  /** Of the script as it lay on the host; null where no tool there tells it. */
  readonly sha256: string | null
  /** What was framed before the first sample; of a collector all. */
  readonly out: string
  readonly err: string
  readonly samples: readonly KitSample[]
  /** True when the script came to its end. */
  readonly whole: boolean
}

interface KitSample {
  readonly atMs: number
  /** False when the text ends within it. */
  readonly whole: boolean
  readonly out: string
}

/** True when a text is, or begins with, the output of such a script; its first part is enough. */
export function looksLikeKit(text: string): boolean {
  return KIT_FIRST_LINE.test(text)
}

/** All outputs in a text, one behind the other. What another one's evidence holds is none of them. */
export function kitOutputs(text: string): readonly KitOutput[] {
  const unix = text.includes('\r') ? text.replace(/\r+\n/g, '\n') : text
  const outputs: KitOutput[] = []
  for (let from = 0; from < unix.length; ) {
    const rest = from === 0 ? unix : unix.slice(from)
    const head = KIT_FIRST_LINE.exec(rest)
    if (head === null) break
    const [line, version = '', kind, nonce = ''] = head
    const begin = head.index + line.length + 1
    const mark = `@@${nonce} `
    const end = rest.indexOf(`\n${mark}Z`, begin - 1)
    const body = rest.slice(begin, end < 0 ? rest.length : end + 1)
    outputs.push(
      outputOf(body, {
        version: Number(version),
        kind: kind === 'sampler' ? 'sampler' : 'collector',
        nonce,
        whole: end >= 0,
      }),
    )
    from = end < 0 ? unix.length : from + end + mark.length
  }
  return outputs
}

function outputOf(
  body: string,
  of: Pick<KitOutput, 'version' | 'kind' | 'nonce' | 'whole'>,
): KitOutput {
  const mark = `@@${of.nonce} `
  const errorsAt = lineAt(body, `${mark}S\n`)
  const framed = errorsAt < 0 ? body : body.slice(0, errorsAt)
  const err = errorsAt < 0 ? '' : body.slice(errorsAt + mark.length + 2)
  const [out = '', ...samples] = framed.split(new RegExp(`^${mark}(?=T )`, 'm'))
  const word = (name: string, shape: RegExp): string | null =>
    new RegExp(`^${mark}K ${name} (${shape.source})$`, 'm').exec(out)?.[1] ?? null
  const seconds = word('date', /\d{1,11}/)
  const pid = word('pid', /[1-9]\d{0,6}/)
  return {
    ...of,
    host: word('host', /[A-Za-z0-9_.][A-Za-z0-9_.-]{0,252}/) ?? '',
    pid: pid === null ? null : Number(pid),
    atMs: seconds === null ? null : Number(seconds) * 1000,
    sha256: word('sha256', /[0-9a-f]{64}/),
    out,
    err,
    samples: samples.flatMap((sample) => sampleOf(sample, mark)),
  }
}

/** What follows a sample's own line: `T 1764182525`. */
function sampleOf(text: string, mark: string): readonly KitSample[] {
  const [line = ''] = text.split('\n', 1)
  const seconds = /^T (\d{1,11})$/.exec(line)?.[1]
  if (seconds === undefined) return []
  const whole = lineAt(text, `${mark}M bye\n`) >= 0
  return [{ atMs: Number(seconds) * 1000, whole, out: text.slice(line.length + 1) }]
}

function lineAt(text: string, line: string): number {
  if (text.startsWith(line)) return 0
  const at = text.indexOf(`\n${line}`)
  return at < 0 ? -1 : at + 1
}
