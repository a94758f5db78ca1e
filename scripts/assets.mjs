// Copies what tsc does not: the page of the local workspace and the fonts of pictures, next to the code that needs them.
import { cpSync, readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const KINDS = new Set(['.html', '.css', '.js', '.svg', '.ttf', '.txt'])

for (const entry of readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !KINDS.has(extname(entry.name))) continue
  const from = join(entry.parentPath, entry.name)
  cpSync(from, join(ROOT, 'dist', from.slice(ROOT.length + 1)))
}
