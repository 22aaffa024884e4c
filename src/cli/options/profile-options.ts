import { connectionOptions } from "../../config/settings/connection.ts";
import { profileOptions as described, type Flags } from "../../config/settings/index.ts";
import { type Option, optionName } from "../../config/settings/option.ts";
import { flag, type OptionSpec, text } from "./option.ts";

/** The flags of a profile, as typed. */
export type ProfileFlags = Flags & { readonly demo?: boolean };

function specOf({ takes, help, variable }: Option): OptionSpec<string | undefined> {
	return text(takes, `${help} (${variable})`);
}

/** The folder to work in. */
export const homeOption = { home: specOf(connectionOptions.home) };

/** Which profile to use, for commands that need its settings only. */
export const profileChoice = { ...homeOption, profile: specOf(connectionOptions.profile) };

/** Which profile's store to open, for commands that need no source, no target and no credentials. */
export const storeOptions = {
	...homeOption,
	demo: flag("the store of the embedded demo tenant"),
	profile: specOf({ ...connectionOptions.profile, help: "the store of this profile" }),
};

type DescribedOptions = { readonly [Name in keyof Flags]-?: OptionSpec<string | undefined> };

/**
 * Which profile to open, and settings that override its saved ones. Secrets are never flags: a flag shows in the process list, so a flag
 * names the environment variable that holds the secret.
 */
export const profileOptions = { demo: flag("use the embedded demo tenant"), ...describedOptions() };

function describedOptions(): DescribedOptions {
	const heading = "Profile settings (a flag overrides its variable, which overrides what is saved):";
	const specs = described.map((option) => [optionName(option), { ...specOf(option), heading }] as const);
	const byName: Readonly<Record<string, OptionSpec<string | undefined>>> = {
		...Object.fromEntries(specs),
		...homeOption,
	};
	assertAllNamed(byName);
	return byName;
}

/** The type of the flags is made from the same table, but the type checker cannot follow the generated names. */
function assertAllNamed(specs: object): asserts specs is DescribedOptions {
	const missing = described.find((option) => !(optionName(option) in specs));
	if (missing !== undefined) throw new TypeError(`${missing.flag} has no option`);
}
