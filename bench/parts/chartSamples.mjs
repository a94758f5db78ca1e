/**
 * A chart of each kind, for the bench and for docs/charts.md. Treemap and waterfall are made by the product from files
 * that real hosts gave (test/hosts, test/fixtures); the others are curves, and their pictures say so.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const load = (path) => import(join(ROOT, 'dist', 'src', path))
const [MIB, GIB] = [2 ** 20, 2 ** 30]
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000]
/** Fri 20 Nov 2026 08:00 UTC. */
const NOW_MS = Date.UTC(2026, 10, 20, 8)
const SAMPLE = 'sample data'

/** Specs by kind, as drawChart takes them. */
export async function chartSamples() {
  return {
    growth: growth(),
    stack: stack(),
    treemap: await answered('smaps', capturedFrames('shm')),
    waterfall: await answered('waterfall', [frame('proc/meminfo', 'meminfo-2.6.32.txt')]),
    timeline: timeline(),
    fleet: fleet(),
  }
}

/** The chart that a question is answered with. */
async function answered(name, frames) {
  const [{ ANALYZERS }, { FORMATS }, { parseFrames }, { factsOf }] = await Promise.all([
    load('analyzers/index.js'),
    load('parsers/index.js'),
    load('pipeline/parse.js'),
    load('pipeline/facts.js'),
  ])
  const evidence = parseFrames(frames, FORMATS)
  const question = ANALYZERS.flatMap(({ drilldowns }) => drilldowns).find((of) => of.name === name)
  const blocks = question.answer({
    subject: { kind: 'process', host: 'a captured host', name: 'python3' },
    pid: 4003,
    facts: factsOf(evidence),
    evidence,
    lang: 'en',
    nowMs: NOW_MS,
  })
  return blocks.find(({ kind }) => kind === 'chart').chart
}

function capturedFrames(host) {
  const folder = join(ROOT, 'test', 'hosts', host)
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('@'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => frameOf(file.slice(folder.length + 1), readFileSync(file, 'utf8')))
}

function frame(source, fixture) {
  return frameOf(source, readFileSync(join(ROOT, 'test', 'fixtures', 'proc', fixture), 'utf8'))
}

function frameOf(source, text) {
  const pid = source.includes('PID') ? 4003 : null
  const raw = { kind: 'ok', text, cut: null }
  return { seq: 0, round: 0, source, reading: 1, pid, raw, hostUptimeSec: 1e5, atMs: NOW_MS }
}

/** Fourteen days of readings each ten minutes: a leak with a daily wave and two restarts. */
function growth() {
  const restarts = [NOW_MS - 9.7 * DAY_MS, NOW_MS - 5.9 * DAY_MS]
  const perDay = 420 * MIB
  const begun = (atMs) => restarts.findLast((at) => at <= atMs) ?? NOW_MS - 14 * DAY_MS
  const anon = (atMs) =>
    1.3 * GIB +
    ((atMs - begun(atMs)) / DAY_MS) * perDay +
    180 * MIB * Math.sin((atMs / DAY_MS) * 2 * Math.PI)
  const instants = every(10 * 60_000, 14 * DAY_MS)
  const line = (label, add, gaps) => ({
    label,
    points: instants.map((at) => [at, gaps && isGap(at) ? null : anon(at) + add]),
  })
  const fromMs = restarts[1] + DAY_MS / 2
  const fromBytes = anon(fromMs) - 180 * MIB
  const limitBytes = 7 * GIB
  const limitAtMs = fromMs + ((limitBytes - fromBytes) / perDay) * DAY_MS
  const days = Math.round((limitAtMs - NOW_MS) / DAY_MS)
  return {
    kind: 'growth',
    title: `anon grows 420 MiB/day, limit in ${days} days`,
    subtitle: `${SAMPLE} · php-fpm: pool www · pid 48213 · 14 days`,
    alt: 'A leak with two restarts and its forecast.',
    tone: 'critical',
    series: [line('RSS', 620 * MIB), line('PSS', 300 * MIB, true), line('anon', 0)],
    limit: { label: 'memory.max', bytes: limitBytes },
    floors: every(DAY_MS, 5 * DAY_MS).map((at) => [at, anon(at) - 200 * MIB]),
    floorLabel: 'floors',
    restarts,
    restartLabel: 'restart',
    marks: [{ number: 1, atMs: restarts[1], label: 'v2.14 deployed' }],
    forecast: {
      fromMs,
      fromBytes,
      bytesPerDay: perDay,
      band: { lowPerDay: perDay * 0.85, highPerDay: perDay * 1.15 },
      limitAtMs,
    },
    zone: 'UTC',
  }
}

/** PSS costs more than the others and is not read at each look. */
function isGap(atMs) {
  return atMs > NOW_MS - 3 * DAY_MS && atMs < NOW_MS - 2.2 * DAY_MS
}

function every(stepMs, spanMs) {
  return Array.from({ length: spanMs / stepMs + 1 }, (_, i) => NOW_MS - spanMs + i * stepMs)
}

/** A week of looks at a backend's memory contexts, each hour. */
function stack() {
  const atMs = every(HOUR_MS, 7 * DAY_MS)
  const rise = (from, to, wave) =>
    atMs.map((at, i) => {
      const share = i / (atMs.length - 1)
      return from + (to - from) * share + wave * Math.sin((at / DAY_MS) * 2 * Math.PI)
    })
  const band = (label, note, from, to, wave, rest = false) => ({
    label,
    note,
    bytes: rise(from * MIB, to * MIB, wave * MIB),
    rest,
  })
  return {
    kind: 'stack',
    title: 'CacheMemoryContext explains 60 % of the growth',
    subtitle: `${SAMPLE} · pid 20911 · contexts 0.9 GiB → 5.2 GiB in 7 d, 169 looks`,
    alt: 'Contexts over a week.',
    tone: 'calm',
    atMs,
    bands: [
      band('CacheMemoryContext', '+2.54 GiB, 60 % of the growth', 320, 2920, 0),
      band('MessageContext', '+896 MiB, 21 % of the growth', 91, 987, 4),
      band('ExecutorState', '+505 MiB, 12 % of the growth', 142, 647, 30),
      band('TopTransactionContext', '+159 MiB, 4 % of the growth', 69, 228, 0),
      band('RelCache', '+87 MiB, 2 % of the growth', 128, 215, 6),
      band('other (41)', '+114 MiB, 3 % of the growth', 218, 332, 30, true),
    ],
    line: null,
    restarts: [],
    restartLabel: 'restart',
    zone: 'UTC',
  }
}

/** A morning round: some hosts near their end, one not reached, the others calm. */
function fleet() {
  const week = (from, to, gap) =>
    Array.from({ length: 56 }, (_, i) => {
      if (gap && i > 18 && i < 28) return null
      return from + ((to - from) * i) / 55 + 0.006 * Math.sin(i * 2.4) + 0.004 * Math.sin(i * 5.1)
    })
  const row = (host, tone, from, used, change, full, gap = false) => ({
    ...{ host, tone, used, note: '', change, grows: change.startsWith('+'), full },
    past: week(from, used, gap),
  })
  const silent = { tone: 'calm', used: null, past: [], change: '–', grows: false, full: '–' }
  return {
    kind: 'fleet',
    title: 'morning: 4 of 214 need a look, 1 could not be checked',
    subtitle: `${SAMPLE} · 2026-11-20 08:00 UTC · worst 12 shown`,
    alt: 'A morning round of 214 hosts.',
    tone: 'critical',
    columns: { host: 'host', used: 'used', past: '7 d', change: 'per day', full: 'full in' },
    rows: [
      row('gp-seg-03', 'critical', 0.74, 0.96, '+1.98 GiB', '1 d 7 h'),
      row('gp-seg-11', 'critical', 0.72, 0.91, '+1.79 GiB', '6 d 7 h'),
      row('sr-fe-01', 'warning', 0.76, 0.87, '+2.3 GiB', '15 d', true),
      row('web-php-27', 'warning', 0.75, 0.82, '+2.82 GiB', '32 d'),
      { host: 'gp-seg-19', ...silent, note: 'could not be checked' },
      row('pg-main-2', 'calm', 0.78, 0.78, 'flat', '–'),
      row('gp-seg-07', 'calm', 0.73, 0.73, 'flat', '–'),
      row('sr-be-14', 'calm', 0.66, 0.67, 'flat', '–', true),
      row('sr-be-02', 'calm', 0.61, 0.63, '+216 MiB', '–'),
      row('pg-replica-1', 'calm', 0.59, 0.59, 'flat', '–'),
      row('web-php-03', 'calm', 0.54, 0.54, 'flat', '–'),
      row('gp-mdw', 'calm', 0.44, 0.44, 'flat', '–'),
    ],
    others: '202 others',
  }
}

/** A day in which a group was killed, with what the kernel and the program's own log said. */
function timeline() {
  const at = (hours) => NOW_MS - hours * HOUR_MS
  const points = every(5 * 60_000, DAY_MS).map((ms) => {
    const life = ms < at(6.5) ? ms - at(24) : ms - at(6.5)
    return [ms, 900 * MIB + (life / HOUR_MS) * 160 * MIB]
  })
  return {
    kind: 'timeline',
    title: '1 kill in 24 h, 7 events',
    subtitle: `${SAMPLE} · php-fpm: pool www`,
    alt: 'A day with one kill.',
    tone: 'critical',
    fromMs: at(24),
    toMs: NOW_MS,
    line: { label: 'RSS', points },
    lanes: [
      { label: 'kernel', events: [{ atMs: at(6.5), number: 5, tone: 'critical' }] },
      {
        label: 'own log',
        events: [
          { atMs: at(11), number: 2, tone: 'warning' },
          { atMs: at(6.7), number: 3, tone: 'warning' },
          { atMs: at(6.6), number: 4, tone: 'critical' },
          { atMs: at(6.4), number: 6, tone: 'calm' },
        ],
      },
      {
        label: 'readings',
        events: [
          { atMs: at(23), number: 1, tone: 'calm' },
          { atMs: at(2), number: 7, tone: 'calm' },
        ],
      },
    ],
    zone: 'UTC',
  }
}
