/** Pasted output about a process's memory and files is known by its lines, whole. */
import { expect, test } from 'vitest'
import { FORMATS } from '../../../src/parsers/index.ts'
import { segment } from '../../../src/pipeline/reading/segments.ts'
import { fixture } from '../../parsers/helpers.ts'

test.each([
  ['tools/fds-6.18', ['proc/PID/fd']],
  ['tools/numa_maps-6.18', ['proc/PID/numa_maps']],
  ['tools/pmap-4.0.2', ['pmap']],
  ['tools/pmap-x-4.0.2', ['pmap']],
  ['tools/pmap-X-4.0.2', ['pmap']],
  ['tools/pmap-XX-4.0.2', ['pmap']],
  ['tools/pmap-d-4.0.2', ['pmap']],
  ['tools/lsof-L1-4.95', ['lsof']],
  ['tools/fincore-2.38', ['fincore']],
  ['tools/fincore-2.38-json', ['fincore']],
  ['tools/vmtouch-1.3', ['vmtouch']],
  ['tools/vmtouch-v-1.3', ['vmtouch']],
  ['tools/ipcs-m-2.38', ['ipcs']],
  ['tools/ipcs-mu-2.38', ['ipcs']],
  ['tools/ipcs-l-2.38', ['ipcs']],
  ['tools/ipcs-a-2.38', ['ipcs']],
  ['tools/sysvipc_shm-6.18', ['proc/sysvipc/shm']],
  ['tools/df-B1-9.1', ['df']],
  ['tools/malloc_stats-2.36', ['malloc_stats']],
  ['tools/malloc_info-2.36', ['malloc_info']],
])('%s', (name, kinds) => {
  const pieces = segment(fixture(`${name}.txt`), 'pasted.txt', FORMATS)
  expect(pieces.map(({ format }) => format?.id ?? null)).toEqual(kinds)
  expect(pieces.flatMap(({ parsed }) => parsed?.losses ?? [])).toEqual([])
})

test('two of them in one text are two pieces', () => {
  const text = `${fixture('tools/ipcs-m-2.38.txt')}${fixture('tools/df-B1-9.1.txt')}`
  const kinds = segment(text, 'pasted.txt', FORMATS).map(({ format }) => format?.id)
  expect(kinds).toEqual(['ipcs', 'df'])
})

test('lines that begin with a path, or with a brace, are not taken for one of them', () => {
  const text = '/usr/bin/sleep\n/opt/app/bin\n{\n  "a": 1\n}\n'
  expect(segment(text, 'pasted.txt', FORMATS).map(({ format }) => format)).toEqual([null])
})
