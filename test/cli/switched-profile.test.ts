import { expect, it } from "vitest";
import { withoutProfile } from "../../src/cli/session/show-console.ts";

it("keeps target and secrets of the first profile from the one that is switched to", () => {
	const kept = { PATH: "/bin", HTTPS_PROXY: "http://proxy.example:3128", SUMO_PROVISION_HOME: "/tmp/home" };
	const first = {
		SUMO_PROVISION_SCIM_URL: "https://one.example/scim",
		SUMO_PROVISION_SECRET_TOKEN: "c3U6a2V5",
	};
	expect(withoutProfile({ ...kept, ...first })).toEqual(kept);
});
