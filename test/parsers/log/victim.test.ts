import { expect, test } from 'vitest'
import { victimLog } from '../../../src/parsers/log/victim.ts'
import { faultOf, read } from '../helpers.ts'

test('logs apart, each with what was found and its end', () => {
  const text = [
    '# unit api.service',
    '# found',
    '\tone',
    '# log 812 3 /var/log/a b.log',
    '# found',
    '\t# log 1 1 /etc/passwd',
    '--',
    '# last',
    '\tthree',
    '# log 813 1 /x.out',
    '# denied',
    '# unreadable 814',
    '# end',
    '',
  ]
  const { value, losses } = read(victimLog, text.join('\n'))
  expect(value).toEqual({
    unreadablePids: [814],
    logs: [
      { via: 'unit', name: 'api.service', pid: null, found: ['one'], last: [], refused: null },
      {
        via: 'file',
        name: '/var/log/a b.log',
        pid: 812,
        found: ['# log 1 1 /etc/passwd'],
        last: ['three'],
        refused: null,
      },
      { via: 'file', name: '/x.out', pid: 813, found: [], last: [], refused: 'denied' },
    ],
  })
  expect(losses.map(({ code, line }) => [code, line])).toEqual([['bad-line', 7]])
})

test('nothing found is a value; another text is none', () => {
  expect(read(victimLog, '# end\n').value).toEqual({ logs: [], unreadablePids: [] })
  expect(faultOf(victimLog, '# a heading of markdown\n')).toBe('not-this-format')
})
