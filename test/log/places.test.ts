/** Bug reports name the sources, though the programs run from files in which the sources are joined. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { sourcePlaces } from '../../src/log/places.ts'

const ROOT = join(import.meta.dirname, '../..')

test('a bug of the built programs is told with the places of its sources', () => {
  const program = `
    import { createLog } from './dist/bundle/log.js'
    import { readSetup } from './dist/bundle/setup.js'
    const log = createLog({ level: 'error', pretty: false })
    await readSetup(null, '/').catch((cause) => log.bug('setup.threw', cause))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  const stack: string = JSON.parse(stdout).causes[0].stack
  expect(stack).toContain(`${pathToFileURL(ROOT).href}/src/compose/setup.ts:`)
  expect(stack).not.toContain('dist/bundle')
})

test('a frame is named as its map tells; without a map, out of the folder, or not known there it stands as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-places-'))
  const here = `${pathToFileURL(folder).href}/`
  const map = { version: 3, names: [], sources: ['../a/one.ts', '../a/two.ts'] }
  // Line 1: one.ts 1:1; line 2, from its fifth column: two.ts 8:3.
  writeFileSync(join(folder, 'x.js.map'), JSON.stringify({ ...map, mappings: 'AAAA;ICOE' }))
  writeFileSync(join(folder, 'broken.js.map'), '{')
  const parent = pathToFileURL(join(folder, '..')).href
  expect(sourcePlaces(`at f (${here}x.js:2:9)\nat ${here}x.js:1:1`, here)).toBe(
    `at f (${parent}/a/two.ts:8:3)\nat ${parent}/a/one.ts:1:1`,
  )
  for (const as of [
    `at ${here}y.js:1:1`,
    `at ${here}broken.js:1:1`,
    `at ${here}sub/x.js:1:1`,
    `at ${here}../x.js:1:1`,
    'at node:internal/x.js:1:1',
    'file:///',
    '',
  ])
    expect(sourcePlaces(as, here)).toBe(as)
  rmSync(folder, { recursive: true, force: true })
})
