/** Names each test that was skipped; its name tells what would enable it (test/real/needs.ts). */
import type { Reporter, TestModule } from 'vitest/node'

export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')])
    if (skipped.length === 0) return
    process.stdout.write(`\n${skipped.length} tests were skipped:\n`)
    for (const test of skipped) process.stdout.write(`  ${test.fullName}\n`)
  }
}
