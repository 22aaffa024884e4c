import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NewLogEntry } from "../../src/ports/log/log-entry.ts";
import type { Escrow } from "../../src/ports/store/escrow.ts";
import type { Intent } from "../../src/ports/store/intent.ts";
import type { Link } from "../../src/ports/store/link.ts";
import type { Outcome } from "../../src/ports/store/outcome.ts";

/** A path for a store in a folder of its own. */
export function storePath(): string {
	return join(mkdtempSync(join(tmpdir(), "sumo-provision-store-")), "acme.sqlite");
}

export function sampleEntry(changeId: string, change: Partial<NewLogEntry> = {}): NewLogEntry {
	return {
		time: 1_700_000_000_000,
		cycleId: "cycle-1",
		changeId,
		action: "Create",
		status: "success",
		durationMs: 12.5,
		source: { id: `source-${changeId}`, displayName: "Ana Lima", userName: "ana.lima@contoso.example" },
		target: null,
		initiatedBy: "cycle",
		steps: [{ type: "import", status: "success", description: "Read from Entra ID" }],
		modifiedProperties: [{ name: "name.givenName", old: null, new: "Ana" }],
		skipReason: null,
		error: null,
		...change,
	};
}

export function sampleLink(sourceId: string, change: Partial<Link> = {}): Link {
	return {
		sourceId,
		targetId: `target-${sourceId}`,
		userName: `${sourceId}@contoso.example`,
		displayName: "Ana Lima",
		state: "managed",
		since: 1_700_000_000_000,
		fingerprint: "f1",
		...change,
	};
}

export function sampleEscrow(sourceId: string, change: Partial<Escrow> = {}): Escrow {
	return {
		sourceId,
		displayName: "Ana Lima",
		userName: "ana.lima@contoso.example",
		code: "Conflict",
		reason: "The address is taken",
		recommendedAction: "Link the account.",
		remedy: { type: "link-account", account: { id: "t1", userName: "ana" } },
		attempts: 1,
		firstFailed: 1_000,
		lastFailed: 1_000,
		nextAttempt: 2_000,
		role: null,
		fingerprint: "f1",
		...change,
	};
}

export function sampleIntent(changeId: string, change: Partial<Intent> = {}): Intent {
	return {
		changeId,
		cycleId: "cycle-1",
		action: "Create",
		sourceId: `source-${changeId}`,
		targetId: null,
		userName: "ana.lima@contoso.example",
		operations: [
			{ op: "replace", path: "userName", value: "ana.lima@contoso.example" },
			{ op: "add", path: "roles", hash: ["h1", "h2"] },
			{ op: "replace", path: "title", hash: "h3" },
			{ op: "remove", path: "nickName" },
		],
		entry: sampleEntry(changeId),
		link: sampleLink(`source-${changeId}`),
		...change,
	};
}

export function sampleOutcome(changeId: string, change: Partial<Outcome> = {}): Outcome {
	return { entry: sampleEntry(changeId), link: { type: "keep" }, escrow: { type: "keep" }, ...change };
}
