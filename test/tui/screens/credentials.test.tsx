import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import stringWidth from "string-width";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type {
	Connection,
	ConnectionDraft,
	ConnectionReport,
} from "../../../src/app/connection/connection.ts";
import { createFakeSession } from "../fake-session.ts";
import { type Drawn, drawConsole, type Size } from "../render-console.tsx";

const token = Buffer.from(`suABCDEFGHIJKL:${"k".repeat(64)}`).toString("base64");
const authorized = (appName: string): ConnectionReport => ({
	ok: true,
	message: `Testing connection to ${appName}\nThe supplied credentials are authorized to enable provisioning`,
	advice: "",
});
const entra: ConnectionDraft["source"] = {
	type: "entra",
	tenantId: "contoso.onmicrosoft.com",
	clientId: "client-1",
	application: "Sumo Logic",
	signIn: "clientSecret",
};

/** A connection that keeps what is saved, and records what it was asked. */
function fakeConnection(first: Partial<ConnectionDraft> = {}, change: Partial<Connection> = {}) {
	let saved: ConnectionDraft = {
		appName: "Sumo Logic",
		target: { deployment: "us2" },
		source: { type: "demo" },
		accessId: "suABCDEFGHIJKL",
		...first,
	};
	const saves: ConnectionDraft[] = [];
	const tests: ConnectionDraft[] = [];
	const connection: Partial<Connection> = {
		current: () => saved,
		secretsSaved: () => ({ accessKey: true, sourceSecret: false }),
		tenantUrl: ({ target }) =>
			target.deployment === "custom"
				? (target.scimUrl ?? "")
				: `https://api.${target.deployment}.sumologic.com/api/v1/scim`,
		revealToken: () => token,
		check: ({ accessId = "", appName }) => [
			...(appName === ""
				? [{ field: "appName", severity: "error", message: "The application needs a name." } as const]
				: []),
			...(accessId.startsWith("su")
				? []
				: [
						{ field: "accessId", severity: "warning", message: "Access IDs usually begin with su." } as const,
					]),
		],
		async test(draft) {
			tests.push(draft);
			return authorized(draft.appName);
		},
		testSource: async () => ({ ok: true, message: "Demo tenant: 12 assigned", advice: "", assigned: 12 }),
		async save(draft) {
			saves.push(draft);
			const { accessKey: _key, sourceSecret: _secret, ...rest } = draft;
			saved = rest;
		},
		...change,
	};
	return { connection, saves, tests };
}

async function open(
	fake: ReturnType<typeof fakeConnection> = fakeConnection(),
	size: Partial<Size> = {},
): Promise<Drawn & typeof fake> {
	const session = createFakeSession({ connection: fake.connection });
	const app = await drawConsole(session, { begin: "credentials", ...size });
	await app.see("Target and source");
	return { ...app, ...fake };
}

const down = (times: number) => Array.from({ length: times }, () => "down");

describe("the credentials", () => {
	it("show the form with deployment, region, Tenant URL and masked secrets", async () => {
		const app = await open();
		await app.see(/❯ App name +Sumo Logic/u);
		await app.see(/Deployment +us2 · US West \(Oregon\)/u);
		await app.see(/Tenant URL +https:\/\/api\.us2\.sumologic\.com\/api\/v1\/scim/u);
		await app.see(/Access ID +suABCDEFGHIJKL/u);
		await app.see(/Access key +•••••••• saved/u);
		await app.see(/Secret Token +•••••••• /u);
		await app.see(/Source +the demo tenant/u);
		expect(app.frame()).not.toContain("SCIM URL");
	});

	it("offer all twelve deployments with their regions, and a SCIM URL field for a custom one", async () => {
		const app = await open();
		await app.press("down", "enter");
		for (const region of ["us1", "Sydney", "Zurich", "FedRAMP", "Mumbai", "Tokyo", "AWS European Sovereign"])
			await app.see(region);
		await app.press(...down(12));
		await app.see("◉ custom");
		await app.press("enter");
		await app.see("SCIM URL");
		await app.press("down", "enter");
		await app.type("https://scim.example.com/v2");
		await app.press("enter");
		await app.see(/Tenant URL +https:\/\/scim\.example\.com\/v2/u);
		await app.press("s");
		await app.see("✓ Saved.");
		expect(app.saves[0]?.target).toEqual({ deployment: "custom", scimUrl: "https://scim.example.com/v2" });
	});

	it("take typed text as text, never as keys of the screen", async () => {
		const app = await open();
		await app.press("enter", "ctrl+u");
		await app.type("tT s u r y q 1 ? : x");
		await app.press("enter");
		await app.see(/App name +tT s u r y q 1 \? : x/u);
		expect(app.tests).toEqual([]);
		expect(app.saves).toEqual([]);
	});

	it("complain once a field was left, and from then on while typing, in words and glyphs that differ", async () => {
		const app = await open();
		await app.press("e", "ctrl+u");
		await app.see(/❯ App name +name of the enterprise/u);
		expect(app.frame()).not.toContain("✗");
		await app.press("enter");
		await app.see(/App name .*✗ error/u);
		await app.see("✗ error: The application needs a name.");
		await app.press("up", "e");
		await app.type("A");
		await app.seeNot("✗ error");
		await app.press("enter", ...down(2), "e", "ctrl+u");
		await app.type("x");
		expect(app.frame()).not.toContain("! warning");
		await app.press("enter");
		await app.see(/Access ID +x +! warning/u);
		await app.see("! warning: Access IDs usually begin with su.");
		await app.press("up", "e");
		await app.type("y");
		await app.see(/Access ID +xy /u);
	});

	it("complain about each field once saving was tried", async () => {
		const fake = fakeConnection(
			{ appName: "" },
			{ save: () => Promise.reject(new Error("The application needs a name.")) },
		);
		const app = await open(fake);
		expect(app.frame()).not.toContain("✗");
		await app.press(...down(3), "enter");
		await app.type("x");
		await app.press("\u0013");
		await app.see(/App name .*✗ error/u);
		await app.see("✗ error: The application needs a name.");
	});

	it("leave a field on Esc, and ask before a change is discarded", async () => {
		const app = await open();
		await app.press("enter", "escape");
		await app.see(/❯ App name +Sumo Logic/u);
		await app.press("enter");
		await app.type(" changed");
		await app.press("escape");
		await app.see("Discard changes?");
		await app.see('The field "App name" has changes that are not saved.');
		await app.press("n");
		await app.seeNot("Discard changes?");
		await app.type("!");
		await app.see("Sumo Logic changed!");
		await app.press("escape", "escape");
		await app.seeNot("Discard changes?");
		await app.press("escape", "y");
		await app.seeNot("changed");
		await app.seeNot("unsaved");
		await app.see(/❯ App name +Sumo Logic/u);
	});

	it("ask on Esc while edits are unsaved, and leave after they are saved or discarded", async () => {
		const app = await open();
		const change = async () => {
			await app.press("enter");
			await app.type("!");
			await app.press("enter", "escape");
			await app.see("The form has changes that are not saved.");
		};
		await change();
		await app.press("escape");
		await app.see("* unsaved edits");
		await app.press("escape", "enter");
		await app.see("Home");
		await app.seeNot("Target and source");
		expect(app.frame()).not.toContain("Credentials have unsaved edits");
		expect(app.saves).toEqual([]);
		await app.press("7");
		await app.see(/App name +Sumo Logic$/mu);
		await app.press("up", "up");
		await change();
		await app.press("s");
		await app.seeNot("Target and source");
		expect(app.saves[0]?.appName).toBe("Sumo Logic!");
	});

	it("complete a path with Tab, list several, and go to the next field when there is nothing to complete", async () => {
		const folder = mkdtempSync(join(tmpdir(), "credentials-"));
		onTestFinished(() => {
			vi.unstubAllEnvs();
			rmSync(folder, { recursive: true });
		});
		vi.stubEnv("HOME", folder);
		mkdirSync(join(folder, "exports"));
		for (const name of ["users.csv", "users.json"]) writeFileSync(join(folder, "exports", name), "");
		const app = await open(fakeConnection({ source: { type: "file", path: "" } }));
		await app.press(...down(7), "enter");
		await app.type("~/e");
		await app.press("tab");
		await app.see("File             ~/exports/");
		await app.press("tab");
		await app.see("File             ~/exports/users.");
		await app.see("users.csv   users.json");
		await app.type("c");
		await app.seeNot("users.json");
		await app.press("tab");
		await app.see("~/exports/users.csv");
		await app.press("tab");
		await app.press("\u0013");
		await app.until(() =>
			expect(app.saves[0]?.source).toEqual({ type: "file", path: "~/exports/users.csv" }),
		);
	});

	it("edit field after field with Tab, past those that only show", async () => {
		const app = await open();
		await app.press("down", "down", "down", "enter", "tab");
		await app.paste("the-key\n");
		await app.see(/❯ Access key +•••••••/u);
		await app.press("tab");
		await app.see("JSON or CSV on this machine");
		await app.press("escape", "s");
		await app.until(() => expect(app.saves[0]?.accessKey).toBe("the-key"));
	});
});

describe("saving", () => {
	it("is offered by footer and first line as soon as something is edited; u undoes", async () => {
		const app = await open();
		await app.press("s");
		expect(app.saves).toEqual([]);
		await app.press("enter");
		await app.type("!");
		await app.press("enter");
		await app.see("* unsaved edits: s saves, u undoes");
		expect(app.lines().at(-1)).toContain("s save");
		await app.press("u");
		await app.seeNot("unsaved edits");
		await app.see(/App name +Sumo Logic$/mu);
	});

	it("works with Ctrl+S inside a field", async () => {
		const app = await open();
		await app.press("enter");
		await app.type("!");
		await app.press("\u0013");
		await app.see("✓ Saved.");
		expect(app.saves[0]?.appName).toBe("Sumo Logic!");
		await app.seeNot("unsaved edits");
	});

	it("shows why it failed and keeps the edits", async () => {
		const fake = fakeConnection({}, { save: () => Promise.reject(new Error("The keyring is locked.")) });
		const app = await open(fake);
		await app.press("enter");
		await app.type("!");
		await app.press("enter", "s");
		await app.see("✗ The keyring is locked.");
		await app.see("unsaved edits");
	});

	it("is left for later when another screen is shown, and that is said", async () => {
		const app = await open();
		await app.press("enter");
		await app.type("!");
		await app.press("enter", "2");
		await app.see("! Credentials have unsaved edits. They are kept. Press 7 to go back.");
		await app.press("7");
		await app.see("* unsaved edits");
		await app.see("Sumo Logic!");
	});
});

describe("Test Connection", () => {
	it("shows both lines of the portal when all is well", async () => {
		const app = await open();
		await app.press("c");
		await app.see("✓ Testing connection to Sumo Logic");
		await app.see("  The supplied credentials are authorized to enable provisioning");
	});

	it("works on unsaved edits, and forgets its outcome when they change", async () => {
		const app = await open();
		await app.press("enter");
		await app.type(" X");
		await app.press("enter", "c");
		await app.see("✓ Testing connection to Sumo Logic X");
		expect(app.saves).toEqual([]);
		await app.press("u");
		await app.seeNot("Testing connection");
	});

	it("shows what is wrong and how to fix it", async () => {
		const fake = fakeConnection(
			{},
			{
				test: async () => ({
					ok: false,
					message: "Sumo Logic refused the access key.",
					advice: "Make a new one.",
				}),
			},
		);
		const app = await open(fake);
		await app.press("c");
		await app.see("✗ Sumo Logic refused the access key.");
		await app.see("Make a new one.");
	});

	it("runs once at a time, and Esc cancels it", async () => {
		const signals: (AbortSignal | undefined)[] = [];
		const fake = fakeConnection(
			{},
			{
				test: (_draft, signal) => {
					signals.push(signal);
					return new Promise((_, reject) =>
						signal?.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError"))),
					);
				},
			},
		);
		const app = await open(fake);
		await app.press("c", "c", "C");
		await app.see("Testing connection to Sumo Logic… (Esc cancels)");
		await app.press("escape");
		await app.see("Test canceled.");
		await app.seeNot("Esc cancels");
		expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
	});

	it("has a sister for the source", async () => {
		const app = await open();
		await app.press("C");
		await app.see("✓ Demo tenant: 12 assigned");
	});
});

describe("the Secret Token", () => {
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it("is shown on request with a countdown, and hides itself", async () => {
		const app = await open();
		await app.press("v");
		expect(app.frame()).toContain("hidden in 8 s");
		expect(
			app
				.lines()
				.map((line) => line.trim())
				.join(""),
		).toContain(token);
		await vi.advanceTimersByTimeAsync(3000);
		await app.see(/hidden in [1-5] s/u);
		await vi.advanceTimersByTimeAsync(6000);
		await app.seeNot("hidden in");
		expect(
			app
				.lines()
				.map((line) => line.trim())
				.join(""),
		).not.toContain(token.slice(0, 20));
	});

	it("is copied by OSC 52 only while it is shown", async () => {
		const app = await open();
		const copies = () => app.written().filter((text) => text.includes("\u001B]52;c;"));
		await app.press("y");
		expect(copies()).toEqual([]);
		await app.press("v", "y");
		await app.see("Copied the Secret Token");
		expect(copies()).toEqual([`\u001B]52;c;${Buffer.from(token).toString("base64")}\u0007`]);
		await app.press("escape", "y");
		expect(copies()).toHaveLength(1);
	});

	it("is hidden immediately when the screen is left", async () => {
		const app = await open();
		await app.press("v");
		await app.see("hidden in");
		await app.press("2");
		await app.see("Ada Brink");
		await app.press("7");
		await app.see("App name");
		expect(app.frame()).not.toContain("hidden in");
	});

	it("shows what is missing when there is none", async () => {
		const app = await open(fakeConnection({}, { revealToken: () => null }));
		await app.press("v");
		await app.see("There is no Secret Token yet.");
	});
});

describe("the source", () => {
	it("is Entra with tenant, sign-in, client, a masked secret and the application", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.see(/Tenant ID +contoso\.onmicrosoft\.com/u);
		await app.see(/Client ID +client-1/u);
		await app.see(/Client secret +not entered/u);
		await app.see(/Application +Sumo Logic/u);
		await app.press(...down(10), "enter");
		await app.type("hush-hush");
		await app.press("enter");
		await app.see(/Client secret +•••••••• not saved yet/u);
		expect(app.written().some((text) => text.includes("hush"))).toBe(false);
		await app.press("s");
		await app.until(() => expect(app.saves[0]?.sourceSecret).toBe("hush-hush"));
		expect(app.saves[0]?.source).toEqual(entra);
	});

	it("can sign in with an access token", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(8), "enter");
		await app.see("Sign-in to Entra ID");
		await app.press("down", "enter");
		await app.see("Access token");
		await app.press("s");
		await app.until(() => expect(app.saves[0]?.source).toEqual({ ...entra, signIn: "accessToken" }));
	});

	it("needs no secret with the login of the Azure CLI", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(8), "enter");
		await app.see("Sign-in to Entra ID");
		await app.press("down", "down", "enter");
		await app.see(/Sign-in +Azure CLI/u);
		expect(app.frame()).not.toMatch(/Client secret|Access token/u);
		await app.press("s");
		await app.until(() => expect(app.saves[0]?.source).toEqual({ ...entra, signIn: "azureCli" }));
	});

	it("is a file by its path, without losing what was typed for Entra", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(6), "enter", "down", "enter");
		await app.see(/Source +a file/u);
		await app.press("down", "enter");
		await app.type("/srv/users.json");
		await app.press("enter", "up", "enter", "up", "enter");
		await app.see(/Client ID +client-1/u);
		await app.press("enter", "down", "enter", "s");
		await app.until(() => expect(app.saves[0]?.source).toEqual({ type: "file", path: "/srv/users.json" }));
	});

	it("is the demo only in the demo's profile; elsewhere it shows how to start it", async () => {
		const app = await open(fakeConnection({ source: entra }));
		await app.press(...down(6), "enter", "down", "down");
		await app.see("start it with: sumo-provision demo");
		await app.press("enter");
		await app.see("The demo tenant is not running here. Start it with: sumo-provision demo");
		await app.see(/Source +Microsoft Entra ID/u);
	});
});

describe("the frame", () => {
	for (const size of [
		{ columns: 80, rows: 24 },
		{ columns: 170, rows: 45 },
	]) {
		it(`holds the longest form with a failed test and warnings at ${size.columns}×${size.rows}`, async () => {
			const long = "The deployment is wrong: Sumo Logic sends us elsewhere. ".repeat(2);
			const fake = fakeConnection(
				{
					appName: `\u202E\u001B[31m田中${"N".repeat(200)}`,
					target: { deployment: "custom", scimUrl: `https://${"h".repeat(200)}.example.com` },
					source: { ...entra, tenantId: "t\n\u0007".repeat(80) },
				},
				{ test: async () => ({ ok: false, message: long, advice: "Choose us1 and test again." }) },
			);
			const app = await open(fake, size);
			await app.press("down", "down", "down", "down", "enter", "ctrl+u");
			await app.type("x");
			await app.press("enter", "c");
			await app.see("Choose us1 and test again.");
			await app.see(/Application +Sumo Logic *$/mu);
			expect(app.lines().filter((line) => /Access ID +x +! warning$/u.test(line))).toHaveLength(1);
			expect(app.lines()).toHaveLength(size.rows);
			for (const line of app.lines()) {
				expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
				expect(line.replace(/\u001B\[[\d;]*m/gu, "")).not.toMatch(/[\p{Cc}\u202E]/u);
			}
			await app.see("Application");
		});
	}
});
