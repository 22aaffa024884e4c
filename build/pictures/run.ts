import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Picture, Screen } from "./screen.ts";
import { animatedSvg, type Frame, palettes, stillSvg } from "./svg.ts";

/**
 * `npm run pictures`: drives the built program on the demo tenant in a pseudo-terminal, and writes what it shows to docs/pictures, once for
 * a dark and once for a light background, and an animated tour. The clock of the program stands still, its random numbers follow from a
 * seed, and ports are masked, so that a picture changes only with the program.
 */
const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "docs/pictures");
const key = { enter: "\r", escape: "\u001B", down: "\u001B[B" } as const;

type Step = { readonly keys: string; readonly expected: RegExp };

type Still = { readonly name: string; readonly title: string; readonly steps: readonly Step[] };

/** The whole screen has this and no spinner. */
function ready(text: string): RegExp {
	return new RegExp(`^(?![^]*(?:[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|\\b[A-Z][a-z]+ing\\b[^\\n]*… *\\n))[^]*${text}`);
}

const plan: Still = {
	name: "plan",
	title: "Plan: every change before it happens",
	steps: [{ keys: "d", expected: ready("nothing has been written") }],
};

/** How each screen is reached, once a cycle has run on the demo tenant. */
const stills: readonly Still[] = [
	{
		name: "home",
		title: "Home: what needs the operator, and the last cycles",
		steps: [{ keys: "1", expected: ready("Needs me [1-9]") }],
	},
	{
		name: "people",
		title: "Users and groups with their assignments",
		steps: [{ keys: "2", expected: ready("Amélie Beaulieu") }],
	},
	{
		name: "log",
		title: "The provisioning log",
		steps: [{ keys: "4", expected: ready("Log ▶ following") }],
	},
	{
		name: "mapping",
		title: "Attribute mappings with a live preview",
		steps: [{ keys: "gm", expected: ready("Preview: Amélie[\\s\\S]*roles[\\s\\S]* = ") }],
	},
	{
		name: "expression",
		title: "An expression mapping while it is edited",
		steps: [
			{ keys: `gm${key.down}`, expected: ready("❯ active") },
			{ keys: key.enter, expected: ready("Edit active") },
		],
	},
	{
		name: "scope",
		title: "Scoping filters and the users they concern",
		steps: [{ keys: "gs", expected: ready("users in scope") }],
	},
	{
		name: "accounts",
		title: "Accounts in Sumo Logic and their links",
		steps: [{ keys: "ga", expected: ready("\\d+ accounts · ") }],
	},
	{
		name: "settings",
		title: "Settings of a profile",
		steps: [{ keys: "ge", expected: ready("Settings of demo") }],
	},
];

/** Ports differ from run to run; the text keeps its width. */
function masked(picture: Picture): Picture {
	return picture.map((line) => {
		const text = line.map((one) => one.text || "\0").join("");
		const hidden = text
			.replace(
				/(127\.0\.0\.1:)(\d+)/g,
				(_, host: string, port: string) => host + "443".padEnd(port.length, "0"),
			)
			.replace(/\d\.\d(?=\/\d req\/s)/, "0.0");
		return hidden.length === line.length && hidden !== text
			? line.map((one, column) => ({ ...one, text: (hidden[column] ?? " ").replace("\0", "") }))
			: line;
	});
}

function openScreen(home: string, theme: keyof typeof palettes, columns: number, rows: number): Screen {
	return new Screen(
		[
			"--import",
			join(import.meta.dirname, "repeatable.ts"),
			join(root, "dist/sumo-provision.js"),
			"demo",
			"--theme",
			theme,
			"--reduced-motion",
		],
		{
			columns,
			rows,
			env: {
				PATH: process.env.PATH ?? "",
				HOME: home,
				SUMO_PROVISION_HOME: home,
				TERM: "xterm-256color",
				LANG: "C.UTF-8",
				TZ: "UTC",
				// One user after the other, so that the log has the same order each time.
				SUMO_PROVISION_CONCURRENCY: "1",
				NODE_NO_WARNINGS: "1",
			},
		},
	);
}

async function inFreshHome(work: (home: string) => Promise<void>): Promise<void> {
	const home = mkdtempSync(join(tmpdir(), "sumo-pictures-"));
	try {
		await work(home);
	} finally {
		rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	}
}

function write(name: string, svg: string): void {
	writeFileSync(join(folder, `${name}.svg`), svg);
	process.stdout.write(`docs/pictures/${name}.svg  ${Math.ceil(svg.length / 1024)} kB\n`);
}

async function draw(
	screen: Screen,
	{ name, title, steps }: Still,
	theme: keyof typeof palettes,
): Promise<void> {
	for (const { keys, expected } of steps) {
		screen.press(keys);
		await screen.see(expected);
	}
	write(`${name}-${theme}`, stillSvg(masked(screen.picture()), palettes[theme], title));
	// Back to the screen itself, whatever is open.
	for (let level = 0; level < 3; level += 1) {
		screen.press(key.escape);
		await screen.see(/./);
	}
}

async function drawStills(theme: keyof typeof palettes): Promise<void> {
	await inFreshHome(async (home) => {
		const screen = openScreen(home, theme, 120, 34);
		await screen.see(/Needs me 0/);
		await draw(screen, plan, theme);
		screen.press("1p");
		await screen.see(/Run a cycle now\?/);
		screen.press(key.enter);
		await screen.see(ready("Cycle completed"));
		for (const still of stills) await draw(screen, still, theme);
		await screen.close();
	});
}

/** From an empty log to what needs the operator: plan, run, and the reason of a failure. */
async function drawTour(theme: keyof typeof palettes): Promise<void> {
	await inFreshHome(async (home) => {
		const screen = openScreen(home, theme, 100, 28);
		const frames: Frame[] = [];
		const step = async (keys: string, expected: RegExp, seconds: number) => {
			screen.press(keys);
			await screen.see(expected);
			frames.push({ picture: masked(screen.picture()), seconds });
		};
		await step("", /Needs me 0/, 2);
		await step("d", ready("nothing has been written"), 3);
		await step("p", /Run a cycle/, 2.5);
		await step(key.enter, ready("Cycle completed"), 2);
		await step("1", /Needs me [1-9]/, 3);
		await step(key.enter, ready("│ Create · "), 4);
		write(
			`tour-${theme}`,
			animatedSvg(frames, palettes[theme], "A plan, a cycle, and what needs the operator after it"),
		);
		await screen.close();
	});
}

execFileSync(join(root, "node_modules/.bin/rolldown"), ["-c"], { cwd: root, stdio: "ignore" });
mkdirSync(folder, { recursive: true });
await drawStills("dark");
await drawStills("light");
await drawTour("dark");
await drawTour("light");
