/** Reports that people made public, of kernels we do not have: zones, swap and groups as they stood there, shortened. */
import { expect, test } from 'vitest'
import { oom } from '../../../src/analyzers/oom/index.ts'
import type { Finding } from '../../../src/domain/finding.ts'
import { contextOf } from '../../hosts/load.ts'
import { findingsOf, frame } from '../frames.ts'

const of = (text: string): readonly Finding[] =>
  findingsOf(oom, contextOf('host', { frames: [frame('kernel/log', text.trim())] }))

const codes = (text: string): readonly string[] => of(text).map(({ code }) => code)

/** CentOS 7 on a cloud host of 8 GB, a Java message broker (a Chinese blog, 2018). */
const EL7 = `
Jun  4 17:19:10 mq kernel: AliYunDun invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0
Jun  4 17:19:10 mq kernel: AliYunDun cpuset=/ mems_allowed=0
Jun  4 17:19:10 mq kernel: Mem-Info:
Jun  4 17:19:10 mq kernel: active_anon:1813257 inactive_anon:37301 isolated_anon:0
Jun  4 17:19:10 mq kernel:  active_file:84 inactive_file:0 isolated_file:0
Jun  4 17:19:10 mq kernel:  unevictable:0 dirty:0 writeback:0 unstable:0
Jun  4 17:19:10 mq kernel:  free:23900 slab_reclaimable:34218 slab_unreclaimable:5636
Jun  4 17:19:10 mq kernel:  mapped:1252 shmem:100531 pagetables:68092 bounce:0
Jun  4 17:19:10 mq kernel:  free_cma:0
Jun  4 17:19:10 mq kernel: Node 0 DMA free:15900kB min:132kB low:164kB high:196kB active_anon:0kB inactive_anon:0kB present:15992kB managed:15908kB all_unreclaimable? yes
Jun  4 17:19:10 mq kernel: lowmem_reserve[]: 0 2801 7792 7792
Jun  4 17:19:10 mq kernel: Node 0 DMA32 free:43500kB min:24252kB low:30312kB high:36376kB active_anon:2643608kB inactive_anon:61560kB present:3129216kB managed:2869240kB all_unreclaimable? yes
Jun  4 17:19:10 mq kernel: lowmem_reserve[]: 0 0 4990 4990
Jun  4 17:19:10 mq kernel: Node 0 Normal free:36200kB min:43192kB low:53988kB high:64788kB active_anon:4609420kB inactive_anon:87644kB present:5242880kB managed:5110124kB all_unreclaimable? yes
Jun  4 17:19:10 mq kernel: lowmem_reserve[]: 0 0 0 0
Jun  4 17:19:10 mq kernel: Node 0 Normal: 1441*4kB (UEM) 3177*8kB (UEM) 315*16kB (UEM) 0*32kB 0*64kB 0*128kB 0*256kB 0*512kB 0*1024kB 0*2048kB 0*4096kB = 36220kB
Jun  4 17:19:10 mq kernel: Free swap  = 0kB
Jun  4 17:19:10 mq kernel: Total swap = 0kB
Jun  4 17:19:10 mq kernel: 2097151 pages RAM
Jun  4 17:19:10 mq kernel: [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
Jun  4 17:19:10 mq kernel: [  368]     0   368    10509      149      23        0         -1000 systemd-udevd
Jun  4 17:19:10 mq kernel: [ 3224]     0  3224    32867     2270      61        0             0 AliYunDun
Jun  4 17:19:10 mq kernel: [ 5424]  1000  5424 36913689  1537770   66407        0             0 java
Jun  4 17:19:10 mq kernel: [13675]  1000 13675   879675   204324     494        0             0 java
Jun  4 17:19:10 mq kernel: Out of memory: Kill process 5424 (java) score 800 or sacrifice child
Jun  4 17:19:10 mq kernel: Killed process 5424 (java) total-vm:147654756kB, anon-rss:6151080kB, file-rss:0kB
`

test('3.10 without swap: DMA32 has free memory, but holds it back from this request', () => {
  const [host, held, lives] = of(EL7)
  expect(host).toMatchObject({
    code: 'oom.host-no-swap',
    numbers: { victim: 'java', victimPid: '5424', trigger: 'AliYunDun', triggerPid: '3224' },
  })
  expect(host?.numbers.victimBytes).toBe(6_151_080 * 1024)
  expect(held).toMatchObject({ code: 'oom.held-by-tasks', numbers: { holder: 'java', tasks: 2 } })
  expect(lives).toMatchObject({ code: 'oom.trigger-lives' })
})

/** 32-bit kernels with high memory: 4.8 and 2.6.2x, from the kernel's mailing lists. */
const LOW_4_8 = `
[28756.498700] kthreadd invoked oom-killer: gfp_mask=0x27000c0(GFP_KERNEL_ACCOUNT|__GFP_NOTRACK), order=1, oom_score_adj=0
[28756.498760] Mem-Info:
[28756.498769] DMA free:4116kB min:788kB low:984kB high:1180kB active_anon:0kB inactive_anon:0kB present:15984kB managed:15908kB
[28756.498770] lowmem_reserve[]: 0 833 3008 3008
[28756.498782] Normal free:42404kB min:42416kB low:53020kB high:63624kB active_anon:1316kB inactive_anon:20540kB present:892920kB managed:854328kB
[28756.498783] lowmem_reserve[]: 0 0 17397 17397
[28756.498795] HighMem free:120916kB min:512kB low:28168kB high:55824kB active_anon:408672kB inactive_anon:213052kB present:2226888kB managed:2226888kB
[28756.498796] lowmem_reserve[]: 0 0 0 0
[28756.499000] Out of memory: Kill process 1234 (Xorg) score 30 or sacrifice child
[28756.499001] Killed process 1234 (Xorg) total-vm:100000kB, anon-rss:50000kB, file-rss:1000kB
`

const LOW_2_6 = `
Nov 20 03:14:07 db kernel: [430837.196000] oracle invoked oom-killer: gfp_mask=0xd0, order=1, oomkilladj=0
Nov 20 03:14:07 db kernel: [430837.196000] Pid: 4321, comm: oracle Not tainted 2.6.24 #1
Nov 20 03:14:07 db kernel: [430837.196300] Mem-info:
Nov 20 03:14:07 db kernel: [430837.196329] Active:375022 inactive:201127 dirty:26 writeback:55 unstable:0
Nov 20 03:14:07 db kernel: [430837.196330]  free:30100 slab:11726 mapped:326538 pagetables:1265 bounce:0
Nov 20 03:14:07 db kernel: [430837.196335] DMA free:3536kB min:68kB low:84kB high:100kB active:0kB inactive:0kB present:16256kB pages_scanned:0 all_unreclaimable? yes
Nov 20 03:14:07 db kernel: [430837.196340] lowmem_reserve[]: 0 873 4048 4048
Nov 20 03:14:07 db kernel: [430837.196353] Normal free:3732kB min:3744kB low:4680kB high:5616kB active:0kB inactive:152kB present:894080kB pages_scanned:287 all_unreclaimable? yes
Nov 20 03:14:07 db kernel: [430837.196357] lowmem_reserve[]: 0 0 25400 25400
Nov 20 03:14:07 db kernel: [430837.196369] HighMem free:113132kB min:512kB low:3916kB high:7324kB active:1500112kB inactive:804356kB present:3251200kB pages_scanned:0 all_unreclaimable? no
Nov 20 03:14:07 db kernel: [430837.196374] lowmem_reserve[]: 0 0 0 0
Nov 20 03:14:07 db kernel: [430837.196453] Free swap  = 9844180kB
Nov 20 03:14:07 db kernel: [430837.196456] Total swap = 9855836kB
Nov 20 03:14:07 db kernel: [430837.209763] 1048576 pages of RAM
Nov 20 03:14:07 db kernel: [430837.210000] Out of memory: kill process 900 (java) score 20 or a child
Nov 20 03:14:07 db kernel: [430837.210001] Killed process 900 (java)
`

test.each([
  ['4.8, by names', LOW_4_8],
  ['2.6, by bits, with all its swap free', LOW_2_6],
])('32 bits, %s: low memory was short while high memory had room', (_, text) => {
  const low = of(text).find(({ code }) => code.startsWith('oom.'))
  expect(low).toMatchObject({
    code: 'oom.low-zone',
    numbers: { zone: 'Normal', roomyZone: 'HighMem' },
  })
})

/** cri-o and containerd on cgroup v1 and v2: the limit is the pod's, the victim is the container's. */
const POD = `
2026-09-02T09:08:50.880492+00:00 Server1 kernel: MainThread invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=934
2026-09-02T09:08:50.903135+00:00 Server1 kernel: oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-cabbede.scope,mems_allowed=0,oom_memcg=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod2c7713fd_2aed_4fa2_a60f_f006ab94b3df.slice,task_memcg=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod2c7713fd_2aed_4fa2_a60f_f006ab94b3df.slice/cri-containerd-cabbede.scope,task=MainThread,pid=268654,uid=10001
2026-09-02T09:08:50.903136+00:00 Server1 kernel: Memory cgroup out of memory: Killed process 268654 (MainThread) total-vm:2011236kB, anon-rss:567484kB, file-rss:20608kB, shmem-rss:0kB, UID:10001 pgtables:16572kB oom_score_adj:934
2026-09-02T09:08:50.903138+00:00 Server1 kernel: Memory cgroup out of memory: Killed process 235173 (tini) total-vm:2568kB, anon-rss:0kB, file-rss:1024kB, shmem-rss:0kB, UID:10001 pgtables:48kB oom_score_adj:934
2026-09-02T09:08:50.903139+00:00 Server1 kernel: Memory cgroup out of memory: Killed process 268654 (MainThread) total-vm:2011236kB, anon-rss:567484kB, file-rss:20608kB, shmem-rss:0kB, UID:10001 pgtables:16572kB oom_score_adj:934
`

test('the limit of a pod, its container as the victim, and the group killed with it', () => {
  const [all] = of(POD)
  expect(['oom.limit-above', 'oom.limit-all']).toContain(all?.code)
  expect(all?.numbers).toMatchObject({ victimPid: '268654', killedCount: 2 })
  expect(String(all?.numbers.oomGroup)).toMatch(/b3df\.slice$/)
  expect(String(all?.numbers.taskGroup)).toMatch(/cabbede\.scope$/)
})

test('lines that were filtered to the kill alone still name victim, group and pid', () => {
  const bare = `
[23135.515731] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=d373ef1358ec,mems_allowed=0,oom_memcg=/docker/d373ef1358ec,task_memcg=/docker/d373ef1358ec,task=python,pid=143087,uid=0
[23135.515844] Memory cgroup out of memory: Killed process 143087 (python) total-vm:9650240kB, anon-rss:3131008kB, file-rss:56384kB, shmem-rss:0kB, UID:0 pgtables:12088kB oom_score_adj:0
`
  expect(codes(bare)).toEqual(['oom.limit'])
  expect(of(bare)[0]?.numbers).toMatchObject({
    victimPid: '143087',
    oomGroup: '/docker/d373ef1358ec',
  })
})
