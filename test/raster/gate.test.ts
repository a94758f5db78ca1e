import { expect, test } from 'vitest'
import { createGate } from '../../src/raster/gate.ts'

function task() {
  let finish: () => void = () => {}
  let fail: (cause: Error) => void = () => {}
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  return { done, finish, fail }
}

/** Lets all promise reactions that are due run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

test('lets so many run at once and the others in their order', async () => {
  const gate = createGate(2)
  const started: number[] = []
  const tasks = [task(), task(), task(), task()]
  const all = tasks.map((one, at) =>
    gate(() => {
      started.push(at)
      return one.done
    }),
  )
  await settle()
  expect(started).toEqual([0, 1])
  tasks[1]?.finish()
  await settle()
  expect(started).toEqual([0, 1, 2])
  for (const one of tasks) one.finish()
  await Promise.all(all)
  expect(started).toEqual([0, 1, 2, 3])
})

test('a task that fails makes room', async () => {
  const gate = createGate(1)
  const first = task()
  const failed = gate(() => first.done)
  const second = gate(async () => 'ran')
  first.fail(new Error('broken'))
  await expect(failed).rejects.toThrow('broken')
  expect(await second).toBe('ran')
})
