/** Words of what can be asked about Greenplum and about a PostgreSQL's sessions. */
import type { Phrase } from '../../domain/words.ts'

export const L = {
  sessionsTitle: {
    en: 'Sessions of Greenplum or PostgreSQL by what they hold',
    zh: 'Greenplum 或 PostgreSQL 的会话（按占用）',
  },
  segmentsTitle: { en: 'Greenplum segments of this host', zh: '本机的 Greenplum segment' },
  noServer: {
    en: 'No process of this host has a title of PostgreSQL or Greenplum.',
    zh: '本机没有任何进程带有 PostgreSQL 或 Greenplum 的标题。',
  },
  noSessions: {
    en: 'Greenplum runs here, and no process works for a session.',
    zh: 'Greenplum 在运行，但没有进程属于任何会话。',
  },
  noBackends: {
    en: 'PostgreSQL runs here, and no client is connected.',
    zh: 'PostgreSQL 在运行，但没有客户端连接。',
  },
  noBackend: {
    en: 'No client backend has the number {pid}: here are all.',
    zh: '没有编号为 {pid} 的客户端后端，以下是全部。',
  },
  noSegments: {
    en: 'No process of this host has a title of Greenplum.',
    zh: '本机没有任何进程带有 Greenplum 的标题。',
  },
  noSuch: {
    en: 'No process of this host works for {session}: here are the others.',
    zh: '本机没有进程属于 {session}，以下是其他会话。',
  },
  sessions: {
    en: 'Sessions over {segmentCount} segment(s) of this host, {shown} of {count}, together {heldBytes} of anonymous memory and swap',
    zh: '本机 {segmentCount} 个 segment 中的会话（{shown}/{count}），匿名内存与 swap 合计 {heldBytes}',
  },
  processesOf: {
    en: '{session} ({user}, {database}): {shown} of its {count} processes in {segmentCount} segment(s), together {heldBytes}',
    zh: '{session}（{user}，{database}）：{segmentCount} 个 segment 中的进程（{shown}/{count}），合计 {heldBytes}',
  },
  backends: {
    en: 'Client backends, {shown} of {count}, together {heldBytes} of anonymous memory and swap',
    zh: '客户端后端（{shown}/{count}），匿名内存与 swap 合计 {heldBytes}',
  },
  segmentsOf: {
    en: '{count} segment(s), together {heldBytes} of anonymous memory and swap',
    zh: '{count} 个 segment，匿名内存与 swap 合计 {heldBytes}',
  },
  sharedNote: {
    en: 'Shared: the most that one process of the segment has resident beside its own memory, so it is counted once: shared buffers as far as that process touched them, and files.',
    zh: '共享：该 segment 中某一进程除自身内存外驻留最多的部分，因此只计一次：它触碰过的共享缓冲区，以及文件。',
  },
  limits: {
    en: 'Limits (gp_vmem_protect_limit): {primaries} primaries {sumBytes}; if all {mirrors} mirrors here take over {takeoverBytes}. The host can give {giveBytes}, by the documented formula {formulaBytes} to Greenplum.',
    zh: '上限（gp_vmem_protect_limit）：{primaries} 个 primary 合计 {sumBytes}；若本机 {mirrors} 个 mirror 全部接管则为 {takeoverBytes}。主机能给 {giveBytes}，按文档公式 Greenplum 可用 {formulaBytes}。',
  },
  noLimits: {
    en: 'Settings of no acting segment could be read: their limits are not known.',
    zh: '未能读取任何正在工作的 segment 的配置：其上限未知。',
  },
  drill: {
    en: 'One of them by segment and slice: {sessionsCommand}',
    zh: '按 segment 与 slice 查看其中一个：{sessionsCommand}',
  },
  session: { en: 'session', zh: '会话' },
  held: { en: 'held', zh: '占用' },
  swap: { en: 'swap', zh: 'swap' },
  processes: { en: 'procs', zh: '进程' },
  segments: { en: 'segs', zh: 'segment' },
  segment: { en: 'segment', zh: 'segment' },
  sessionCount: { en: 'sessions', zh: '会话' },
  command: { en: 'cmd', zh: '命令' },
  slice: { en: 'slice', zh: 'slice' },
  slices: { en: 'slices', zh: 'slice' },
  user: { en: 'user', zh: '用户' },
  database: { en: 'database', zh: '数据库' },
  client: { en: 'client', zh: '客户端' },
  activity: { en: 'does', zh: '活动' },
  pid: { en: 'pid', zh: 'PID' },
  kind: { en: 'kind', zh: '类型' },
  port: { en: 'port', zh: '端口' },
  shared: { en: 'shared', zh: '共享' },
  limit: { en: 'limit', zh: '上限' },
  dataDir: { en: 'data directory', zh: '数据目录' },
} as const satisfies Record<string, Phrase>
