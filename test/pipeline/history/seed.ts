/** A store with the readings of thirty days: a host, a process that leaks over two restarts, one that is flat, a group. */
import type { Sample, SampleKind } from '../../../src/domain/sample.ts'
import type { Store } from '../../../src/domain/store.ts'
import type { Subject } from '../../../src/domain/subject.ts'
import { DAY_MS, HOUR_MS } from '../../../src/domain/time.ts'
import { aLife, anAudit, aRun, aSample } from '../../store/rows.ts'

const MIB = 1024 ** 2
const READINGS = 30 * 8
const EVERY_MS = 3 * HOUR_MS

/** Readings of three hours each, the last one at `untilMs`. */
export async function seedHistory(store: Store, host: string, untilMs: number): Promise<void> {
  const subject = (kind: SampleKind, name: string) => ({ kind, host, name }) satisfies Subject
  for (let i = 0; i < READINGS; i += 1) {
    const atMs = untilMs - (READINGS - 1 - i) * EVERY_MS
    const noise = ((Math.imul(i + 1, 2654435761) >>> 8) % 13) * 0.2 * MIB
    const life = Math.floor(i / 80)
    const [leaky, calm] = [subject('process', 'leaky --x'), subject('process', 'calmd')]
    const group = subject('cgroup', '/system.slice/leaky.service')
    const lives = [
      [subject('host', host), aLife('boot', { pid: null, startedAtMs: null })],
      [leaky, aLife(`leaky-${life}`, { pid: 100 + life, startedAtMs: startOf(life, untilMs) })],
      [calm, aLife('calm', { pid: 77, startedAtMs: untilMs - 40 * DAY_MS })],
      [group, aLife('group', { pid: null, startedAtMs: null })],
    ] as const
    const grown = 200 * MIB + (i % 80) * 2 * MIB + noise
    const values = [
      { memTotalBytes: 8192 * MIB, memAvailableBytes: 6000 * MIB - noise },
      { rssBytes: grown + 20 * MIB, anonBytes: grown, swapBytes: 0 },
      { rssBytes: 90 * MIB, anonBytes: 50 * MIB + noise, swapBytes: 0 },
      {
        unreclaimableBytes: 300 * MIB + i * MIB + noise,
        anonBytes: 300 * MIB,
        limitBytes: 1024 * MIB,
      },
    ]
    const id = `run${i}`
    await store.openRun(
      aRun(id, {
        openedAtMs: atMs,
        owner: 'terminal:seed',
        typed: `${host} leaky`,
        target: { kind: 'name', host, name: 'leaky' },
      }),
      anAudit({ atMs }),
    )
    await store.measure({
      runId: id,
      subjects: lives.map(([of, incarnation]) => ({ subject: of, incarnation, atMs })),
      samples: lives.map(
        ([of, { key }], j): Sample => aSample(of.kind, of, key, atMs, values[j] ?? {}),
      ),
    })
    await store.closeRun(id, { state: 'done', atMs, verdict: 'info', cost: aRun(id).cost })
  }
}

function startOf(life: number, untilMs: number): number {
  return untilMs - (READINGS - life * 80) * EVERY_MS + HOUR_MS
}
