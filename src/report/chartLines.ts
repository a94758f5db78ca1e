/** Which figures of a subject are drawn over time, the judged one among them. */
import type { SampleKind } from '../domain/sample.ts'

/** Labels and metrics by kind. Of a host what is in use is drawn: what is available falls for page cache as well. */
export const CHART_LINES = {
  process: [
    ['RSS', 'rssBytes'],
    ['PSS', 'pssBytes'],
    ['anon', 'anonBytes'],
    ['swap', 'swapBytes'],
  ],
  host: [
    ['in use', 'unavailableBytes'],
    ['anon', 'anonBytes'],
    ['cache', 'cachedBytes'],
  ],
  cgroup: [
    ['charged', 'chargedBytes'],
    ['unreclaimable', 'unreclaimableBytes'],
    ['anon', 'anonBytes'],
    ['cache', 'fileBytes'],
  ],
} as const satisfies Record<SampleKind, readonly (readonly [label: string, metric: string])[]>

/** The line that the title speaks of. */
export const TITLE_LINE = {
  process: ['anon', 'anonBytes'],
  host: ['in use', 'unavailableBytes'],
  cgroup: ['unreclaimable', 'unreclaimableBytes'],
} as const satisfies Record<SampleKind, readonly [label: string, metric: string]>
