import type { SetupStep, SetupStepId } from "../../app/setup/setup.ts";
import type { ScreenId } from "../context/shell-context.ts";
import type { Mark } from "../text/outcome-mark.ts";

const marks: Readonly<Record<SetupStep["state"] | "checking", Mark>> = {
	ready: { glyph: "✓", word: "ready", tone: "good" },
	attention: { glyph: "!", word: "look at it", tone: "caution" },
	failed: { glyph: "✗", word: "to be done", tone: "bad" },
	waiting: { glyph: "–", word: "waits", tone: "dim" },
	checking: { glyph: "·", word: "checking…", tone: "dim" },
};

/** How the state of a step is shown; a step that nothing is known of yet is being checked. */
export function markOfStep(step: SetupStep | undefined): Mark {
	return marks[step?.state ?? "checking"];
}

const screens: Readonly<Record<SetupStepId, ScreenId | null>> = {
	credentials: "credentials",
	signOn: null,
	people: "people",
	mappings: "mapping",
	provisioning: "provisioning",
};

/** The screen where a step is done; null for what is done in Sumo Logic itself. A source that cannot be read is set with the credentials. */
export function screenOfStep(id: SetupStepId, step: SetupStep | undefined): ScreenId | null {
	return id === "people" && step?.state === "failed" ? "credentials" : screens[id];
}
