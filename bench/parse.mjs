/**
 * npm run bench -- parse [--json]: MB a second of each format whose text can exceed a MiB, and beside it, turn about,
 * `node:readline` with a split on blanks over the same text; the time of one call of all others on their own sample;
 * and how much memory a kernel log of 500 MB takes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { ratioOf, spreadOf, surroundings } from './parts/figures.mjs'
import { LARGE, logPieces } from './parts/texts.mjs'
import { boundedRun } from './parts/undo.mjs'

const ROOT = join(import.meta.dirname, '..')
const MB = 1_000_000
const LARGE_BYTES = 8 * MB
const LOG_BYTES = 500 * MB
const ROUNDS = 3
const GOAL_MB_PER_SEC = 50
const GOAL_CALL_MS = 1
const CALLS = 200
const END_WITHIN_MS = 240_000

const load = (path) => import(join(ROOT, 'dist', path))

async function measure() {
  const { FORMATS } = await load('src/parsers/index.js')
  const { partOfLarge } = await load('src/pipeline/reading/stream.js')
  const large = []
  for (const format of FORMATS) {
    const make = LARGE[format.id]
    if (make !== undefined) large.push(await figuresOf(format, make(LARGE_BYTES)))
  }
  const samples = samplesOf()
  const small = FORMATS.filter(({ id }) => LARGE[id] === undefined).flatMap((format) => {
    const text = samples.get(format.id)
    return text === undefined
      ? []
      : [{ id: format.id, bytes: text.length, callMs: callMs(format, text) }]
  })
  return { large, small, log: await logFigures(partOfLarge, FORMATS) }
}

async function figuresOf(format, text) {
  const bytes = Buffer.byteLength(text)
  const [own, plain] = [[], []]
  parsed(format, text)
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(bytes / MB / timed(() => parsed(format, text)))
    const beganMs = performance.now()
    await byReadline(text)
    plain.push(bytes / MB / ((performance.now() - beganMs) / 1000))
  }
  return {
    id: format.id,
    bytes,
    own: spreadOf(own, 0),
    readline: spreadOf(plain, 0),
    ratio: ratioOf(own, plain),
  }
}

/** Seconds. */
function timed(work) {
  const beganMs = performance.now()
  work()
  return (performance.now() - beganMs) / 1000
}

function parsed(format, text) {
  const of = format.parse(text, { cut: false })
  if ('error' in of || of.losses.length > 0)
    throw new Error(
      `${format.id} does not read its bench text: ${JSON.stringify(of.error ?? of.losses)}`,
    )
}

async function byReadline(text) {
  const pieces = []
  for (let at = 0; at < text.length; at += 65_536) pieces.push(text.slice(at, at + 65_536))
  let words = 0
  for await (const line of createInterface({ input: Readable.from(pieces) }))
    words += line.split(/\s+/).length
  return words
}

/** Milliseconds of one call: the median of many, the first ones not counted. */
function callMs(format, text) {
  for (let i = 0; i < 20; i += 1) format.parse(text, { cut: false })
  const times = Array.from(
    { length: CALLS },
    () => timed(() => format.parse(text, { cut: false })) * 1000,
  )
  return spreadOf(times, 3).median
}

/** The sample in each parser's own header, by the id it names. */
function samplesOf() {
  const folder = join(ROOT, 'src', 'parsers')
  const found = new Map()
  for (const file of readdirSync(folder, { recursive: true }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const code = readFileSync(join(folder, file), 'utf8')
    const id = /^const ID = '([^']+)'/m.exec(code)?.[1]
    const lines = code.slice(0, code.indexOf('*/')).split('\n')
    const [from, to] = [lines.indexOf(' * ```'), lines.lastIndexOf(' * ```')]
    if (id === undefined || from < 0 || to <= from) continue
    const sample = lines
      .slice(from + 1, to)
      .map((line) => `${line.slice(3)}\n`)
      .join('')
    found.set(id, sample.includes('\\0') ? sample.trimEnd().replaceAll('\\0', '\0') : sample)
  }
  return found
}

async function logFigures(partOfLarge, formats) {
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let peak = before
  const watched = async function* () {
    for await (const piece of logPieces(LOG_BYTES)) {
      peak = Math.max(peak, process.memoryUsage().rss)
      yield piece
    }
  }
  const makingSec = await seconds(async () => {
    for await (const _ of logPieces(LOG_BYTES / 10));
  })
  let part
  const sec = await seconds(async () => {
    part = await partOfLarge('dmesg', watched(), formats, null)
  })
  return {
    bytes: LOG_BYTES,
    // What making the text took is no reading.
    mbPerSec: Math.round(LOG_BYTES / MB / Math.max(0.001, sec - makingSec * 10)),
    rssBeforeMb: Math.round(before / MB),
    rssPeakMb: Math.round(peak / MB),
    ooms: part.value.ooms.length,
    lines: part.lines[1],
  }
}

async function seconds(work) {
  const beganMs = performance.now()
  await work()
  return (performance.now() - beganMs) / 1000
}

function print({ where, large, small, log }) {
  const cell = ({ median, min, max }) => `${median} (${min}-${max})`.padEnd(20)
  const slow = small.filter(({ callMs: ms }) => ms > GOAL_CALL_MS)
  const lines = [
    `commit ${where.commit}, Node ${where.node}, ${cpus().length} x ${where.cpu}, load ${loadavg()[0]?.toFixed(2)}`,
    `MB a second of ${LARGE_BYTES / MB} MB, median (min-max) of ${ROUNDS}; readline: node:readline and a split on blanks, same text, turn about`,
    '',
    `${'format'.padEnd(24)}${'own'.padEnd(20)}${'readline'.padEnd(20)}${'own/readline'.padEnd(20)}goal ${GOAL_MB_PER_SEC} MB/s`,
    ...large.map(
      ({ id, own, readline, ratio }) =>
        `${id.padEnd(24)}${cell(own)}${cell(readline)}${cell(ratio)}${own.median >= GOAL_MB_PER_SEC ? 'met' : 'NOT met'}`,
    ),
    '',
    `One call on the sample of the parser's own header, median ms of ${CALLS}; goal ${GOAL_CALL_MS} ms: ${slow.length === 0 ? 'met by all' : `NOT met by ${slow.map(({ id }) => id).join(', ')}`}`,
    ...small.map(
      ({ id, bytes, callMs: ms }) =>
        `${id.padEnd(32)}${String(bytes).padStart(6)} B ${ms.toFixed(3).padStart(8)}`,
    ),
    '',
    `A kernel log of ${log.bytes / MB} MB (${log.lines} lines, ${log.ooms} OOM reports kept) line by line: ${log.mbPerSec} MB/s; RSS ${log.rssBeforeMb} MB before, ${log.rssPeakMb} MB at most`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

process.exitCode = await boundedRun(END_WITHIN_MS, async () => {
  const where = surroundings('ssh')
  const result = { bench: 'parse', where, ...(await measure()) }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else print(result)
  return 0
})
