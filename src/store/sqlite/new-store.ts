// What the migrations make of an empty database, as test/store/sqlite/new-store.test.ts writes it.
export const newStore: readonly string[] = [
	`CREATE TABLE "cycle" ("number" integer primary key autoincrement, "id" text not null unique, "kind" text not null, "startedAt" bigint not null, "endedAt" bigint, "outcome" text not null, "countsJson" text not null, "error" text, "profile" text default 'default' not null)`,
	`CREATE TABLE "escrow" ("profile" text not null, "sourceId" text not null, "displayName" text not null, "code" text not null, "reason" text not null, "attempts" integer not null, "firstFailed" bigint not null, "lastFailed" bigint not null, "nextAttempt" bigint not null, "role" text, "fingerprint" text not null, "userName" text default '' not null, "recommendedAction" text, "remedyJson" text, "since" bigint, "failures" integer, constraint "escrowKey" primary key ("profile", "sourceId"))`,
	`CREATE TABLE "finding" ("profile" text not null, "sourceId" text not null, "hash" text not null, constraint "findingKey" primary key ("profile", "sourceId"))`,
	`CREATE TABLE "intent" ("number" integer primary key autoincrement, "changeId" text not null unique, "intentJson" text not null, "profile" text default 'default' not null)`,
	`CREATE TABLE "job" ("profile" text not null, "enabled" integer not null, "watermark" text, "pair" text, "configuration" text, "nextRun" bigint, "quarantineJson" text, "allowedDeletions" text, "stagedDeletionsJson" text, "toldJson" text, "intentKey" text, "failedCyclesJson" text, "pausedUntil" integer, "enablingJson" text, constraint "jobKey" primary key ("profile"))`,
	`CREATE TABLE "lease" ("profile" text not null, "holder" text not null, "processJson" text, "expiresAt" bigint not null, "token" bigint default 1 not null, constraint "leaseKey" primary key ("profile"))`,
	`CREATE TABLE "link" ("profile" text not null, "sourceId" text not null, "targetId" text not null, "userName" text not null, "displayName" text not null, "state" text not null check ("state" in ('managed', 'released')), "since" bigint not null, "fingerprint" text not null, constraint "linkKey" primary key ("profile", "sourceId"))`,
	`CREATE TABLE "log" ("sequence" integer primary key, "time" bigint not null, "cycleId" text not null, "changeId" text not null unique, "action" text not null, "status" text not null, "durationMs" real not null, "sourceJson" text, "targetJson" text, "initiatedBy" text not null, "stepsJson" text not null, "modifiedPropertiesJson" text not null, "skipReason" text, "errorJson" text, "profile" text default 'default' not null)`,
	`CREATE TABLE "logHead" ("profile" text not null, "sequence" bigint not null, constraint "logHeadKey" primary key ("profile"))`,
	`CREATE VIRTUAL TABLE "logIndex" using fts5 (
		words, facets, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3 4 5 6 7 8'
	)`,
	`CREATE VIRTUAL TABLE "logWord" using fts5vocab ("logIndex", 'instance')`,
	`CREATE TABLE "rulesVersion" ("number" integer primary key autoincrement, "savedAt" bigint not null, "savedBy" text, "rulesJson" text not null, "profile" text default 'default' not null)`,
	`CREATE TABLE "snapshot" ("id" text not null primary key, "takenAt" bigint not null, "targetId" text not null, "userName" text not null, "displayName" text not null, "scimJson" text not null, "classicJson" text, "rolesJson" text not null, "deletedBy" text not null, "contentJson" text, "profile" text default 'default' not null)`,
	`CREATE INDEX "linkByTarget" on "link" ("profile", "targetId")`,
	`CREATE INDEX "snapshotByTime" on "snapshot" ("takenAt")`,
	`insert into "job" ("profile", "enabled") values ('default', 0)`,
	`insert into "logHead" ("profile", "sequence") values ('default', 0)`,
];
