import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ConnectionDraft } from "../../../src/app/connection/connection.ts";
import { createConnectionService } from "../../../src/app/connection/connection-service.ts";
import type { ConnectionChange } from "../../../src/app/profile/profile-state.ts";
import { refuseUnseen } from "../../../src/app/profile/refuse-unseen.ts";
import { DeviceSignIns } from "../../../src/app/source/device-sign-ins.ts";
import { createConnector } from "../../../src/http/connector.ts";
import { sampleProfile } from "../../config/samples.ts";

const scimUrl = "https://scim.example.com/v2";

/** A folder with a users file, which is also the home folder. */
function folderWithUsers(): string {
	const folder = mkdtempSync(join(tmpdir(), "connection-"));
	onTestFinished(() => {
		vi.unstubAllEnvs();
		rmSync(folder, { recursive: true });
	});
	vi.stubEnv("HOME", folder);
	writeFileSync(join(folder, "users.csv"), "userName\n");
	return folder;
}

const noMarks = { secretToken: undefined, sourceSecret: undefined, webhook: undefined };

function serviceOf(source: ConnectionDraft["source"]) {
	const saved: ConnectionChange[] = [];
	const target = { deployment: "custom", scimUrl, dialect: "generic" } as const;
	const inUse = sampleProfile("acme", { target, source });
	const { save, current } = createConnectionService({
		state: {
			inUse,
			secrets: { secretToken: "YWJjOmRlZg==" },
			secretMarks: noMarks,
			saveConnection: async (change, _secrets, seen) => {
				if (seen !== "present") refuseUnseen(seen(inUse), inUse);
				saved.push(change);
			},
		},
		demo: undefined,
		deviceSignIns: new DeviceSignIns(),
		connector: () => {
			throw new Error("nothing is sent");
		},
	});
	const draft = { appName: "Acme", target: { deployment: "us2" } as const };
	return {
		saved,
		current,
		save: (change: ConnectionDraft["source"]) => save({ ...draft, source: change }),
		saveOn: (basis: ConnectionDraft) => save({ ...draft, source }, basis),
	};
}

const demo = { type: "demo" } as const;
const certificateAt = (certificate: string): ConnectionDraft["source"] => ({
	type: "entra",
	tenantId: "contoso",
	clientId: "client",
	application: "Sumo Logic",
	signIn: "clientCertificate",
	certificate,
});

describe("saving edits", () => {
	it("is refused when another connection was saved since they began, with what has changed", async () => {
		const { saved, saveOn, current } = serviceOf(demo);
		const began = { ...current(), appName: "Before" };
		await expect(saveOn(began)).rejects.toThrow(
			/^Not saved: the profile acme was changed elsewhere since it was read here \(appName: "Before" → /,
		);
		await expect(saveOn({ ...current(), accessId: "suBefore" })).rejects.toThrow("access key changed");
		expect(saved).toEqual([]);
		await saveOn(current());
		expect(saved).toHaveLength(1);
	});
});

describe("saving a path", () => {
	it("saves the absolute path of a file, with the home folder for ~", async () => {
		const folder = folderWithUsers();
		const { saved, save } = serviceOf(demo);
		await save({ type: "file", path: "~/users.csv" });
		await save(certificateAt("~/users.csv"));
		await save(certificateAt("keyring:sign-in"));
		expect(saved.map(({ source }) => source)).toEqual([
			{ type: "file", path: join(folder, "users.csv") },
			certificateAt(join(folder, "users.csv")),
			certificateAt("keyring:sign-in"),
		]);
	});

	it("refuses a file that cannot be read, and names its path", async () => {
		const folder = folderWithUsers();
		const { saved, save } = serviceOf(demo);
		await expect(save({ type: "file", path: "~/gone.csv" })).rejects.toThrow(
			`Can't read the users file ${join(folder, "gone.csv")}: there is no such file.`,
		);
		await expect(save({ type: "file", path: folder })).rejects.toThrow(
			`Can't read the users file ${folder}: it is a folder.`,
		);
		await expect(save(certificateAt("~/users.csv/a.pem"))).rejects.toThrow(
			`Can't read the certificate ${join(folder, "users.csv", "a.pem")}: a part of the path is not a folder.`,
		);
		expect(saved).toEqual([]);
	});

	it("keeps the saved path while its disk is not mounted", async () => {
		const { saved, save } = serviceOf({ type: "file", path: "/mnt/users.csv" });
		await save({ type: "file", path: "/mnt/users.csv" });
		expect(saved.map(({ source }) => source)).toEqual([{ type: "file", path: "/mnt/users.csv" }]);
	});
});

describe("an access key in the keyring", () => {
	it("is saved as a reference with the access ID, and shown as such", async () => {
		const saved: (string | undefined)[] = [];
		let secrets = { secretToken: "YWJjOmRlZg==" };
		const service = createConnectionService({
			state: {
				inUse: sampleProfile("acme", { source: demo }),
				get secrets() {
					return secrets;
				},
				secretMarks: noMarks,
				saveConnection: async (_change, { secretToken = "" }) => {
					secrets = { secretToken };
					saved.push(Buffer.from(secretToken, "base64").toString());
				},
			},
			demo: undefined,
			deviceSignIns: new DeviceSignIns(),
			connector: () => createConnector({ env: {} }),
		});
		const entered = { ...service.current(), accessId: "suABCDEFGHIJKL", accessKey: "keyring:sumo" };
		expect(service.check(entered)).toEqual([]);
		await service.save(entered);
		expect(service.current().accessId).toBe("suABCDEFGHIJKL");
		await service.save({ ...service.current(), appName: "Other" });
		await service.save({ ...service.current(), accessId: "suMNOPQRSTUVWX" });
		expect(saved).toEqual([
			"suABCDEFGHIJKL:keyring:sumo",
			"suABCDEFGHIJKL:keyring:sumo",
			"suMNOPQRSTUVWX:keyring:sumo",
		]);
		// No keyring answers here: the reference is never shown as if it were the token.
		await expect(service.revealToken(service.current())).rejects.toThrow("keyring");
		expect(await service.test(service.current())).toMatchObject({
			ok: false,
			message: expect.stringContaining("keyring"),
		});
	});
});

describe("saving the credentials", () => {
	it("keeps the dialect of a SCIM URL, for which the form does not ask", async () => {
		const saved: ConnectionChange[] = [];
		const target = { deployment: "custom", scimUrl, dialect: "generic" } as const;
		const { save } = createConnectionService({
			state: {
				inUse: sampleProfile("acme", { target, source: { type: "file", path: "users.csv" } }),
				secrets: { secretToken: "YWJjOmRlZg==" },
				secretMarks: noMarks,
				saveConnection: async (change) => void saved.push(change),
			},
			demo: undefined,
			deviceSignIns: new DeviceSignIns(),
			connector: () => {
				throw new Error("nothing is sent");
			},
		});
		const source = { type: "file", path: "users.csv" } as const;
		const draft = {
			appName: "Acme",
			source,
			accessId: undefined,
			accessKey: undefined,
			sourceSecret: undefined,
		};
		await save({ ...draft, target: { deployment: "custom", scimUrl } });
		await save({ ...draft, target: { deployment: "us2" } });
		expect(saved.map((change) => change.target)).toEqual([target, { deployment: "us2" }]);
	});
});
