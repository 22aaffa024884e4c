import { describe, expect, it } from "vitest";
import { createConnectionService } from "../../../src/app/connection/connection-service.ts";
import type { ConnectionChange } from "../../../src/app/profile/profile-state.ts";
import { createDeviceSignIns } from "../../../src/app/source/device-sign-ins.ts";
import { sampleProfile } from "../../config/samples.ts";

const scimUrl = "https://scim.example.com/v2";

describe("saving the credentials", () => {
	it("keeps the dialect of a SCIM URL, for which the form does not ask", async () => {
		const saved: ConnectionChange[] = [];
		const target = { deployment: "custom", scimUrl, dialect: "generic" } as const;
		const { save } = createConnectionService({
			state: {
				inUse: sampleProfile("acme", { target }),
				secrets: { secretToken: "YWJjOmRlZg==" },
				saveConnection: async (change) => void saved.push(change),
			},
			demo: undefined,
			deviceSignIns: createDeviceSignIns(),
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
