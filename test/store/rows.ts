/** Rows and temporary databases for the store's tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { AuditRow } from '../../src/domain/audit.ts'
import { type Frame, NO_COST } from '../../src/domain/capture.ts'
import type { Order } from '../../src/domain/order.ts'
import type { Log } from '../../src/domain/ports.ts'
import { METRICS, type Sample, type SampleKind, type SampleRow } from '../../src/domain/sample.ts'
import type { Measured, NewOutboxRow, Run, Store } from '../../src/domain/store.ts'
import { type Incarnation, type Subject, subjectKey } from '../../src/domain/subject.ts'
import { openStore } from '../../src/store/open.ts'

export const T0 = Date.UTC(2026, 10, 21, 3, 0)

/** A log that keeps what it was told. */
export function memoryLog(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  return {
    lines,
    info: (event) => void lines.push(event),
    warn: (event) => void lines.push(event),
    bug: (event) => {
      lines.push(event)
      return 'E00000'
    },
    step: (runId, name) => void lines.push(`${runId} ${name}`),
  }
}

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function tempStore(
  instance = 'bot:one',
  file = join(tempFolder(), 'memcheck.db'),
  log: Log = memoryLog(),
): Promise<Store> {
  const store = await openStore({ file, instance, log })
  // Closing twice is an error of better-sqlite3's that only a test meets.
  onTestFinished(() => store.close().catch(() => undefined))
  return store
}

export function aRun(id: string, over: Partial<Run> = {}): Run {
  return {
    id,
    kind: 'check',
    state: 'open',
    owner: 'bot:one',
    leaseUntilMs: T0 + 30_000,
    typed: 'db1 4242',
    place: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
    lang: 'en',
    target: { kind: 'pid', host: 'db1', pid: 4242 },
    depth: 'full',
    drilldown: null,
    orderId: null,
    openedAtMs: T0,
    closedAtMs: null,
    subject: null,
    verdict: null,
    measured: false,
    cost: NO_COST,
    ...over,
  }
}

export function anAudit(over: Partial<AuditRow> = {}): AuditRow {
  return {
    atMs: T0,
    actor: 'U1',
    surface: 'slack',
    place: 'C1',
    action: 'check',
    class: 'look',
    target: 'db1 4242',
    decision: 'allowed',
    rule: 'look-is-allowed',
    runId: null,
    ...over,
  }
}

export function aFrame(seq: number, over: Partial<Frame> = {}): Frame {
  return {
    seq,
    round: 0,
    source: 'proc/meminfo',
    reading: 1,
    pid: null,
    raw: { kind: 'ok', text: `MemTotal: ${seq} kB\n`, cut: null },
    hostUptimeSec: 12.34,
    atMs: T0 + seq,
    ...over,
  }
}

export function anOutbox(over: Partial<NewOutboxRow> = {}): NewOutboxRow {
  return {
    owner: 'run:r1',
    slot: 'root',
    runId: 'r1',
    channel: 'C1',
    threadTs: null,
    threadOf: null,
    user: 'U1',
    lang: 'en',
    message: { text: 'one', blocks: [] },
    ...over,
  }
}

export function anOrder(id: string, over: Partial<Order> = {}): Order {
  return {
    id,
    name: 'morning',
    source: 'config',
    targets: [{ kind: 'host', host: 'db1' }],
    depth: 'full',
    when: { kind: 'cron', expression: '0 8 * * *', zone: 'UTC' },
    untilMs: null,
    where: { surface: 'slack', channel: 'C1', threadTs: null, user: 'U1' },
    tell: 'always',
    lang: 'en',
    by: 'config',
    createdAtMs: T0,
    state: 'active',
    ...over,
  }
}

export const DB1: Subject = { kind: 'host', host: 'db1', name: 'db1' }
export const LEAKY: Subject = { kind: 'process', host: 'db1', name: 'leaky-demo' }

export function aLife(key: string, over: Partial<Incarnation> = {}): Incarnation {
  return { key, pid: 4242, startedAtMs: T0 - 1000, exe: '/bin/leaky', argsHash: 'aa', ...over }
}

/** A sample whose metrics are all null but those given. */
export function aSample(
  kind: SampleKind,
  subject: Subject,
  incarnation: string,
  atMs: number,
  values: Readonly<Record<string, number>>,
): Sample {
  const all = METRICS[kind].map((metric) => [metric, values[metric] ?? null])
  return {
    kind,
    subject: subjectKey(subject),
    incarnation,
    atMs,
    hostUptimeSec: 100.25,
    values: Object.fromEntries(all),
  } as unknown as Sample
}

/** One process sample of `leaky-demo`. */
export function leakyMeasure(
  runId: string,
  atMs: number,
  rssBytes: number,
  life = 'b:1:1',
): Measured {
  return {
    runId,
    subjects: [{ subject: LEAKY, incarnation: aLife(life), atMs }],
    samples: [aSample('process', LEAKY, life, atMs, { rssBytes })],
  }
}

/** All of a subject's history, of all lives alike. */
export function pastOf(
  store: Store,
  subject: string,
  kind: SampleKind,
  fromMs = 0,
): Promise<readonly SampleRow[]> {
  return store.past({ subject, kind, incarnation: null, fromMs, untilMs: Number.MAX_SAFE_INTEGER })
}
