/** Words of the report around the findings: verdicts, fields, gaps, growth, footers. */
import type { GapReason } from '../../domain/capture.ts'
import type { Verdict } from '../../domain/finding.ts'
import type { GrowthVerdict } from '../../domain/growth.ts'
import type { Loss } from '../../domain/parsed.ts'
import type { Phrase, WordTable } from '../../domain/words.ts'

export const VERDICT_WORDS: WordTable<Verdict> = {
  critical: { en: 'critical', zh: '严重' },
  warning: { en: 'warning', zh: '警告' },
  info: { en: 'for information', zh: '提示' },
  ok: { en: 'checked and fine', zh: '已检查，正常' },
  unknown: { en: 'could not check', zh: '未能检查' },
}

export const GAP_WORDS: WordTable<GapReason> = {
  absent: { en: 'not on this host', zh: '该主机上没有' },
  denied: { en: 'permission denied', zh: '权限不足' },
  'no-tool': { en: 'tool not there', zh: '缺少工具' },
  timeout: { en: 'took too long', zh: '超时' },
  lost: { en: 'connection lost', zh: '连接中断' },
  failed: { en: 'failed', zh: '失败' },
  'too-large': { en: 'too large to read unasked', zh: '过大，未主动读取' },
  stuck: {
    en: 'hangs there, and what reads it cannot be ended (D state); left alone for half an hour',
    zh: '读取时在该主机上卡住且无法结束（D 状态）；半小时内不再读取',
  },
  shed: {
    en: 'left out to spare a host under memory pressure; a question of its own still reads it',
    zh: '主机内存压力大，为减轻负担而略去；单独提问仍会读取',
  },
  'not-granted': { en: 'not granted for this host', zh: '该主机未授权' },
  'not-asked': { en: 'not asked for', zh: '未请求' },
  unparsable: { en: 'not understood', zh: '无法解析' },
  gone: { en: 'the process was gone', zh: '进程已不存在' },
  'too-soon': { en: 'too soon for a rate', zh: '间隔过短，无法计算速率' },
  reset: { en: 'counter began anew', zh: '计数器已重置' },
  'no-second-reading': { en: 'no earlier reading', zh: '没有更早的读数' },
  'cut-off': { en: 'the file ends before it', zh: '文件在此之前已结束' },
  'not-pinned': { en: 'not in the host’s pinned script', zh: '不在该主机的固定脚本中' },
}

export const LOSS_WORDS: WordTable<Loss['code']> = {
  cut: { en: 'its end is missing', zh: '缺少末尾' },
  'bad-line': { en: 'lines not understood', zh: '有无法理解的行' },
  'bad-number': { en: 'numbers not usable', zh: '有无法使用的数值' },
  'missing-field': { en: 'fields missing', zh: '缺少字段' },
  'too-many': { en: 'more entries than are read', zh: '条目过多，未全部读取' },
  skipped: { en: 'left out', zh: '已跳过' },
  cleaned: { en: 'marks of another program taken off', zh: '已去除其他程序的标记' },
}

export const GROWTH_WORDS: WordTable<GrowthVerdict> = {
  leaking: { en: 'leaking', zh: '泄漏' },
  'growing-not-yet-proved': { en: 'not proved a leak', zh: '未证实为泄漏' },
  plateaued: { en: 'rose, then levelled off', zh: '上升后趋平' },
  'sawtooth-stable': { en: 'up and down, stable', zh: '起伏但稳定' },
  stable: { en: 'flat while watched', zh: '观察期间平稳' },
  'insufficient-data': { en: 'too few readings', zh: '采样尚不足' },
}

export const FIELD_WORDS = {
  who: { en: 'is', zh: '身份' },
  rss: { en: 'RSS', zh: 'RSS' },
  pss: { en: 'PSS', zh: 'PSS' },
  anon: { en: 'anon', zh: '匿名内存' },
  ownOfAll: { en: 'anon, all processes', zh: '匿名内存（全部进程）' },
  sharedOnce: { en: 'shared, counted once', zh: '共享内存（只计一次）' },
  swap: { en: 'in swap', zh: '已换出' },
  available: { en: 'host available', zh: '主机可用' },
  memTotal: { en: 'host memory', zh: '主机内存' },
  pressure: { en: 'stalled on memory', zh: '内存停顿' },
  cgroup: { en: 'charged / unreclaimable / limit', zh: '已计费 / 不可回收 / 上限' },
  charged: { en: 'charged', zh: '已计费' },
  unreclaimable: { en: 'unreclaimable', zh: '不可回收' },
  ofKernel: { en: 'of the kernel', zh: '内核' },
  limit: { en: 'limit', zh: '上限' },
  growth: { en: 'growth', zh: '增长' },
  timeToLimit: { en: 'time to limit', zh: '距上限' },
  usual: { en: 'usual at this hour ({what})', zh: '此时段的常见值（{what}）' },
  started: { en: 'started', zh: '启动于' },
  swapUsed: { en: 'swap', zh: '交换' },
  cached: { en: 'page cache', zh: '页缓存' },
  slab: { en: 'slab', zh: 'slab' },
} as const satisfies Readonly<Record<string, Phrase>>

export const UI_WORDS = {
  connecting: { en: '{target}: connecting…', zh: '{target}：正在连接…' },
  reading: { en: '{target}: reading…', zh: '{target}：正在读取…' },
  readingRound: {
    en: '{target}: reading, round {count}…',
    zh: '{target}：正在读取，第 {count} 轮…',
  },
  joined: {
    en: '{target} is being read right now; the answer comes here in a moment.',
    zh: '正在读取 {target}，稍后将在此给出结果。',
  },
  joinedHere: { en: 'Here', zh: '在此' },
  noSwap: { en: 'none on this host', zh: '该主机未配置' },
  noFinding: { en: 'no fault found', zh: '未发现异常' },
  noFindingRoom: {
    en: 'no fault found, {availableBytes} ({availableRatio}) available on the host',
    zh: '未发现异常，主机可用 {availableBytes}（{availableRatio}）',
  },
  noLimit: { en: 'none of its own', zh: '自身未设' },
  unknownHead: { en: 'could not be checked', zh: '未能检查' },
  ratesPending: { en: 'rates follow in about {waitSeconds}', zh: '约 {waitSeconds} 后给出速率' },
  source: { en: '({source})', zh: '（{source}）' },
  changed: { en: 'Since {sinceAtMs}: {changes}', zh: '自 {sinceAtMs} 以来：{changes}' },
  unchanged: {
    en: 'Since {sinceAtMs}: no change in RSS, anon or swap.',
    zh: '自 {sinceAtMs} 以来：RSS、匿名内存与交换均无变化。',
  },
  next: { en: 'Next: ', zh: '下一步：' },
  askedBy: { en: 'asked by', zh: '提问者' },
  took: { en: 'took {tookMs}', zh: '用时 {tookMs}' },
  cost: {
    en: 'cost on host: {execs} exec, [{forks} processes started, ][{cpuMs} of CPU, ]{readBytes} sent, stopped 0 s',
    zh: '主机开销：{execs} 次执行，[启动 {forks} 个进程，][CPU {cpuMs}，]发送 {readBytes}，暂停 0 秒',
  },
  scriptSame: { en: 'host’s own script, sha256 {hash}', zh: '主机自有脚本，sha256 {hash}' },
  scriptUntold: {
    en: 'host’s own script; no tool there tells its sha256',
    zh: '主机自有脚本；该主机上没有可计算其 sha256 的工具',
  },
  scriptPinnedOther: {
    en: 'the host’s copy of the script is another one (sha256 {hash}); `memcheck kit pinned` prints today’s',
    zh: '主机上的脚本副本不同（sha256 {hash}）；`memcheck kit pinned` 可打印当前版本',
  },
  scriptKitOther: {
    en: 'by a script other than today’s (sha256 {hash}); `memcheck kit` prints today’s',
    zh: '由与当前不同的脚本生成（sha256 {hash}）；`memcheck kit` 可打印当前版本',
  },
  missing: { en: 'Not read: {list}', zh: '未读取：{list}' },
  denied: {
    en: 'To read what was denied, log in there as the owner of the process (or root).',
    zh: '要读取被拒绝的内容，请以该进程的属主（或 root）登录。',
  },
  notGranted: {
    en: 'PostgreSQL memory contexts are read where memcheck.yaml has `memory: true` for the host: it lets people see what the memory of processes holds (masked).',
    zh: '在 memcheck.yaml 中为该主机设置 `memory: true` 后即可读取 PostgreSQL 的内存上下文（即允许查看进程内存的内容，已脱敏）。',
  },
  lossy: { en: 'Read in part: {list}', zh: '部分读取：{list}' },
  skipped: {
    en: 'Not checked: {analyzer} (missing {missing})',
    zh: '未检查：{analyzer}（缺少 {missing}）',
  },
  broke: {
    en: 'Not checked: {analyzer} broke (reference {reference})',
    zh: '未检查：{analyzer} 出错（编号 {reference}）',
  },
  interrupted: {
    en: 'The bot was restarted in the middle: this is what had been kept by then.',
    zh: '机器人中途重启：以下是此前已保存的内容。',
  },
  onTheWay: { en: ' It is on the way to {reaching}.', zh: '它是到 {reaching} 的途中一站。' },
  again: { en: 'Run again', zh: '再次运行' },
  moreWatch: { en: 'Watch it, with a graph', zh: '监视，带图表' },
  moreHistory: { en: 'History', zh: '历史' },
  morePage: { en: 'As a page to mail (HTML)', zh: '导出为可邮寄的网页（HTML）' },
  stopWatch: { en: 'Stop', zh: '停止' },
  more: { en: 'and {count} more', zh: '以及另外 {count} 项' },
  stale: {
    en: 'Not reachable now, so this is from the capture kept at {keptAtMs}.',
    zh: '目前无法到达，以下来自 {keptAtMs} 保存的采集。',
  },
  usual: {
    en: '{lowBytes} to {highBytes} ({days} {which})',
    zh: '{lowBytes} ~ {highBytes}（{days} {which}）',
  },
  aboveUsual: {
    en: '{lowBytes} to {highBytes} ({days} {which}); now {nowBytes}, above usual',
    zh: '{lowBytes} ~ {highBytes}（{days} {which}）；当前 {nowBytes}，高于常见值',
  },
  eta: {
    en: 'about {etaSeconds} ({lowSeconds} to {highSeconds}), {limit}',
    zh: '约 {etaSeconds}（{lowSeconds} 至 {highSeconds}），{limit}',
  },
  etaOpen: { en: 'about {etaSeconds}, {limit}', zh: '约 {etaSeconds}，{limit}' },
  chartGrows: { en: '{metric} grows {rate}', zh: '{metric} 增长 {rate}' },
  chartGrowsEta: {
    en: '{metric} grows {rate}, {limit} in {etaSeconds}',
    zh: '{metric} 增长 {rate}，{etaSeconds} 后到 {limit}',
  },
  chartRose: {
    en: '{metric} rose {risenBytes} in {spanSeconds}',
    zh: '{metric} 在 {spanSeconds} 内上升 {risenBytes}',
  },
  chartFell: {
    en: '{metric} fell {risenBytes} in {spanSeconds}',
    zh: '{metric} 在 {spanSeconds} 内下降 {risenBytes}',
  },
  chartFlat: { en: '{metric} is flat at {levelBytes}', zh: '{metric} 稳定在 {levelBytes}' },
  chartOne: {
    en: '{metric} is {levelBytes}, first reading',
    zh: '{metric} 为 {levelBytes}，首次读数',
  },
  chartSub: {
    en: '{subject} · pid {pid} · {host} · {span}',
    zh: '{subject} · pid {pid} · {host} · {span}',
  },
  chartSubGroup: { en: '{subject} · {host} · {span}', zh: '{subject} · {host} · {span}' },
  chartSubHost: { en: '{host} · {span}', zh: '{host} · {span}' },
  floors: { en: 'floors', zh: '低位' },
  fromPast: { en: 'from {source}, {spanSeconds}', zh: '来自 {source}，{spanSeconds}' },
  restart: { en: 'restart', zh: '重启' },
} as const satisfies Readonly<Record<string, Phrase>>

export const ORDER_WORDS = {
  summaryHead: {
    en: '{name}: {bad} of {total} need a look',
    zh: '{name}：{total} 个中有 {bad} 个需要关注',
  },
  summaryCalm: { en: '{name}: all {total} checked and fine', zh: '{name}：{total} 个全部正常' },
  summaryUnreached: {
    en: '{name}: {unreached} of {total} could not be checked',
    zh: '{name}：{total} 个中有 {unreached} 个未能检查',
  },
  summaryBoth: {
    en: '{name}: {bad} of {total} need a look, {unreached} could not be checked',
    zh: '{name}：{total} 个中有 {bad} 个需要关注，{unreached} 个未能检查',
  },
  due: { en: 'due {dueAtMs}', zh: '计划时间 {dueAtMs}' },
  fleetGrows: {
    en: 'Of {hosts} like hosts {lastCount} hold over {edgeRatio} of their memory more than the fleet’s median, up from {firstCount} since {sinceAtMs}: something grows on some of them that is too slow to be sure of on one. Risen: {names}',
    zh: '{hosts} 台同类主机中，占用超出机群中位数 {edgeRatio} 以上的由 {firstCount} 台增至 {lastCount} 台（自 {sinceAtMs} 起）：其中一些主机上有内存在增长，单看一台尚不足以确定。已上升：{names}',
  },
  late: { en: 'run late: the bot was down when it was due', zh: '补跑：到点时机器人不在线' },
  watching: {
    en: 'watching every {everyMs} until {untilAtMs}',
    zh: '每 {everyMs} 监视一次，直到 {untilAtMs}',
  },
  watchingOpen: { en: 'watching every {everyMs}', zh: '每 {everyMs} 监视一次' },
  readings: {
    en: '{readings} readings, {misses} missed',
    zh: '{readings} 次读数，{misses} 次缺失',
  },
  lately: {
    en: '{figure} {firstBytes} → {lastBytes} in {spanMs} {line}',
    zh: '{figure} {spanMs} 内 {firstBytes} → {lastBytes} {line}',
  },
  missedNow: { en: 'Not there at {dueAtMs}: {why}', zh: '{dueAtMs} 未能读取：{why}' },
  changed: { en: '{target}: was {before}, now {after}', zh: '{target}：由{before}变为{after}' },
  ended: {
    en: 'The watch of {target} is over: {readings} readings, {misses} missed, {restarts} restarts',
    zh: '对 {target} 的监视已结束：{readings} 次读数，{misses} 次缺失，{restarts} 次重启',
  },
  stopped: {
    en: 'The watch of {target} was stopped: {readings} readings, {misses} missed, {restarts} restarts',
    zh: '对 {target} 的监视已停止：{readings} 次读数，{misses} 次缺失，{restarts} 次重启',
  },
  began: {
    en: 'Watch {id} began: {target} every {everyMs}, until {untilAtMs}.',
    zh: '监视 {id} 已开始：{target}，每 {everyMs}，直到 {untilAtMs}。',
  },
  beganOpen: {
    en: 'Watch {id} began: {target} every {everyMs}. Stop it: `memcheck watch stop {id}`',
    zh: '监视 {id} 已开始：{target}，每 {everyMs}。停止：`memcheck watch stop {id}`',
  },
  stoppedNow: { en: 'Stopped: {name} ({id})', zh: '已停止：{name}（{id}）' },
  none: { en: 'No standing orders.', zh: '没有任务。' },
  list: { en: 'Standing orders', zh: '任务列表' },
} as const satisfies Readonly<Record<string, Phrase>>
