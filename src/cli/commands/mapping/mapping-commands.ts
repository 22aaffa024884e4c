import { Argument, type Command, Option } from "commander";
import type { Side } from "../../../app/mapping/attribute-lists.ts";
import type { Session } from "../../../app/session.ts";
import { attributeTypes } from "../../../attributes/attribute-list.ts";
import { type ProfileFlags, profileOptions } from "../../options/profile-options.ts";
import type { ExitCode } from "../../output/exit-code.ts";
import type { Streams } from "../../output/streams.ts";
import type { SessionOptions } from "../../session/with-session.ts";
import type { AttributeFlags } from "./attributes.ts";

/** Opens the session that the flags ask for, uses it, and closes it in every way out. */
export type WithSession = (
	flags: ProfileFlags,
	use: (session: Session) => Promise<ExitCode>,
	options?: SessionOptions,
) => Promise<void>;

type Flags = ProfileFlags & { readonly json?: boolean };

const sides: readonly Side[] = ["source", "target"];

/** Adds `mapping check|diff|import|export|versions|restore|attributes|define|undefine`, which work on the mappings of a profile. */
export function addMappingCommands(program: Command, streams: Streams, withSession: WithSession): void {
	const mapping = program
		.command("mapping")
		.description("Check, compare, import and export a profile's attribute mappings and scoping filters.");

	profileOptions(mapping.command("check"))
		.description("Say what is wrong with the mappings and scoping filters, with places.")
		.option("--everyone", "map everyone in scope too, and list whom Sumo Logic would refuse, and why")
		.option("--json", "print the problems as JSON")
		.action(async (flags: Flags & { readonly everyone?: boolean }) => {
			const { checkProfileMappings } = await import("./mapping.ts");
			const options = { json: flags.json === true, everyone: flags.everyone === true };
			const offline = !options.everyone;
			await withSession(flags, (session) => checkProfileMappings(session, options, streams), { offline });
		});

	profileOptions(mapping.command("diff"))
		.description("Show what would change if the profile took over a file's mappings, or the defaults.")
		.argument(
			"[file]",
			"JSON file: Entra's synchronization schema, or {mappings: […]}; without it, the defaults",
		)
		.option("--json", "print the differences as JSON")
		.action(async (file: string | undefined, flags: Flags) => {
			const { diffMappings } = await import("./mapping.ts");
			await withSession(flags, (session) => diffMappings(session, file, flags.json === true, streams), {
				offline: true,
			});
		});

	profileOptions(mapping.command("import"))
		.description("Take over the mappings, actions and scoping filters of Entra's synchronization schema.")
		.argument("<file>", "JSON file: what Graph's GET …/synchronization/jobs/{id}/schema answers")
		.option("--keep-scope", "leave the profile's scoping filters as they are")
		.option("--json", "print the outcome as JSON")
		.action(async (file: string, flags: Flags & { readonly keepScope?: boolean }) => {
			const { importMappings } = await import("./mapping.ts");
			const options = { json: flags.json === true, keepScope: flags.keepScope === true };
			await withSession(flags, (session) => importMappings(session, file, options, streams));
		});

	profileOptions(mapping.command("export"))
		.description("Write the mappings and scoping filters as Entra's synchronization schema.")
		.option("--output <file>", "the file to write; standard output without it")
		.option("--json", "on standard output: one line")
		.action(async (flags: Flags & { readonly output?: string }) => {
			const { exportMappings } = await import("./mapping.ts");
			const { json, output } = flags;
			const options = { json: json === true, ...(output === undefined ? {} : { output }) };
			await withSession(flags, (session) => exportMappings(session, options, streams), { offline: true });
		});

	profileOptions(mapping.command("versions"))
		.description("List every saved state of mappings and scope: who, when, and what changed.")
		.option("--json", "print the versions as JSON")
		.action(async (flags: Flags) => {
			const { listVersions } = await import("./history.ts");
			await withSession(flags, (session) => listVersions(session, flags.json === true, streams));
		});

	profileOptions(mapping.command("restore"))
		.description(
			"Save mappings and scope as they were in a version, or the defaults. The next cycle is an initial one.",
		)
		.argument(
			"<version>",
			"its number, as mapping versions lists it, or defaults: the guide's mappings and no scoping filter",
		)
		.option("--json", "print what changed as JSON")
		.action(async (number: string, flags: Flags) => {
			const { restoreVersion } = await import("./history.ts");
			await withSession(flags, (session) => restoreVersion(session, number, flags.json === true, streams));
		});

	profileOptions(mapping.command("attributes"))
		.description(
			"List the attributes that mappings read and fill, with type and properties; * marks the profile's own.",
		)
		.addArgument(new Argument("[side]", "of the source or the target; both by default").choices(sides))
		.option("--json", "print them as JSON: {source: [...], target: [...]}")
		.action(async (side: Side | undefined, flags: Flags) => {
			const { listAttributes } = await import("./attributes.ts");
			await withSession(flags, (session) => listAttributes(session, side, flags.json === true, streams), {
				offline: true,
			});
		});

	profileOptions(mapping.command("define"))
		.description("Add an attribute to the profile's list, or change one. The next cycle is an initial one.")
		.addArgument(new Argument("<side>", "of the source or the target").choices(sides))
		.argument("<name>", "the attribute; in the target a SCIM path, such as urn:example:User:badge")
		.addOption(new Option("--type <type>", "what its values are").choices(attributeTypes))
		.option("--primary-key", "it tells one user from all others")
		.option("--no-primary-key", "it does not")
		.option("--required", "no user is created without it")
		.option("--no-required", "users may lack it")
		.option("--multi-value", "it can have several values")
		.option("--no-multi-value", "it has one")
		.option("--exact-case", "a change of case alone is a change")
		.option("--no-exact-case", "it is none")
		.option("--json", "print the attribute as JSON")
		.action(async (side: Side, name: string, flags: Flags & AttributeFlags) => {
			const { defineAttribute } = await import("./attributes.ts");
			await withSession(flags, (session) => defineAttribute(session, side, name, flags, streams));
		});

	profileOptions(mapping.command("undefine"))
		.description("Take an attribute out of the profile's own list. The next cycle is an initial one.")
		.addArgument(new Argument("<side>", "of the source or the target").choices(sides))
		.argument("<name>", "the attribute, as mapping attributes lists it")
		.action(async (side: Side, name: string, flags: ProfileFlags) => {
			const { undefineAttribute } = await import("./attributes.ts");
			await withSession(flags, (session) => undefineAttribute(session, side, name, streams));
		});
}
