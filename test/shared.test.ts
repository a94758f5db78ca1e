/** Tests whose files share a worker leave nothing in it that the next file could trip over. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SHARED_FOLDERS } from './shared.ts'

/** Mocks and faked timers, settings of the process, changed globals. */
const KEPT =
  /\bvi\.|\bprocess\.(?:chdir|on|once)\(|\bprocess\.env\[[^\]]*\] ?=[^=]|\bdelete process\.env|\bglobalThis\.\w+ ?=[^=]|\.prototype\.\w+ ?=[^=]/
/** A helper is loaded once: its hooks would be those of the first file alone. */
const HOOK = /\b(?:before|after)(?:Each|All)\(/

test.each(SHARED_FOLDERS)('%s', (folder) => {
  const files = readdirSync(join(import.meta.dirname, folder), {
    recursive: true,
    encoding: 'utf8',
  }).filter((file) => file.endsWith('.ts'))
  const keeping = files.filter((file) => {
    const text = readFileSync(join(import.meta.dirname, folder, file), 'utf8')
    return KEPT.test(text) || (!file.endsWith('.test.ts') && HOOK.test(text))
  })
  expect(files).not.toEqual([])
  expect(keeping).toEqual([])
})
