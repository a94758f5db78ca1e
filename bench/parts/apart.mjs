/**
 * A side of a comparison in a process of its own. A process that starts another by fork has every page that it writes to
 * afterwards faulted once more (fork(2): copy on write), so a side that starts programs slowed the one measured beside it:
 * 20,000 faults and two thirds of the time of a 64 MiB read here.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterwards } from './undo.mjs'

/**
 * Gives what `module`'s function `name` gives for these arguments, each of its methods as one that is run there.
 * Arguments and results are JSON.
 * @param {string} module its URL
 * @returns {Promise<Record<string, (...args: unknown[]) => Promise<any>>>}
 */
export async function apart(module, name, ...args) {
  return await apartWith(process.execArgv, module, name, ...args)
}

/** The same under flags of Node. @param {readonly string[]} flags */
export async function apartWith(flags, module, name, ...args) {
  const program = join(import.meta.dirname, 'apartProgram.mjs')
  const child = fork(program, [module, name], { execArgv: [...flags] })
  const closed = once(child, 'exit')
  afterwards(async () => {
    if (child.connected) child.disconnect()
    await closed
  })
  const waiting = new Map()
  child.on('message', ({ id, result, error }) => {
    const { settle, fail } = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) settle(result)
    else fail(new Error(error))
  })
  child.on('exit', () => {
    for (const { fail } of waiting.values()) fail(new Error('a side of the comparison ended'))
  })
  let last = 0
  const ask = (method, words) =>
    new Promise((settle, fail) => {
      last += 1
      waiting.set(last, { settle, fail })
      child.send({ id: last, method, args: words })
    })
  const methods = await ask(null, args)
  return Object.fromEntries(methods.map((method) => [method, (...words) => ask(method, words)]))
}
