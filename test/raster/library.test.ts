/** How the renderer's library is loaded: what its allocator is told, and that nothing later hears of it. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const LIBRARY = join(import.meta.dirname, '../../dist/src/raster/library.js')
/** mimalloc prints its options where it is told to be verbose (mimalloc's options.c). */
const PROGRAM = `
  const { loadResvg } = await import(process.argv[1])
  loadResvg(process.argv[2] === 'keeps')
  console.log('left:' + process.env.MIMALLOC_PURGE_DELAY)`

function loaded(
  env: Readonly<Record<string, string>>,
  ...more: readonly string[]
): { readonly left: string; said: string } {
  const words = ['--input-type=module', '-e', PROGRAM, LIBRARY, ...more]
  const child = spawnSync(process.execPath, words, {
    env: { PATH: process.env['PATH'], MIMALLOC_VERBOSE: '1', ...env },
    encoding: 'utf8',
  })
  expect(child.status).toBe(0)
  return { left: /left:(.*)/.exec(child.stdout)?.[1] ?? '', said: child.stderr }
}

test('what a picture took is given back at once, and programs started later are told nothing', () => {
  const { left, said } = loaded({})
  expect(left).toBe('undefined')
  expect(said).toMatch(/purge_delay.*: 0\b/)
})

test("an operator's own word for the allocator holds", () => {
  const { left, said } = loaded({ MIMALLOC_PURGE_DELAY: '25' })
  expect(left).toBe('25')
  expect(said).toMatch(/purge_delay.*: 25\b/)
})

test('beside a font of the operator, which is read again and again, it is kept', () => {
  expect(loaded({}, 'keeps').said).toMatch(/purge_delay.*: 10\b/)
})
