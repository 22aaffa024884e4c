import { demoName } from "../../app/profile/demo-connection.ts";
import type { Profiles } from "../../app/profiles/profiles.ts";
import type { Session } from "../../app/session.ts";
import { UsageError } from "../../config/errors/usage-error.ts";
import { resolveHome } from "../../config/home.ts";
import { readColumns, readFilters, saveColumns, saveFilters } from "../../config/list-preferences.ts";
import { connectionOptions } from "../../config/settings/connection.ts";
import { cleanText } from "../../text/clean-text.ts";
import type { OpenSession } from "../../tui/console-sessions.ts";
import { createListMemory, type ListMemory } from "../../tui/context/list-memory.ts";
import { startConsole } from "../../tui/start-console.tsx";
import type { LookFlags } from "../options/console-options.ts";
import type { ProfileFlags } from "../options/profile-options.ts";
import { exitCode } from "../output/exit-code.ts";
import { applyKeyFile } from "./console-keys.ts";
import { consoleLook } from "./console-look.ts";
import type { DemoOptions, DemoWorld } from "./demo-world.ts";

/**
 * Shows the console on the profile that flags and environment name, or on the demo tenant if they name none and none
 * is saved. This is determined after the first frame. Returns the exit code of the process.
 */
export async function showConsole(flags: ProfileFlags & LookFlags, env: NodeJS.ProcessEnv): Promise<number> {
	if (flags.demo) return showDemo(flags, env);
	const appearance = consoleLook(flags, env);
	const warnings = await applyKeyFile(flags.home, env);
	const demo = demoSession(flags, env);
	let isMisuse = false;
	const openFirst = async (): Promise<Session> => {
		const { profileToOpen } = await import("../../app/profile/profile-to-open.ts");
		try {
			const name = await profileToOpen({ flags, env });
			return await (name === undefined || name === demoName ? demo.open() : openNamed(flags, env));
		} catch (error) {
			isMisuse = error instanceof UsageError;
			throw error;
		}
	};
	try {
		const code = await startConsole({
			appearance,
			warnings,
			profileName: cleanText(flags.profile ?? env[connectionOptions.profile.variable] ?? ""),
			profiles: profilesOf(flags, env),
			lists: listMemory(flags, env),
			open: switching(openFirst, demo.open, flags, env),
		});
		// A profile that could not be opened again later does not end the console.
		return isMisuse && code === exitCode.error ? exitCode.usage : code;
	} finally {
		await demo.close();
	}
}

/** Shows the console on the demo tenant, which starts after the first frame and ends with the console. */
export async function showDemo(options: DemoOptions & LookFlags, env: NodeJS.ProcessEnv): Promise<number> {
	const appearance = consoleLook(options, env);
	const warnings = await applyKeyFile(options.home, env);
	const demo = demoSession(options, env);
	try {
		return await startConsole({
			appearance,
			warnings,
			profileName: demoName,
			profiles: profilesOf(options, env),
			lists: listMemory(options, env),
			open: switching(demo.open, demo.open, options, env),
		});
	} finally {
		await demo.close();
	}
}

type Folder = Pick<ProfileFlags, "home">;

async function openNamed(flags: ProfileFlags, env: NodeJS.ProcessEnv): Promise<Session> {
	const { openProfile } = await import("../../app/open-profile.ts");
	return openProfile({ flags, env, watch: true, begin: true, ring });
}

/**
 * Opens the first profile as the command line names it. Flags and variables apply to that profile only: another one has only
 * its saved settings, so that it never gets the target or a secret of the first.
 */
function switching(
	openFirst: () => Promise<Session>,
	openDemo: () => Promise<Session>,
	{ home }: Folder,
	env: NodeJS.ProcessEnv,
): OpenSession {
	let first: string | undefined;
	return async (name) => {
		if (name === undefined || name === first) {
			const session = await openFirst();
			first = session.profile().name;
			return session;
		}
		return name === demoName ? openDemo() : openNamed({ home, profile: name }, withoutProfile(env));
	};
}

/** The environment without the variables that set a profile. */
export function withoutProfile(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const isKept = (name: string) => !name.startsWith("SUMO_PROVISION_") || name === "SUMO_PROVISION_HOME";
	return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)));
}

/** The profiles of a home, whose code is loaded when they are first shown. */
function profilesOf({ home }: Folder, env: NodeJS.ProcessEnv): Profiles {
	const load = async () => {
		const { openProfiles } = await import("../../app/profiles/profiles-service.ts");
		return openProfiles({ home, env, now: Date.now, warn: (message) => process.emitWarning(message) });
	};
	return {
		list: async (unsaved) => (await load()).list(unsaved),
		job: async (name, signal) => (await load()).job(name, signal),
		copy: async (name, copy, options) => (await load()).copy(name, copy, options),
		rename: async (name, to) => (await load()).rename(name, to),
		remove: async (name, remains) => (await load()).remove(name, remains),
	};
}

/** Filters and columns of the console's lists, in files of the home. */
function listMemory(flags: Folder, env: NodeJS.ProcessEnv): ListMemory {
	const home = resolveHome(flags.home, env);
	const exclusively = async (work: () => Promise<void>) => {
		const { exclusively } = await import("../../config/exclusively.ts");
		await exclusively(home, work);
	};
	return createListMemory(
		{ read: () => readFilters(home), write: (filters) => saveFilters(home, filters), exclusively },
		{ read: () => readColumns(home), write: (columns) => saveColumns(home, columns), exclusively },
	);
}

/** A session on the demo tenant, which starts with the first one. `close` ends the tenant, if it was started. */
function demoSession(options: DemoOptions, env: NodeJS.ProcessEnv) {
	let started: Promise<DemoWorld> | undefined;
	return {
		async open(): Promise<Session> {
			const [{ startDemoWorld }, { openProfile }] = await Promise.all([
				import("./demo-world.ts"),
				import("../../app/open-profile.ts"),
			]);
			started ??= startDemoWorld(options, env);
			const world = await started;
			return openProfile({
				flags: { home: options.home },
				env,
				demo: world.connection,
				watch: true,
				ring,
			});
		},
		close: async () => (await started)?.close(),
	};
}

/** The bell takes no space on the screen, so it can ring between two frames. */
function ring(): void {
	process.stdout.write("\u0007");
}
