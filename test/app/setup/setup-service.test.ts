import { describe, expect, it } from "vitest";
import type { Mapping } from "../../../src/app/mapping/mapping.ts";
import type { SetupStep } from "../../../src/app/setup/setup.ts";
import { createSetupService, type SetupParts } from "../../../src/app/setup/setup-service.ts";
import type { IdentityProvider } from "../../../src/sumo/saml.ts";
import { createFakeSession } from "../../tui/fake-session.ts";

const provider: IdentityProvider = {
	configurationName: "Entra",
	issuer: "https://sts.windows.net/t/",
	disableRequestedAuthnContext: true,
	onDemandProvisioning: false,
};

type Change = {
	readonly [Part in "connection" | "provisioning"]?: Partial<SetupParts[Part]>;
} & {
	readonly mapping?: Partial<Mapping>;
	readonly saml?: SetupParts["saml"];
};

function sourceOf(change: Change = {}): SetupParts {
	const { session } = createFakeSession({ status: { enabled: true } });
	return {
		connection: {
			...session.connection,
			test: async () => ({ ok: true, message: "authorized", advice: "" }),
			testSource: async () => ({ ok: true, message: "Contoso: 3 assigned", advice: "", assigned: 3 }),
			...change.connection,
		},
		saml: change.saml ?? (async () => [provider]),
		mapping: async () => ({ ...(await session.rules()).mapping, ...change.mapping }),
		provisioning: { ...session.provisioning, refresh: async () => undefined, ...change.provisioning },
		intervalMinutes: () => 40,
	};
}

const check = (change: Change = {}) => createSetupService(sourceOf(change)).check();

const stepOf = (steps: readonly SetupStep[], id: SetupStep["id"]) => steps.find((step) => step.id === id);
const statesOf = (steps: readonly SetupStep[]) => steps.map(({ id, state }) => `${id} ${state}`);

describe("checking the setup", () => {
	it("finds every step ready, in the order of Sumo's guide, and reports each as it is known", async () => {
		const told: string[] = [];
		const steps = await createSetupService(sourceOf()).check({ onStep: ({ id }) => told.push(id) });
		expect(statesOf(steps)).toEqual([
			"credentials ready",
			"signOn ready",
			"people ready",
			"mappings ready",
			"provisioning ready",
		]);
		expect(told).toEqual(steps.map(({ id }) => id));
		expect(steps.every(({ findings }) => findings.length > 0)).toBe(true);
	});

	it("asks nothing of Sumo with a key that cannot be right, and lets the steps that need it wait", async () => {
		const message = "The access key is missing.";
		const steps = await check({
			connection: {
				check: () => [{ field: "accessKey", severity: "error", message }],
				test: () => Promise.reject(new Error("asked")),
			},
			saml: () => Promise.reject(new Error("asked")),
		});
		expect(stepOf(steps, "credentials")).toMatchObject({ state: "failed", findings: [message] });
		expect(statesOf(steps).slice(1, 4)).toEqual(["signOn waiting", "people ready", "mappings waiting"]);
		expect(stepOf(steps, "signOn")?.findings.join()).toContain("Test Connection");
	});

	it("reports what is wrong with a refused connection, and the fix", async () => {
		const test = async () => ({ ok: false, message: "401", advice: "Make a new key." });
		const steps = await check({ connection: { test } });
		expect(stepOf(steps, "credentials")).toMatchObject({
			state: "failed",
			findings: ["401", "Make a new key."],
		});
	});

	it("asks to check a key that works but looks unusual", async () => {
		const steps = await check({
			connection: { check: () => [{ field: "accessId", severity: "warning", message: "14 characters" }] },
		});
		expect(stepOf(steps, "credentials")).toMatchObject({
			state: "attention",
			findings: ["authorized", "14 characters"],
		});
	});

	it.each([
		["no SAML configuration", [], "no SAML configuration"],
		["a context that is asked for", [{ ...provider, disableRequestedAuthnContext: false }], "select Disable"],
		["accounts made by signing in", [{ ...provider, onDemandProvisioning: true }], "clear On Demand"],
	])("wants a look at %s", async (_, providers, text) => {
		const signOn = stepOf(await check({ saml: async () => providers }), "signOn");
		expect(signOn?.state).toBe("attention");
		expect(signOn?.findings.join()).toContain(text);
	});

	it("leads to the setup of Entra, which adds a SAML configuration, but not with a file of users", async () => {
		const at = sourceOf({ saml: async () => [] });
		const signOn = async (type: "demo" | "file") => {
			const source = type === "demo" ? ({ type } as const) : ({ type, path: "users.csv" } as const);
			const current = () => ({ ...at.connection.current(), source });
			const steps = await createSetupService({ ...at, connection: { ...at.connection, current } }).check();
			return stepOf(steps, "signOn")?.remedy;
		};
		expect(await signOn("demo")).toEqual({ type: "set-up-application" });
		expect(await signOn("file")).toBeUndefined();
	});

	it("takes a server without SAML as it is", async () => {
		expect(stepOf(await check({ saml: async () => null }), "signOn")?.state).toBe("ready");
	});

	it("turns a refusal of the server into a finding of its step, and continues", async () => {
		const steps = await check({ saml: () => Promise.reject(new Error("403: \u001B[2Jno right")) });
		expect(stepOf(steps, "signOn")).toEqual({
			id: "signOn",
			state: "failed",
			findings: [expect.stringContaining("no right")],
		});
		expect(stepOf(steps, "signOn")?.findings.join()).not.toContain("\u001B");
		expect(stepOf(steps, "mappings")?.state).toBe("ready");
	});

	it("passes on what helps where the source cannot be read", async () => {
		const remedy = { type: "set-up-application" } as const;
		const failed = { ok: false, message: "There is no such application.", advice: "", assigned: null };
		const testSource = async () => ({ ...failed, remedy });
		expect(stepOf(await check({ connection: { testSource } }), "people")).toEqual({
			...{ id: "people", state: "failed", findings: ["There is no such application."] },
			remedy,
		});
	});

	it("asks for attention when no users are assigned", async () => {
		const testSource = async () => ({ ok: true, message: "Contoso", advice: "", assigned: 0 });
		const people = stepOf(await check({ connection: { testSource } }), "people");
		expect(people?.state).toBe("attention");
		expect(people?.findings.join()).toContain("No users would be provisioned");
	});

	it("names the first users that Sumo Logic would reject, and counts the others", async () => {
		const users = ["Ann", "Bea", "Cid", "Dan"].map((displayName) => ({
			id: displayName,
			displayName,
			value: "x",
		}));
		const checkUsers = async () => [
			{ severity: "error", code: "role-missing", message: 'Sumo knows no role "X"', users } as const,
		];
		expect(stepOf(await check({ mapping: { checkUsers } }), "mappings")).toMatchObject({
			state: "attention",
			findings: ['Sumo knows no role "X" (Ann, Bea, Cid and 1 more)'],
		});
	});

	it("fails mappings that do not compile without mapping anybody", async () => {
		const problem = {
			code: "expression",
			target: "title",
			severity: "error",
			message: "unknown function",
			place: null,
		} as const;
		const steps = await check({
			mapping: { checkAll: async () => [problem], checkUsers: () => Promise.reject(new Error("mapped")) },
		});
		expect(stepOf(steps, "mappings")).toMatchObject({
			state: "failed",
			findings: ["title: unknown function"],
		});
	});

	it.each([
		[{ enabled: false }, "attention", "Off."],
		[{ staged: 3 }, "attention", "3 deactivations and deletions are held back"],
		[{ quarantine: { since: 0, reason: "401 from Sumo" } }, "failed", "In quarantine: 401 from Sumo"],
	])("shows the state of provisioning: %o", async (change, state, text) => {
		const status = { ...sourceOf().provisioning.status(), ...change };
		const step = stepOf(await check({ provisioning: { status: () => status } }), "provisioning");
		expect(step?.state).toBe(state);
		expect(step?.findings.join()).toContain(text);
	});

	it("reads the state of Entra's own job in hosted mode before it is shown", async () => {
		const off = { ...sourceOf().provisioning.status(), enabled: false };
		let status = off;
		const step = stepOf(
			await check({
				provisioning: {
					mode: () => "hosted",
					refresh: async () => {
						status = { ...off, enabled: true };
					},
					status: () => status,
				},
			}),
			"provisioning",
		);
		expect(step).toMatchObject({ state: "ready", findings: ["On: Entra runs the cycles of its job."] });
	});

	it("stops when it is aborted", async () => {
		const abort = new AbortController();
		const saml = () => {
			abort.abort(new Error("stop"));
			return Promise.reject(abort.signal.reason);
		};
		await expect(createSetupService(sourceOf({ saml })).check({ signal: abort.signal })).rejects.toThrow(
			"stop",
		);
	});
});
