import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDataFolder } from '../../src/config/folder.ts'

function inTemp(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'memcheck-folder-'))
  try {
    use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('makes what is missing, for the owner alone', () => {
  inTemp((folder) => {
    expect(makeDataFolder(join(folder, 'a', 'b'))).toBeNull()
    expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700)
  })
})

test('a folder under /proc ends as a fault, not in an endless loop', () => {
  expect(makeDataFolder('/proc/nope/data')).toMatchObject({ code: 'data-folder' })
})

test('a file in the way is a fault', () => {
  inTemp((folder) => {
    writeFileSync(join(folder, 'file'), '')
    expect(makeDataFolder(join(folder, 'file', 'data'))).toMatchObject({ code: 'data-folder' })
  })
})
