import { defineConfig } from 'vitest/config'

const common = { testTimeout: 60_000, hookTimeout: 60_000 } as const
/** Tests that start a bot with its demonstration: one at a time, or `leaky-demo` would be two. */
const ALONE = ['test/e2e/**/*.test.ts', 'test/local/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: { ...common, name: 'rooms', include: ['test/**/*.test.ts'], exclude: ALONE },
      },
      {
        test: {
          ...common,
          name: 'whole',
          include: ALONE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
