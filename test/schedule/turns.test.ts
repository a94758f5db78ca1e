/** A sleep of no time is a turn: sockets and timers are looked at between those who wait together. */
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/schedule/clock.ts'

test('checks that were ready together ran one after the other without a look at anything else', async () => {
  const clock = systemClock()
  const went: string[] = []
  const check = async (name: string): Promise<void> => {
    await clock.sleep(0)
    went.push(name)
  }
  const other = async (): Promise<void> => {
    for (let i = 0; i < 3; i += 1) {
      await turn()
      went.push('-')
    }
  }
  await Promise.all([check('a'), check('b'), check('c'), other()])
  // Each turn of the loop has one check, and the other work of that turn.
  expect(went.filter((name) => name !== '-')).toEqual(['a', 'b', 'c'])
  expect(went.join('')).not.toMatch(/[abc][abc]/)
})
