// Closes CI: no skip that docs/skips.md does not name, and the line `N passed, N failed`.
import { readFileSync } from 'node:fs'

const [file = '', tests = '1', checks = '1'] = process.argv.slice(2)
const result = JSON.parse(readFileSync(file, 'utf8'))
const skipped = result.testResults
  .flatMap((suite) => suite.assertionResults)
  .filter((one) => one.status === 'skipped' || one.status === 'pending')
for (const one of skipped)
  process.stdout.write(`ci: skipped, and no skip is allowed: ${one.fullName}\n`)
const failed =
  result.numFailedTests +
  result.numFailedTestSuites * Number(result.numFailedTests === 0) +
  skipped.length +
  (checks === '0' ? 0 : 1)
process.stdout.write(`${result.numPassedTests} passed, ${failed} failed\n`)
process.exit(tests === '0' && checks === '0' && failed === 0 ? 0 : 1)
