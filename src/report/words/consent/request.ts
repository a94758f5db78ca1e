/** Words of a request for an intrusive action, of its run and of its end. A table of its own: no advice stands here. */
import type { IntrusiveKind } from '../../../domain/intrusive.ts'
import type { Phrase } from '../../../domain/words.ts'

export interface KindWords {
  readonly title: Phrase
  readonly button: Phrase
  readonly effect: Phrase
  readonly cleanUp: Phrase
  /** Few words: the dialog before the button counts has 300 characters. */
  readonly dialog: Phrase
  readonly running: Phrase
}

export const KIND_WORDS = {
  gdb: {
    title: { en: 'gdb on {process}, {host}', zh: '在 {host} 上用 gdb 查看 {process}' },
    button: { en: 'Attach gdb', zh: '附加 gdb' },
    effect: {
      en: 'gdb attaches and the process stands still while it reads the stacks of its threads; then it runs on. Nothing is written and nothing is changed.',
      zh: 'gdb 附加后进程暂停，读取各线程的调用栈，随后继续运行。不写入文件，不做任何修改。',
    },
    cleanUp: {
      en: 'gdb is detached and ended by the host itself, also when the connection is lost.',
      zh: 'gdb 由主机自行分离并结束，连接中断时也一样。',
    },
    dialog: {
      en: '{process} on {host}[, started {startedAtMs}], stands still for about {pauseMs}[ ({rssBytes} resident)]. Ended after {capMs} at most. Nothing is written there.',
      zh: '{host} 上的 {process}[（启动于 {startedAtMs}）]将暂停约 {pauseMs}[（常驻 {rssBytes}）]。最长 {capMs} 后强制结束。不在主机上写入文件。',
    },
    running: { en: 'gdb looks at {process} on {host}', zh: 'gdb 正在查看 {host} 上的 {process}' },
  },
  gcore: {
    title: { en: 'Core file of {process}, {host}', zh: '{host} 上 {process} 的 core 文件' },
    button: { en: 'Write the core file', zh: '写出 core 文件' },
    effect: {
      en: 'The process stands still while all of its memory is written into a file on the host; then it runs on. The file holds whatever the process holds, passwords and data too. It stays on the host and is never uploaded.',
      zh: '进程暂停，全部内存写入主机上的一个文件，随后继续运行。文件包含进程的全部内容，包括密码和数据；文件只留在主机上，绝不上传。',
    },
    cleanUp: {
      en: 'An unfinished file is removed by the host itself, also when the connection is lost. A finished one stays until somebody deletes it; a button for that comes with it.',
      zh: '未写完的文件由主机自行删除，连接中断时也一样。写完的文件会保留，直到有人删除；结果中带有删除按钮。',
    },
    dialog: {
      en: '{process} on {host}[, started {startedAtMs}], stands still for about {pauseMs}; a file of about {rssBytes}, {mostBytes} at most, is written there: it holds all that the process holds. Ended after {capMs} at most.',
      zh: '{host} 上的 {process}[（启动于 {startedAtMs}）]将暂停约 {pauseMs}；在主机上写入约 {rssBytes}（最多 {mostBytes}）的文件，包含进程的全部内容。最长 {capMs} 后强制结束。',
    },
    running: {
      en: 'Writing the core file of {process} on {host}',
      zh: '正在写出 {host} 上 {process} 的 core 文件',
    },
  },
} as const satisfies Readonly<Record<IntrusiveKind, KindWords>>

export const CONSENT_WORDS = {
  waits: {
    en: 'Nothing has been done yet. Only {by} can confirm it, within {forMs}.',
    zh: '尚未执行任何操作。只有 {by} 能在 {forMs} 内确认。',
  },
  waitsTicket: {
    en: 'A change ticket is asked for when you press.',
    zh: '按下按钮后需要填写变更单号。',
  },
  waitsSecond: {
    en: '{by} confirmed it[, ticket {ticket}]. A second person has to approve it within {forMs}; nothing has been done yet.',
    zh: '{by} 已确认[，变更单 {ticket}]。还需另一人在 {forMs} 内批准；尚未执行任何操作。',
  },
  needsSecond: {
    en: 'Then a second person has to approve it.',
    zh: '之后还需另一人批准。',
  },
  confirmed: {
    en: 'Confirmed by {by}[, approved by {second}][, ticket {ticket}].',
    zh: '由 {by} 确认[，{second} 批准][，变更单 {ticket}]。',
  },
  expired: {
    en: 'Nobody confirmed it in time. Nothing was done.',
    zh: '未在规定时间内确认，没有执行任何操作。',
  },
  approve: { en: 'Approve', zh: '批准' },
  no: { en: 'Do nothing', zh: '什么都不做' },
  dialogTitle: { en: 'This stops a process', zh: '这会暂停一个进程' },
  process: { en: 'Process', zh: '进程' },
  processValue: {
    en: '{process} on {host}[, user id {uid}][, started {startedAtMs}]',
    zh: '{host} 上的 {process}[，用户 ID {uid}][，启动于 {startedAtMs}]',
  },
  pause: { en: 'Stands still', zh: '暂停时间' },
  pauseValue: {
    en: 'about {pauseMs}[ ({rssBytes} resident)]; ended after {capMs} at most',
    zh: '约 {pauseMs}[（常驻 {rssBytes}）]；最长 {capMs} 后强制结束',
  },
  file: { en: 'File', zh: '文件' },
  fileValue: {
    en: 'in {dir}, about {rssBytes}, {mostBytes} at most; not begun where the disk would become full',
    zh: '位于 {dir}，约 {rssBytes}，最多 {mostBytes}；磁盘空间不足时不会开始',
  },
  command: { en: 'Command', zh: '命令' },

  connecting: { en: 'reaching the host', zh: '正在连接主机' },
  begun: { en: 'the host checks the process', zh: '主机正在核对进程' },
  pausing: { en: 'the process stands still', zh: '进程已暂停' },
  progress: {
    en: 'the process stands still; {doneBytes} of about {ofBytes} written',
    zh: '进程已暂停；已写入 {doneBytes}，约共 {ofBytes}',
  },
  stop: { en: 'Stop', zh: '停止' },
  stopTitle: { en: 'Stop it?', zh: '停止？' },
  stopText: {
    en: 'The host ends it, lets the process run on and removes an unfinished file.',
    zh: '主机会结束操作，让进程继续运行，并删除未写完的文件。',
  },
  stopAsked: { en: 'It is being stopped.', zh: '正在停止。' },
  stopping: { en: 'Being stopped, by {by}.', zh: '{by} 正在停止操作。' },
  notRunning: { en: 'It does not run any more.', zh: '该操作已不在运行。' },

  gdbDone: {
    en: 'gdb looked at {process} on {host}; it stood still for {pausedMs} at most.',
    zh: 'gdb 已查看 {host} 上的 {process}；进程最多暂停了 {pausedMs}。',
  },
  gcoreDone: {
    en: 'The core file of {process} lies on {host}: {path}, {fileBytes}. It stood still for {pausedMs} at most.',
    zh: '{process} 的 core 文件位于 {host}：{path}，{fileBytes}。进程最多暂停了 {pausedMs}。',
  },
  readIt: {
    en: 'Read it with {readCommand}. It holds whatever the process held: delete it when it is not needed any more.',
    zh: '查看：{readCommand}。文件包含进程的全部内容：不再需要时请删除。',
  },
  text: { en: 'What gdb said of {process}, masked', zh: 'gdb 对 {process} 的输出（已脱敏）' },
  textCut: { en: 'There was more; it was cut.', zh: '内容过长，已截断。' },
  noText: { en: 'gdb said nothing.', zh: 'gdb 没有输出。' },
  remove: { en: 'Delete the core file', zh: '删除 core 文件' },
  removeTitle: { en: 'Delete it?', zh: '删除？' },
  removed: {
    en: '{by} deleted the core file {path} on {host}.',
    zh: '{by} 删除了 {host} 上的 core 文件 {path}。',
  },
  removeLeft: {
    en: 'The core file {path} on {host} could not be deleted: it is there still.',
    zh: '无法删除 {host} 上的 core 文件 {path}：文件仍在。',
  },
  removeAbsent: {
    en: 'The core file {path} lies no more on {host}: there was nothing to delete.',
    zh: '{host} 上已没有 core 文件 {path}：无需删除。',
  },
  removeOther: {
    en: 'What lies at {path} on {host} is not the core file that was written there: it was changed or replaced since. It was left alone; look at it, and delete it by hand.',
    zh: '{host} 上 {path} 处的文件已不是当时写出的 core 文件：此后被修改或替换。未做任何改动，请检查后手动删除。',
  },
  removeLate: {
    en: 'The core file {path} was not deleted within {forMs}, as far as is known here: it may lie on {host} still, with all that the process held. Its button does nothing any more: delete it by hand.',
    zh: '据此处所知，core 文件 {path} 在 {forMs} 内未被删除：它可能仍在 {host} 上，包含进程的全部内容。按钮已失效，请手动删除。',
  },
  removeUnreachable: {
    en: '{host} could not be reached, or did not answer: whether the core file {path} is there still is not known.',
    zh: '无法连接 {host} 或其没有应答：不清楚 core 文件 {path} 是否仍在。',
  },

  refused: {
    en: 'Nothing was done to {process} on {host}: {why}',
    zh: '没有对 {host} 上的 {process} 执行任何操作：{why}',
  },
  failed: {
    en: '{title}: {why}',
    zh: '{title}：{why}',
  },
  stopped: {
    en: 'Stopped by {by}. The host ends it by itself, lets the process run on and removes what was not finished.',
    zh: '已由 {by} 停止。主机会自行结束操作，让进程继续运行，并删除未完成的文件。',
  },
  cleaned: { en: 'The host has cleaned up: nothing is left.', zh: '主机已完成清理，没有残留。' },
  left: {
    en: 'An unfinished file is left on the host: {path}',
    zh: '主机上留有未写完的文件：{path}',
  },
  stillStopped: {
    en: 'The host could not tell that the process runs on. Look at it: the state of {pid} must not be T or t.',
    zh: '主机无法确认进程已继续运行。请检查：{pid} 的状态不应是 T 或 t。',
  },
  lost: {
    en: 'The connection to {host} was lost in the middle. The host ends it by itself within seconds: the process runs on, an unfinished file is removed. That could not be seen from here.',
    zh: '与 {host} 的连接中途中断。主机会在数秒内自行结束操作：进程继续运行，未写完的文件被删除。但从这里无法看到。',
  },
  check: { en: 'Look with {askCommand}', zh: '请用 {askCommand} 检查' },
  mayLie: {
    en: 'If the core file was finished before, it lies at {path}.',
    zh: '如果 core 文件在此之前已写完，则位于 {path}。',
  },
  died: {
    en: 'The bot died while it did this. The host ends it by itself when the connection is lost: {process} on {host} runs on, an unfinished file is removed. It was not begun anew.',
    zh: '机器人在执行过程中意外终止。连接中断时主机会自行结束操作：{host} 上的 {process} 继续运行，未写完的文件被删除。操作没有重新开始。',
  },

  formTitle: { en: 'Change ticket', zh: '变更单' },
  formSubmit: { en: 'Do it', zh: '执行' },
  formTicket: { en: 'Ticket', zh: '变更单号' },
  formHint: { en: 'It goes into the audit.', zh: '将写入审计记录。' },
  badTicket: {
    en: 'No change ticket of the form that is demanded here.',
    zh: '不符合此处要求的变更单格式。',
  },
} as const satisfies Readonly<Record<string, Phrase>>
