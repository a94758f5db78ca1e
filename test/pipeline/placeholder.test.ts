/** What is said while a check takes long: after a while, each step once, and nothing after the end. */
import { expect, test } from 'vitest'
import type { Clock } from '../../src/domain/ports.ts'
import type { Message } from '../../src/domain/report.ts'
import { Placeholder } from '../../src/pipeline/placeholder.ts'

/** A clock whose sleeps end when they are told to, or are aborted. */
function begun(lang: 'en' | 'zh' = 'en') {
  const said: string[] = []
  let wake: () => void = () => undefined
  const clock: Clock = {
    now: () => 0,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        wake = resolve
        signal?.addEventListener('abort', () => resolve())
      }),
  }
  const main = async ({ text }: Message): Promise<void> => void said.push(text)
  const target = { kind: 'process', host: 'db1', word: 'postgres' } as never
  const placeholder = new Placeholder(clock, { main }, { target, lang })
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const wait = (): Promise<void> => {
    wake()
    return turn()
  }
  return { said, placeholder, turn, wait }
}

test('a check that is quick says nothing', async () => {
  const { said, placeholder, turn } = begun()
  placeholder.step({ kind: 'reading', round: 1 })
  await placeholder.end()
  placeholder.step({ kind: 'reading', round: 2 })
  await turn()
  expect(said).toEqual([])
})

test.each([
  ['en', [/: connecting…$/, /: reading…$/, /: reading, round 2…$/]],
  ['zh', [/：正在连接…$/, /：正在读取…$/, /：正在读取，第 2 轮…$/]],
] as const)(
  'each step is said once, in its language (%s), none after the end',
  async (lang, words) => {
    const { said, placeholder, turn, wait } = begun(lang)
    await wait()
    for (const round of [1, 1, 2, 2]) {
      placeholder.step({ kind: 'reading', round })
      await turn()
    }
    placeholder.step({ kind: 'reading', round: 3 })
    await placeholder.end()
    placeholder.step({ kind: 'reading', round: 4 })
    await turn()
    expect(said).toHaveLength(words.length)
    for (const [at, word] of words.entries()) expect(said[at]).toMatch(word)
  },
)

test('what was done before it stands is where it begins', async () => {
  const { said, placeholder, wait } = begun()
  placeholder.step({ kind: 'reading', round: 1 })
  await wait()
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(/reading…$/)
})
