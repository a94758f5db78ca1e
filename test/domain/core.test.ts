/** Which paths a person may name as a core file on a host. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CORE_PATH_CHARS, isCorePath, isStoredPath } from '../../src/domain/core.ts'

describe('a path of a core', () => {
  test.each([
    '/var/tmp/core.4242',
    '/var/lib/systemd/coredump/core.postgres.26.0a1b.4242.1764158400000000',
    '/cores/!usr!lib!postgresql!15!bin!postgres.4242',
    '/data/转储/core@db1+1,2=3%~:x',
    '/var/tmp/..core',
    '/process/core',
  ])('%s may be one', (path) => {
    expect(isCorePath(path)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a relative one', 'core.4242'],
    ['a folder', '/var/tmp/'],
    ['the root', '/'],
    ['steps up', '/tmp/../proc/kmsg'],
    ['steps in place', '/./proc/kmsg'],
    ['two slashes', '//proc/kmsg'],
    ["the kernel's log", '/proc/kmsg'],
    ["the kernel's files", '/sys/kernel/debug/x'],
    ['devices', '/dev/mem'],
    ['a blank', '/tmp/a core'],
    ['a line end', '/tmp/core\n'],
    ['a NUL', '/tmp/core\0'],
    ['what turns the reading direction', '/tmp/\u202ecore'],
    ['a substitution', '/tmp/$(id)'],
    ['a second command', '/tmp/core;id'],
    ['quotes', "/tmp/'core'"],
    ['a pattern', '/tmp/core.*'],
    ['too long', `/${'a'.repeat(CORE_PATH_CHARS)}`],
  ])('%s is none', (_, path) => {
    expect(isCorePath(path)).toBe(false)
  })

  test('a program may lie where blanks are', () => {
    expect(isStoredPath('/opt/my servers (15)/bin/postgres')).toBe(true)
    expect(isStoredPath('/proc/1/exe')).toBe(false)
  })

  test('whatever is one stands in a shell as one plain word', () => {
    const piece = fc.oneof(
      fc.constantFrom('/', '/..', '/.', '/proc', '/dev/', 'core', ';id', '$(id)', ' ', '\u202e'),
      fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
      fc.string({ maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
        const path = `/${pieces.join('')}`
        if (!isCorePath(path)) return
        expect(path).not.toMatch(/[\s"'`$&|;<>()[\]{}*?\\#^\p{C}]/u)
        expect(path.split('/').slice(1)).not.toContain('..')
        expect(path).not.toMatch(/^\/(?:proc|sys|dev)(?:\/|$)/)
      }),
    )
  })
})
