/** The public halves of key files: by them an agent's keys are told apart, without a passphrase. */
import { readFile } from 'node:fs/promises'
import ssh2 from 'ssh2'

/** Of each file that tells: `FILE.pub` beside it, or the file itself where it is a public or an open private key. */
export async function publicKeysOf(keyFiles: readonly string[]): Promise<readonly Buffer[]> {
  const both = keyFiles.flatMap((file) => [`${file}.pub`, file])
  const read = await Promise.allSettled(both.map((file) => readFile(file)))
  return read.flatMap((one) => {
    const key = one.status === 'fulfilled' ? ssh2.utils.parseKey(one.value) : []
    const all = key instanceof Error ? [] : [key].flat()
    return all.map((part) => part.getPublicSSH())
  })
}
