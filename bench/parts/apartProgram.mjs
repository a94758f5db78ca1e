/** A program: one side of a comparison, for apart.mjs. It ends, and takes down what it started, with its caller. */
import { undoAll } from './undo.mjs'

const [module, name] = process.argv.slice(2)
let side = {}

async function answerTo({ method, args }) {
  if (method !== null) return await side[method](...args)
  side = await (await import(module))[name](...args)
  return Object.keys(side)
}

process.on('message', async ({ id, ...asked }) => {
  try {
    process.send({ id, result: (await answerTo(asked)) ?? null })
  } catch (cause) {
    process.send({ id, error: cause instanceof Error ? cause.message : String(cause) })
  }
})
process.on('disconnect', async () => {
  await undoAll()
  process.exit(0)
})
// The caller hears of them too, and takes down in its order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)
