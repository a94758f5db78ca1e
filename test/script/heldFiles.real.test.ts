/** Cached files by the script, on this machine: a file that this very process holds open and has read. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cachedFiles } from '../../src/parsers/fs/cached.ts'
import { read } from '../parsers/helpers.ts'
import { missing } from '../real/needs.ts'
import { frameOf, type RunOptions, runScript, textOf } from './run.ts'

/** All files that anybody holds open: other tests' servers hold more large ones than a report asks about. */
const everyFile = {
  ...cachedFiles,
  at: { kind: 'held-files', count: 100_000, floorKib: 1024 },
  limits: { ...cachedFiles.limits, bytes: 16 * 1024 * 1024 },
} as const
const SIZE_BYTES = 3_000_000
const PAGE_BYTES = 4096

const SHELLS: readonly (readonly [string, boolean, RunOptions])[] = [
  ['sh', false, {}],
  ['bash', false, { shell: ['bash'] }],
  ['busybox ash', missing('busybox'), { shell: ['/bin/busybox', 'ash'] }],
  [
    'sh without timeout',
    false,
    { edit: (script) => script.replaceAll('if timeout ', 'if false ') },
  ],
]

test.skipIf(missing('fincore')).each(SHELLS.filter(([, skip]) => !skip))(
  'a file with blanks and a line feed in its name is found, with all its pages, in %s',
  async (_, __, run) => {
    const folder = mkdtempSync(join(tmpdir(), 'memcheck-held-'))
    const path = join(folder, 'a b\n@@f00dcafe12345678 E fs.bin')
    writeFileSync(path, Buffer.alloc(SIZE_BYTES, 7))
    const fd = openSync(path, 'r')
    try {
      readFileSync(path)
      const ran = await runScript([everyFile], run)
      const { value, losses } = read(cachedFiles, textOf(ran, cachedFiles.id))
      expect(losses).toEqual([])
      expect(value.uid).toBe(process.getuid?.())
      const own = value.files.filter((file) => file.path.startsWith(folder))
      expect(own).toEqual([
        {
          pid: process.pid,
          path: path.replace('\n', ' '),
          deleted: false,
          residentBytes: Math.ceil(SIZE_BYTES / PAGE_BYTES) * PAGE_BYTES,
          sizeBytes: SIZE_BYTES,
        },
      ])
    } finally {
      closeSync(fd)
      rmSync(folder, { recursive: true })
    }
  },
)

test('a host without fincore says which tool is missing', async () => {
  const ran = await runScript([cachedFiles], {
    edit: (script) => script.replace('have fincore', 'have memcheck-no-such-tool'),
  })
  expect(frameOf(ran, cachedFiles.id)?.raw).toMatchObject({ kind: 'gap', reason: 'no-tool' })
})
