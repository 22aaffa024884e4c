import type { JsonObject } from "../../scim/resource.ts";

/** A saved state of the rules for which users are provisioned, and with which values. */
export type RulesVersion = {
	/** From 1, ascending in the order of saving. */
	readonly number: number;
	/** Milliseconds since 1970. */
	readonly savedAt: number;
	/** The operator's login name; null for a state that was found but not saved by sumo-provision. */
	readonly savedBy: string | null;
	/** Mappings, actions and scope, as stored in the profile. */
	readonly rules: JsonObject;
};

/** The part of the store for versions of the rules. */
export interface RulesVersionStore {
	/** Stores a state of mappings and scope; the store numbers it. */
	addRulesVersion(version: Omit<RulesVersion, "number">): Promise<void>;
	/** Newest first. */
	rulesVersions(): Promise<readonly RulesVersion[]>;
}
