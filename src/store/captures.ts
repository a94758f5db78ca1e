/** Captures: a run's frames, appended as they arrive, their text deflated. */
import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib'
import { type Cost, type Frame, NO_COST, type Raw } from '../domain/capture.ts'
import type { Store } from '../domain/store.ts'
import type { Target } from '../domain/target.ts'
import { fromJson } from './json.ts'
import type { Db } from './tables.ts'

const deflateLater = promisify(deflateRaw)
const inflateLater = promisify(inflateRaw)
/** Below this a call of zlib is quicker than a trip to its thread (a tenth of a millisecond). */
const INLINE_BYTES = 16 * 1024

type Meta = Omit<Frame, 'seq' | 'raw'> & {
  readonly raw: Omit<Extract<Raw, { kind: 'ok' }>, 'text'> | Extract<Raw, { kind: 'gap' }>
}

export function captureStore(db: Db): Pick<Store, 'keep' | 'capture' | 'keptRunIds'> {
  return {
    // A frame that is there already is left as it is: keeping twice is keeping once.
    keep: async (runId, frames) => {
      if (frames.length === 0) return
      const rows = await Promise.all(frames.map((frame) => toRow(runId, frame)))
      await db
        .insertInto('frame')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['runId', 'seq']).doNothing())
        .execute()
    },
    capture: async (runId) => {
      const run = await db.selectFrom('run').selectAll().where('id', '=', runId).executeTakeFirst()
      if (run === undefined) return null
      const rows = await db
        .selectFrom('frame')
        .selectAll()
        .where('runId', '=', runId)
        .orderBy('seq')
        .execute()
      // A run whose frames are past their retention has no capture any more: an empty one would read as "nothing came".
      if (rows.length === 0 && run.state !== 'open') return null
      const target = fromJson<Target>(run.target)
      return {
        runId,
        host: target.host,
        target,
        startedAtMs: run.openedAtMs,
        frames: await Promise.all(rows.map((row) => fromRow(row.seq, row.meta, row.body))),
        cost: { ...NO_COST, ...fromJson<Cost>(run.cost) },
      }
    },
    keptRunIds: async (limit) => {
      const rows = await db
        .selectFrom('run')
        .select('id')
        .where(({ exists, selectFrom }) =>
          exists(selectFrom('frame').select('seq').whereRef('frame.runId', '=', 'run.id')),
        )
        .orderBy('openedAtMs', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}

async function toRow(
  runId: string,
  frame: Frame,
): Promise<{ runId: string; seq: number; meta: string; body: Buffer | null }> {
  const { seq, raw, ...rest } = frame
  if (raw.kind === 'gap')
    return { runId, seq, meta: JSON.stringify({ ...rest, raw } satisfies Meta), body: null }
  const { text, ...kept } = raw
  return {
    runId,
    seq,
    meta: JSON.stringify({ ...rest, raw: kept } satisfies Meta),
    body: await deflate(text),
  }
}

async function fromRow(seq: number, metaText: string, body: Buffer | null): Promise<Frame> {
  const { raw, ...rest } = fromJson<Meta>(metaText)
  if (raw.kind === 'gap') return { seq, ...rest, raw }
  return { seq, ...rest, raw: { ...raw, text: body === null ? '' : await inflate(body) } }
}

async function deflate(text: string): Promise<Buffer> {
  const bytes = Buffer.from(text, 'utf8')
  return bytes.length < INLINE_BYTES ? deflateRawSync(bytes) : deflateLater(bytes)
}

async function inflate(body: Buffer): Promise<string> {
  const bytes = body.length < INLINE_BYTES ? inflateRawSync(body) : await inflateLater(body)
  return bytes.toString('utf8')
}
