/** The Slack CLI's files: the hooks that it asks for are there, and give it our manifest. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
/** What the CLI runs is a line for a shell. */
const run = (line: string) =>
  JSON.parse(execFileSync('sh', ['-c', line], { cwd: ROOT, encoding: 'utf8' }))

test('get-hooks of .slack/hooks.json names get-manifest, which gives manifest.json', () => {
  const { hooks } = json('.slack/hooks.json')
  expect(json('.slack/config.json')).toEqual({ manifest: { source: 'local' } })
  // @slack/cli-hooks is a development dependency for this line alone.
  const told = run(hooks['get-hooks'])
  expect(run(told.hooks['get-manifest'])).toEqual(json('manifest.json'))
  const [program, word] = hooks.start.split(' ')
  expect([program, word in json('package.json').scripts]).toEqual(['npm', true])
})
