import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Home, resolveHome } from "../../src/config/home.ts";
import { type Profile, profileSchema } from "../../src/config/profile.ts";

/** A home below a folder of its own, not yet made. */
export function temporaryHome(): Home {
	return resolveHome(join(mkdtempSync(join(tmpdir(), "sumo-provision-home-")), "home"), {});
}

export function sampleProfile(name: string, change: Partial<Profile> = {}): Profile {
	return profileSchema.parse({
		name,
		source: { type: "file", path: "users.json" },
		target: { deployment: "us2" },
		...change,
	});
}
