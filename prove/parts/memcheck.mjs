/** The built program in a terminal against one host, with an inventory and a store of its own. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PROGRAM = join(import.meta.dirname, '../../dist/bundle/cli.js')

/**
 * @param {string} folder
 * @param {{port: number, userKeyFile: string, knownHosts: string}} host
 */
export function terminal(folder, host) {
  const home = join(folder, 'memcheck')
  mkdirSync(home)
  writeFileSync(join(home, 'known_hosts'), host.knownHosts)
  const config = join(home, 'memcheck.yaml')
  writeFileSync(
    config,
    [
      'hosts:',
      `  - { name: guest, address: 127.0.0.1, port: ${host.port}, user: root, key: ${host.userKeyFile}, known_hosts: ${join(home, 'known_hosts')} }`,
      '',
    ].join('\n'),
  )
  const run = (words) =>
    spawnSync(process.execPath, [PROGRAM, ...words], {
      cwd: home,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: home,
        MEMCHECK_CONFIG: config,
        MEMCHECK_DATA: join(home, 'data'),
      },
    })
  return {
    ask(...words) {
      const { stdout, stderr, status } = run([...words, '--json'])
      try {
        return { status, json: JSON.parse(stdout) }
      } catch {
        throw new Error(`memcheck ${words.join(' ')} said no JSON: ${stdout}${stderr}`)
      }
    },
    tell: (...words) => run(words).stdout,
  }
}
