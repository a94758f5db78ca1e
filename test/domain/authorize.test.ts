import { describe, expect, test } from 'vitest'
import { authorize } from '../../src/domain/authorize.ts'
import { type HostEntry, PLAIN_HOST } from '../../src/domain/inventory.ts'

const host = (memory: boolean): HostEntry => ({
  ...PLAIN_HOST,
  name: 'db1',
  address: 'db1',
  memory,
})
const actor = (surface: 'slack' | 'terminal' | 'order') => ({ id: 'U1', surface, team: null })

describe('authorize', () => {
  test.each([
    ['look', 'slack', false, true],
    ['memory', 'slack', false, false],
    ['memory', 'slack', true, true],
    ['memory', 'terminal', false, false],
    ['admin', 'slack', true, false],
    ['admin', 'terminal', false, true],
    ['admin', 'order', true, false],
    ['intrusive', 'terminal', true, false],
    ['intrusive', 'slack', true, false],
  ] as const)('%s from %s, memory %s: %s', (actionClass, surface, memory, allowed) => {
    const decision = authorize(actor(surface), { name: 'x', class: actionClass }, host(memory))
    expect(decision.allowed).toBe(allowed)
    expect(decision.rule).not.toBe('')
  })
})
