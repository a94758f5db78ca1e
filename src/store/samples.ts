/** Samples: what a run measured, written once. */
import { sql } from 'kysely'
import type { Log } from '../domain/ports.ts'
import type { Sample } from '../domain/sample.ts'
import type { Measured, Store } from '../domain/store.ts'
import { type Subject, subjectKey } from '../domain/subject.ts'
import type { Target } from '../domain/target.ts'
import { columnOf, packed } from './columns.ts'
import { components, putComponents } from './components.ts'
import type { Opened } from './database.ts'
import { fromJson } from './json.ts'
import { past } from './past.ts'
import { markDue } from './rollup.ts'
import { slopes } from './slopes.ts'
import { type Life, seenLife } from './subjects.ts'
import type { Db } from './tables.ts'
import { inTransaction } from './transaction.ts'

export function sampleStore(
  { db, reader }: Opened,
  log: Log,
): Pick<Store, 'measure' | 'past' | 'components' | 'slopes'> {
  return {
    measure: (measured) => inTransaction(db, (tx) => measure(tx, log, measured)),
    past: async (of) => past(reader, of),
    components: async (of) => components(reader, of),
    slopes: async (kind, fromMs) => slopes(reader, kind, fromMs),
  }
}

async function measure(tx: Db, log: Log, measured: Measured): Promise<void> {
  const run = await tx
    .selectFrom('run')
    .select(['measured', 'target'])
    .where('id', '=', measured.runId)
    .executeTakeFirst()
  if (run === undefined) throw new Error(`measure: no run ${measured.runId}`)
  // What comes after the levels (a walk over memory) fills what they lacked; it is no second reading.
  const put = run.measured === 1 ? fillSample : insertSample
  const lives = new Map<string, Life>()
  for (const of of measured.subjects) {
    lives.set(lifeKey(subjectKey(of.subject), of.incarnation.key), await seenLife(tx, of))
  }
  for (const sample of measured.samples) {
    const life = lives.get(lifeKey(sample.subject, sample.incarnation))
    if (life === undefined)
      throw new Error(`measure: a sample of ${sample.subject} without its subject`)
    await put(tx, log, sample, life)
    await markDue(tx, life.subjectId, Math.round(sample.atMs))
  }
  for (const { subject, incarnation, snapshot } of measured.components ?? []) {
    const life = lives.get(lifeKey(subject, incarnation))
    if (life !== undefined) await putComponents(tx, life, snapshot)
  }
  await tx
    .updateTable('run')
    .set({ measured: 1, subject: subjectOf(measured, fromJson<Target>(run.target)) })
    .where('id', '=', measured.runId)
    .execute()
}

function lifeKey(subject: string, incarnation: string): string {
  return `${subject}\0${incarnation}`
}

const KIND_OF: Partial<Record<Target['kind'], Subject['kind']>> = { host: 'host', group: 'cgroup' }

/** Whom the run was about: the process or the group that was asked for, else the host. */
function subjectOf(measured: Measured, target: Target): string | null {
  const kind = KIND_OF[target.kind] ?? 'process'
  const meant = measured.subjects.find((of) => of.subject.kind === kind) ?? measured.subjects[0]
  return meant === undefined ? null : subjectKey(meant.subject)
}

/** The same life at the same instant is one sample, whoever measured it. */
async function insertSample(tx: Db, log: Log, sample: Sample, life: Life): Promise<void> {
  const values = Object.entries(sample.values).map(([metric, value]) => ({
    column: columnOf(metric),
    value: packed(metric, safe(log, metric, value)),
  }))
  const columns = [
    'subjectId',
    'incarnationId',
    'atMs',
    'hostUptimeSec',
    ...values.map((of) => of.column),
  ]
  const row = [
    life.subjectId,
    life.incarnationId,
    Math.round(sample.atMs),
    sample.hostUptimeSec,
    ...values.map((of) => of.value),
  ]
  const names = sql.join(columns.map((name) => sql.ref(name)))
  await sql`insert or ignore into ${sql.table(`${sample.kind}_sample`)} (${names}) values (${sql.join(row)})`.execute(
    tx,
  )
}

async function fillSample(tx: Db, log: Log, sample: Sample, life: Life): Promise<void> {
  const filled = Object.entries(sample.values).flatMap(([metric, value]) => {
    const column = sql.ref(columnOf(metric))
    const later = packed(metric, safe(log, metric, value))
    return later === null ? [] : [sql`${column} = coalesce(${column}, ${later})`]
  })
  if (filled.length === 0) return
  await sql`update ${sql.table(`${sample.kind}_sample`)} set ${sql.join(filled)}
    where subjectId = ${life.subjectId} and incarnationId = ${life.incarnationId} and atMs = ${Math.round(sample.atMs)}`.execute(
    tx,
  )
}

/** A number that JavaScript cannot hold exactly was not read: it is kept as missing, and said so. */
function safe(log: Log, metric: string, value: number | null): number | null {
  if (value === null) return null
  const whole = Math.round(value)
  if (Number.isSafeInteger(whole)) return whole
  log.warn('store.metric-out-of-range', { metric, value: String(value) })
  return null
}
