/** Greenplum on this host: its segments, its sessions, and what they hold. */
import { defineAnalyzer } from '../../domain/analyzer.ts'
import { dataDirs } from '../../parsers/greenplum/dataDirs.ts'
import { endedMemory } from '../../parsers/greenplum/ended.ts'
import { hostSettings } from '../../parsers/host/settings.ts'
import { kernelLog } from '../../parsers/kernel/log.ts'
import { allArgs } from '../../parsers/proc/allArgs.ts'
import { firstArgs } from '../../parsers/proc/firstArgs.ts'
import { meminfo } from '../../parsers/proc/meminfo.ts'
import { processes } from '../../parsers/proc/processes.ts'
import { DRILLDOWNS } from './drilldowns.ts'
import { judgeProcesses } from './judge.ts'
import { judgeDeaths } from './judgeDeaths.ts'
import { judgeSettings } from './judgeSettings.ts'
import { hasGreenplum } from './segments.ts'
import { segmentSources } from './sources.ts'
import { THRESHOLDS } from './thresholds.ts'
import { type GreenplumCode, WORDS } from './words.ts'

const LIKES = {
  endedMemory,
  kernelLog,
  processes,
  firstArgs,
  allArgs,
  dataDirs,
  meminfo,
  hostSettings,
}

export const greenplum = defineAnalyzer<Record<never, never>, typeof LIKES, GreenplumCode>({
  id: 'greenplum',
  title: { en: 'Greenplum segments and sessions', zh: 'Greenplum 的 segment 与会话' },
  scope: 'host',
  needs: {},
  likes: LIKES,
  eitherOf: [firstArgs, endedMemory],
  judges: (evidence) => hasGreenplum(evidence) || evidence.has(endedMemory.id),
  words: WORDS,
  thresholds: THRESHOLDS,
  falseAlarms: [
    {
      en: 'The forms of titles and arguments are from Greenplum’s source and public listings; none was tried on a live cluster here.',
      zh: '标题与参数的格式取自 Greenplum 源码与公开的进程列表，未在真实集群上验证。',
    },
    {
      en: 'Two clusters of one user on a host may have sessions of the same number: they are counted as one.',
      zh: '同一用户在一台主机上运行两个集群时，编号相同的会话会被算作一个。',
    },
    {
      en: 'A nightly load that is alone on the cluster may hold half of it on purpose.',
      zh: '夜间独占集群的加载任务占用一半内存可能是有意为之。',
    },
  ],
  drilldowns: DRILLDOWNS,
  deeper: segmentSources,
  analyze: (_, ctx) => [...judgeProcesses(ctx), ...judgeDeaths(ctx), ...judgeSettings(ctx)],
})
