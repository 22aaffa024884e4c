import { z } from "zod";
import { commandFrom, webhookFrom } from "./notifications-from-flags.ts";
import { type Profile, type ProfileInUse, profileSchema } from "./profile.ts";
import { readNumber } from "./read-number.ts";
import { sourceFrom, sourceSecretFrom } from "./source-from-flags.ts";
import { type Environment, type Flags, type Setting, Typed, wrong } from "./spellings.ts";
import { secretTokenFrom, targetFrom } from "./target-from-flags.ts";

/** The name of the profile when neither flags nor environment nor settings name one. */
export const unnamed = "default";

/** The profile that flags or environment ask for, to look it up among the saved ones. */
export function profileName(flags: Flags, env: Environment): string | undefined {
	return new Typed(flags, env).value("profile");
}

/** Whether flags or environment say where users come from or go: then they may stand without a saved profile. */
export function namesConnection(flags: Flags, env: Environment): boolean {
	const typed = new Typed(flags, env);
	return (["source", "scimUrl", "deployment", "tenantId"] as const).some(
		(setting) => typed.value(setting) !== undefined,
	);
}

/** The file of mappings that flags or environment name, for the caller to read. */
export function mappingsFile(flags: Flags, env: Environment): string | undefined {
	return new Typed(flags, env).value("mappings");
}

/**
 * The profile of a run: flags win over the environment, the environment over what is saved.
 * Saved secrets go only where they were saved for: with another target or another source they must be given anew.
 *
 * @param saved null when the run stands on flags and environment alone.
 * @param mappings the `mappings` of the file that `mappingsFile` names, as parsed JSON.
 * @throws UsageError naming the flag and the variable
 */
export function profileFromFlags({
	flags,
	env,
	saved,
	mappings,
}: {
	readonly flags: Flags;
	readonly env: Environment;
	readonly saved: ProfileInUse | null;
	readonly mappings?: unknown;
}): ProfileInUse {
	const typed = new Typed(flags, env);
	const source = sourceFrom(typed, saved?.profile.source);
	const target = targetFrom(typed, saved?.profile.target);
	const profile = readProfile({
		...saved?.profile,
		name: saved?.profile.name ?? typed.value("profile") ?? unnamed,
		...defined("appName", typed.value("appName")),
		source,
		target,
		...defined("mappings", mappings),
		...defined("actions", actionsFrom(typed)),
		scope: { ...saved?.profile.scope, ...defined("users", typed.value("scope")) },
		provisioning: {
			...saved?.profile.provisioning,
			...defined("intervalMinutes", numberFrom(typed.value("interval"))),
			...defined("requestsPerSecond", rateFrom(typed)),
			...defined("concurrency", numberFrom(typed.value("concurrency"))),
			...defined("reactivation", typed.value("reactivation")),
			...defined("hardDelete", typed.value("hardDelete")),
			...defined("deletionGuard", deletionGuardFrom(typed)),
			...defined("driftEvery", numberFrom(typed.value("driftEvery"))),
			...defined("driftRepair", onOrOffFrom(typed, "driftRepair")),
		},
		log: { ...saved?.profile.log, ...defined("keepDays", numberFrom(typed.value("keepLog"))) },
		notifications: {
			...saved?.profile.notifications,
			...defined("command", commandFrom(typed)),
			...defined("webhookFormat", typed.value("notifyFormat")),
			...defined("bell", onOrOffFrom(typed, "bell")),
		},
	});
	const webhook = webhookFrom(typed) ?? saved?.secrets.webhook;
	const secretToken = secretTokenFrom(typed, profile, saved);
	const sourceSecret = sourceSecretFrom(typed, profile, saved);
	return {
		profile,
		secrets: {
			...defined("secretToken", secretToken),
			...defined("sourceSecret", sourceSecret),
			...defined("webhook", webhook),
		},
	};
}

/** Which setting a part of the profile comes from, for the message. The first that the path begins with counts. */
const origins: readonly (readonly [path: string, setting: Setting])[] = [
	["name", "profile"],
	["appName", "appName"],
	["source.graphUrl", "graphUrl"],
	["source.tenantId", "tenantId"],
	["source.clientId", "clientId"],
	["source.application", "application"],
	["source", "source"],
	["target.scimUrl", "scimUrl"],
	["target", "deployment"],
	["mappings", "mappings"],
	["actions", "actions"],
	["scope", "scope"],
	["provisioning.intervalMinutes", "interval"],
	["provisioning.requestsPerSecond", "rate"],
	["provisioning.concurrency", "concurrency"],
	["provisioning.reactivation", "reactivation"],
	["provisioning.hardDelete", "hardDelete"],
	["provisioning.deletionGuard", "deletionGuard"],
	["provisioning.driftEvery", "driftEvery"],
	["provisioning.driftRepair", "driftRepair"],
	["log", "keepLog"],
	["notifications.webhookFormat", "notifyFormat"],
	["notifications.bell", "bell"],
	["notifications", "notifyCommand"],
];

function readProfile(candidate: unknown): Profile {
	const parsed = profileSchema.safeParse(candidate);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const path = issue?.path.join(".") ?? "";
	const origin = origins.find(([start]) => path === start || path.startsWith(`${start}.`));
	const place = path.startsWith("mappings.") ? `, ${path}` : "";
	throw wrong(origin?.[1] ?? "profile", `is not usable${place}: ${issue?.message ?? "unknown reason"}`);
}

function onOrOffFrom(typed: Typed, setting: "driftRepair" | "bell"): boolean | undefined {
	const text = typed.value(setting);
	if (text === undefined) return undefined;
	if (text !== "on" && text !== "off") throw wrong(setting, `takes on or off, not "${text}"`);
	return text === "on";
}

function numberFrom(text: string | undefined): number | undefined {
	return text === undefined ? undefined : readNumber(text);
}

function rateFrom(typed: Typed): number | undefined {
	const text = typed.value("rate");
	if (text === undefined) return undefined;
	if (text === "off") return 0;
	const rate = Number(text);
	if (!(rate > 0)) throw wrong("rate", `takes requests a second, more than 0, or off, not "${text}"`);
	return rate;
}

const actions = z.array(z.enum(["create", "update", "delete"]));

/** `create,update`: what is not listed is switched off. */
function actionsFrom(typed: Typed): Profile["actions"] | undefined {
	const text = typed.value("actions");
	if (text === undefined) return undefined;
	const listed = actions.safeParse(text.split(",").map((action) => action.trim()));
	if (!listed.success) throw wrong("actions", `takes create, update and delete, with commas, not "${text}"`);
	const on = new Set(listed.data);
	return { create: on.has("create"), update: on.has("update"), delete: on.has("delete") };
}

/** `off`, `20` or `20,10%`. A number alone leaves no percentage beside it. */
function deletionGuardFrom(typed: Typed): Profile["provisioning"]["deletionGuard"] | undefined {
	const text = typed.value("deletionGuard");
	if (text === undefined) return undefined;
	if (text === "off") return { enabled: false, count: 0, percent: 0 };
	const found = /^(\d+)(?:\s*,\s*(\d+(?:\.\d+)?)%)?$/.exec(text);
	if (found === null) {
		throw wrong(
			"deletionGuard",
			`takes a number of users, a number and a percentage such as 20,10%, or off, not "${text}"`,
		);
	}
	return { enabled: true, count: Number(found[1]), percent: Number(found[2] ?? 0) };
}

/** A property only when there is a value, so that it does not hide what is saved. */
function defined<Name extends string, Value>(
	name: Name,
	value: Value | undefined,
): { readonly [name in Name]?: Value } {
	const part: { [name in Name]?: Value } = {};
	if (value !== undefined) part[name] = value;
	return part;
}
