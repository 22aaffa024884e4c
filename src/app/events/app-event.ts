import type { Profile } from "../../config/profile.ts";
import type { EngineEvent } from "../../ports/event.ts";

/** Something that happened to an open profile. Times are milliseconds since 1970. */
export type AppEvent =
	| EngineEvent
	/** Rules, settings or notifications were saved. `before` and `after` are the profile in use; `elsewhere`: another process saved them. */
	| {
			readonly type: "profileChanged";
			readonly before: Profile;
			readonly after: Profile;
			readonly elsewhere?: true;
	  }
	/** Another source, another target or other secrets are in use: whatever was read from the old ones is outdated. */
	| { readonly type: "connectionChanged" }
	/** Assignments at the source were changed from here. */
	| { readonly type: "sourceChanged" }
	/** Accounts or links were changed from here, other than by a cycle. */
	| { readonly type: "targetChanged" }
	/** What the store holds about the job may have changed: On or Off, the next run, what is held back. */
	| { readonly type: "jobChanged" }
	/** The provisioning status that screens show has changed. */
	| { readonly type: "statusChanged" };

export type AppEventType = AppEvent["type"];

/** The event of a type, or any of several types. */
export type EventOf<Type extends AppEventType> = Extract<AppEvent, { readonly type: Type }>;
