import type { Cycle } from "../../../src/ports/store/cycle.ts";
import { startConsole } from "../../../src/tui/start-console.tsx";
import { at, counts, entry, person } from "../fake-data.ts";
import { createFakeSession, progress } from "../fake-session.ts";

/**
 * A console over the fake session, as a program of its own: for tests in a pseudo-terminal, and to look at by hand
 * (`node test/tui/terminal/try.ts`). What it holds comes from the environment.
 */
const {
	FAKE_USERS = "60",
	FAKE_ENTRIES = "40",
	FAKE_FAULT,
	FAKE_BEGIN,
	FAKE_RUNNING,
	FAKE_CYCLES,
} = process.env;
const nasty = `\u001B[2J\u202Eevil ${"長い名前".repeat(50)} 👩‍👩‍👧‍👦 ❤️`;
/** Terminals count the parts of a conjunct, which is one grapheme. */
const indic = "अर्जुन कृष्ण क्षत्रिय पटेल";
const cycle = {
	...{ id: "C1", kind: "initial", startedAt: at, endedAt: at, outcome: "completed", error: null },
	counts: counts({ created: 25, updated: 3 }),
} satisfies Cycle;
const fake = createFakeSession({
	people: Array.from({ length: Number(FAKE_USERS) }, (_, number) =>
		person(number, number === 3 ? { displayName: nasty } : number === 5 ? { displayName: indic } : {}),
	),
	entries: Array.from({ length: Number(FAKE_ENTRIES) }, (_, number) => entry(number + 1)),
	status: {
		...(FAKE_RUNNING === undefined ? {} : { running: progress({ done: 4 }) }),
		...(FAKE_CYCLES === undefined ? {} : { recentCycles: [cycle] }),
	},
});

async function open() {
	if (FAKE_FAULT === "open") throw new Error("The profile cannot be read: mode 0000.");
	if (FAKE_FAULT === "crash") setTimeout(() => Promise.reject(new Error("a bug")), 100);
	// As the program's own streams do, which drop what is not taken.
	if (FAKE_FAULT === "output") {
		process.stdout.on("error", () => undefined);
		setTimeout(() => process.stdout.emit("error", new Error("write EIO")), 100);
	}
	if (FAKE_FAULT === "warning") process.emitWarning("something is deprecated", "DeprecationWarning");
	return fake.session;
}

const begin =
	FAKE_BEGIN === "on-demand" || FAKE_BEGIN === "home" || FAKE_BEGIN === "deactivated"
		? FAKE_BEGIN
		: undefined;
process.exitCode = await startConsole({ open, profileName: "demo", ...(begin ? { begin } : {}) });
process.stdout.write(`closed ${fake.calls.includes("close")}\n`);
