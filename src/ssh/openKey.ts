/** Opens an encrypted private key in a worker of its own, so that this thread goes on answering. */
import { Worker } from 'node:worker_threads'
import { LIMITS } from '../domain/limits.ts'

export interface Locked {
  readonly text: string
  readonly passphrase: string
}

/** The key without its passphrase, or what is wrong, in words that hold nothing of it. */
export type Opened = { readonly text: string } | { readonly detail: string }

/**
 * Gives the key's plain text, which is never written anywhere. `program` is the built keyWorker. Rejects when the
 * worker breaks or takes longer than LIMITS.keyMs.
 */
export function openKey(program: string, locked: Locked): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: locked, env: {} })
    const timer = setTimeout(() => {
      reject(new Error(`not opened within ${LIMITS.keyMs} ms`))
      void worker.terminate()
    }, LIMITS.keyMs)
    worker.on('message', (opened: Opened) => resolve(opened))
    worker.on('error', reject)
    worker.on('exit', (status) => {
      clearTimeout(timer)
      reject(new Error(`the worker ended with ${status}`))
    })
  })
}
