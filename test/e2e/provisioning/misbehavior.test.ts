import { describe, expect, it } from "vitest";
import { type BehaviorChange, documentedBehavior } from "../../../src/simulator/sumo/behavior.ts";
import type { LimitRequest } from "../../../src/simulator/sumo/rate-limit.ts";
import { change, documentedEnd, openDemo, twoCycles, untrue } from "./demo-cycles.ts";

type Case = readonly [name: string, BehaviorChange, LimitRequest];

/** Behavior after which not everything can be provisioned, or only later. */
const hindering: readonly Case[] = [
	["filters that are ignored", { filter: "ignore" }, "off"],
	["addresses that do not change", { ignoredInUpdates: ["emails"] }, "off"],
	["updates that do nothing", { ignoredInUpdates: ["emails", "name", "roles", "active", "userName"] }, "off"],
	["addresses that change only in the answer", { ignoredInUpdates: ["emails"], echoesIgnored: true }, "off"],
	[
		"updates that change only the answer",
		{ ignoredInUpdates: ["emails", "name", "roles", "active", "userName"], echoesIgnored: true },
		"off",
	],
	["creations without roles", { ignoredInCreations: ["roles"] }, "off"],
	["creations that store nothing", { creation: "ignore" }, "off"],
	["creations that are lost from the sixth on", { keptCreations: 5 }, "off"],
	["creations answered with the id of another account", { creation: "answer-other" }, "off"],
	[
		"creations that show roles and addresses only in the answer",
		{ ignoredInCreations: ["roles", "emails"], echoesIgnored: true },
		"off",
	],
	["a key that may only read", { missingCapabilities: ["manageUsersAndRoles"] }, "off"],
	["a key that may do nothing", { missingCapabilities: ["viewUsersAndRoles", "manageSaml"] }, "off"],
	["a ban of an hour", { ban: { afterRequests: 12, seconds: 3600 } }, "off"],
	["reactivation without effect", { reactivation: "ignore" }, "off"],
	["reactivation that works", { reactivation: "allow" }, "off"],
	["deletions without effect", { deletion: "ignore" }, "off"],
	["deletions that only deactivate", { deletion: "deactivate" }, "off"],
	["a refusal of everything", { forbidden: true }, "off"],
	[
		"moved to another deployment",
		{ deployment: { kind: "moved", to: "https://api.us2.sumologic.com/api/" } },
		"off",
	],
	["no account in this deployment", { deployment: { kind: "unknown" } }, "off"],
	["a ban answered with 503", { ban: { afterRequests: 12, seconds: 3600, status: 503 } }, "off"],
	["a role that must be given", { rolesRequired: true }, "off"],
];

/** Behavior that must make no difference. */
const harmless: readonly Case[] = [
	["as documented", {}, "off"],
	["401 in between", { unauthorizedEvery: 5 }, "off"],
	["sessions that end", { sessions: { loginsPerMinute: 1000, requests: 3 } }, "off"],
	["only the documented filter", { filter: "documented" }, "off"],
	["a filter without match is 404", { filter: "documented", noMatch: "404" }, "off"],
	["writes without a body", { writeAnswers: "empty" }, "off"],
	["writes answered with 204", { writeAnswers: "204" }, "off"],
	["errors in the classic form", { errorForm: "classic" }, "off"],
	["errors of the gateway", { errorForm: "gateway" }, "off"],
	["errors in SCIM's form", { errorForm: "scim", errorStatus: "string" }, "off"],
	["throttling as 500", { throttledAs: "500" }, { perSecond: null, concurrent: 2 }],
	["throttling as 503", { throttledAs: "503" }, { perSecond: null, concurrent: 2 }],
	[
		"lists without totals, roles as strings",
		{ omitTotal: true, roleForm: "strings", startIndexZero: true },
		"off",
	],
	["no PATCH", { patch: "501" }, "off"],
	["filters that find parts of a value", { filter: "contains" }, "off"],
	["filters that compare letters exactly", { filter: "case-sensitive" }, "off"],
	["reads that lag behind", { staleReads: 2, writeAnswers: "204" }, "off"],
	["a total of no accounts", { totalOffBy: -1000 }, "off"],
	["a total of too many accounts", { totalOffBy: 1000 }, "off"],
	["roles with only display, active as a number", { roleForm: "display", activeForm: "number" }, "off"],
	["active as text", { activeForm: "text" }, "off"],
	["a byte order mark before each answer", { byteOrderMark: true }, "off"],
	["a key without Manage SAML", { missingCapabilities: ["manageSaml"] }, "off"],
	["versions of accounts", { etags: true }, "off"],
	["pages that overlap, and are small", { pageOverlap: 3, largestPage: 7 }, "off"],
	["unknown attributes refused", { unknownAttributes: "refuse" }, "off"],
	["a clock that is ahead", { clockAheadSeconds: 3600 }, "off"],
];

describe("the demo tenant, with a target that has", () => {
	it.each([...harmless, ...hindering])(
		"%s: what the log says is what the accounts show",
		async (name, behavior, limit) => {
			const { end, log, world, before } = await twoCycles({ behavior, limit });
			expect(untrue(log, world, before)).toEqual([]);
			for (const { status, error } of log)
				if (status === "failure") {
					expect(error?.reason).toBeTruthy();
					expect(error?.recommendedAction).toBeTruthy();
				}
			// A cycle without any entry would be true, and prove nothing.
			expect(log.length).toBeGreaterThan(0);
			for (const code of end.codes) expect([0, 1, 3]).toContain(code);
			if (harmless.some(([one]) => one === name)) expect(end).toEqual(await documentedEnd());
		},
	);

	it("each behavior that the simulator knows", () => {
		const tried = new Set([...harmless, ...hindering].flatMap(([, behavior]) => Object.keys(behavior)));
		expect(Object.keys(documentedBehavior).filter((name) => !tried.has(name))).toEqual([]);
	});

	it("nothing unusual, provisions it: the comparison above has something to compare", async () => {
		const demo = await openDemo();
		const { summary } = await demo.run();
		expect(summary.created).toBeGreaterThan(10);
		change(demo.world);
		expect((await demo.run()).summary).toMatchObject({ updated: 2, disabled: 2, deleted: 1 });
		const log = await demo.log();
		const [created] = log.filter(({ action, status }) => action === "Create" && status === "success");
		const lie = created && {
			...created,
			modifiedProperties: [{ name: "name.givenName", old: null, new: "Nobody" }],
		};
		expect(lie).toBeDefined();
		expect(untrue(lie === undefined ? [] : [lie, ...log], demo.world, new Map())).not.toEqual([]);
	});
});
