/** Tests whose files share a worker leave nothing in it that the next file could trip over. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PURE_FOLDERS } from './pure.ts'

/** Mocks and faked timers, hooks, settings of the process, and helpers that start something. */
const KEPT =
  /\bvi\.|\b(?:before|after)(?:Each|All)\(|\bprocess\.(?:chdir|on|once)\(|\bprocess\.env\[[^\]]*\] ?=[^=]|\bdelete process\.env|\bglobalThis\.\w+ ?=[^=]|\.prototype\.\w+ ?=[^=]|\bspawn(?:Sync)?\(|(?:e2e\/world|workspace\/harness)\.ts/

test.each(PURE_FOLDERS)('%s', (folder) => {
  const files = readdirSync(join(import.meta.dirname, folder), {
    recursive: true,
    encoding: 'utf8',
  }).filter((file) => file.endsWith('.ts'))
  const keeping = files.filter((file) =>
    KEPT.test(readFileSync(join(import.meta.dirname, folder, file), 'utf8')),
  )
  expect(files).not.toEqual([])
  expect(keeping).toEqual([])
})
