/** Every text is known by its content as its own kind and no other, alone and beside texts of other tools. */
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../src/parsers/index.ts'
import { segment } from '../../src/pipeline/reading/segments.ts'
import { parserFiles, realTexts } from '../parsers/helpers.ts'

const FILES = await parserFiles()

/** Kinds of the pieces in order, one for several of a kind in a row; null where no kind reads one. */
function kindsIn(text: string): readonly (string | null)[] {
  const kinds = segment(text, 'paste', FORMATS).map(({ format }) => format?.id ?? null)
  return kinds.filter((kind, i) => kind !== kinds[i - 1])
}

const KNOWN = FILES.flatMap(({ sources, sample }) =>
  sources
    .filter(({ signs }) => signs !== null)
    .flatMap(({ id }) =>
      [sample, ...realTexts(id)].map((text, i) => [`${id} ${i}`, id, text] as const),
    ),
)

describe('each sample and real text', () => {
  test.each(KNOWN)('%s', (_, id, text) => {
    // A first line that only frames the text (a path, `total 0`) may be nobody's.
    expect(kindsIn(text).filter((kind) => kind !== null)).toEqual([id])
  })
})

const TOOLS = [
  'free',
  'ps',
  'top',
  'smem',
  'vmstat',
  'proc/swaps',
  'sar',
  'sadf',
  'proc/meminfo',
  'kernel/log',
]
const PAIRS = TOOLS.flatMap((one) =>
  TOOLS.filter((other) => other !== one).map((other) => [one, other] as const),
)

describe('two texts without anything between them', () => {
  test.each(PAIRS)('%s, then %s', (one, other) => {
    const [first = '', second = ''] = [one, other].map((id) => realTexts(id)[0] ?? '')
    expect(kindsIn(first + second)).toEqual([one, other])
  })
})

test('JSON of sadf, as it comes and pretty-printed', () => {
  const json = {
    sysstat: {
      hosts: [
        {
          nodename: 'db1',
          statistics: [
            { timestamp: { date: '2026-02-06', time: '23:10:35' }, memory: { memfree: 112516 } },
          ],
        },
      ],
    },
  }
  expect(kindsIn(`${JSON.stringify(json)}\n`)).toEqual(['sadf-json'])
  expect(kindsIn(`${JSON.stringify(json, null, 2)}\n`)).toEqual(['sadf-json'])
})

test('commands at a prompt, one after the other', () => {
  const text = TOOLS.map((id) => `[root@db1 ~]# ${id}\n${realTexts(id)[0] ?? ''}`).join('')
  expect(kindsIn(text).filter((kind) => kind !== null)).toEqual(TOOLS)
})

describe('what looks like it and is not', () => {
  test.each([
    [
      'htop',
      '  PID USER      PRI  NI  VIRT   RES   SHR S  CPU% MEM%   TIME+  Command\n    1 root       20   0  164M 10112  7704 S   0.0  0.1  0:02.11 /sbin/init\n',
    ],
    [
      'atop',
      'ATOP - db1     2026/11/26  02:23:55     -----     10s elapsed\nMEM | tot    23.5G | free   20.1G | cache 1.2G | buff 100M | slab 200M |\n    PID  SYSCPU  USRCPU  VGROW  RGROW  RDDSK  WRDSK  ST EXC S  CPU CMD         1/1\n   1234   0.12s   0.34s     0K     0K     0K     0K  --   - S   5% java\n',
    ],
    [
      'vmstat -s',
      '     24683656 K total memory\n       272964 K used memory\n        73167 pages swapped in\n',
    ],
    [
      'vmstat -d',
      'disk- ------------reads------------ ------------writes----------- -----IO------\n       total merged sectors      ms  total merged sectors      ms    cur    sec\nsda    15257    100  841035    8395  50851   5502 1648657  146540      0     44\n',
    ],
    [
      'iostat',
      'Linux 3.10.0-957.el7.x86_64 (db1) \t03/11/2020 \t_x86_64_\t(1 CPU)\n\navg-cpu:  %user   %nice %system %iowait  %steal   %idle\n           0.12    0.00    0.07    0.00    0.00   99.81\n',
    ],
    [
      'pidstat',
      'Linux 5.4.0 (db1) \t03/11/2020 \t_x86_64_\t(1 CPU)\n\n02:00:00 PM   UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command\n02:00:01 PM     0       812      1.00      0.00  221184   33000   0.14  postgres\n',
    ],
    ['lsblk', 'NAME   MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS\nsda      8:0    0    10G  0 disk \n'],
    [
      'docker stats',
      'CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O     BLOCK I/O   PIDS\nabc123         web       0.10%     100MiB / 1GiB         9.77%     1kB / 1kB   0B / 0B     12\n',
    ],
    [
      'netstat',
      'Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name\ntcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      812/sshd\n',
    ],
    [
      'systemd-cgtop',
      'Control Group                                                     Tasks   %CPU   Memory  Input/s Output/s\n/                                                                   100    1.0     1.2G        -        -\n',
    ],
  ])('%s', (_, text) => {
    expect(kindsIn(text)).toEqual([null])
  })
})
