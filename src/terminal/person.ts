/** The person at the terminal, who can be asked one thing at a time. */
import { createInterface } from 'node:readline'
import type { Person } from '../domain/ports.ts'
import { printedText } from './print.ts'

/** Null where nobody sits there: standard input is no terminal. */
export function terminalPerson(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WritableStream,
): Person | null {
  if (stdin.isTTY !== true) return null
  return {
    ask: (question) =>
      new Promise((resolve) => {
        const line = createInterface({ input: stdin, output: stderr })
        // The end of input, and Ctrl-C, are no answer.
        line.on('close', () => resolve(''))
        line.question(`${printedText(question)} `, (answer) => {
          resolve(answer)
          line.close()
        })
      }),
  }
}
