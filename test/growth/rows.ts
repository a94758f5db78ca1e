/** Sample rows for tests: a process with so much anonymous memory at such an instant. */
import { PROCESS_METRICS, type SampleRow, type Values } from '../../src/domain/sample.ts'

export const NOW_MS = Date.UTC(2026, 10, 20)
const NO_VALUES = Object.fromEntries(
  PROCESS_METRICS.map((name) => [name, null]),
) as Values<'process'>

export function row(
  atMs: number,
  anonBytes: number | null,
  of: { life?: string; startedAtMs?: number | null; values?: Partial<Values<'process'>> } = {},
): SampleRow {
  return {
    kind: 'process',
    subject: 'db1/process:leaky',
    incarnation: of.life ?? 'life-1',
    atMs,
    hostUptimeSec: null,
    values: { ...NO_VALUES, anonBytes, swapBytes: 0, ...of.values },
    startedAtMs: of.startedAtMs ?? null,
    pid: 42,
  }
}

/** `count` rows, `stepMs` apart, the last one now; bytes by index. */
export function rows(
  count: number,
  stepMs: number,
  bytesAt: (index: number) => number,
): readonly SampleRow[] {
  return Array.from({ length: count }, (_, i) => row(NOW_MS - (count - 1 - i) * stepMs, bytesAt(i)))
}
