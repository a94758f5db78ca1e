import { execFileSync } from 'node:child_process'
import { test } from 'vitest'

test('the pictures of docs/charts.md are what the charts draw', () => {
  execFileSync(process.execPath, ['scripts/chartPictures.mjs', '--check'])
})
