import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/order.ts'
import { SHARED_FOLDERS } from './test/shared.ts'
import { SkipReporter } from './test/skips.ts'
import { WHOLE } from './test/whole.ts'

/** Only to end what hangs: no test is about how fast a machine is, and others may work on it. */
const common = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 180_000 } },
  setupFiles: ['test/seed.ts'],
  // A machine that others use kills, delays and reorders; scripts/ciResult.mjs names what failed once, and bears few.
  retry: process.env['CI'] === undefined ? 0 : 1,
}
/**
 * One at a time, after all others: tests that start the demonstration, or `leaky-demo` would be two with that of the
 * bot in the browser (test/e2e); and tests that make faults on this very kernel, whose kills and swap traffic every
 * host's report sees.
 */
const ALONE = [
  'test/local/**/*.test.ts',
  'test/faults/**/*.test.ts',
  'test/real/cacheAndSwap.test.ts',
]
/** They make what test/faults makes too, and ask the house instead of the built bot: run with all matrices. */
const LEFT_OUT = WHOLE ? [] : ['test/real/cacheAndSwap.test.ts']
const SHARED = SHARED_FOLDERS.map((folder) => `test/${folder}/**/*.test.ts`)
/** Where CI wants the results as JSON. */
const results = process.env['CI_RESULTS']

export default defineConfig({
  test: {
    // More than there are cores: many tests wait for a server, a deadline or another process.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    reporters:
      results === undefined
        ? ['default', new SkipReporter()]
        : ['default', new SkipReporter(), ['json', { outputFile: results }]],
    projects: [
      {
        test: {
          ...common,
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [...ALONE, ...SHARED],
        },
      },
      { test: { ...common, name: 'shared', include: SHARED, exclude: ALONE, isolate: false } },
      {
        test: {
          ...common,
          name: 'whole',
          include: ALONE,
          exclude: LEFT_OUT,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
