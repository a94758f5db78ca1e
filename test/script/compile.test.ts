/** The script's text: what is in it, and what never is. */
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../src/domain/limits.ts'
import { compileScript } from '../../src/script/compile.ts'
import { inOrder, sectionsOf } from '../../src/script/sections.ts'
import { ALL, DATA_DIRS, file, LOGS, SET, SYSSTAT, source } from './sources.ts'

const GOLDEN = new URL('./golden.sh', import.meta.url)

describe('the compiled script', () => {
  // MEMCHECK_GOLDEN=1 writes it anew; the change is then read in the diff.
  test('is the one that golden.sh shows', () => {
    const script = compileScript([...ALL, DATA_DIRS, LOGS.near, LOGS.far, SYSSTAT])
    if (process.env.MEMCHECK_GOLDEN === '1') writeFileSync(GOLDEN, script)
    expect(script).toBe(readFileSync(GOLDEN, 'utf8'))
  })

  test('reads counters first, stat before and after what belongs to the process, mappings last', () => {
    const names = inOrder(sectionsOf(ALL)).map((section) => section.name)
    expect(names).toEqual([
      'group:host',
      'etc/os-release',
      'uname',
      'quoted',
      'no-tool',
      'tools',
      'proc/processes',
      'proc/first-args',
      'proc/all-args',
      'cgroup/memory',
      'group:process',
      'proc/PID/cmdline',
      'proc/PID/smaps_rollup',
      'proc/PID/smaps',
      'proc/PID/stat#end',
      'group:host-counters#2',
      'cgroup/memory#2',
      'group:process-counters#2',
    ])
    expect(sectionsOf(ALL).host[0]?.sources[0]).toBe(SET.vmstat)
    const [group] = sectionsOf(ALL).process.filter((section) => section.name === 'group:process')
    expect(group?.sources[0]).toBe(SET.stat)
  })

  test('asks for one byte more than the cap, and bounds what walks mappings by the limit', () => {
    const script = compileScript([SET.osRelease, SET.smaps])
    expect(script).toContain(`file host etc/os-release 5 ${1024 * 1024 + 1} /etc/os-release`)
    expect(script).toContain(`grep -cm ${LIMITS.smapsMappings} ''`)
    expect(script).toContain('bounded file process proc/PID/smaps ')
  })

  test('a drilldown that asks for mappings gets them without the bound', () => {
    const asked = file('/proc/PID/smaps', false, { when: 'asked' })
    expect(compileScript([asked])).not.toContain('bounded file')
  })

  test('quotes every word of a command, and puts the pid only in a place of its own', () => {
    const awkward = source('awkward', {
      kind: 'argv',
      argv: [
        'ls',
        '-l',
        '/proc/PID/fd',
        '/proc/PID/task/PID/x y',
        'PID',
        'SPID',
        "a'b",
        '$(id)',
        '',
      ],
    })
    expect(compileScript([awkward])).toContain(
      `ls -l "$P/fd" /proc/"$PID"/task/"$PID"/'x y' "$PID" SPID 'a'\\''b' '$(id)' ''`,
    )
  })

  test('calls sudo for nothing but what the host’s entry grants and may be read so', () => {
    const sources = [SET.stat, SET.rollup, SET.cmdline, LOGS.near]
    expect(compileScript(sources, { sudo: [] })).toBe(compileScript(sources))
    expect(compileScript(sources)).not.toContain('sudo -n')
    // Neither is read by sudo, whatever an entry says.
    expect(compileScript(sources, { sudo: [SET.stat.id, SET.cmdline.id] })).toBe(
      compileScript(sources),
    )
    const rollup = compileScript(sources, { sudo: [SET.rollup.id] })
    expect(rollup).toContain('bounded sudo_file process proc/PID/smaps_rollup ')
    expect(rollup).not.toContain('klog_ring')
    expect(compileScript(sources, { sudo: [LOGS.near.id] })).toContain(
      "klog_try 'sudo dmesg' sudo -n $dmesg",
    )
  })

  test('refuses names that would be read as more than a name', () => {
    expect(() => compileScript([file('/proc/x', false, { id: 'two words' })])).toThrow('id')
    const bad = source('c', { kind: 'cgroups', files: ['../../etc/passwd'] })
    expect(() => compileScript([bad])).toThrow('plain file name')
  })

  test('has one text for one set of sources', () => {
    expect(compileScript([...ALL])).toBe(compileScript(ALL))
    expect(compileScript([])).toContain('mark bye')
  })
})
