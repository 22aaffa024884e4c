import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { called } from "../../ports/identity-name.ts";
import type { ModifiedProperty, NewLogEntry } from "../../ports/log/log-entry.ts";
import type { LinkChange } from "../../ports/store/link.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { provisioningError } from "../errors/error-catalog.ts";
import { exported } from "./outcome.ts";

/** How a change is recorded that the account shows only in part. */
export type NotApplied = {
	readonly entry: NewLogEntry & { readonly error: ProvisioningError };
	readonly link: LinkChange;
};

/**
 * What to record of a change that the target answered with success, although its account does not show the values at the
 * paths in `missing`. Only what the account shows is logged as changed.
 *
 * @param entry the entry, and `link` the link, as they would be if everything had been applied.
 * @param effects values that were not sent and that the account does not show anymore.
 */
export function notApplied(
	entry: NewLogEntry,
	link: LinkChange,
	missing: readonly string[],
	effects: readonly ModifiedProperty[] = [],
): NotApplied {
	const error = notAppliedError(entry, missing, effects);
	return {
		entry: {
			...exported(entry, "warning", `The change was ${wordsFor(error.notApplied)}.`),
			status: "warning",
			modifiedProperties: entry.modifiedProperties.filter(({ name }) => !missing.includes(name)),
			error,
		},
		link: linkAfterPart(entry, link, missing),
	};
}

/** The error of a change that the target answered with success, although the account does not show the values at `missing`. */
export function notAppliedError(
	entry: NewLogEntry,
	missing: readonly string[],
	effects: readonly ModifiedProperty[] = [],
) {
	const refused = [...entry.modifiedProperties.filter(({ name }) => missing.includes(name)), ...effects];
	const who = called(entry.source ?? entry.target);
	return {
		...provisioningError(
			"AcceptedButNotApplied",
			`The target answered the change for ${who} with success, but the account does not show it; ${wordsFor(refused)}.`,
			refused.length > 0 && refused.every(hasOuterBlanks) ? { advice: withoutBlanks } : {},
		),
		notApplied: refused,
	};
}

const withoutBlanks =
	"The target seems to remove blanks at the ends of values: remove them at the source, or with Trim in the mapping.";

function hasOuterBlanks({ new: sent }: ModifiedProperty): boolean {
	return sent !== null && sent !== sent.trim();
}

function wordsFor(refused: readonly ModifiedProperty[]): string {
	return `accepted but not applied: ${refused.map(changeWords).join(", ")}`;
}

/**
 * What to record of a deletion that the target answered with success, although it still shows the account. Its user stays
 * linked, so that the deletion is retried.
 *
 * @param entry the entry as it would be if the account were gone.
 * @param before whether the account was active before; `kept` is the account now.
 */
export function notDeleted(
	entry: NewLogEntry,
	before: { readonly active: boolean },
	kept: ScimUser,
): NotApplied {
	const state = kept.active ? "" : ", deactivated";
	const error = provisioningError(
		"AcceptedButNotApplied",
		`The target answered the deletion of ${called(entry.target ?? entry.source)} with success, but the account ${kept.id} still exists${state}; accepted but not applied: deletion.`,
		{
			advice: kept.active
				? "Delete or deactivate the account in the target. The deletion is tried again."
				: "The account cannot sign in, but still holds its userName and address: delete it in the target. The deletion is tried again.",
		},
	);
	const isDeactivated = before.active && !kept.active;
	return {
		entry: {
			...exported(
				entry,
				"warning",
				`The deletion was accepted but not applied: the account still exists${state}.`,
			),
			status: "warning",
			modifiedProperties: isDeactivated ? [{ name: "active", old: "True", new: "False" }] : [],
			error,
		},
		link: { type: "keep" },
	};
}

function changeWords({ name, old, new: sent }: ModifiedProperty): string {
	return `${name} (${old || "empty"} → ${sent || "empty"})`;
}

/** The link must not say that the account has everything: its user is compared again. An account that is still active stays managed. */
function linkAfterPart({ action }: NewLogEntry, link: LinkChange, missing: readonly string[]): LinkChange {
	if (action === "Disable" && missing.includes("active")) return { type: "keep" };
	if (link.type !== "put") return link;
	const { fingerprint } = link.link;
	const assignment = fingerprint.slice(0, fingerprint.indexOf(".") + 1);
	return { type: "put", link: { ...link.link, fingerprint: assignment } };
}
