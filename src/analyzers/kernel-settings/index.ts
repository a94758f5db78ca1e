/** Settings of the kernel, each only with its consequence on this host. */
import { type AnalyzeContext, defineAnalyzer } from '../../domain/analyzer.ts'
import { hostSettings } from '../../parsers/host/settings.ts'
import { killsAllocator, panics } from './policy.ts'
import { dirty, keepsDentries, noSwap, swappiness, zoneReclaim } from './reclaim.ts'
import { reserve } from './reserve.ts'
import { type In, LIKES, NEEDS, sceneOf } from './scene.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type SettingsCode, WORDS } from './words.ts'

const RULES = [
  panics,
  killsAllocator,
  swappiness,
  noSwap,
  zoneReclaim,
  keepsDentries,
  dirty,
  reserve,
]

export const kernelSettings = defineAnalyzer<typeof NEEDS, typeof LIKES, SettingsCode>({
  id: 'kernel-settings',
  title: { en: 'Kernel settings', zh: '内核参数' },
  scope: 'host',
  needs: NEEDS,
  likes: LIKES,
  // A lone list of settings is judged as far as it goes; a host that hides them is not missed.
  eitherOf: [hostSettings],
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'A sysctl.conf tells what is set at boot, not what holds now.',
      zh: 'sysctl.conf 给出的是开机时的设置，不一定是当前生效的值。',
    },
    {
      en: 'Cluster software may want vm.panic_on_oom on purpose: a node that is gone is better than one that is half dead.',
      zh: '集群软件可能有意设置 vm.panic_on_oom：节点彻底下线好过半死不活。',
    },
    {
      en: 'Node reclaim since boot may be long past: only what is counted now is felt now.',
      zh: '开机以来的节点回收可能早已过去：只有当前仍在增长的才有影响。',
    },
  ],
  drilldowns: [],
  analyze: (inputs: In, ctx: AnalyzeContext) => RULES.flatMap((rule) => rule(sceneOf(inputs, ctx))),
})
