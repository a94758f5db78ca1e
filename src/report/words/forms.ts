/** Words of forms, of the shortcuts that open them, and of the person's own page. */
import type { Phrase } from '../../domain/words.ts'

export const FORM_WORDS = {
  checkTitle: { en: 'Check memory', zh: '检查内存' },
  checkSubmit: { en: 'Go', zh: '开始' },
  checkFound: { en: 'Hosts that the message names: {names}', zh: '该消息提到的主机：{names}' },
  checkFoundNone: {
    en: 'The message names no host that I know.',
    zh: '该消息没有提到我所知道的主机。',
  },
  host: { en: 'Host', zh: '主机' },
  hostHint: {
    en: 'Type part of a name, an alias or an address.',
    zh: '输入主机名、别名或地址的一部分。',
  },
  target: { en: 'Process, unit or container', zh: '进程、服务单元或容器' },
  targetHint: {
    en: 'A pid, a program’s name, unit:NAME, container:ID, cgroup:PATH or core:PATH. Left empty: the whole host.',
    zh: 'pid、程序名、unit:名称、container:ID、cgroup:路径 或 core:路径。留空则检查整台主机。',
  },
  what: { en: 'What', zh: '操作' },
  whatCheck: { en: 'Check now', zh: '立即检查' },
  whatWatch: {
    en: 'Watch: read every 30 seconds, with a graph',
    zh: '监视：每 30 秒读取一次，带图表',
  },
  whatHistory: {
    en: 'History: what is known, no host is asked',
    zh: '历史：已有的记录，不访问主机',
  },
  whatDoctor: { en: 'What memcheck can read there', zh: 'memcheck 能在那里读取什么' },
  place: { en: 'Answer in', zh: '回复到' },
  placeHint: { en: 'Left empty: to you directly.', zh: '留空则直接发给你。' },
  noHost: { en: 'Choose a host from the list.', zh: '请从列表中选择一台主机。' },
  openForm: { en: 'Check a host…', zh: '检查主机…' },
  cancel: { en: 'Cancel', zh: '取消' },
  noForm: {
    en: 'No form can be opened here. Type what you need: `memcheck help`',
    zh: '此处无法打开表单。请直接输入：`memcheck help`',
  },
  formGone: {
    en: 'The form could not be opened ({error}). Ask again, or type it: `memcheck HOST PID`',
    zh: '无法打开表单（{error}）。请重试，或直接输入：`memcheck HOST PID`',
  },
} as const satisfies Readonly<Record<string, Phrase>>
