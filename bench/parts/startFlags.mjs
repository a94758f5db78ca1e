/** Flags of Node that the bot is started with, as `npm start` has them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export function startFlags() {
  const file = join(import.meta.dirname, '..', '..', 'package.json')
  const { scripts } = JSON.parse(readFileSync(file, 'utf8'))
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}
