import type { Profile } from "../../config/profile.ts";
import { errorCatalog } from "../../engine/errors/error-catalog.ts";
import { scopeDecisionOf } from "../../engine/plan/action/scope-decision.ts";
import { isFreeToRetry, isGivenUp } from "../../engine/record/escrow.ts";
import { compileMappings, sourceAttributes } from "../../mapping/user/compile.ts";
import type { Remedy } from "../../ports/errors/remedy.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { Directory } from "../../ports/source/directory.ts";
import type { Escrow } from "../../ports/store/escrow.ts";
import type { Store } from "../../ports/store/store.ts";
import { compileScope } from "../../scoping/evaluate.ts";
import { entitle } from "../../source/entitlement.ts";
import { nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { mappingSetOf, scopeOf } from "../profile/profile-parts.ts";
import type { OnDemandReport, OnDemandStep, Provisioning } from "../provisioning/provisioning.ts";
import { explainValues } from "./explain-values.ts";
import type { Why, WhyReport } from "./why.ts";

export type WhyParts = {
	readonly profile: () => Profile;
	readonly directory: () => Promise<Directory>;
	readonly store: Pick<Store, "log" | "link" | "escrow" | "state">;
	/** Used without performing anything. */
	readonly onDemand: Provisioning["onDemand"];
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

const shown = ["displayName", "userPrincipalName", "mail"];
const pageSize = 1000;

/** Explains users: the plan for them, their values part by part, and their history. */
export function createWhyService({ profile, directory, store, onDemand, now }: WhyParts): Why {
	return {
		async find(text, signal) {
			const source = await directory();
			const exact = await source.user(text, shown, signal);
			if (exact !== undefined) return exact.id;
			const found = await source.search(text, 20, shown, signal);
			const named = found.filter((user) => namesOf(user).includes(text.toLowerCase()));
			const candidates = named.length > 0 ? named : found;
			const [one, another] = candidates;
			if (one !== undefined && another === undefined) return one.id;
			if (one !== undefined) {
				const names = candidates.map((user) =>
					cleanText(`${nameOf(user)} <${principalNameOf(user)}>, ${user.id}`),
				);
				throw new Error(`Several users match "${cleanText(text)}": ${names.join("; ")}. Name one by its id.`);
			}
			const logged = await lastLogged(store, text);
			if (logged !== undefined) return logged;
			throw new Error(`No user in the source or the log matches "${cleanText(text)}".`);
		},

		async explain(userId, signal) {
			const looking = onDemand(userId, { perform: false, ...(signal === undefined ? {} : { signal }) });
			const [report, explained] = await Promise.all([
				looking,
				explainUser(userId, profile(), await directory(), store, signal),
			]);
			const waits = await waitsOf(store, userId, report, now());
			const history = await historyOf(store, userId, report.action?.target?.id);
			const last = history.find(({ source }) => source?.id === userId)?.source;
			const user = explained?.user ?? last ?? { id: userId, displayName: userId, userName: "" };
			return {
				user: {
					id: user.id,
					displayName: cleanText(user.displayName),
					userName: cleanText(user.userName),
				},
				decision: decisionOf(report),
				waits: waits.map(({ words }) => cleanText(words)),
				remedies: remediesOf(report, waits),
				steps: report.steps.map(cleanStep),
				assignments: explained?.assignments ?? [],
				values: explained?.values ?? [],
				history,
			};
		},
	};
}

function namesOf(user: SourceUser): readonly string[] {
	const { mail } = user.attributes;
	return [principalNameOf(user), typeof mail === "string" ? mail : "", nameOf(user)].map((name) =>
		name.toLowerCase(),
	);
}

/** The id of a user who is only in the log. */
async function lastLogged(store: WhyParts["store"], text: string): Promise<string | undefined> {
	const searched = text.toLowerCase();
	for (const { source, target } of await store.log({ order: "descending", limit: 100, text })) {
		if (source === null) continue;
		const names = [source.id, source.userName, source.displayName, target?.id, target?.userName];
		if (names.some((name) => name?.toLowerCase() === searched)) return source.id;
	}
	return undefined;
}

async function explainUser(
	userId: string,
	profile: Profile,
	directory: Directory,
	store: WhyParts["store"],
	signal: AbortSignal | undefined,
) {
	const compiled = compileMappings(mappingSetOf(profile));
	const scope = compileScope(scopeOf(profile));
	const attributes = [...new Set([...sourceAttributes(compiled), ...scope.attributes, ...shown])];
	const user = await directory.user(userId, attributes, signal);
	if (user === undefined) return undefined;
	const { assignments, roles, members } = await directory.assignments(signal);
	const entitlements = entitle(assignments, roles, (group) => members.get(group) ?? []).get(userId) ?? [];
	const isSoftDeleted = !scopeDecisionOf(user, entitlements, scope).inScope;
	const accounts = new Map<string, string>();
	for (const id of [user.attributes.manager, user.attributes["manager.id"]]) {
		const link = typeof id === "string" ? await store.link(id) : undefined;
		if (link !== undefined) accounts.set(link.sourceId, link.targetId);
	}
	const environment = { reference: (id: string) => accounts.get(id) };
	return {
		user: { id: user.id, displayName: nameOf(user), userName: principalNameOf(user) },
		assignments: entitlements.map(({ role, via }) => ({
			role: cleanText(role.displayName),
			sends: role.value === null ? null : cleanText(role.value),
			via: via.type === "group" ? cleanText(via.displayName) : null,
		})),
		values: explainValues(compiled, { user, entitlements, isSoftDeleted }, environment),
	};
}

function decisionOf({ action, steps }: OnDemandReport): string {
	const last = steps.at(-1);
	const words =
		action?.type === "fail"
			? action.error.reason
			: action?.type === "skip"
				? action.detail
				: (action?.steps.find(({ type }) => type === "processing")?.description ?? last?.summary ?? "");
	return cleanText(words);
}

/** What delays the next attempt for a user, in a sentence, and how to end it. */
type Wait = { readonly words: string; readonly remedy: Remedy };

function remediesOf({ action }: OnDemandReport, waits: readonly Wait[]): readonly Remedy[] {
	const all = [
		...(action?.type === "fail" ? [action.error.remedy] : []),
		...waits.map(({ remedy }) => remedy),
	].filter(({ type }) => type !== "none" && type !== "wait");
	return all.filter(({ type }, index) => all.findIndex((other) => other.type === type) === index);
}

async function waitsOf(
	store: WhyParts["store"],
	userId: string,
	{ action }: OnDemandReport,
	now: number,
): Promise<readonly Wait[]> {
	const [{ quarantine, stagedDeletions, allowedDeletions }, escrow] = await Promise.all([
		store.state(),
		store.escrow(),
	]);
	const waits: Wait[] = [];
	const failed = escrow.find(({ sourceId }) => sourceId === userId);
	if (failed !== undefined && action?.type !== "skip")
		waits.push({ words: escrowWords(failed, now), remedy: { type: "retry-failed-users" } });
	const takesAway = action?.type === "disable" || action?.type === "delete";
	if (takesAway && stagedDeletions !== null)
		waits.push(
			allowedDeletions === stagedDeletions.hash
				? {
						words:
							"The operator has allowed the deactivations and deletions that were held back: the next cycle carries them out.",
						remedy: { type: "run-cycle" },
					}
				: {
						words: `The deletion guard has held it back since ${time(stagedDeletions.since)}: ${stagedDeletions.count} deactivations and deletions are waiting${stagedDeletions.reason === undefined ? `, and the maximum per cycle is ${stagedDeletions.threshold}.` : `. ${stagedDeletions.reason}`}`,
						remedy: { type: "allow-deletions" },
					},
		);
	if (quarantine !== null)
		waits.push({
			words: `Provisioning has been in quarantine since ${time(quarantine.since)}: ${quarantine.reason}`,
			remedy: errorCatalog[quarantine.code].remedy,
		});
	return waits;
}

function escrowWords(failed: Escrow, now: number): string {
	const { attempts, code, lastFailed, nextAttempt } = failed;
	const times = attempts === 1 ? "once" : `${attempts} times in a row`;
	const past = `Failed ${times} with ${code}, last at ${time(lastFailed)}.`;
	const other = "A change of the user at the source, or a retry of failed users, ends the wait.";
	if (isGivenUp(failed, now)) return `${past} Given up after 28 days of failures. ${other}`;
	if (isFreeToRetry(failed)) return `${past} The next cycle checks again, which costs no request.`;
	if (nextAttempt <= now) return `${past} The next cycle retries.`;
	return `${past} Cycles skip the user until ${time(nextAttempt)}. ${other}`;
}

function time(at: number): string {
	return new Date(at).toISOString();
}

/** Safe to print on a terminal. */
function cleanStep(step: OnDemandStep): OnDemandStep {
	const details = step.details.map(({ name, value }) => ({ name: cleanText(name), value: cleanText(value) }));
	return { ...step, summary: cleanText(step.summary), details };
}

/** All entries about the source user, and those about the account only, such as its deletion by hand. */
async function historyOf(
	store: WhyParts["store"],
	sourceId: string,
	targetId: string | undefined,
): Promise<WhyReport["history"]> {
	const entries = await readAll(store, { sourceId });
	const account = targetId ?? entries.find(({ target }) => target !== null)?.target?.id;
	const alone = account === undefined ? [] : await readAll(store, { text: account });
	const more = alone.filter(({ source, target }) => source === null && target?.id === account);
	return [...entries, ...more].sort((left, right) => right.sequence - left.sequence);
}

async function readAll(
	store: WhyParts["store"],
	filter: { readonly sourceId: string } | { readonly text: string },
): Promise<readonly LogEntry[]> {
	const entries: LogEntry[] = [];
	for (let cursor: number | undefined; ; cursor = entries.at(-1)?.sequence) {
		const page = await store.log({
			...filter,
			order: "descending",
			limit: pageSize,
			...(cursor === undefined ? {} : { cursor }),
		});
		entries.push(...page);
		if (page.length < pageSize) return entries;
	}
}
