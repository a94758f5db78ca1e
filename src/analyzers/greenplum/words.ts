/** Words of Greenplum's findings. What a primary, a mirror and a coordinator are called is Greenplum's own. */
import type { FindingWords } from '../../domain/words.ts'
import { DEATH_WORDS } from './deathWords.ts'
import { SETTING_WORDS } from './settingWords.ts'

export const WORDS = {
  'greenplum.session-holds': {
    brief: {
      en: '{session} of {user} holds {heldBytes} in {segments} segment(s)',
      zh: '{user} 的会话 {session} 在 {segments} 个 segment 中占用 {heldBytes}',
    },
    what: {
      en: 'Session {session} ({user}, database {database}) holds {heldBytes} of anonymous memory and swap, {heldRatio} of {host}’s memory: {count} processes in {segments} segment(s), the most in {segment}, {segmentBytes}. It does: {activity}.',
      zh: '会话 {session}（{user}，数据库 {database}）占用匿名内存与 swap 共 {heldBytes}，为 {host} 内存的 {heldRatio}：{count} 个进程分布于 {segments} 个 segment，其中 {segment} 最多，为 {segmentBytes}。正在：{activity}。',
    },
    why: {
      en: 'As a rule it holds as much on every other segment host; when memory ends, any other session may be the one that is refused or killed.',
      zh: '它在其他 segment 主机上通常占用相当；内存耗尽时，被拒绝或被 kill 的可能是其他任何会话。',
    },
    more: {
      idle: {
        en: 'All of its processes are idle: it holds what an earlier command left.',
        zh: '其所有进程都处于空闲：占用的是先前命令留下的内存。',
      },
    },
    next: {
      en: 'Its processes by segment and slice: {sessionCommand}',
      zh: '按 segment 与 slice 查看其进程：{sessionCommand}',
    },
  },
  'greenplum.session-skew': {
    brief: {
      en: '{session} is skewed: {segmentBytes} in {segment}, {medianBytes} in the median',
      zh: '{session} 倾斜：{segment} 占 {segmentBytes}，中位数 {medianBytes}',
    },
    what: {
      en: 'Session {session} ({user}) holds {segmentBytes} in {segment} and {medianBytes} in the median of its {segments} segments on {host}. It does: {activity}.',
      zh: '会话 {session}（{user}）在 {segment} 占用 {segmentBytes}，而在 {host} 上其 {segments} 个 segment 的中位数为 {medianBytes}。正在：{activity}。',
    },
    why: {
      en: 'Each segment has the same limit: the one with the most rows runs into it while the others have room. Rows unevenly distributed, or a plan that gathers them, do this.',
      zh: '每个 segment 的上限相同：数据最多的那个会先撞上限，其他仍有余量。数据分布不均，或计划把数据汇集到一处，都会如此。',
    },
    next: {
      en: 'Its processes by segment and slice: {sessionCommand}',
      zh: '按 segment 与 slice 查看其进程：{sessionCommand}',
    },
  },
  'greenplum.of-session': {
    brief: {
      en: '{session} of {user} in {segment} ({kind}), {activity}',
      zh: '{segment}（{kind}）中 {user} 的会话 {session}，{activity}',
    },
    what: {
      en: 'PID {pid} works for session {session} ({user}, database {database}; command {command}, slice {slice}) in {segment}: {kind}, port {port}, data directory {dataDir}. It does: {activity}.',
      zh: 'PID {pid} 属于会话 {session}（{user}，数据库 {database}；命令 {command}，slice {slice}），位于 {segment}：{kind}，端口 {port}，数据目录 {dataDir}。正在：{activity}。',
    },
    why: {
      en: 'The session has {count} processes on {host}, which hold {sessionBytes} together; this one holds {heldBytes}, all of {segment} {segmentBytes}.',
      zh: '该会话在 {host} 上有 {count} 个进程，共占用 {sessionBytes}；此进程占 {heldBytes}，{segment} 合计占 {segmentBytes}。',
    },
    next: {
      en: 'The session over all segments of this host: {sessionCommand}',
      zh: '查看该会话在本机所有 segment 中的占用：{sessionCommand}',
    },
  },
  'greenplum.of-segment': {
    brief: {
      en: '{role} of {segment} ({kind}), port {port}',
      zh: '{segment}（{kind}）的 {role}，端口 {port}',
    },
    what: {
      en: 'PID {pid} is the {role} of {segment}: {kind}, port {port}, data directory {dataDir}.',
      zh: 'PID {pid} 是 {segment} 的 {role}：{kind}，端口 {port}，数据目录 {dataDir}。',
    },
    why: {
      en: 'It holds {heldBytes}; all {count} processes of {segment} hold {segmentBytes}.',
      zh: '它占用 {heldBytes}；{segment} 的全部 {count} 个进程共占用 {segmentBytes}。',
    },
    next: {
      en: 'The segments of this host: {segmentsCommand}',
      zh: '查看本机的各 segment：{segmentsCommand}',
    },
  },
  ...DEATH_WORDS,
  ...SETTING_WORDS,
} as const satisfies Record<string, FindingWords>

export type GreenplumCode = keyof typeof WORDS
