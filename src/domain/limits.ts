/** Every limit of the house in one place, each with its reason. Sources carry their own byte and second caps. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts'

export const LIMITS = {
  /** Text of one command from a person; longer is no command. */
  commandChars: 400,
  /** One exec's standard output; the round of a busy host is under 2 MB. */
  roundBytes: 24 * 1024 * 1024,
  /** One round, script start to end, the wait for rates included. */
  roundMs: 30 * SECOND_MS,
  /** TCP connect, key exchange and authentication together. */
  connectMs: 10 * SECOND_MS,
  /** Jump hosts one behind the other. */
  jumps: 4,
  /** Handshakes through one jump host at once: sshd begins to drop at ten that are not logged in (MaxStartups 10:30:100). */
  handshakesPerJump: 8,
  /** What `ssh -G` says holds this long: its settings are files that people edit. It answers in 7 ms (measured) with 5 KB. */
  sshSettingsMs: 5 * MINUTE_MS,
  sshSettingsAskMs: 5 * SECOND_MS,
  sshSettingsBytes: 256 * 1024,
  /** A jump host that nothing hangs on any more is left after this. */
  idleJumpMs: 30 * SECOND_MS,
  /** Opening an encrypted private key: 0.4 s by ssh-keygen's default rounds (measured), a hundredfold for those who ask for it. */
  keyMs: 60 * SECOND_MS,
  /** A peer that answers no keepalive for this long is gone (two of 1 s, noticed within 3 s). */
  keepaliveMs: SECOND_MS,
  keepaliveMisses: 2,
  /** Channels in use at once on one connection; sshd's MaxSessions is 10 by default, shared with people. */
  channelsPerHost: 4,
  /** Channels that read one file where the round trip is long (20 MB/s each at 50 ms, measured): all but those in use. */
  rangeChannels: 4,
  /** Those who may wait for a channel of one host, and how long: two rounds of all its channels. */
  channelsWaiting: 64,
  channelWaitMs: 60 * SECOND_MS,
  /** Failures to connect one after the other, after which a host is left alone for a while. */
  connectFailures: 3,
  /** That while at first, doubled with each further failure, up to the most: a person who mends it asks again soon. */
  connectAgainMs: 5 * SECOND_MS,
  connectAgainMostMs: MINUTE_MS,
  /** The most after a refused login: failed logins lock accounts. */
  loginAgainMs: 5 * MINUTE_MS,
  /** A host's loop that reads ranges ends when it was asked nothing for this long, whatever became of the bot. */
  rangesIdleMs: 60 * SECOND_MS,
  /** Read by such a loop at one instant, and held by it until sent: the host's own memory. */
  instantBytes: 32 * 1024 * 1024,
  /**
   * Rest of a host between two collects where memcheck.yaml says nothing of it. A collect is some 0.1 s of work there: two
   * in a row are then never more than a third of one core; nobody notices the wait.
   */
  restMs: 200,
  /** While anything is read, the kill switch is looked at this often: another process may have turned it. */
  pauseLookMs: SECOND_MS,
  /** A way that an entry grants and the host refuses is not tried again for so long: each refusal is logged there. */
  grantAgainMs: MINUTE_MS,
  /** Bytes that the walks of one check may move: a heap's first 16 MiB five times over would still fit. */
  walkBytes: 96 * 1024 * 1024,
  /** Measured: no gap in the target beyond noise, and a core at a third of its time. */
  walkBytesPerSec: 50 * 1024 * 1024,
  /** The walks of one check together; a person waits. */
  walkMs: 15 * SECOND_MS,
  /** Processes of one instance that are walked in one check, those that hold most; they share its bytes and its time. */
  instanceWalks: 3,
  /** A busy process changes while it is read: up to 45 % of single tries are torn, 1.3 % of fives (measured). */
  walkTries: 5,
  walkAgainMs: 20,
  /** Contexts of one tree that are kept as rows of their own; beyond, the small ones of a name are folded. */
  contextsKept: 5000,
  /** An idle connection is kept this long for the next question. */
  idleConnectionMs: 5 * MINUTE_MS,
  /** Processes of other users that `doctor` begins to read at most: each that ended meanwhile is followed by the next. */
  othersTried: 4,
  /** Hosts collected at once by one order. */
  hostsAtOnce: 16,
  /** Checks running at once for people; the next one is told to wait. */
  runsAtOnce: 32,
  /** Counters that need a rate are read this far apart: the kernel folds a cgroup's every 2 s. */
  rateWaitMs: 2 * SECOND_MS,
  /** A rate over less than this is a gap, not a number. */
  rateMinSeconds: 1,
  /** Sources of the one deeper round of a run. */
  deeperSources: 16,
  /** Lines of /proc/PID/maps beyond which smaps is not read unasked (facts: 43 MB at 60,000). */
  smapsMappings: 5000,
  /** Percent of the last ten seconds in which work stood still for want of memory (PSI "full"): from here on costs are shed. */
  shedFullPercent: 10,
  /** Processes beyond which the arguments of all are shed too: each is a page of its process, perhaps out in swap. */
  shedProcesses: 1000,
  /** A section that may hang on a process's memory, silent for twice its time and this: what reads it cannot be ended. */
  stallMs: 3 * SECOND_MS,
  stallLookMs: 500,
  /** What hung is left alone for this long, so that hung readers do not pile up on the host. */
  stuckMs: 30 * MINUTE_MS,
  /** The first post waits this long for the first verdict; then a placeholder goes out. */
  placeholderAfterMs: 2500,
  /** Two people asking the same within this time share one run. */
  joinWithinMs: 30 * SECOND_MS,
  /** Shortest interval of a watch, and its longest life. */
  watchIntervalMs: 5 * SECOND_MS,
  watchForMs: 24 * HOUR_MS,
  /** Subjects of one host that a flight recorder's pulse keeps, the largest first. */
  pulseSubjects: 30,
  /** A recorder's shortest interval: 30 subjects a minute are 3.6 MB a day (measured). */
  pulseIntervalMs: MINUTE_MS,
  /** Orders that people may have standing at once. */
  orders: 100,
  /** Mutes that may stand at once, and the longest time of one: what is silent for longer is forgotten. */
  mutes: 1000,
  muteMs: 90 * DAY_MS,
  /** Marks of one host that are kept, the letters of one, and how many a graph or a list shows, the newest. */
  marks: 200,
  markChars: 80,
  marksShown: 15,
  /** Letters of a doubt's reason, and doubts that a list shows. */
  doubtChars: 1000,
  doubtsShown: 50,
  /** A request for something intrusive waits so long to be confirmed, and again so long for the second person. */
  consentMs: 3 * MINUTE_MS,
  /** A core file is offered for deletion by a button so long; later it is deleted by hand. */
  coreOfferMs: 7 * DAY_MS,
  /** Intrusive actions on one host in an hour: each stops a process, and people look at what they got. */
  intrusivePerHour: 6,
  /** Looking at what stands in the way of one, before it is asked for: some small files of the host, and its disk's size. */
  intrusiveLookSeconds: 20,
  /** A look by gdb, and writing a core file: then the host ends it by itself. 8 GiB at 150 MB/s take a minute. */
  gdbSeconds: 20,
  gcoreSeconds: 180,
  /** Text of gdb's that is shown, and all output of such a script. */
  gdbChars: 100_000,
  intrusiveBytes: 2 * 1024 * 1024,
  /** Requests are looked through for those past their time so often. */
  consentLookMs: 10 * SECOND_MS,
  /** Rows of the audit that a list shows, and that an export reads at once. */
  auditShown: 50,
  /** Of what was typed, in a row of the audit. */
  auditWords: 300,
  auditPage: 500,
  /** Targets of one order. */
  orderTargets: 500,
  /** A cron tick missed while the bot was down is run late within this time, once. */
  lateTickMs: 6 * HOUR_MS,
  /** A run whose owner has not renewed it for this long is open to be answered by the next bot. */
  leaseMs: 30 * SECOND_MS,
  /** Blocks of a root message (design 9) and of any Slack message. */
  rootBlocks: 12,
  messageBlocks: 50,
  /** Slack refuses more text than this in one message's blocks (bolt-js #2509). */
  messageChars: 13_000,
  /** Buttons in the one row of a report. */
  buttons: 5,
  /** Questions whose answers stand in the report of a run as a file. */
  pageQuestions: 8,
  /** Newest runs that a mistyped id is compared with. */
  nearRuns: 500,
  /** A file that is shared in Slack: its bytes are held in memory beside the bot's own work. */
  sharedFileBytes: 32 * 1024 * 1024,
  /** Reading one: a log of 30 MiB takes 2 s of a core; the rest is a busy machine. */
  sharedReadMs: 60 * SECOND_MS,
  /** Heap of the worker that reads it, MiB. */
  sharedReadHeapMb: 512,
  /** Files that may wait until those before are read: each is held in memory. */
  sharedReadsWaiting: 4,
  /** A file that `read` holds in memory (smaps of 60,000 mappings has 43 MB); larger ones go line by line. */
  readFileBytes: 64 * 1024 * 1024,
  /** All files of one reading, unpacked. */
  readTotalBytes: 192 * 1024 * 1024,
  /** Folders in folders that are looked through. */
  readDepth: 8,
  /** One line of a read file; more of it is cut with a loss (a line of evidence is never that long). */
  readLineChars: 256 * 1024,
  /** Files of one reading, those in folders and archives included. */
  readFiles: 2000,
  /** Parts of one reading; a file of more is cut with a loss. */
  readParts: 500,
  /** Points drawn in one chart, per series. */
  chartPoints: 600,
  /** Hosts of one picture of an order; more rows make it taller than a phone's screen is wide twice. */
  fleetRows: 12,
  /** Points of one subject's history that are drawn, and runs that are looked through for it. */
  historySamples: 5000,
  /** Newest readings of a life in its history, a day of a recorder's; what is older is told by floors of hours. */
  pastReadings: 1500,
  /** Floors of hours in it: 91 days. Both together are judged in some 10 ms. */
  pastFloors: 2200,
  /** One task of a worker: the longest that is given takes under a second; the rest is a busy machine. */
  computeMs: 60 * SECOND_MS,
  /** Heap of one worker, MiB: a task of 20,000 points takes a tenth; what grows beyond is a bug, and only it ends. */
  computeHeapMb: 256,
  /** Tasks that may wait for a worker. */
  computeWaiting: 256,
  /** What a host's sysstat or a Prometheus kept is asked for at most this far back, this many points, this often. */
  importDays: 28,
  importPoints: 5000,
  importEveryMs: DAY_MS,
  /** Parts of one snapshot of components that are kept, the largest; a host has some hundred programs. */
  components: 200,
  /** Characters of one part's name, at each level of its path. */
  componentNameChars: 120,
  /** Snapshots of one life are kept this far apart once it has been looked at for long. */
  componentsEveryMs: 5 * MINUTE_MS,
  /** ... and at first: somebody who looks again and again within minutes sees each of his looks. */
  componentsSoonestMs: 10 * SECOND_MS,
  /** Snapshots that a ranking is given; more make it no surer (measured: thinned to half as many). */
  componentSnapshots: 48,
  /** A look by gdb: threads, frames of each, lines and bytes that are sent. It stands still all the while. */
  gdbThreads: 64,
  gdbFrames: 20,
  gdbLines: 2000,
  gdbBytes: 256 * 1024,
  /** What a core file leaves free on its file system, whichever is more: others write there too. */
  coreKeepPercent: 10,
  coreKeepBytes: 1024 * 1024 * 1024,
  /** Between two changes of one message: faster nobody reads, and a minute has 50 for all messages (chat.update, tier 3). */
  updateGapMs: 1200,
  /** Attempts to post one message before it is given up and said so in the log. */
  postAttempts: 12,
  /** Body of one request from Slack: the largest event (a message of 40,000 characters and 50 blocks, twice) is below. */
  slackRequestBytes: 1024 * 1024,
  /** Characters of an id of Slack's; they have 9 to 11 today. */
  slackIdChars: 40,
  /** Entries of `channels` in memcheck.yaml. */
  channelEntries: 1000,
  /** Of the policy: judged one by one at each request. */
  policyGrants: 200,
  /** Channels of which it is known whether the bot is in them. */
  directoryRooms: 2000,
  /** Choices shown when a name matches several processes. */
  choices: 10,
  /** Orders and last results on a person's page of the bot. */
  homeOrders: 15,
  homeRuns: 8,
  /** Of all runs, looked through for those that one may see. */
  homeLooked: 200,
  /** Buttons for what may have been meant by a word that is unknown. */
  nearButtons: 3,
  /** Choices that a form's field offers at once: Slack takes no more. */
  formChoices: 100,
  /** Characters of a message that are searched for the names of hosts. */
  saidChars: 20_000,
  /** Pages that one connection to the database holds. */
  storeCacheBytes: 2 * 1024 * 1024,
  /** Files deleted in the chat by one tick, and tries of one before it is left to people. */
  fileDeletes: 20,
  fileDeleteTries: 6,
  /** Where the chat takes no deletion at all (a missing scope): one of them asks again after so long. */
  fileDeletesAgainMs: DAY_MS,
  /** Rows that one statement deletes: some milliseconds, their bytes overwritten, so that acks and pings hardly wait. */
  purgeRows: 1000,
  /** Passes of one purge: what is left then goes an hour later. */
  purgePasses: 200,
} as const
