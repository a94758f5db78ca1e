import { expect, test } from 'vitest'
import type { Meant } from '../../src/domain/meant.ts'
import { meantTarget, meantText } from '../../src/parsers/host/meant.ts'
import { CUT, faultOf, read } from './helpers.ts'

test.each<Meant>([
  { kind: 'thread', typed: 4243, pid: 4242 },
  { kind: 'inner-pid', typed: 1, pid: 4242, group: '/docker/4f2a' },
  { kind: 'group', by: 'unit', path: '/system.slice/php-fpm.service' },
])('$kind is read back as it was written', (meant) => {
  expect(read(meantTarget, meantText(meant)).value).toEqual(meant)
  expect(faultOf(meantTarget, meantText(meant), CUT)).toBe('cut-before-value')
})

test.each([
  { kind: 'thread', typed: 0, pid: 4242 },
  { kind: 'thread', typed: 4243, pid: 4_194_305 },
  { kind: 'inner-pid', typed: 1, pid: 2, group: 'docker' },
  { kind: 'group', by: 'pod', path: '/x' },
  { kind: 'group', by: 'unit', path: `/${'x'.repeat(5000)}` },
])('what no bot writes is refused: %j', (meant) => {
  const text = JSON.stringify({ kind: 'memcheck-meant', version: 1, meant })
  expect(faultOf(meantTarget, text)).toBe('not-this-format')
})
