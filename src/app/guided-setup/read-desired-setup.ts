import { UsageError } from "../../config/errors/usage-error.ts";
import type { Profile } from "../../config/profile.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import { defaultMappingSet, type MappingSet } from "../../mapping/definition/mapping-set.ts";
import { compileMappings } from "../../mapping/user/compile.ts";
import { MappingError } from "../../mapping/user/errors.ts";
import { type SetupFile, setupFile } from "../../setup/setup-file.ts";
import { sumoDialect } from "../../sumo/dialect.ts";
import { presetMappings } from "../../sumo/mapping-presets.ts";
import { mappingSetOf, scopeOf } from "../profile/profile-parts.ts";
import type { AssignmentEntry, DesiredSetup } from "./steps/desired-setup.ts";

/**
 * What a setup file asks for; without one, what the guide says, with the profile's application, mappings and scope.
 *
 * @param assignments those that the file lists, or that the CSV file lists which it names
 * @throws UsageError when the file's mappings cannot be used
 */
export function desiredSetup(
	file: SetupFile | null,
	profile: Profile,
	assignments: readonly AssignmentEntry[],
): DesiredSetup {
	const content = file ?? setupFile.parse({ version: 1, app: { name: profile.appName } });
	const { app, saml, roles, removeOtherRoles, job } = content;
	return {
		app: { name: app.name, id: app.id, tag: app.tag ?? (app.id === undefined ? tagOf(app.name) : undefined) },
		saml:
			saml === false
				? null
				: {
						identifier: saml.identifier,
						replyUrl: saml.replyUrl,
						notificationEmails: saml.notificationEmails,
						configuration: saml.configuration ?? app.name,
						sumo: saml.sumo,
					},
		roles,
		removeOtherRoles,
		assignments,
		mappings: file === null ? mappingSetOf(profile) : mappingsOf(file),
		scope: file === null ? scopeOf(profile) : content.scope,
		job: job === false ? null : job,
	};
}

/** The tag that marks an application by default. */
export function tagOf(appName: string): string {
	return `sumo-provision/${appName}`.slice(0, 200);
}

function mappingsOf({ mappings, roles }: SetupFile): MappingSet {
	const renamed = new Map(
		(roles === "all" ? [] : roles).flatMap((role) =>
			"sumoRole" in role && role.sumoRole !== undefined && role.sumoRole !== role.value
				? [[role.value, role.sumoRole] as const]
				: [],
		),
	);
	const listed =
		typeof mappings === "string" ? presetMappings(mappings, renamed) : mappings.map((one) => mappingOf(one));
	const set = { ...defaultMappingSet(sumoDialect), mappings: listed };
	try {
		compileMappings(set);
	} catch (error) {
		throw error instanceof MappingError ? wrong(`mappings: ${error.message}`) : error;
	}
	return set;
}

function mappingOf({
	defaultValue,
	matchingPrecedence,
	...rest
}: Exclude<SetupFile["mappings"], string>[number]): AttributeMapping {
	return {
		...rest,
		...(defaultValue === undefined ? {} : { defaultValue }),
		...(matchingPrecedence === undefined ? {} : { matchingPrecedence }),
	};
}

function wrong(message: string): UsageError {
	return new UsageError("--file", "", `The setup file cannot be used: ${message}`);
}
