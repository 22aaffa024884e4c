import type { SetupStep, SetupStepId } from "../../app/setup/setup.ts";
import type { ScreenId } from "../context/shell-context.ts";
import type { Mark } from "../text/outcome-mark.ts";

const marks: Readonly<Record<SetupStep["state"] | "checking", Mark>> = {
	ready: { glyph: "✓", word: "ready", tone: "good" },
	attention: { glyph: "!", word: "check", tone: "caution" },
	failed: { glyph: "✗", word: "not done", tone: "bad" },
	waiting: { glyph: "–", word: "waiting", tone: "dim" },
	unchecked: { glyph: "?", word: "cannot be checked", tone: "dim" },
	checking: { glyph: "·", word: "checking…", tone: "dim" },
};

/** The mark of every step before anything was entered. */
export const toDo: Mark = { glyph: "·", word: "to do", tone: "dim" };

/** The mark of a step; an unknown step is still being checked. */
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

/** The screen of a step; null for a step in Sumo Logic itself. An unreadable source is fixed on the credentials screen. */
export function screenOfStep(id: SetupStepId, step: SetupStep | undefined): ScreenId | null {
	return id === "people" && step?.state === "failed" ? "credentials" : screens[id];
}
