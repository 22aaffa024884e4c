import { type Instance, render } from "ink";
import type { Profiles } from "../app/profiles/profiles.ts";
import { cleanText } from "../text/clean-text.ts";
import { errorMessage } from "../text/error-message.ts";
import { Console } from "./console.tsx";
import { type ConsoleSessions, createConsoleSessions, type OpenSession } from "./console-sessions.ts";
import type { ListMemory } from "./context/list-memory.ts";
import { MouseContext } from "./context/mouse-context.ts";
import type { ScreenId } from "./context/shell-context.ts";
import { screens } from "./screens/index.ts";
import { asciiOutput } from "./terminal/ascii-output.ts";
import { type AskingInput, askingInput } from "./terminal/asking-input.ts";
import { answersQuery, backgroundOfAnswer, backgroundQuery } from "./terminal/background.ts";
import { holdWarnings } from "./terminal/hold-warnings.ts";
import { createMouse } from "./terminal/mouse.ts";
import { redrawOnResize } from "./terminal/redraw.ts";
import { spokenOutput } from "./terminal/spoken-output.ts";
import { thriftyOutput } from "./terminal/thrifty-output.ts";
import { type Appearance, createAppearance } from "./theme/appearance.ts";
import { recolor } from "./theme/recolor.ts";
import { AppearanceContext } from "./theme/use-appearance.ts";

export type StartConsoleOptions = {
	/**
	 * Opens a session. Called first without a name, after the first frame is on the screen: load heavy modules here. Called again with the
	 * name of each profile that the operator switches to, once the session before is closed.
	 */
	readonly open: OpenSession;
	/** The profiles to switch between; absent: only the first one is shown. */
	readonly profiles?: Profiles;
	/** Filters and columns of lists, from one start to the next; absent: they are not kept. */
	readonly lists?: ListMemory;
	/** Shown in the first frame; empty when it is not known before the profile is open. */
	readonly profileName: string;
	readonly begin?: ScreenId;
	readonly appearance?: Appearance;
	/** What is wrong with files of the operator that the console does without, a line each; shown once it is open. */
	readonly warnings?: readonly string[];
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	readonly stderr?: NodeJS.WriteStream;
};

/** Exit codes by signal, as in shells: 128 plus the signal number. */
const signals = { SIGTERM: 143, SIGHUP: 129 } as const;

/** Milliseconds for in-flight requests after a signal, before the process ends anyway. */
const grace = 10_000;

/** Why the console ended. */
type Ending = { readonly code: number; readonly error: unknown };

/**
 * Runs the console until it quits, then closes the open session. Whatever ends it (`q`, Ctrl+C, SIGTERM, SIGHUP, an uncaught
 * error), the terminal is restored first; then an error is printed to stderr.
 *
 * Frames are drawn even if `CI` is set: the caller has checked that there is a terminal.
 *
 * @returns the exit code: 0 after quitting, 1 after an error, 128 plus the signal number after a signal.
 */
export async function startConsole({
	open,
	profiles,
	lists,
	profileName,
	begin,
	appearance = createAppearance(),
	warnings = [],
	stdin = process.stdin,
	stdout = process.stdout,
	stderr = process.stderr,
}: StartConsoleOptions): Promise<number> {
	const sessions = createConsoleSessions(open);
	const releaseWarnings = holdWarnings(process, stderr);
	const isReader = process.env.INK_SCREEN_READER === "true";
	const input = isReader
		? { stdin, close: () => Promise.resolve() }
		: askBackground(stdin, stdout, appearance);
	const pointer = createMouse(input.stdin, (text) => void stdout.write(text));
	const dress = (output: string) => {
		const colored = recolor(output, appearance.colors());
		return appearance.look().ascii ? asciiOutput(colored, stdout.columns) : colored;
	};
	const console = (
		<AppearanceContext value={appearance}>
			<MouseContext value={pointer.mouse}>
				<Console
					sessions={sessions}
					profileName={profileName}
					screens={screens}
					warnings={warnings}
					{...(profiles === undefined ? {} : { profiles })}
					{...(lists === undefined ? {} : { lists })}
					{...(begin === undefined ? {} : { begin })}
				/>
			</MouseContext>
		</AppearanceContext>
	);
	const showMouse = () => pointer.set(appearance.look().mouse && stdout.isTTY && !isReader);
	// Also when the process ends without waiting for the rest of this function.
	process.once("exit", pointer.end);
	let endRedrawing: (() => void) | undefined;
	const ending = await untilLeft(stdout, () => {
		const app = render(console, {
			stdin: pointer.stdin,
			stdout: isReader ? spokenOutput(stdout, dress) : thriftyOutput(stdout, dress),
			stderr,
			// For a screen reader, each frame is written as a whole, and what it adds goes below what was read.
			debug: isReader,
			alternateScreen: !isReader,
			incrementalRendering: true,
			interactive: stdout.isTTY,
			// Keys are drawn immediately; engine events are throttled where they are shown.
			maxFps: 120,
		});
		const drawing = { forget: () => app.clear(), draw: () => app.rerender(console) };
		appearance.subscribe(() => {
			drawing.forget();
			drawing.draw();
		});
		appearance.subscribe(showMouse);
		showMouse();
		if (!isReader) endRedrawing = redrawOnResize(stdout, drawing);
		return app;
	});
	pointer.end();
	process.off("exit", pointer.end);
	endRedrawing?.();
	if (ending.code === 0) await input.close();
	releaseWarnings();
	if (ending.error !== undefined) stderr.write(`sumo-provision: ${messageOf(ending.error)}\n`);
	await closeSession(sessions, stderr, ending.code);
	return ending.code;
}

/** The input, and the question for the background if the look depends on it and the terminal may know. */
function askBackground(
	stdin: NodeJS.ReadStream,
	stdout: NodeJS.WriteStream,
	appearance: Appearance,
): AskingInput {
	if (!appearance.followsBackground() || !stdout.isTTY || !answersQuery(process.env.TERM))
		return { stdin, close: () => Promise.resolve() };
	return askingInput(
		stdin,
		() => stdout.write(backgroundQuery),
		(answer) => {
			const background = backgroundOfAnswer(answer);
			if (background !== undefined) appearance.setBackground(background);
		},
	);
}

/** Draws, and waits for the first reason to end. A terminal that takes no output anymore is one. */
async function untilLeft(stdout: NodeJS.WriteStream, draw: () => Instance): Promise<Ending> {
	const forced = Promise.withResolvers<Ending>();
	let app: Instance | undefined;
	const end = (ending: Ending) => {
		forced.resolve(ending);
		app?.unmount();
	};
	const crash = (error: unknown) => end({ code: 1, error });
	const stops = Object.entries(signals).map(([signal, code]) => {
		const stop = () => {
			setTimeout(() => process.exit(code), grace).unref();
			end({ code, error: undefined });
		};
		process.on(signal, stop);
		return () => process.off(signal, stop);
	});
	process.on("uncaughtException", crash);
	process.on("unhandledRejection", crash);
	stdout.on("error", crash);
	try {
		app = draw();
		const left = app.waitUntilExit().then(
			() => ({ code: 0, error: undefined }),
			(error: unknown) => ({ code: 1, error }),
		);
		const first = await Promise.race([forced.promise, left]);
		await left;
		return first;
	} finally {
		process.off("uncaughtException", crash);
		process.off("unhandledRejection", crash);
		stdout.off("error", crash);
		for (const stop of stops) stop();
	}
}

/** Waits for in-flight requests. From here on, Ctrl+C ends the process immediately. */
async function closeSession(sessions: ConsoleSessions, stderr: NodeJS.WriteStream, code: number) {
	const notice = setTimeout(() => stderr.write("sumo-provision: finishing in-flight requests…\n"), 300);
	try {
		await sessions.close();
	} catch (error) {
		stderr.write(`sumo-provision: can't close the profile: ${messageOf(error)}\n`);
		if (code === 0) process.exitCode = 1;
	} finally {
		clearTimeout(notice);
	}
}

/** Cleans the message: an error may quote text from a directory or server. */
function messageOf(error: unknown): string {
	return cleanText(errorMessage(error));
}
