import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedOwners } from '../../src/analyzers/ownerNames.ts'
import { heldBy, type Mapping, ownersOf, unread } from '../../src/analyzers/owners.ts'
import { KIB, MIB } from '../../src/domain/bytes.ts'

const at = (start: number, sizeBytes: number, perms: string, path = ''): Mapping => ({
  ...unread({
    start: start.toString(16),
    end: (start + sizeBytes).toString(16),
    sizeBytes,
    perms,
    path,
  }),
  rssBytes: perms.startsWith('r') ? sizeBytes : 0,
})

test.each([
  ['[heap]', 'heap', '[heap]'],
  ['[stack]', 'stacks', '[stack]'],
  ['[stack:1234]', 'stacks', '[stack]'],
  ['[vdso]', 'kernel', '[vdso]'],
  ['[anon:dalvik-main space]', 'anonymous', '[anon:dalvik-main space]'],
  ['/dev/zero (deleted)', 'shared', '[shared anonymous]'],
  ['/SYSV4d454d43 (deleted)', 'shared', '/SYSV4d454d43'],
  ['/memfd:pool (deleted)', 'shared', '/memfd:pool'],
  ['/dev/shm/PostgreSQL.123', 'shared', '/dev/shm/PostgreSQL.123'],
  ['/anon_hugepage (deleted)', 'shared', '[huge pages]'],
  ['/opt/app/cache.map (deleted)', 'deleted', '/opt/app/cache.map (deleted)'],
  ['/usr/lib/libc.so.6', 'file', '/usr/lib/libc.so.6'],
  ['/home/<!channel>/x', 'file', '/home/<!channel>/x'],
])('%s belongs to %s', (path, kind, name) => {
  const mapping = at(0x7f00_0000_0000, MIB, 'rw-s', path)
  expect(namedOwners([mapping])).toEqual([{ kind, name }])
})

const BASE = 0x7f17_0000_0000
const kindsOf = (...mappings: readonly Mapping[]) => namedOwners(mappings).map(({ kind }) => kind)

test('an arena is rw from a 64 MiB boundary with the rest of the 64 MiB reserved', () => {
  const used = at(BASE, 49 * MIB, 'rw-p')
  const rest = at(BASE + 49 * MIB, 15 * MIB, '---p')
  expect(kindsOf(used, rest)).toEqual(['arenas', 'arenas'])
})

test('a full arena owns itself and not what stands behind it', () => {
  const full = at(BASE, 64 * MIB, 'rw-p')
  const behind = at(BASE + 64 * MIB, MIB, 'rw-p')
  expect(kindsOf(full, behind)).toEqual(['arenas', 'anonymous'])
})

test.each([
  ['not on a boundary', at(BASE + MIB, 48 * MIB, 'rw-p'), at(BASE + 49 * MIB, 15 * MIB, '---p')],
  [
    'a JVM heap of 512 MiB',
    at(0x7_0000_0000, 500 * MIB, 'rw-p'),
    at(0x7_1f40_0000, 12 * MIB, '---p'),
  ],
  ['several whole heaps alone', at(BASE, 128 * MIB, 'rw-p'), at(BASE + 129 * MIB, MIB, 'rw-p')],
  ['a rest that is too short', at(BASE, 49 * MIB, 'rw-p'), at(BASE + 49 * MIB, 14 * MIB, '---p')],
  ['a gap between', at(BASE, 48 * MIB, 'rw-p'), at(BASE + 49 * MIB, 15 * MIB, '---p')],
  ['a file', at(BASE, 49 * MIB, 'rw-p', '/x'), at(BASE + 49 * MIB, 15 * MIB, '---p')],
])('no arena: %s', (_, mapping, after) => {
  expect(kindsOf(mapping, after)).not.toContain('arenas')
})

test('full heaps that the kernel joined with the next one are arenas too', () => {
  const joined = at(BASE, 100 * MIB, 'rw-p')
  expect(kindsOf(joined, at(BASE + 100 * MIB, 28 * MIB, '---p'))).toEqual(['arenas', 'arenas'])
  // The guard of a stack that stands right behind is joined with the reserved rest.
  expect(kindsOf(joined, at(BASE + 100 * MIB, 28 * MIB + 4 * KIB, '---p'))[0]).toBe('arenas')
})

test('a process of 32 bit has heaps of 1 MiB, told by their rest alone', () => {
  const used = at(0xf6d0_0000, 132 * KIB, 'rw-p')
  const rest = at(0xf6d2_1000, 892 * KIB, '---p')
  expect(kindsOf(used, rest)).toEqual(['arenas', 'arenas'])
  expect(kindsOf(at(0xf6d0_0000, MIB, 'rw-p'))).toEqual(['anonymous'])
})

test.each([
  ['[anon: glibc: malloc arena]', 'arenas', '[glibc arenas]'],
  ['[anon: glibc: pthread stack: 4711]', 'stacks', '[thread stacks]'],
  ['[anon: Go: heap]', 'go-heap', '[Go heap]'],
  ['[anon:scudo:primary]', 'anonymous', '[anon:scudo:primary]'],
])('%s tells its own name', (path, kind, name) => {
  expect(namedOwners([at(BASE, MIB, 'rw-p', path)])).toEqual([{ kind, name }])
})

test('pages that a program guards on its own are no thread stacks', () => {
  const page = at(BASE + 4 * KIB, 4 * KIB, 'rw-p')
  expect(kindsOf(at(BASE, 4 * KIB, '---p'), page)).toEqual(['anonymous', 'anonymous'])
})

test('the Go heap looks like an arena and is not one', () => {
  const heap = at(0xc0_0000_0000, 4 * MIB, 'rw-p')
  const rest = at(0xc0_0000_0000 + 4 * MIB, 60 * MIB, '---p')
  const go = { kind: 'go-heap', name: '[Go heap]' }
  expect(namedOwners([heap, rest])).toEqual([go, go])
})

test.each([
  ['lies in the range but not at its beginning', [at(0xc7_4d00_0000, 256 * KIB, 'rw-p')]],
  ['begins there but is no whole arena', [at(0xc0_0000_0000, 256 * KIB, 'rw-p')]],
])('what %s is not called a Go heap (V8 maps at random there)', (_, mappings) => {
  expect(kindsOf(...mappings)).toEqual(['anonymous'])
})

test('a thread stack is rw memory straight above its guard page', () => {
  const guard = at(BASE + 3 * MIB, 4 * KIB, '---p')
  const stack = at(BASE + 3 * MIB + 4 * KIB, 8 * MIB, 'rw-p')
  expect(kindsOf(guard, stack)).toEqual(['stacks', 'stacks'])
  expect(kindsOf(stack)).toEqual(['anonymous'])
})

test('owners are largest first, by what is resident and swapped', () => {
  const swapped = { ...at(BASE, MIB, 'rw-p', '[heap]'), rssBytes: 0, swapBytes: 3 * MIB }
  const owners = ownersOf([at(1 << 20, 2 * MIB, 'r-xp', '/bin/x'), swapped])
  expect(owners.map(({ name }) => name)).toEqual(['[heap]', '/bin/x'])
})

test('grouping loses nothing, whatever the mappings', () => {
  const size = fc.integer({ min: 1, max: 4096 }).map((pages) => pages * 4 * KIB)
  const mapping = fc
    .record({
      start: fc.oneof(
        fc.nat(),
        fc.nat(64).map((i) => BASE + i * 64 * MIB),
      ),
      sizeBytes: size,
      perms: fc.constantFrom('rw-p', '---p', 'r-xp', 'rw-s', ''),
      path: fc.oneof(fc.constant(''), fc.string(), fc.constantFrom('[heap]', '__proto__')),
      rssBytes: size,
      pssBytes: size,
      anonymousBytes: size,
      swapBytes: size,
    })
    .map(
      (of): Mapping => ({
        ...at(of.start, of.sizeBytes, of.perms),
        ...of,
        start: of.start.toString(16),
      }),
    )
  fc.assert(
    fc.property(fc.array(mapping, { maxLength: 40 }), (mappings) => {
      const owners = ownersOf(mappings)
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
      expect(sum(owners.map(heldBy))).toBe(sum(mappings.map(heldBy)))
      expect(sum(owners.map((owner) => owner.mappings))).toBe(mappings.length)
      expect(owners.map(heldBy)).toEqual(owners.map(heldBy).sort((a, b) => b - a))
    }),
  )
})
