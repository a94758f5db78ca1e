/**
 * Faults that need cgroup v2 or the host's whole memory: how each is made in the guest, what is asked, and what must
 * be said. `make` gives the pid to ask about, or nothing for the host.
 */
const GROUPS = '/sys/fs/cgroup'

/** A group in which a command is started; `$!` is its pid. */
function inGroup(name, files, command) {
  const dir = `${GROUPS}/${name}`
  const set = Object.entries(files).map(([file, value]) => `echo ${value} >${dir}/${file}`)
  return [
    `mkdir -p ${dir}`,
    ...set,
    `sh -c 'echo $$ >${dir}/cgroup.procs; exec ${command}' >/dev/null 2>&1 & echo $!`,
  ].join('; ')
}

function lastNumber({ stdout }) {
  return stdout.trim().split('\n').at(-1)
}

export const SCENARIOS = [
  {
    name: 'an idle guest',
    make: () => null,
    calm: true,
  },
  {
    name: 'memory.max kill',
    make: (guest) => {
      guest.run(`${inGroup('api.service', { 'memory.max': 33554432 }, '/bin/grow 100 2 5')}; wait`)
      return null
    },
    says: [/^critical oom\./],
  },
  {
    name: 'memory.oom.group: three processes die, and three are told',
    make: (guest) => {
      const files = { 'memory.max': 33554432, 'memory.oom.group': 1 }
      guest.run(inGroup('worker.service', files, '/bin/grow 4 4 1'))
      guest.run(inGroup('worker.service', {}, '/bin/grow 6 6 1'))
      guest.run(`sleep 1; ${inGroup('worker.service', {}, '/bin/grow 100 2 5')}; wait`)
      return null
    },
    says: [/^critical oom\./],
    numbers: (findings) => findings.some(({ numbers }) => numbers.killedCount === 3),
  },
  {
    name: 'throttled by memory.high',
    make: (guest) => {
      const pid = lastNumber(
        guest.run(inGroup('batch.service', { 'memory.high': 16777216 }, '/bin/grow 30 1 10')),
      )
      guest.run('sleep 12')
      return pid
    },
    says: [/^warning cgroup\.throttled$/],
    after: (guest) => guest.run('killall -9 grow'),
  },
  {
    name: 'a group held by a file in tmpfs',
    make: (guest) => {
      const pid = lastNumber(
        guest.run(
          inGroup(
            'files.service',
            { 'memory.max': 100663296 },
            'sh -c "dd if=/dev/zero of=/dev/shm/held bs=1M count=80; exec sleep 500"',
          ),
        ),
      )
      guest.run('until [ "$(stat -c %s /dev/shm/held)" = 83886080 ]; do sleep 1; done')
      return pid
    },
    says: [/^(?:info|warning) shm\./],
    after: (guest) => guest.run('rm /dev/shm/held; killall -9 sleep'),
  },
  {
    name: 'a process that thrashes swap inside its group',
    make: (guest) => {
      guest.run('swapon /dev/nvme0n1')
      const pid = lastNumber(
        guest.run(inGroup('db.service', { 'memory.max': 33554432 }, '/bin/retouch 56')),
      )
      guest.run('sleep 15')
      return pid
    },
    says: [/^(?:warning|critical) (?:swap|process|cgroup)\./],
    after: (guest) => guest.run('killall -9 retouch; sleep 1; swapoff /dev/nvme0n1'),
  },
  {
    name: 'a process out of mappings',
    make: (guest) => {
      const pid = lastNumber(guest.run('/bin/manymaps >/tmp/manymaps 2>&1 & echo $!'))
      guest.run('until grep -q ready /tmp/manymaps; do sleep 1; done')
      return pid
    },
    says: [/^critical (?:mappings|refused)\./],
    after: (guest) => guest.run('killall -9 manymaps'),
  },
  {
    name: 'out of memory on the whole host',
    make: (guest) => {
      guest.run(
        'dmesg -c >/dev/null; /bin/grow 30 30 1 >/dev/null 2>&1 & echo 500 >/proc/$!/oom_score_adj; sleep 2',
      )
      guest.run('/bin/grow 600 4 10 >/dev/null 2>&1')
      return null
    },
    says: [/^critical oom\./],
  },
]
