import { z } from "zod";
import { setupFile } from "./setup-file.ts";

/** The JSON Schema of setup files, for editors: `docs/setup.schema.json`. */
export function setupJsonSchema(): string {
	const schema = z.toJSONSchema(setupFile, { io: "input" });
	const about = {
		title: "sumo-provision setup file",
		description: "Describes an application in Entra and single sign-on in Sumo Logic. Holds no secrets.",
	};
	return `${JSON.stringify({ ...about, ...schema }, null, "\t")}\n`;
}
