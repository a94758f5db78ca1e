/** Figures of a run of pairs, and where they were taken. */
import { spawnSync } from 'node:child_process'
import { cpus, loadavg, release } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** @param {readonly number[]} values */
export function spreadOf(values, digits = 1) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  const round = (value) => Number((value ?? Number.NaN).toFixed(digits))
  return {
    median: round(median),
    min: round(sorted[0]),
    max: round(sorted.at(-1)),
    n: sorted.length,
  }
}

/** How many times as long the one took as the other, each against what was measured next to it. */
export function ratioOf(values, others) {
  return spreadOf(
    values.map((value, i) => value / others[i]),
    2,
  )
}

/** The machine, the programs and the commit. @param {string} ssh path of the client */
export function surroundings(ssh) {
  const changed = said('git', ['status', '--porcelain', '--untracked-files=no']) !== ''
  const commit = said('git', ['rev-parse', '--short=12', 'HEAD'])
  return {
    commit: commit === '' ? null : `${commit}${changed ? ' with changes' : ''}`,
    node: process.version,
    kernel: release(),
    cpus: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
    ssh: said(ssh, ['-V']),
    at: new Date().toISOString(),
  }
}

function said(command, args) {
  const { stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' })
  return `${stdout ?? ''}${command === 'git' ? '' : (stderr ?? '')}`.trim()
}
