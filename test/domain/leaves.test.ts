/** How much may leave: the strictest rule that covers the place and one of the hosts. */
import { describe, expect, test } from 'vitest'
import { ALL_LEAVES, type LeavesRule, leavesAt } from '../../src/domain/leaves.ts'

const RULES: readonly LeavesRule[] = [
  { name: 'everywhere', channels: [], hosts: null, atMost: 'text' },
  { name: 'web in ops', channels: ['C0OPS'], hosts: ['web1', 'web2'], atMost: 'verdict' },
  { name: 'db', channels: [], hosts: ['db1'], atMost: 'numbers' },
]

describe('what leaves', () => {
  test.each([
    ['the strictest wins, whatever the order', 'C0OPS', ['web1'], 'verdict', 'web in ops'],
    ['one host of many is enough', 'C0OPS', ['mail1', 'web2'], 'verdict', 'web in ops'],
    ['elsewhere that rule says nothing', 'C0DEV', ['web1'], 'text', 'everywhere'],
    ['a direct message is a place as others', 'D0ANA', ['db1'], 'numbers', 'db'],
    ['what is about no host is held by rules over all alone', 'C0OPS', [], 'text', 'everywhere'],
    ['hosts that are not known may be any', 'C0OPS', null, 'verdict', 'web in ops'],
    ['hosts that are not known, in another place', 'C0DEV', null, 'numbers', 'db'],
    ['a channel by its name may be any', '#ops', ['web1'], 'verdict', 'web in ops'],
  ] as const)('%s', (_, channel, hosts, level, rule) => {
    expect(leavesAt(RULES, channel, hosts)).toEqual({ level, rule })
  })

  test('without a rule that covers it, all', () => {
    expect(leavesAt([], 'C0OPS', null)).toEqual(ALL_LEAVES)
    expect(leavesAt(RULES.slice(1), 'C0DEV', ['web1'])).toEqual(ALL_LEAVES)
  })
})
