import { describe, expect, it } from "vitest";
import { profileFromFlags } from "../../src/config/from-flags.ts";
import type { Environment } from "../../src/config/given-options.ts";
import { openSecrets } from "../../src/config/secrets.ts";
import type { Flags } from "../../src/config/settings/index.ts";
import { sampleProfile, temporaryHome } from "./samples.ts";

const use = (
	flags: Flags,
	env: Environment = {},
	saved: Parameters<typeof profileFromFlags>[0]["saved"] = null,
) =>
	profileFromFlags({
		flags: { source: "users.json", scimUrl: "http://127.0.0.1:1/scim", tokenEnv: "TOKEN", ...flags },
		env: { TOKEN: "YWJjOmRlZg==", ...env },
		saved,
	});

describe("the settings of notifications", () => {
	it("take a program, or a JSON array with its arguments", () => {
		expect(use({}).profile.notifications).toEqual({ webhookFormat: "auto", bell: true });
		expect(use({ notifyCommand: "/opt/my page" }).profile.notifications.command).toEqual(["/opt/my page"]);
		expect(use({ notifyCommand: '["page", "--urgent"]' }).profile.notifications.command).toEqual([
			"page",
			"--urgent",
		]);
		for (const notifyCommand of ["[", "[]", "[1]", '[""]'])
			expect(() => use({ notifyCommand })).toThrow(
				"--notify-command (or SUMO_PROVISION_NOTIFY_COMMAND) must be the path of a program",
			);
	});

	it("take the webhook from a variable, with TLS or on loopback, and never quote it", () => {
		const hook = (url: string) => use({ notifyWebhookEnv: "HOOK" }, { HOOK: url }).secrets.webhook;
		expect(hook("https://hooks.example.com/T0/secret")).toBe("https://hooks.example.com/T0/secret");
		expect(hook("http://127.0.0.1:8080/secret")).toBe("http://127.0.0.1:8080/secret");
		expect(use({}, { SUMO_PROVISION_NOTIFY_WEBHOOK: "https://h.example.com/s" }).secrets.webhook).toBe(
			"https://h.example.com/s",
		);
		for (const url of ["http://hooks.example.com/secret", "file:///secret", "secret"]) {
			expect(() => hook(url)).toThrow(/^--notify-webhook-env .*holds a webhook that cannot be used/);
			expect(() => hook(url)).not.toThrow(/secret/);
		}
	});

	it("are saved: the webhook with the secrets, flags on top of the rest", async () => {
		const home = temporaryHome();
		const vault = openSecrets(home, () => undefined);
		await vault.write("acme", { secretToken: "t", webhook: "https://h.example.com/s" });
		const secrets = await vault.read("acme");
		const profile = sampleProfile("acme", {
			notifications: { command: ["page"], webhookFormat: "auto", bell: false },
		});
		const inUse = use({}, {}, { profile, secrets });
		expect(inUse.profile.notifications).toMatchObject({ command: ["page"], bell: false });
		expect(inUse.secrets.webhook).toBe("https://h.example.com/s");
	});
});
