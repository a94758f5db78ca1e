#!/usr/bin/env node
// The terminal: the same commands as in the chat.
import { existsSync } from 'node:fs'

const built = new URL('../dist/bundle/cli.js', import.meta.url)
if (!existsSync(built)) {
  process.stderr.write('memcheck is not built yet: npm start once, or npm run build\n')
  process.exit(2)
}
await import(built.href)
