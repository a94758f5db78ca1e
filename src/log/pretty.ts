/** The log for a person at a terminal: one line an event, no byte that a terminal would act on. */
const LEVELS: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
}
/** What JSON.stringify leaves in: DEL, C1 controls, and the marks that turn text around (Trojan Source). */
const ACTIVE = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const OWN = new Set(['level', 'time', 'event', 'causes'])

/** A JSON line of the log in, readable lines out: `03:00:01 WARN  post.later outbox="a1" attempt=2`. */
export function prettyLine(line: string): string {
  const entry = JSON.parse(line) as Readonly<Record<string, unknown>>
  const time = new Date(Number(entry.time)).toISOString().slice(11, 19)
  const level = (LEVELS[Number(entry.level)] ?? '?').padEnd(5)
  const fields = Object.entries(entry)
    .filter(([name]) => !OWN.has(name))
    .map(([name, value]) => ` ${name}=${quoted(value)}`)
  const head = `${time} ${level} ${bare(String(entry.event))}${fields.join('')}`
  return `${[head, ...stacks(entry.causes)].join('\n')}\n`
}

function stacks(causes: unknown): readonly string[] {
  if (!Array.isArray(causes)) return []
  return causes.flatMap((cause: { readonly stack?: string; readonly message?: string }, index) =>
    `${index === 0 ? '' : 'caused by '}${cause.stack ?? cause.message ?? '?'}`
      .split('\n')
      .map((text) => `    ${bare(text)}`),
  )
}

function quoted(value: unknown): string {
  return escapeActive(JSON.stringify(value) ?? 'null')
}

function bare(text: string): string {
  return quoted(text).slice(1, -1).replaceAll('\\"', '"')
}

function escapeActive(text: string): string {
  return text.replace(ACTIVE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
