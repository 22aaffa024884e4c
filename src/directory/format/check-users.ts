import { sourceAttribute } from "../../attributes/source-schema.ts";
import { isEnabled, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import type { FileKind } from "./file-kind.ts";
import type { Finding } from "./finding.ts";
import {
	hasLostLetters,
	identifiers,
	invisibleIn,
	isCutObject,
	isNoValue,
	isOtherwiseWritten,
	isShortened,
	names,
	numbers,
	unwritableIn,
} from "./lost-text.ts";
import { Sightings } from "./sightings.ts";
import {
	allDefaultAccess,
	allDisabled,
	enabledFindings,
	firstPage,
	invisibleCharacter,
	invisibleInRole,
	joinedRole,
	lostLetter,
	lostValue,
	noMail,
	noneAssigned,
	noRole,
	notAddress,
	noUsers,
	noValue,
	otherwiseWrittenName,
	type Seen,
	sharedAddress,
	shortenedNumber,
	someIds,
	unwritableCharacter,
} from "./user-findings.ts";

/** Looks for what is silently wrong with users, while they are read: there may be 100,000. */
export type UserChecks = {
	/** To be called for a value that `isTypeName` or `isFormulaError`, before the user's `add`. */
	readonly lostValue: (user: number, attribute: string, text: string) => void;
	/** To be called for the roles that the file gives a user, before the user's `add`; `[""]` for default access. */
	readonly roles: (user: number, roles: readonly string[]) => void;
	/** To be called for a user whose id is missing and therefore the user principal name, before the user's `add`. */
	readonly withoutId: (user: number) => void;
	/** To be called for each user, in the order of the file. */
	readonly add: (user: SourceUser) => void;
	readonly findings: () => readonly Finding[];
};

/** @param nameOfPlace - Says where a user is: `line 3`, `users[2]`. */
export function createUserChecks(kind: FileKind, nameOfPlace: (user: number) => string): UserChecks {
	const principalNames = checkPrincipalNames(nameOfPlace);
	const addresses = checkAddresses(nameOfPlace);
	const values = checkValues();
	const enabled = checkEnabled(kind);
	const roles = checkRoles();
	const lostValues = new Sightings();
	const withoutId = new Sightings();
	let count = 0;
	let hasMail = false;

	return {
		lostValue: (user, attribute, text) => {
			if (sourceAttribute(attribute) !== undefined || isCutObject(attribute, text))
				lostValues.note(attribute, user, text);
		},
		roles(user, named) {
			roles.add(user, named);
			if (named.length === 0) addresses.unassigned(user);
		},
		withoutId: (user) => withoutId.note("id", user, ""),
		add(user) {
			values.add(user, count);
			enabled.add(user, count);
			principalNames.add(user, count);
			addresses.add(user, count);
			hasMail ||= Object.hasOwn(user.attributes, "mail");
			count++;
		},
		findings: () => [
			...(count === 0 ? [noUsers] : []),
			...enabled.allDisabled(count),
			...roles.findings(count),
			...withoutId
				.all()
				.filter((seen) => seen.count < count)
				.map((seen) => someIds(seen, count)),
			...principalNames.notAddresses(),
			...values.numbers(),
			...enabled.findings(count),
			...lostValues.all().map((seen) => lostValue(seen, kind)),
			...values.texts(kind),
			...firstPage(kind, count),
			...(count > 0 && !hasMail && withoutMail.has(kind) ? [noMail] : []),
			...principalNames.duplicates,
			...addresses.findings(),
		],
	};
}

/** User principal names that are not addresses, although others are, and those that two users have. */
function checkPrincipalNames(nameOfPlace: (user: number) => string) {
	const notAddresses = new Sightings();
	const byName = new Map<string, number>();
	const duplicates: Finding[] = [];
	let withAt = 0;
	return {
		add(user: SourceUser, at: number) {
			const principalName = principalNameOf(user);
			if (principalName === "") return;
			if (principalName.includes("@")) withAt++;
			else notAddresses.note("userPrincipalName", at, principalName);
			const folded = principalName.toLowerCase();
			const earlier = byName.get(folded);
			if (earlier === undefined) byName.set(folded, at);
			else
				duplicates.push({
					code: "duplicate-user-name",
					at: { user: at, attribute: "userPrincipalName" },
					count: 2,
					message: `${principalName} is the userPrincipalName of two users with different ids: ${nameOfPlace(earlier)} and ${nameOfPlace(at)}.`,
					fix: "Remove the row of the user that no longer exists: both would be matched with one account.",
				});
		},
		notAddresses: () => (withAt === 0 ? [] : notAddresses.all().map(notAddress)),
		duplicates,
	};
}

/** The addresses that several users have who may get an account: enabled, and not known to be unassigned. */
function checkAddresses(nameOfPlace: (user: number) => string) {
	const firstWith = new Map<string, { readonly at: number; readonly name: string; shared: boolean }>();
	let unassigned: number | undefined;
	let count = 0;
	let first: { readonly at: number; readonly earlier: number; readonly mail: string } | undefined;
	return {
		unassigned(user: number) {
			unassigned = user;
		},
		add(user: SourceUser, at: number) {
			const { mail } = user.attributes;
			if (typeof mail !== "string" || at === unassigned || !isEnabled(user)) return;
			const key = mail.trim().toLowerCase();
			if (key === "" || isNoValue(mail)) return;
			const name = principalNameOf(user).toLowerCase();
			const earlier = firstWith.get(key);
			if (earlier === undefined) {
				firstWith.set(key, { at, name, shared: false });
				return;
			}
			// Two rows of one name have a finding of their own.
			if (earlier.name === name) return;
			count += earlier.shared ? 1 : 2;
			earlier.shared = true;
			first ??= { at, earlier: earlier.at, mail: mail.trim() };
		},
		findings: () =>
			first === undefined
				? []
				: [
						sharedAddress(
							{ at: { user: first.at, attribute: "mail" }, text: first.mail, count },
							nameOfPlace(first.earlier),
							nameOfPlace(first.at),
						),
					],
	};
}

/** Values that the program which wrote the file has changed. */
function checkValues() {
	const shortened = new Sightings();
	const lostLetters = new Sightings();
	const invisibles = new Sightings();
	const otherwiseWritten = new Sightings();
	const noValues = new Sightings();
	const unwritable = new Sightings();
	return {
		add({ attributes }: SourceUser, at: number) {
			for (const name of numbers) {
				const value = attributes[name];
				const one = Array.isArray(value) ? value.find(isShortened) : value;
				if (typeof one === "string" && isShortened(one)) shortened.note(name, at, one);
			}
			for (const name of names) {
				const value = attributes[name];
				if (typeof value !== "string") continue;
				if (hasLostLetters(value)) lostLetters.note(name, at, value);
				else if (isNoValue(value)) noValues.note(name, at, value);
			}
			for (const [name, value] of Object.entries(attributes)) {
				if (identifiers.includes(name)) continue;
				const texts = Array.isArray(value) ? value : [value];
				for (const text of texts)
					if (typeof text === "string" && unwritableIn(text) !== undefined) unwritable.note(name, at, text);
			}
			for (const name of identifiers) {
				const value = attributes[name];
				if (typeof value !== "string" || value === "") continue;
				if (isNoValue(value)) noValues.note(name, at, value);
				else if (invisibleIn(value) !== undefined) invisibles.note(name, at, value);
				else if (isOtherwiseWritten(name, value)) otherwiseWritten.note(name, at, value);
			}
		},
		numbers: () => shortened.all().map(shortenedNumber),
		texts: (kind: FileKind) => [
			...lostLetters.all().map((seen) => lostLetter(seen, kind)),
			...invisibles.all().map(invisibleCharacter),
			...unwritable.all().map(unwritableCharacter),
			...otherwiseWritten.all().map(otherwiseWrittenName),
			...noValues.all().map(noValue),
		],
	};
}

/** Whether the file says who is enabled, and whether anyone is. */
function checkEnabled(kind: FileKind) {
	let withEnabled = 0;
	let withoutEnabled: Seen | undefined;
	let disabled = 0;
	let hasOthers = false;
	return {
		add(user: SourceUser, at: number) {
			const { attributes } = user;
			if (!isEnabled(user)) disabled++;
			if (Object.hasOwn(attributes, "accountEnabled")) withEnabled++;
			if (typeof attributes.accountEnabled !== "boolean") {
				withoutEnabled ??= { at: { user: at, attribute: "accountEnabled" }, text: "", count: 0 };
				withoutEnabled.count++;
			}
			hasOthers ||= at === 0 && Object.keys(attributes).some(isOther);
		},
		allDisabled: (count: number) => (count > 1 && disabled === count ? [allDisabled(count)] : []),
		findings: (count: number) => enabledFindings(kind, { count, withEnabled, withoutEnabled, hasOthers }),
	};
}

/** Whether anyone is assigned with a role, and roles that were joined to one. */
function checkRoles() {
	const joinedRoles = new Sightings();
	const invisibles = new Sightings();
	const noRoles = new Sightings();
	let defaultAccess = 0;
	let withoutRole = 0;
	return {
		add(user: number, roles: readonly string[]) {
			if (roles.length === 0) withoutRole++;
			else if (roles.every((role) => role === "")) defaultAccess++;
			const joined = roles.find((role) => /[,|]/.test(role));
			if (joined !== undefined) joinedRoles.note("role", user, joined);
			for (const role of roles) {
				if (isNoValue(role)) noRoles.note("role", user, role);
				else if (invisibleIn(role) !== undefined) invisibles.note("role", user, role);
			}
		},
		findings: (count: number) => [
			...(count > 0 && defaultAccess === count ? [allDefaultAccess(count)] : []),
			...(count > 0 && withoutRole === count ? [noneAssigned(count)] : []),
			...joinedRoles.all().map(joinedRole),
			...invisibles.all().map(invisibleInRole),
			...noRoles.all().map(noRole),
		],
	};
}

/** What these programs write has no mail, unless it is asked for. */
const withoutMail: ReadonlySet<FileKind> = new Set([
	"microsoft-365",
	"entra-template",
	"get-msoluser",
	"get-aduser",
]);

/** Whether a user has more of Graph's properties than a name: then the missing ones were probably forgotten. */
function isOther(name: string): boolean {
	return !["id", "userPrincipalName", "accountEnabled"].includes(name) && sourceAttribute(name) !== undefined;
}
