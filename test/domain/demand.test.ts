/** What a site demands: entries that cover a host count together, the strictest each time. */
import { describe, expect, test } from 'vitest'
import { type Demand, demandedOn, ticketOf, USUAL_DEMAND } from '../../src/domain/demand.ts'
import { parseFreeze } from '../../src/domain/freeze.ts'

/** A Saturday. */
const NOW = Date.parse('2026-11-28T12:00:00Z')
const demand = (changes: Partial<Demand>): Demand => ({ ...USUAL_DEMAND, ...changes })
const weekEnd = parseFreeze('Sat 00:00 - Sun 24:00')
if (weekEnd === null) throw new Error('no window')

test('where nothing is written the usual holds', () => {
  expect(demandedOn([demand({ hosts: ['db2'], secondPerson: true })], 'db1', NOW)).toEqual({
    kinds: ['gdb', 'gcore'],
    tickets: [],
    secondPerson: false,
    frozen: null,
    coreDir: '/var/tmp/memcheck',
    coreMaxBytes: 8 * 1024 ** 3,
  })
})

test('a further entry never loosens the ones before it', () => {
  const entries = [
    demand({ hosts: ['db1'], kinds: ['gdb'], ticket: 'CHG-[0-9]+', coreMaxBytes: 100 }),
    demand({ secondPerson: true, freezes: [weekEnd], ticket: '.+', coreDir: '/srv' }),
  ]
  expect(demandedOn(entries, 'db1', NOW)).toEqual({
    kinds: ['gdb'],
    tickets: ['CHG-[0-9]+', '.+'],
    secondPerson: true,
    frozen: { ...weekEnd, zone: 'UTC' },
    coreDir: '/var/tmp/memcheck',
    coreMaxBytes: 100,
  })
  expect(demandedOn(entries, 'db2', NOW)).toMatchObject({
    kinds: ['gdb', 'gcore'],
    coreDir: '/srv',
  })
  expect(demandedOn(entries, 'db1', NOW - 24 * 3_600_000).frozen).toBeNull()
})

describe('a ticket', () => {
  const wanted = { tickets: ['CHG-[0-9]{4}'] }
  test.each([
    ['CHG-1234', 'CHG-1234'],
    ['  CHG-1234 ', 'CHG-1234'],
    ['CHG-12345', null],
    ['x CHG-1234', null],
    ['', null],
    [`CHG-1234${' x'.repeat(50)}`, null],
  ])('%j -> %j', (typed, ticket) => expect(ticketOf(typed, wanted)).toBe(ticket))

  test('of any form is a word, and must be there', () => {
    expect(ticketOf('JIRA/17', { tickets: ['.+'] })).toBe('JIRA/17')
    expect(ticketOf('<!channel> x', { tickets: ['.+'] })).toBeNull()
    expect(ticketOf(' ', { tickets: ['.+'] })).toBeNull()
  })
})
